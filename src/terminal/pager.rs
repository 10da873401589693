//! Long texts, through the person's own pager.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use crate::terminal::bidi::{EXPLICIT, IMPLICIT, Ordering, has_rtl};

/// A pager and how it is started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// The program with its arguments, split at spaces; empty for none.
    pub command: String,
    /// What the environment is to have as `LESS`, where it has nothing of its own.
    pub less: Option<String>,
}

impl Pager {
    /// Shows a text and waits until it has been read. Returns whether a pager could be started.
    ///
    /// `ordering` says who has put the text into drawing order: the terminal must not do it again.
    pub fn show(&self, text: &str, ordering: Ordering) -> io::Result<bool> {
        let Some(mut child) = self.start() else { return Ok(false) };
        // While somebody reads, Ctrl-C is the pager's business; without a handler it would end this
        // process and leave the pager and the shell to fight over the keys.
        #[cfg(unix)]
        signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::default())?;
        let is_ordered = ordering == Ordering::App && has_rtl(text);
        if is_ordered {
            write_out(EXPLICIT)?;
        }
        if let Some(mut stdin) = child.stdin.take() {
            // A pager that is left early closes the pipe; that is its right.
            let _ = stdin.write_all(text.as_bytes());
        }
        let ended = child.wait();
        if is_ordered {
            write_out(IMPLICIT)?;
        }
        ended.map(|_| true)
    }

    fn start(&self) -> Option<Child> {
        let mut words = self.command.split_whitespace();
        let mut command = Command::new(words.next()?);
        command.args(words).stdin(Stdio::piped());
        if let Some(less) = &self.less {
            command.env("LESS", less);
        }
        command.spawn().ok()
    }
}

fn write_out(sequence: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(sequence.as_bytes())?;
    out.flush()
}
