//! The command line: help, exit statuses, what is said where something is mistyped.

use std::process::Stdio;

use crate::harness::{App, root};

const COMMANDS: [&str; 23] = [
    "study",
    "stats",
    "due",
    "cards",
    "decks",
    "new",
    "edit",
    "lint",
    "undo",
    "suspend",
    "unsuspend",
    "bury",
    "unbury",
    "flag",
    "unflag",
    "reset",
    "history",
    "backup",
    "restore",
    "doctor",
    "config",
    "completions",
    "man",
];

#[test]
fn the_help_is_what_was_accepted() {
    let help = App::new().run(["--help"]).ok().out;
    insta::assert_snapshot!(help);
}

#[test]
fn every_command_has_short_help_with_examples() {
    let app = App::new();
    for command in COMMANDS {
        let help = app.run([command, "--help"]).ok().out;
        assert_eq!(help, app.run([command, "-h"]).ok().out);
        let asked = ["revisit", "help", command].map(Into::into);
        let answer = revisit::cli::parse(asked).expect_err("help is no command line").to_string();
        assert_eq!(answer.lines().next(), help.lines().next());
        assert!(help.contains("\nExamples:\n  revisit "), "{help}");
        let about = help.lines().next().unwrap_or_default();
        assert!(about.len() < 70 && !about.ends_with('.'), "{about}");
        let options = help.lines().filter(|line| line.trim_start().starts_with("--"));
        assert!(options.clone().all(|line| line.len() <= 80), "{help}");
        assert!(options.count() >= 7, "{help}");
    }
}

#[test]
fn what_is_mistyped_is_answered_with_what_is_meant() {
    let app = App::bundled();
    let cases: [(&[&str], &str); 18] = [
        (&["stduy"], "'study'"),
        (&["kafka"], "`revisit study kafka`"),
        (&["study", "--minuts", "3"], "'--minutes'"),
        (&["study", "--new", "three"], "--new takes a number"),
        (&["cards", "kafak"], "did you mean `kafka`?"),
        (&["cards", "topic:kafk"], "did you mean `kafka`?"),
        (&["cards", "facte:why"], "did you mean `facet:`?"),
        (&["cards", "is:duee"], "did you mean `due`?"),
        (&["cards", "is:"], "`is:due`"),
        (&["cards", "facet:hmm"], "concept, why, how, mistake, tradeoff"),
        (&["cards", "kafka", "is:flagged"], "no card has all of them"),
        (&["cards", "kafka is:flagged"], "no card has all of them"),
        (&["suspend", "idem.race", "idem.rase", "--dry-run"], "did you mean `idem.race`?"),
        (&["cards", "kafka idem.rase"], "did you mean `idem.race`?"),
        (&["history", "idem.rase"], "did you mean `idem.race`?"),
        (&["history", "kafka"], "`revisit cards kafka`"),
        (&["config", "get", "study.minuts"], "did you mean `study.minutes`?"),
        (&["due", "--decks", "nowhere"], "there is no file or folder `nowhere`"),
    ];
    for (args, expected) in cases {
        let ran = app.run(args).code(2);
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{args:?}");
    }
}

#[test]
fn what_stands_behind_a_command_is_nothing_to_study() {
    let app = App::new();
    assert!(app.run(["kafka"]).code(2).err.contains("revisit study kafka"));
    let ran = app.run(["config", "unset", "study.minutes"]).code(2);
    assert!(!ran.err.contains("study unset"), "{}", ran.err);
}

#[test]
fn a_finding_about_a_whole_file_has_no_line() {
    let app = App::new();
    let output = app.command(["doctor"]).env("REVISIT_DECKS", "nope").output().expect("it runs");
    let doctor = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(doctor.contains("nope: there is no such file or folder"), "{doctor}");
}

#[test]
fn due_tells_by_its_status_whether_cards_wait() {
    let mut app = App::new();
    app.own_cards(2);
    app.run(["due", "--exit-code"]).ok();
    app.session(&[], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"good"}"#]);
    app.run(["due", "--exit-code"]).ok();
    app.at("2026-11-23T12:00:00+01:00");
    let ran = app.run(["due", "--exit-code"]).code(1);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("1 due, 1 new\n", ""));
    app.run(["due"]).ok();
}

