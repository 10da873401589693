//! What a day's answers add up to: small rows that a store keeps instead of counting the log.
//!
//! Rows stand in this layer because both a store and `stats` know them. All values are whole
//! numbers, so that taking a fact out again leaves exactly what was there before it came, in
//! whatever order facts come and go.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Neg};

use serde::{Deserialize, Serialize};

use crate::model::{Day, Mode};
use crate::scheduler::ReviewFact;

/// What sort of answer it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// The card's first scheduled review since a reset.
    First,
    /// A scheduled review after an interval of less than [`MATURE_DAYS`].
    Young,
    /// A scheduled review after a longer interval.
    Mature,
    /// A repetition that did not schedule: the same day again.
    Drill,
    /// Ahead of time without rescheduling.
    Ahead,
    /// A quiz or an interview that did not schedule, or did so before the card's day: there only
    /// what was missed schedules, and would pass for the whole.
    Quiz,
}

/// The interval from which a card is mature, in days.
pub const MATURE_DAYS: u32 = 21;

/// The sums of one study day and class, or what one answer changes in them.
///
/// As a change, any number may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayStat {
    /// The study day.
    pub day: Day,
    /// The sort of answers.
    pub class: Class,
    /// How many answers.
    pub answers: i64,
    /// How many of them were not "again".
    pub passes: i64,
    /// For how many of them FSRS had predicted a chance of recall.
    pub predictions: i64,
    /// The sum of the predicted chances, in millionths.
    pub predicted_ppm: i64,
    /// Time taken, in milliseconds.
    pub took_ms: i64,
    /// How many cards that were answered on a later day began to wait on this one, less those
    /// answered on this one after waiting since an earlier one. The sum over all classes and all
    /// days up to one is how many were left at its end, of those answered since.
    pub waiting: i64,
    /// After how many of them no due card was left for the day.
    pub emptied: i64,
}

/// Daily rows in memory, by day and class. A row with nothing in it is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Daily {
    rows: BTreeMap<(Day, Class), DayStat>,
}

impl Class {
    /// All classes.
    pub const ALL: [Class; 6] =
        [Class::First, Class::Young, Class::Mature, Class::Drill, Class::Ahead, Class::Quiz];

    /// Returns the class of an answer.
    pub fn of(fact: &ReviewFact) -> Class {
        let is_early = fact.waited_from.is_none_or(|from| from > fact.day);
        match (fact.scheduled, fact.mode) {
            (true, Mode::Quiz | Mode::Interview) if !fact.first && is_early => Class::Quiz,
            (true, _) if fact.first => Class::First,
            (true, _) if fact.interval_before < MATURE_DAYS => Class::Young,
            (true, _) => Class::Mature,
            (false, Mode::Study) => Class::Drill,
            (false, Mode::Ahead) => Class::Ahead,
            (false, Mode::Quiz | Mode::Interview) => Class::Quiz,
        }
    }

    /// Returns the name, in lower case.
    pub fn name(self) -> &'static str {
        ["first", "young", "mature", "drill", "ahead", "quiz"][self as usize]
    }

    /// Returns the class of a name.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }
}

impl DayStat {
    /// Makes a row with nothing in it.
    pub fn new(day: Day, class: Class) -> DayStat {
        DayStat {
            day,
            class,
            answers: 0,
            passes: 0,
            predictions: 0,
            predicted_ppm: 0,
            took_ms: 0,
            waiting: 0,
            emptied: 0,
        }
    }

    /// Returns the changes that an answer makes: to its own day, and to the day its card had waited
    /// from, where that was an earlier one. To take the answer out, negate them.
    pub fn changes(fact: &ReviewFact) -> impl Iterator<Item = DayStat> + use<> {
        let waited_from = fact.waited_from.filter(|from| *from < fact.day);
        let class = Class::of(fact);
        let answered = DayStat {
            answers: 1,
            passes: i64::from(fact.grade.is_pass()),
            predictions: i64::from(fact.predicted.is_some()),
            predicted_ppm: fact.predicted.map_or(0, |r| (r * 1e6).round() as i64),
            took_ms: i64::from(fact.took_ms),
            waiting: -i64::from(waited_from.is_some()),
            emptied: i64::from(fact.emptied),
            ..DayStat::new(fact.day, class)
        };
        let began = waited_from.map(|from| DayStat { waiting: 1, ..DayStat::new(from, class) });
        std::iter::once(answered).chain(began)
    }

    /// Says whether there is nothing in the row, so that it need not be kept.
    pub fn is_empty(&self) -> bool {
        *self == DayStat::new(self.day, self.class)
    }
}

/// Adds the numbers of another row; day and class stay.
impl AddAssign for DayStat {
    fn add_assign(&mut self, other: DayStat) {
        self.answers += other.answers;
        self.passes += other.passes;
        self.predictions += other.predictions;
        self.predicted_ppm += other.predicted_ppm;
        self.took_ms += other.took_ms;
        self.waiting += other.waiting;
        self.emptied += other.emptied;
    }
}

impl Neg for DayStat {
    type Output = DayStat;

    fn neg(self) -> DayStat {
        DayStat {
            answers: -self.answers,
            passes: -self.passes,
            predictions: -self.predictions,
            predicted_ppm: -self.predicted_ppm,
            took_ms: -self.took_ms,
            waiting: -self.waiting,
            emptied: -self.emptied,
            ..self
        }
    }
}

impl Daily {
    /// Puts an answer in.
    pub fn add(&mut self, fact: &ReviewFact) {
        DayStat::changes(fact).for_each(|change| self.apply(change));
    }

    /// Takes an answer out that was put in.
    pub fn subtract(&mut self, fact: &ReviewFact) {
        DayStat::changes(fact).for_each(|change| self.apply(-change));
    }

    /// Returns the rows, by day, then class.
    pub fn rows(&self) -> impl Iterator<Item = &DayStat> {
        self.rows.values()
    }

    fn apply(&mut self, change: DayStat) {
        let key = (change.day, change.class);
        let row = self.rows.entry(key).or_insert(DayStat::new(change.day, change.class));
        *row += change;
        if row.is_empty() {
            self.rows.remove(&key);
        }
    }
}
