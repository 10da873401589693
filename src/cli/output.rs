//! Results go to stdout through one buffer; a reader that has gone is no failure.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::face;
use crate::exchange::export::write_file;
use crate::terminal::pager::Pager;

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
pub fn harmless(json: &str) -> Cow<'_, str> {
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
    let is_screen = context.stdout_tty && !context.env.accessible;
    if is_screen && pager(context).show(text, face::report(context).bidi)? {
        return Ok(());
    }
    print(text)
}

/// Writes a text to stdout as it is.
pub fn print(text: &str) -> Outcome {
    let mut out = Out::new();
    out.write_all(text.as_bytes()).map_err(failed)?;
    out.finish()
}

/// Writes a text into a file, in the place of what is there, complete or not at all; `-` is stdout.
pub fn save(context: &Context, file: &Path, text: &str) -> Outcome {
    if file == Path::new("-") {
        return print(text);
    }
    write_file(file, &mut |to| to.write_all(text.as_bytes())).map_err(|error| {
        CliError::system(error, "write", file)
            .hint("does its folder exist, and may you write into it?")
    })?;
    context.note(&format!("{} is written", file.display()));
    Ok(())
}

/// Returns the person's pager.
fn pager(context: &Context) -> Pager {
    let named = context.settings.ui.pager.as_deref().or(context.env.pager.as_deref());
    // Without these a pager shows colours as noise, and keeps a screen for what fits on one.
    let less = (!context.env.has_less).then(|| "FRX".to_owned());
    Pager { command: named.unwrap_or("less").to_owned(), less }
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
