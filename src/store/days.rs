//! What each study day came to, kept beside the card states.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::model::{Day, Mode};
use crate::scheduler::ReviewFact;
use crate::store::Store;
use crate::store::error::{Inner, StoreError, unreadable};

/// What sort of answer it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A card's first scheduled review since a reset.
    First,
    /// A scheduled review after an interval below [`Class::MATURE_DAYS`].
    Young,
    /// A scheduled review after a longer interval.
    Mature,
    /// A drill in daily revision: it scheduled nothing.
    Drill,
    /// Ahead of time, in a quiz or in an interview, where it scheduled nothing.
    Other,
}

impl Class {
    /// The interval from which on a card is mature, in days.
    pub const MATURE_DAYS: u32 = 21;

    /// All classes.
    pub const ALL: [Class; 5] =
        [Class::First, Class::Young, Class::Mature, Class::Drill, Class::Other];

    /// Returns the name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Class::First => "first",
            Class::Young => "young",
            Class::Mature => "mature",
            Class::Drill => "drill",
            Class::Other => "other",
        }
    }

    /// Returns the class of an answer.
    pub fn of(fact: &ReviewFact) -> Class {
        match fact.mode {
            _ if fact.scheduled && fact.first => Class::First,
            _ if fact.scheduled && fact.interval_before < Class::MATURE_DAYS => Class::Young,
            _ if fact.scheduled => Class::Mature,
            Mode::Study => Class::Drill,
            Mode::Ahead | Mode::Quiz | Mode::Interview => Class::Other,
        }
    }
}

/// Sums over answers. Retracted answers do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answers.
    pub reviews: i64,
    /// Answers that were not again.
    pub passes: i64,
    /// Answers for which there was a predicted chance of recall.
    pub predicted: i64,
    /// The sum of those chances, in millionths, each rounded.
    pub predicted_ppm: i64,
    /// Time taken, in milliseconds.
    pub took_ms: i64,
}

impl Tally {
    /// Adds an answer, or takes one away (`sign` is 1 or -1).
    pub(super) fn add(&mut self, fact: &ReviewFact, sign: i64) {
        self.reviews += sign;
        self.passes += sign * i64::from(fact.grade.is_pass());
        self.took_ms += sign * i64::from(fact.took_ms);
        if let Some(chance) = fact.predicted {
            self.predicted += sign;
            self.predicted_ppm += sign * ppm(chance);
        }
    }
}

fn ppm(chance: f64) -> i64 {
    (chance.clamp(0.0, 1.0) * 1e6).round() as i64
}

/// The answers of one class on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayStat {
    /// The study day.
    pub day: Day,
    /// What sort of answers.
    pub class: Class,
    /// Their sums.
    pub tally: Tally,
}

/// What was done on a day, for its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// New cards: first scheduled reviews.
    pub new: u32,
    /// Other scheduled reviews.
    pub reviews: u32,
    /// Time taken by these and by drills, in milliseconds.
    pub took_ms: u64,
}

/// Sums by day and class, or the change of such sums.
pub(super) type Tallies = BTreeMap<(Day, Class), Tally>;

impl Store {
    /// Returns the answers of the days from `from` to `to`, both included, by day and class; days
    /// and classes without answers are left out.
    pub fn day_stats(&self, from: Day, to: Day) -> Result<Vec<DayStat>, StoreError> {
        self.named(read(&self.conn, from, to))
    }

    /// Returns what was done on a day, over all cards, by answers that were not retracted.
    pub fn answers_today(&self, day: Day) -> Result<DayCount, StoreError> {
        let mut count = DayCount::default();
        for DayStat { class, tally, .. } in self.day_stats(day, day)? {
            let reviews = u32::try_from(tally.reviews).unwrap_or(u32::MAX);
            match class {
                Class::First => count.new += reviews,
                Class::Young | Class::Mature => count.reviews += reviews,
                Class::Drill => {}
                Class::Other => continue,
            }
            count.took_ms += u64::try_from(tally.took_ms).unwrap_or(0);
        }
        Ok(count)
    }
}

pub(super) fn read(conn: &Connection, from: Day, to: Day) -> Inner<Vec<DayStat>> {
    let mut statement = conn.prepare_cached(
        "select day, class, reviews, passes, predicted, predicted_ppm, took_ms from day_stat
         where day between ?1 and ?2 order by day, class",
    )?;
    let mut rows = statement.query([from.0, to.0])?;
    let mut stats = Vec::new();
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str().map_err(|error| unreadable(1, error))?;
        let class = Class::ALL.into_iter().find(|class| class.name() == name);
        let class = class.ok_or_else(|| unreadable(1, UnknownClass(name.to_owned())))?;
        let tally = Tally {
            reviews: row.get(2)?,
            passes: row.get(3)?,
            predicted: row.get(4)?,
            predicted_ppm: row.get(5)?,
            took_ms: row.get(6)?,
        };
        stats.push(DayStat { day: Day(row.get(0)?), class, tally });
    }
    stats.sort_by_key(|stat| (stat.day, stat.class));
    Ok(stats)
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a class of answers")]
struct UnknownClass(String);

/// Adds sums to those stored, and drops the rows that come to nothing.
pub(super) fn change(conn: &Connection, changes: &Tallies) -> rusqlite::Result<()> {
    let mut add = conn.prepare_cached(
        "insert into day_stat (day, class, reviews, passes, predicted, predicted_ppm, took_ms)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         on conflict (day, class) do update set
           reviews = reviews + excluded.reviews, passes = passes + excluded.passes,
           predicted = predicted + excluded.predicted,
           predicted_ppm = predicted_ppm + excluded.predicted_ppm,
           took_ms = took_ms + excluded.took_ms",
    )?;
    let mut drop_empty =
        conn.prepare_cached("delete from day_stat where day = ?1 and class = ?2 and reviews = 0")?;
    for ((day, class), tally) in changes {
        if *tally == Tally::default() {
            continue;
        }
        add.execute(params![
            day.0,
            class.name(),
            tally.reviews,
            tally.passes,
            tally.predicted,
            tally.predicted_ppm,
            tally.took_ms
        ])?;
        if tally.reviews < 0 {
            drop_empty.execute(params![day.0, class.name()])?;
        }
    }
    Ok(())
}
