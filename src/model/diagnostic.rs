//! What is wrong with a deck, and where: reported, never thrown.

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// Works, but should be mended.
    Warning,
    /// Something was left out because of it.
    Error,
}

/// One finding in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule's code (`MC05`), or the loader's (`deck/duplicate-key`).
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The file as it should be shown: a path, or `<bundled>/...`.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column in characters, from 1; 0 for the line as a whole.
    pub column: u32,
    /// How many characters of the line are meant, at least 1.
    pub width: u32,
    /// The text of the line; empty where there is none to show.
    pub excerpt: String,
    /// The card's full id, where one is concerned.
    pub card: Option<String>,
    /// What happened: lower case, no full stop.
    pub message: String,
    /// What to do next; may be empty.
    pub help: String,
}

impl Diagnostic {
    /// Makes a finding about a file as a whole.
    pub fn file(rule: &str, severity: Severity, file: &str, message: String) -> Diagnostic {
        Diagnostic {
            rule: rule.to_owned(),
            severity,
            file: file.to_owned(),
            line: 0,
            column: 0,
            width: 1,
            excerpt: String::new(),
            card: None,
            message,
            help: String::new(),
        }
    }

    /// Returns where it is: `file:line:column`, as far as it is about a line or a column.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (0, _) => self.file.clone(),
            (line, 0) => format!("{}:{line}", self.file),
            (line, column) => format!("{}:{line}:{column}", self.file),
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = help.into();
        self
    }

    /// Adds the card concerned.
    #[must_use]
    pub fn card(mut self, card: impl Into<String>) -> Diagnostic {
        self.card = Some(card.into());
        self
    }
}
