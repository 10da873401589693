//! What an answer is worth, and what it comes to.
//!
//! A point made unprompted counts 1, after a probe one half, a missed one 0. Every point of the
//! rubric counts, also those that are not required at the level: the level decides what must not
//! be missing, not what is worth something.

use crate::model::{Heard, PromptRecord};

/// The share from which an answer is strong, in per cent.
pub const STRONG: u64 = 80;
/// The share from which an answer is good, in per cent.
pub const GOOD: u64 = 60;

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// [`STRONG`] per cent or more, every required point unprompted, no red flag.
    Strong,
    /// [`GOOD`] per cent or more, every required point at least after a probe, no red flag.
    Good,
    /// Anything else.
    NotYet,
}

impl Mark {
    /// Returns the name, as a person reads it.
    pub fn name(self) -> &'static str {
        ["strong", "good", "not yet"][self as usize]
    }
}

/// What was heard, counted: of one prompt, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The points of the rubric.
    pub points: u32,
    /// Points made unprompted.
    pub unprompted: u32,
    /// Points made after a probe.
    pub probed: u32,
    /// Required points.
    pub required: u32,
    /// Required points made after a probe only.
    pub required_probed: u32,
    /// Required points that were missed.
    pub required_missed: u32,
    /// Red flags raised.
    pub red_flags: u32,
}

impl Score {
    /// Counts prompts. Those that were skipped do not count.
    pub fn of<'a>(prompts: impl IntoIterator<Item = &'a PromptRecord>) -> Score {
        let mut score = Score::default();
        for prompt in prompts.into_iter().filter(|prompt| !prompt.skipped) {
            for point in &prompt.points {
                score.points += 1;
                score.unprompted += u32::from(point.heard == Heard::Unprompted);
                score.probed += u32::from(point.heard == Heard::Probed);
                if point.must {
                    score.required += 1;
                    score.required_probed += u32::from(point.heard == Heard::Probed);
                    score.required_missed += u32::from(point.heard == Heard::Missed);
                }
            }
            score.red_flags += u32::try_from(prompt.red_flags.len()).unwrap_or(u32::MAX);
        }
        score
    }

    /// Returns what was reached, in half points.
    pub fn halves(&self) -> u64 {
        2 * u64::from(self.unprompted) + u64::from(self.probed)
    }

    /// Returns the share that was reached, in hundredths of a per cent, rounded down; `None` where
    /// there is nothing to reach.
    pub fn share_hundredths(&self) -> Option<u16> {
        let share = (self.halves() * 10_000).checked_div(2 * u64::from(self.points))?;
        u16::try_from(share).ok()
    }

    /// Returns what it comes to. The share is compared as a fraction, nothing is rounded.
    pub fn mark(&self) -> Mark {
        let reaches = |percent: u64| self.halves() * 100 >= percent * 2 * u64::from(self.points);
        let is_clean = self.points > 0 && self.red_flags == 0 && self.required_missed == 0;
        if is_clean && self.required_probed == 0 && reaches(STRONG) {
            Mark::Strong
        } else if is_clean && reaches(GOOD) {
            Mark::Good
        } else {
            Mark::NotYet
        }
    }
}
