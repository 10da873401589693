//! A card's state as JSON shows it: the same fields in `cards --json` and in a session's events.

use serde::Serialize;

use crate::model::Day;
use crate::scheduler::{CardState, Phase};

/// A card's state as JSON shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateRow {
    /// What a learner sees of it.
    pub phase: Phase,
    /// The day it comes back.
    pub due: Option<Day>,
    /// The interval, in days.
    pub interval_days: u32,
    /// The ease factor.
    pub ease: f64,
    /// Scheduled reviews since the last reset.
    pub reps: u32,
    /// How often it was forgotten.
    pub lapses: u32,
    /// Whether it is hidden until further notice.
    pub suspended: bool,
    /// Whether it is hidden until a later day.
    pub buried: bool,
    /// Whether it is marked.
    pub flagged: bool,
    /// The last day on which it was missed in a quiz or an interview.
    pub missed: Option<Day>,
    /// FSRS stability, in days.
    pub stability: Option<f64>,
    /// FSRS difficulty, 1 to 10.
    pub difficulty: Option<f64>,
    /// The predicted chance of recall, 0 to 1.
    pub retrievability: Option<f64>,
}

impl StateRow {
    /// Makes the row of a state on a day, without a prediction.
    pub fn of(state: &CardState, today: Day) -> StateRow {
        StateRow {
            phase: state.phase(today),
            due: state.due,
            interval_days: state.sm2.interval_days,
            ease: f64::from(state.sm2.ease_hundredths) / 100.0,
            reps: state.reps,
            lapses: state.lapses,
            suspended: state.hidden.suspended,
            buried: state.is_buried(today),
            flagged: state.hidden.flagged,
            missed: state.missed,
            stability: state.fsrs.map(|fsrs| fsrs.stability_days),
            difficulty: state.fsrs.map(|fsrs| fsrs.difficulty),
            retrievability: None,
        }
    }
}
