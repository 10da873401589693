//! Real Anki takes our packages in, studies them, and takes the next ones in.
//!
//! It needs Python with the package `anki`, which `.ci/run` installs into `target/anki`. Elsewhere the
//! tests pass and say what was left out: `REVISIT_ANKI_PYTHON` names another interpreter.

#![expect(clippy::unwrap_used, reason = "a test that fails may stop where it is")]

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::harness::root;

/// Returns an interpreter that has Anki.
#[expect(clippy::disallowed_methods, reason = "a test asks where Anki is")]
fn python() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("REVISIT_ANKI_PYTHON") {
        return Some(PathBuf::from(named));
    }
    let folder = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    Some(root().join("target/anki").join(folder)).filter(|python| python.exists())
}

/// Lets Anki judge a scenario of `tests/anki/judge.py`.
fn judge(scenario: &str) {
    run("judge.py", scenario);
}

/// Runs a scenario of a script in `tests/anki`.
fn run(script: &str, scenario: &str) {
    let Some(python) = python() else {
        return say(&format!("skipped: {scenario}: Anki is not installed, see tests/README.md"));
    };
    let output = Command::new(python)
        .arg(root().join("tests/anki").join(script))
        .args([env!("CARGO_BIN_EXE_revisit"), scenario])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    say(told.trim_end());
}

/// Says something even where the test passes.
fn say(what: &str) {
    std::io::stderr().write_all(format!("{what}\n").as_bytes()).unwrap();
}

#[test]
fn anki_takes_every_kind_with_media_and_persian() {
    judge("kinds");
}

#[test]
fn anki_updates_exactly_what_changed_and_keeps_progress() {
    judge("edited");
}

#[test]
fn anki_has_the_due_days_and_reviews_that_we_have() {
    judge("progress");
}

#[test]
fn anki_takes_the_bundled_collection() {
    judge("bundled");
}

#[test]
fn anki_has_the_progress_of_the_bundled_collection() {
    judge("bundled-progress");
}

#[test]
fn what_anki_wrote_is_understood_to_the_day() {
    run("back.py", "fixtures");
}

#[test]
fn notes_of_anki_go_back_to_the_very_notes_they_came_from() {
    run("back.py", "again");
}

#[test]
fn no_text_is_lost_where_a_note_type_is_changed_in_anki() {
    run("back.py", "types");
}

#[test]
fn what_is_answered_in_anki_schedules_as_if_it_were_answered_here() {
    run("back.py", "pull");
}

#[test]
fn what_is_changed_in_anki_changes_here_and_a_package_without_progress_changes_nothing() {
    run("back.py", "changes");
}

#[test]
fn a_running_anki_gets_the_schedules_that_we_have_and_keeps_what_is_its_own() {
    run("push.py", "push");
}

#[test]
fn cards_of_anki_that_are_answered_here_are_brought_up_to_date_there() {
    run("push.py", "foreign");
}
