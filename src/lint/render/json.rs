//! Findings for a program: one document whose fields are never renamed.

use serde_json::{Value, json};

use super::Tally;
use crate::model::Diagnostic;

/// Returns `{errors, warnings, diagnostics: [{rule, severity, file, line, column, card, message,
/// help}]}`, indented. Lines and columns count from 1, 0 is none; columns count characters.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let tally = Tally::of(diagnostics);
    let found: Vec<Value> = diagnostics
        .iter()
        .map(|found| {
            json!({
                "rule": found.rule,
                "severity": found.severity,
                "file": found.file,
                "line": found.line,
                "column": found.column,
                "card": found.card,
                "message": found.message,
                "help": found.help,
            })
        })
        .collect();
    let document =
        json!({ "errors": tally.errors, "warnings": tally.warnings, "diagnostics": found });
    format!("{document:#}\n")
}
