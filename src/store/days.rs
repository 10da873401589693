//! What each study day came to, kept beside the card states.

use rusqlite::{Connection, Row, params};

use crate::model::Day;
use crate::scheduler::{Class, Daily, DayStat};
use crate::store::Store;
use crate::store::error::{Inner, StoreError, unreadable};

/// What was done on a day, for its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// New cards: first scheduled reviews.
    pub new: u32,
    /// Other scheduled reviews.
    pub reviews: u32,
    /// Time taken by these, by drills and by answers ahead of time, in milliseconds. Quizzes and
    /// interviews are not the day's work.
    pub took_ms: u64,
}

impl Store {
    /// Returns the sums of the days from `from` to `to`, both included, by day, then class. Rows
    /// with nothing in them are left out, and answers that were retracted do not count.
    pub fn day_stats(&self, from: Day, to: Day) -> Result<Vec<DayStat>, StoreError> {
        self.named(read(&self.conn, from, to))
    }

    /// Returns what was done on a day, over all cards, by answers that were not retracted.
    pub fn answers_today(&self, day: Day) -> Result<DayCount, StoreError> {
        let mut count = DayCount::default();
        for row in self.day_stats(day, day)? {
            let answers = u32::try_from(row.answers).unwrap_or(0);
            match row.class {
                Class::First => count.new += answers,
                Class::Young | Class::Mature => count.reviews += answers,
                Class::Drill | Class::Ahead => {}
                Class::Quiz => continue,
            }
            count.took_ms += u64::try_from(row.took_ms).unwrap_or(0);
        }
        Ok(count)
    }
}

/// Reads the rows of some days.
pub(super) fn read(conn: &Connection, from: Day, to: Day) -> Inner<Vec<DayStat>> {
    let mut statement = conn.prepare_cached(
        "select day, class, answers, passes, predictions, predicted_ppm, took_ms, waiting, emptied
         from day_stat where day between ?1 and ?2",
    )?;
    let rows = statement.query_map([from.0, to.0], day_stat)?;
    let mut rows: Vec<DayStat> = rows.collect::<Result<_, _>>()?;
    rows.sort_unstable_by_key(|row| (row.day, row.class));
    Ok(rows)
}

fn day_stat(row: &Row<'_>) -> rusqlite::Result<DayStat> {
    let name: String = row.get(1)?;
    Ok(DayStat {
        day: Day(row.get(0)?),
        class: Class::from_name(&name).ok_or_else(|| unreadable(1, UnknownClass(name)))?,
        answers: row.get(2)?,
        passes: row.get(3)?,
        predictions: row.get(4)?,
        predicted_ppm: row.get(5)?,
        took_ms: row.get(6)?,
        waiting: row.get(7)?,
        emptied: row.get(8)?,
    })
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a class of answers")]
struct UnknownClass(String);

/// Adds changes to the rows stored, and drops the rows in which nothing is left.
pub(super) fn change(conn: &Connection, changes: &Daily) -> rusqlite::Result<()> {
    let mut add = conn.prepare_cached(
        "insert into day_stat
           (day, class, answers, passes, predictions, predicted_ppm, took_ms, waiting, emptied)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         on conflict (day, class) do update set
           answers = answers + excluded.answers, passes = passes + excluded.passes,
           predictions = predictions + excluded.predictions,
           predicted_ppm = predicted_ppm + excluded.predicted_ppm,
           took_ms = took_ms + excluded.took_ms, waiting = waiting + excluded.waiting,
           emptied = emptied + excluded.emptied",
    )?;
    let mut drop_empty = conn.prepare_cached(
        "delete from day_stat where day = ?1 and class = ?2 and answers = 0 and passes = 0
           and predictions = 0 and predicted_ppm = 0 and took_ms = 0 and waiting = 0
           and emptied = 0",
    )?;
    for row in changes.rows() {
        add.execute(params![
            row.day.0,
            row.class.name(),
            row.answers,
            row.passes,
            row.predictions,
            row.predicted_ppm,
            row.took_ms,
            row.waiting,
            row.emptied
        ])?;
        drop_empty.execute(params![row.day.0, row.class.name()])?;
    }
    Ok(())
}
