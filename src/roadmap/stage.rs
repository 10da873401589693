//! How far the learner is with a topic.

use serde::Serialize;

use crate::roadmap::Progress;

/// How far the learner is with a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It has no cards yet.
    Empty,
    /// Not begun, and something it requires has not been met.
    Waiting,
    /// Not begun, and everything it requires has been met.
    Open,
    /// Begun.
    Begun,
    /// At least 90 % of its cards are known.
    Known,
    /// It has cards, and none of them is reviewed: they are suspended, or prompts of interviews.
    Aside,
}

/// The share of its cards from which a topic counts as known, in percent.
pub(crate) const KNOWN_SHARE: u32 = 90;

impl Stage {
    /// All stages.
    pub const ALL: [Stage; 6] =
        [Stage::Empty, Stage::Waiting, Stage::Open, Stage::Begun, Stage::Known, Stage::Aside];

    /// Decides the stage of a topic.
    pub(crate) fn of(progress: &Progress, is_unlocked: bool) -> Stage {
        let summary = &progress.summary;
        if summary.cards == 0 {
            return if progress.has_cards { Stage::Aside } else { Stage::Empty };
        }
        let known = u64::from(summary.known) * 100;
        if known >= u64::from(summary.cards) * u64::from(KNOWN_SHARE) {
            Stage::Known
        } else if summary.new < summary.cards {
            Stage::Begun
        } else if is_unlocked {
            Stage::Open
        } else {
            Stage::Waiting
        }
    }

    /// Returns the name, as in JSON.
    pub fn name(self) -> &'static str {
        ["empty", "waiting", "open", "begun", "known", "aside"][self as usize]
    }
}

/// Says whether what builds on a topic may follow: its core cards have all been begun, or all of its
/// cards where none is core. This is when new cards of what requires it are given.
pub(crate) fn is_met(progress: &Progress, is_unlocked: bool) -> bool {
    let summary = &progress.summary;
    match (summary.cards, summary.core) {
        (0, _) => progress.has_cards || is_unlocked,
        (_, 0) => summary.new == 0,
        _ => summary.core_new == 0,
    }
}
