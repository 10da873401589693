//! Errors at the edge: one kind per exit status, one function that prints them.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use crate::terminal::sanitize::sanitize;

/// What sort of failure it was; decides the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was found: lint errors, problems, due cards. Nothing is printed for it.
    Found,
    /// Wrong usage, an unknown name, or no terminal where one is needed.
    Usage,
    /// Bad input: a deck, a file.
    Input,
    /// Database, disk or network.
    Outside,
    /// A bug of ours.
    Bug,
    /// Ctrl-C.
    Interrupted,
    /// The person was asked and said no, and has been told that nothing was done; not a failure.
    Declined,
    /// The reader of our output has gone; not a failure.
    BrokenPipe,
}

impl Kind {
    /// Returns the exit status.
    pub fn code(self) -> u8 {
        match self {
            Kind::Found => 1,
            Kind::Usage => 2,
            Kind::Input => 3,
            Kind::Outside => 4,
            Kind::Bug => 70,
            Kind::Interrupted => 130,
            Kind::Declined | Kind::BrokenPipe => 0,
        }
    }
}

/// A failure of a command.
#[derive(Debug)]
pub struct CliError {
    /// What sort it was.
    pub kind: Kind,
    source: anyhow::Error,
    hints: Vec<String>,
}

/// What a command returns.
pub type Outcome<T = ()> = Result<T, CliError>;

impl CliError {
    /// Makes an error of a message or another error.
    pub fn new(kind: Kind, source: impl Into<anyhow::Error>) -> CliError {
        CliError { kind, source: source.into(), hints: Vec::new() }
    }

    /// Makes a usage error of a message.
    pub fn usage(message: impl fmt::Display) -> CliError {
        CliError::new(Kind::Usage, anyhow::anyhow!("{message}"))
    }

    /// Makes an error of what the system answered, with what was tried and with which file.
    pub fn system(error: io::Error, tried: &str, file: &Path) -> CliError {
        let message = format!("cannot {tried} {}", file.display());
        CliError::new(Kind::Outside, anyhow::Error::new(error).context(message))
    }

    /// Says that something was found, with nothing to print.
    pub fn found() -> CliError {
        CliError::new(Kind::Found, anyhow::anyhow!("something was found"))
    }

    /// Says that the person pressed Ctrl-C.
    pub fn interrupted() -> CliError {
        CliError::new(Kind::Interrupted, anyhow::anyhow!("interrupted"))
    }

    /// Says that the person said no.
    pub fn declined() -> CliError {
        CliError::new(Kind::Declined, anyhow::anyhow!("declined"))
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> CliError {
        self.hints.push(hint.into());
        self
    }

    /// Prints the error, its causes and its hints; nothing where there is nothing to say.
    pub fn print(&self, to: &mut dyn Write) -> io::Result<()> {
        let is_told = matches!(
            self.kind,
            Kind::Found | Kind::Interrupted | Kind::Declined | Kind::BrokenPipe
        );
        if is_told {
            return Ok(());
        }
        let label = |word: &str| console::style(format!("{word}:")).for_stderr().bold();
        // It may quote what a stranger wrote.
        writeln!(to, "{} {}", label("error").red(), sanitize(&self.source.to_string()))?;
        let mut said = self.source.to_string();
        for cause in self.source.chain().skip(1).map(ToString::to_string) {
            // Some causes only repeat what they were caused by.
            if !cause.contains(&said) && !said.contains(&cause) {
                writeln!(to, "  caused by: {}", sanitize(&cause))?;
            }
            said = cause;
        }
        for hint in &self.hints {
            writeln!(to, "{} {}", label("hint").cyan(), sanitize(hint))?;
        }
        if self.kind == Kind::Bug {
            writeln!(to, "{} this is a bug in revisit; please report it", label("hint").cyan())?;
        }
        Ok(())
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.source)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> CliError {
        let kind = match error.kind() {
            io::ErrorKind::BrokenPipe => Kind::BrokenPipe,
            io::ErrorKind::Interrupted => Kind::Interrupted,
            _ => Kind::Outside,
        };
        CliError::new(kind, error)
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> CliError {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => CliError::new(Kind::Bug, error),
        }
    }
}
