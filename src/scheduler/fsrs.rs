//! FSRS-6 memory.

use serde::{Deserialize, Serialize};

/// FSRS's part of a card's state.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fsrs {
    /// Stability, in days: the time after which the chance of recall is 90 %.
    pub stability_days: f64,
    /// Difficulty, 1 to 10.
    pub difficulty: f64,
}