#[test]
fn a_frozen_clock_writes_only_into_a_named_database() {
    let app = App::new();
    app.own_cards(1);
    app.run(["flag", "c1"]).ok();
    app.run(["backup", "copy.db"]).ok();
    let copy = app.path("copy.db").display().to_string();
    let unnamed = |args: &[&str]| {
        let output = app.command(args).env_remove("REVISIT_DB").output().expect("it runs");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        (output.status.code(), err)
    };
    let writing: [&[&str]; 8] = [
        &["study"],
        &["study", "--jsonl"],
        &["flag", "c1"],
        &["undo"],
        &["reset", "c1"],
        &["restore", &copy, "--yes"],
        &["backup"],
        &["doctor", "--fix"],
    ];
    std::fs::create_dir_all(app.path("data/revisit")).expect("made");
    std::fs::copy(&copy, app.path("data/revisit/progress.db")).expect("copied");
    let before = std::fs::read(app.path("data/revisit/progress.db")).expect("readable");
    for args in writing {
        let (code, err) = unnamed(args);
        assert_eq!(code, Some(2), "{args:?}: {err}");
        assert!(err.contains("--db FILE"), "{args:?}: {err}");
    }
    for args in [&["due"][..], &["stats"], &["cards"], &["flag", "c1", "--dry-run"], &["doctor"]] {
        let (code, err) = unnamed(args);
        assert_eq!(code, Some(0), "{args:?}: {err}");
    }
    assert_eq!(before, std::fs::read(app.path("data/revisit/progress.db")).expect("readable"));
    let files: Vec<_> = std::fs::read_dir(app.path("data/revisit")).expect("readable").collect();
    assert_eq!(files.len(), 1, "{files:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let app = App::bundled();
    for args in
        [&["cards", "--json"][..], &["man"], &["completions", "bash"], &["study", "--plain"]]
    {
        let mut child = app
            .command(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
fn without_any_card_a_session_says_what_to_do_and_reports_are_empty() {
    let app = App::new();
    let ran = app.run(["study"]).code(2);
    assert!(ran.err.contains("--decks PATH"), "{}", ran.err);
    assert_eq!(app.run(["due"]).ok().out, "0 due, 0 new\n");
    assert_eq!(app.run(["cards"]).ok().out, "0 cards\n");
    app.run(["stats"]).ok();
    app.run(["decks"]).ok();
    app.run(["doctor"]).ok();
}

#[test]
fn notes_are_left_out_when_asked_to_be_quiet() {
    let app = App::new();
    app.own_cards(1);
    app.write("broken/deck.yaml", "cards:\n  - id: b1\n    front: a?\n");
    let loud = app.run(["--decks", "broken", "cards"]).ok();
    assert!(loud.err.contains("warning: broken/deck.yaml:2:"), "{}", loud.err);
    let quiet = app.run(["--quiet", "--decks", "broken", "cards"]).ok();
    assert_eq!((quiet.out, quiet.err.as_str()), (loud.out, ""));
}

#[test]
fn colour_is_there_only_where_it_is_asked_for() {
    let app = App::new();
    app.write("own/deck.yaml", "cards:\n  - id: c1\n    front: a?\n    front: b?\n    back: c\n");
    let coloured = |args: &[&str]| app.run(args).code(1).out.contains('\u{1b}');
    assert!(!coloured(&["lint"]));
    assert!(coloured(&["lint", "--color", "always"]));
    assert!(!coloured(&["lint", "--color", "never"]));
}

#[test]
fn completions_and_manual_name_every_command() {
    let app = App::new();
    // A settings file that is broken is no reason to fail.
    app.write("config/revisit/config.toml", "[study\n");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = app.run(["completions", shell]).ok().out;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let page = app.run(["man"]).ok().out;
    for command in COMMANDS {
        assert!(page.contains(&format!(".SS \"revisit {command}")), "{command}");
    }
    for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "FILES", "ENVIRONMENT"] {
        assert_eq!(page.matches(&format!(".SH {section}")).count(), 1, "{section}");
    }
    assert!(page.contains(".SH \"EXIT STATUS\""));
}

/// Splits a line as a shell would, as far as examples need it: up to a comment, a pipe or a remark.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                // A word that is quoted stays, even where it is empty.
                words.last_mut().expect("never empty").push('\0');
            }
            (None, '|' | '<' | '>' | '#') => break,
            (None, ' ') if rest.peek() == Some(&' ') => break,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().expect("never empty").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().map(|word| word.replace('\0', "")).collect()
}

#[test]
fn every_example_of_help_and_readme_is_a_command_line() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("readable");
    let blocks = readme.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    let mut text: String = blocks.collect();
    let app = App::new();
    text.push_str(&app.run(["--help"]).ok().out);
    for command in COMMANDS {
        text.push_str(&app.run([command, "--help"]).ok().out);
    }
    let examples = text.lines().map(str::trim).filter(|line| line.starts_with("revisit"));
    let examples: Vec<Vec<String>> = examples.map(words).collect();
    assert!(examples.len() > 60, "{}", examples.len());
    for example in examples {
        let parsed = revisit::cli::parse(example.iter().map(Into::into));
        assert!(parsed.is_ok(), "{example:?}: {}", parsed.expect_err("it failed"));
    }
}

#[test]
fn the_readme_names_every_command_and_every_common_flag() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("readable");
    let help = App::new().run(["--help"]).ok().out;
    let options = help.split("Options:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let flags = options.expect("there are options").split_whitespace();
    let flags: Vec<&str> = flags.filter(|word| word.starts_with("--")).collect();
    assert!(flags.contains(&"--decks") && flags.contains(&"--quiet"));
    let own = ["--db", "--help", "--version"];
    for name in flags.into_iter().filter(|flag| !own.contains(flag)).chain(COMMANDS) {
        assert!(readme.contains(&format!("`{name}")), "{name} is not in the README");
    }
}
