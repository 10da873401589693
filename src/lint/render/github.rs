//! Findings as workflow commands of GitHub, which shows them beside the lines of a change.
//!
//! Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>; the
//! escapes are those of the toolkit's `core/src/command.ts`.

use std::fmt::Write as _;

use crate::lint::persian::is_bidi_control;
use crate::model::{Diagnostic, Severity};

/// Returns one line per finding: `::error file=..,line=..,col=..,title=..::message`.
pub fn github(diagnostics: &[Diagnostic]) -> String {
    let mut lines = String::new();
    for found in diagnostics {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(lines, "::{command} file={}", property(&found.file));
        if found.line > 0 {
            let _ = write!(lines, ",line={}", found.line);
        }
        if found.column > 0 {
            let _ = write!(lines, ",col={}", found.column);
        }
        let title = match &found.card {
            Some(card) => format!("{} {card}", found.rule),
            None => found.rule.clone(),
        };
        let mut message = found.message.clone();
        if !found.help.is_empty() {
            message.push('\n');
            message.push_str(&found.help);
        }
        let _ = writeln!(lines, ",title={}::{}", property(&title), data(&message));
    }
    lines
}

/// Escapes the text after the second `::`, so that a message stays one line and one command.
fn data(text: &str) -> String {
    let is_hostile = |c: char| (c.is_control() && c != '\n' && c != '\r') || is_bidi_control(c);
    text.replace(is_hostile, "\u{fffd}")
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
