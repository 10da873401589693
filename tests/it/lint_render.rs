//! Reports: for a person, for a program, for a code host.

use revisit::lint::render::{self, Paint};
use revisit::model::{Diagnostic, Severity};

use crate::lint::{fixture, in_house, options};

/// Findings of every shape: an error with help, a warning under Persian, one about a file, a hostile
/// line.
fn findings() -> Vec<Diagnostic> {
    let mut found = in_house(&fixture("SR02-bad.yaml")).lint(&options());
    found.extend(in_house(&fixture("FA13-bad.yaml")).lint(&options()));
    found.extend(in_house(&fixture("PG02-bad.yaml")).lint(&options()));
    let mut hostile = Diagnostic::file(
        "deck/value",
        Severity::Warning,
        "a,b:c%\u{1b}[32m\n\u{9b}1m\u{202e}.yaml",
        "50 %\nof \u{1b}[2J it".into(),
    );
    hostile.line = 3;
    hostile.column = 7;
    hostile.width = 4;
    hostile.excerpt = "front: 日本語\u{1b}[2J\u{9b}31m\u{7f}\u{202e}x".into();
    found.push(hostile);
    found.push(Diagnostic::file(
        "TR06",
        Severity::Info,
        "i18n/fa/deck.yaml",
        "not translated: a".into(),
    ));
    found
}

#[test]
fn a_person_sees_the_line_a_caret_and_what_to_do() {
    insta::assert_snapshot!(render::human(&findings(), 148, Paint::Plain, 100));
}

#[test]
fn colours_add_nothing_to_the_text() {
    let plain = render::human(&findings(), 148, Paint::Plain, 100);
    let colour = render::human(&findings(), 148, Paint::Colour, 100);
    assert_ne!(plain, colour);
    assert_eq!(console::strip_ansi_codes(&colour), plain);
}

#[test]
fn no_control_character_of_a_deck_reaches_the_report() {
    let report = render::human(&findings(), 148, Paint::Plain, 100);
    let bad = report.chars().find(|&c| (c.is_control() && c != '\n') || c == '\u{202e}');
    assert_eq!(bad, None);
}

#[test]
fn a_program_gets_one_document() {
    let document: serde_json::Value = serde_json::from_str(&render::json(&findings())).unwrap();
    assert_eq!((&document["errors"], &document["warnings"]), (&3.into(), &1.into()));
    let first = document["diagnostics"][0].as_object().unwrap();
    let mut fields: Vec<&str> = first.keys().map(String::as_str).collect();
    fields.sort_unstable();
    let mut wanted = ["rule", "severity", "file", "line", "column", "card", "message", "help"];
    wanted.sort_unstable();
    assert_eq!(fields, wanted);
    assert_eq!((&first["severity"], &first["line"]), (&"error".into(), &8.into()));
}

#[test]
fn a_code_host_gets_one_command_a_line() {
    insta::assert_snapshot!(render::github(&findings()));
}

#[test]
fn a_clean_report_says_so() {
    assert_eq!(render::human(&[], 1, Paint::Plain, 80), "no errors, no warnings (1 card)\n");
}
