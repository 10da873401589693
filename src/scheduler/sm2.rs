//! SM-2, as published.

use serde::{Deserialize, Serialize};

/// SM-2's part of a card's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sm2 {
    /// Repetitions since the last fail.
    pub n: u32,
    /// The interval, in days; 0 before the first review.
    pub interval_days: u32,
    /// The ease factor, in hundredths.
    pub ease_hundredths: u16,
}

impl Default for Sm2 {
    fn default() -> Self {
        Sm2 { n: 0, interval_days: 0, ease_hundredths: 250 }
    }
}
