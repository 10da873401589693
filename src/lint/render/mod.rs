//! Findings as text: for a person, for a program, for a code host's annotations.

mod github;
mod human;
mod json;

pub use github::github;
pub use human::{Paint, human, summary};
pub use json::json;

use crate::model::{Diagnostic, Severity};

/// How many findings there are of each severity, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings that make the lint fail.
    pub errors: usize,
    /// Findings that should be mended.
    pub warnings: usize,
    /// Findings worth knowing.
    pub infos: usize,
    /// Files with at least one error or warning.
    pub files: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Tally {
        let count = |wanted| diagnostics.iter().filter(|found| found.severity == wanted).count();
        let mut files: Vec<&str> = diagnostics
            .iter()
            .filter(|found| found.severity > Severity::Info)
            .map(|found| found.file.as_str())
            .collect();
        files.sort_unstable();
        files.dedup();
        Tally {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            files: files.len(),
        }
    }
}

/// Writes a count with its noun: `1 error`, `2 errors`.
fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
