//! Ctrl-C in the midst of a long piece of work: it is noted, and the work ends at the next good place,
//! so that what was begun beside a file is taken away again.

use anyhow::Context as _;

use crate::cli::error::{CliError, Kind, Outcome};
use crate::terminal::Signals;
use crate::terminal::signals::Wakes;

/// Whether an end was asked for while some work went on.
pub struct Interrupt {
    signals: Signals,
    /// What a signal writes into: open for as long as one may come.
    _wakes: Wakes,
}

impl Interrupt {
    /// Watches from now on.
    pub fn watch() -> Outcome<Interrupt> {
        let signals = Signals::default();
        let wakes = signals.watch().context("cannot watch for Ctrl-C");
        let wakes = wakes.map_err(|error| CliError::new(Kind::Outside, error))?;
        Ok(Interrupt { signals, _wakes: wakes })
    }

    /// Says whether the work should end.
    pub fn is_asked(&self) -> bool {
        self.signals.is_end_asked()
    }

    /// Fails where the work should end.
    pub fn check(&self) -> Outcome {
        if self.is_asked() { Err(CliError::interrupted()) } else { Ok(()) }
    }
}
