//! Results go to stdout through one buffer; a reader that has gone is no failure.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::process::{Command, Stdio};

use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};

/// The buffered stdout of a command.
pub struct Out(BufWriter<io::Stdout>);

impl Out {
    /// Opens stdout.
    pub fn new() -> Out {
        Out(BufWriter::new(io::stdout()))
    }

    /// Writes a line.
    pub fn line(&mut self, text: impl AsRef<str>) -> Outcome {
        writeln!(self.0, "{}", text.as_ref()).map_err(failed)
    }

    /// Writes a value as one JSON document.
    pub fn json(&mut self, value: &impl Serialize) -> Outcome {
        let text = serde_json::to_string_pretty(value)?;
        self.line(harmless(&text))
    }

    /// Writes what is buffered. A command ends with this.
    pub fn finish(mut self) -> Outcome {
        self.0.flush().map_err(failed)
    }
}

/// Escapes what could steer a terminal that a document is printed on. JSON escapes the controls below
/// U+0020 by itself; the others can only stand within strings, where an escape says the same.
fn harmless(json: &str) -> Cow<'_, str> {
    let is_control = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !json.contains(is_control) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_control(c) {
            text.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            text.push(c);
        }
    }
    Cow::Owned(text)
}

/// Says that it is the output that failed; a reader that has gone is passed on as it is.
pub fn failed(error: io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::Interrupted => error.into(),
        _ => CliError::new(
            Kind::Outside,
            anyhow::Error::new(error).context("cannot write the output"),
        ),
    }
}

/// Shows a long text: through the person's pager on a terminal, plainly elsewhere.
///
/// A pager that cannot be started is no reason to show nothing.
pub fn page(context: &Context, text: &str) -> Outcome {
    let pager = context.settings.ui.pager.as_deref().or(context.env.pager.as_deref());
    let mut words = pager.unwrap_or("less -FRX").split_whitespace();
    let program = words.next().filter(|_| context.stdout_tty);
    let started =
        program.map(|program| Command::new(program).args(words).stdin(Stdio::piped()).spawn());
    if let Some(Ok(mut child)) = started {
        if let Some(mut stdin) = child.stdin.take() {
            // A pager that is left early closes the pipe; that is its right.
            let _ = stdin.write_all(text.as_bytes());
        }
        child.wait()?;
        return Ok(());
    }
    let mut out = Out::new();
    out.write_all(text.as_bytes())?;
    out.finish()
}

impl Default for Out {
    fn default() -> Out {
        Out::new()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
