//! How well a card was remembered.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How well a card was remembered: one of the four keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Not remembered.
    Again,
    /// Remembered with effort.
    Hard,
    /// Remembered.
    Good,
    /// Remembered at once.
    Easy,
}

impl Grade {
    /// All grades, in the order of the keys 1 to 4.
    pub const ALL: [Grade; 4] = [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy];

    /// Returns the position among the keys, 0 to 3.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Returns the quality that SM-2 knows this grade by: 2, 3, 4 or 5.
    pub fn quality(self) -> u8 {
        self as u8 + 2
    }

    /// Returns the grade for a quality of 0 to 5 (0, 1 and 2 are all [`Grade::Again`]).
    pub fn from_quality(quality: u8) -> Option<Grade> {
        match quality {
            0..=2 => Some(Grade::Again),
            3 => Some(Grade::Hard),
            4 => Some(Grade::Good),
            5 => Some(Grade::Easy),
            _ => None,
        }
    }

    /// Returns the name, in lower case.
    pub fn name(self) -> &'static str {
        ["again", "hard", "good", "easy"][self.index()]
    }

    /// Says whether the card counts as remembered.
    pub fn is_pass(self) -> bool {
        self != Grade::Again
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text was none of `again`, `hard`, `good`, `easy`.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a grade: use again, hard, good or easy")]
pub struct GradeError(String);

impl FromStr for Grade {
    type Err = GradeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Grade::ALL
            .into_iter()
            .find(|grade| grade.name() == text)
            .ok_or_else(|| GradeError(text.to_owned()))
    }
}
