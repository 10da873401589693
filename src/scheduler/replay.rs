//! The fold: what a card's events make of it.
//!
//! The store folds a card again after each of its events, and every card when the rules change. A
//! fold is given the events of one card, in the order of (time, device, sequence), without those
//! that were retracted.

use crate::model::config::SameDay;
use crate::model::{CardId, Day, EventBody, Grade, Mode, Moment};
use crate::scheduler::CardState;

/// What the fold depends on besides the log. A change of these folds everything again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// What closes a drill on the same day.
    pub same_day: SameDay,
}

/// The version of the fold: raised whenever the same log gives another state than before.
pub const FOLD_VERSION: u32 = 1;

/// The fold of one card.
#[derive(Clone, Debug)]
pub struct Fold {
    rules: Rules,
    /// The card's [`CardId::hash`], for what is drawn from its id.
    card_hash: u64,
    state: CardState,
}

/// What one answer was worth, for statistics: given by the fold, beside the state.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewFact {
    /// The study day.
    pub day: Day,
    /// The grade.
    pub grade: Grade,
    /// Under which activity.
    pub mode: Mode,
    /// Whether it scheduled; else it was a drill, ahead of time, or a quiz.
    pub scheduled: bool,
    /// Whether it was the card's first scheduled review since a reset.
    pub first: bool,
    /// The interval it had waited for, in days; 0 for a first review.
    pub interval_before: u32,
    /// The days since the last scheduled review.
    pub elapsed_days: u32,
    /// The chance of recall that FSRS predicted, 0 to 1; `None` for a first answer.
    pub predicted: Option<f64>,
    /// Time taken, in milliseconds.
    pub took_ms: u32,
}

impl Rules {
    /// Returns a number that changes with the rules or the fold: stored beside the projection.
    pub fn fingerprint(self) -> i64 {
        i64::from(FOLD_VERSION) << 8 | self.same_day as i64
    }
}

impl Fold {
    /// Starts with a card that nothing has happened to.
    pub fn new(card: &CardId, rules: Rules) -> Fold {
        Fold { rules, card_hash: card.hash(), state: CardState::default() }
    }

    /// Takes in the card's next event. Returns what an answer was worth.
    pub fn push(&mut self, _moment: Moment, _rev: u32, _body: &EventBody) -> Option<ReviewFact> {
        let _ = (self.rules, self.card_hash);
        None
    }

    /// Returns the state so far.
    pub fn state(&self) -> &CardState {
        &self.state
    }

    /// Returns the state at the end.
    pub fn into_state(self) -> CardState {
        self.state
    }
}
