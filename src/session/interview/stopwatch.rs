//! Time that runs, stands still, and runs on.

use crate::model::Timestamp;

/// A watch that can be stopped. It never runs backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stopwatch {
    spent_ms: u64,
    /// Since when it runs; `None` while it stands still.
    since: Option<Timestamp>,
}

impl Stopwatch {
    /// Lets it run, if it does not.
    pub(crate) fn start(&mut self, now: Timestamp) {
        self.since.get_or_insert(now);
    }

    /// Stops it, if it runs.
    pub(crate) fn stop(&mut self, now: Timestamp) {
        self.spent_ms = self.read(now);
        self.since = None;
    }

    /// Returns how long it has run, in milliseconds.
    pub(crate) fn read(&self, now: Timestamp) -> u64 {
        let running = self.since.map_or(0, |since| now.0.saturating_sub(since.0));
        self.spent_ms.saturating_add(u64::try_from(running).unwrap_or(0))
    }
}
