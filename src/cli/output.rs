//! Results go to stdout through one buffer; a reader that has gone is no failure.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use crate::cli::error::Outcome;

/// The buffered stdout of a command.
pub struct Out(BufWriter<io::Stdout>);

impl Out {
    /// Opens stdout.
    pub fn new() -> Out {
        Out(BufWriter::new(io::stdout()))
    }

    /// Writes a line.
    pub fn line(&mut self, text: impl AsRef<str>) -> Outcome {
        Ok(writeln!(self.0, "{}", text.as_ref())?)
    }

    /// Writes a value as one JSON document.
    pub fn json(&mut self, value: &impl Serialize) -> Outcome {
        serde_json::to_writer_pretty(&mut self.0, value)?;
        Ok(writeln!(self.0)?)
    }

    /// Writes what is buffered. A command ends with this.
    pub fn finish(mut self) -> Outcome {
        Ok(self.0.flush()?)
    }
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
