//! When a card comes back: pure functions from a state, a grade and a moment to the next state.
//!
//! [`replay`] folds the log of a card into its [`CardState`]; [`sm2`] gives due days, [`fsrs`] the
//! memory beside it. Nothing here does input or output or reads a clock.

pub mod daily;
pub mod fsrs;
pub mod replay;
mod row;
pub mod sm2;

use serde::{Deserialize, Serialize};

use crate::model::{Day, Grade, Moment};

pub use daily::{Class, Daily, DayStat};
pub use fsrs::Fsrs;
pub use replay::{Fold, ReviewFact, Rules};
pub use row::StateRow;
pub use sm2::{Purpose, Sm2, Sm2Scheduler};

/// What is known of a card, folded from its events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardState {
    /// The day it comes back; `None` while it is new.
    pub due: Option<Day>,
    /// The first day on which it waits for an answer: the due day, or a later one on which it was
    /// given that due day or shown again after being hidden; `None` while it is new.
    pub waits_from: Option<Day>,
    /// Scheduled reviews since the last reset.
    pub reps: u32,
    /// Scheduled reviews graded again, the card's first not counted.
    pub lapses: u32,
    /// The day of the last scheduled review (or "I know this").
    pub last: Option<Day>,
    /// The day on which a drill was opened and is still open; it ends with that day.
    pub drill: Option<Day>,
    /// Whether and how it is kept out of sessions.
    pub hidden: Hidden,
    /// SM-2's part.
    pub sm2: Sm2,
    /// FSRS's part; `None` before the first answer.
    pub fsrs: Option<Fsrs>,
    /// The revision of the note last seen, 0 where unknown.
    pub rev: u32,
    /// How often it has been shown and answered, drills and quizzes included, retracted answers not.
    pub shown: u32,
    /// The last day on which it was missed in a quiz or an interview.
    pub missed: Option<Day>,
}

/// How many study days a card stays weak that was missed in a quiz or an interview, that day
/// included.
pub const WEAK_DAYS: u32 = 14;

/// What a learner sees of a card's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// No scheduled review since a reset.
    New,
    /// A drill is open today.
    Learning,
    /// Everything else.
    Review,
}

/// Whether and how a card is kept out of sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// Hidden until further notice.
    pub suspended: bool,
    /// The first day on which it shows again.
    pub buried_until: Option<Day>,
    /// Marked; not hidden.
    pub flagged: bool,
}

impl CardState {
    /// Returns what a learner sees of the state on a day.
    pub fn phase(&self, today: Day) -> Phase {
        match (self.due, self.drill) {
            (_, Some(day)) if day == today => Phase::Learning,
            (None, _) => Phase::New,
            _ => Phase::Review,
        }
    }

    /// Says whether the card is kept out of sessions on a day.
    pub fn is_hidden(&self, today: Day) -> bool {
        self.hidden.suspended || self.is_buried(today)
    }

    /// Says whether the card is buried on a day.
    pub fn is_buried(&self, today: Day) -> bool {
        self.hidden.buried_until.is_some_and(|until| today < until)
    }

    /// Says whether the card has come due by a day.
    pub fn is_due(&self, today: Day) -> bool {
        self.due.is_some_and(|due| due <= today)
    }

    /// Says whether the card was missed lately in a quiz or an interview.
    pub fn is_weak(&self, today: Day) -> bool {
        self.missed.is_some_and(|missed| today.days_since(missed) < WEAK_DAYS)
    }

    /// Notes that the card was missed on a day.
    fn miss(&mut self, day: Day) {
        self.missed = self.missed.max(Some(day));
    }

    /// Says whether the card keeps being forgotten, for a leech limit of `lapses` (0: never).
    pub fn is_leech(&self, lapses: u32) -> bool {
        lapses > 0 && self.lapses >= lapses
    }

    /// Says whether what changed `before` into this state is a reason to warn of a leech.
    ///
    /// It is when the limit is reached, and again for every half of it more (limit 8: at 8, 12, 16
    /// lapses). A limit of 0 never warns.
    pub fn is_leech_now(&self, before: &CardState, limit: u32) -> bool {
        let warnings = |lapses: u32| match limit {
            0 => 0,
            _ => lapses.checked_sub(limit).map_or(0, |more| 1 + more / (limit / 2).max(1)),
        };
        warnings(self.lapses) > warnings(before.lapses)
    }

    /// Says whether an answer on a day can still schedule: at most one a day does.
    pub fn can_schedule(&self, day: Day) -> bool {
        self.last.is_none_or(|last| day > last)
    }

    /// Moves the day from which the card waits forward to a day, if it has one.
    fn wait_no_earlier_than(&mut self, day: Day) {
        self.waits_from = self.waits_from.map(|from| from.max(day));
    }

    /// Gives the card a due day. It waits from then on, but from no day that is past, and not
    /// while it is buried.
    fn set_due(&mut self, due: Day, today: Day) {
        let shows = self.hidden.buried_until.map_or(today, |until| today.max(until));
        self.due = Some(due);
        self.waits_from = Some(due.max(shows));
    }
}

/// What each of the four keys would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes(pub [CardState; 4]);

impl std::ops::Index<Grade> for Outcomes {
    type Output = CardState;

    fn index(&self, grade: Grade) -> &CardState {
        &self.0[grade.index()]
    }
}

/// What turns an answer into a schedule.
pub trait Scheduler {
    /// Returns what each grade would do to a card that is answered now for its schedule.
    ///
    /// The fold uses the same function, so that the preview on a key is the result stored.
    fn preview(&self, before: &CardState, now: Moment) -> Outcomes;

    /// Returns the predicted chance of recall, 0 to 1; `None` for a card that was never answered
    /// and never given a schedule.
    fn retrievability(&self, state: &CardState, today: Day) -> Option<f64>;
}
