//! What a running Anki is told, where a package is not enough: a package brings a note's tags in as a
//! whole, and never changes the schedule of a card that is there.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::exchange::anki::{SAME_ANSWER_MS, is_dated};
use crate::exchange::export::anki::collection::ReviewRow;
use crate::exchange::export::anki::schedule::{History, Progress, Schedule};
use crate::model::{Day, Moment};

/// Returns the tags a note is to have, of those it was exported with last, those it has in Anki, and
/// those it has here. What a person there has added or removed stays so; what changed here changes
/// there.
pub fn merged_tags(base: &str, theirs: &[String], ours: &[String]) -> Vec<String> {
    let fold = |tag: &str| tag.to_lowercase();
    let set = |tags: &mut dyn Iterator<Item = &str>| tags.map(fold).collect::<HashSet<String>>();
    let base = set(&mut base.split_whitespace());
    let here = set(&mut ours.iter().map(String::as_str));
    let there = set(&mut theirs.iter().map(String::as_str));
    let stays = |tag: &&String| !base.contains(&fold(tag)) || here.contains(&fold(tag));
    let is_new = |tag: &&String| !base.contains(&fold(tag)) && !there.contains(&fold(tag));
    theirs.iter().filter(stays).chain(ours.iter().filter(is_new)).cloned().collect()
}

/// A row of the review log of a card, as AnkiConnect tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct ReviewThere {
    /// When, in UTC milliseconds.
    #[serde(rename = "id")]
    pub at_ms: i64,
    /// The button, 1 to 4; 0 for what is no answer.
    #[serde(rename = "ease")]
    pub grade: u8,
}

/// What is known of a card in a running Anki.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardThere {
    /// Its id.
    pub id: i64,
    /// Its review log.
    pub reviews: Vec<ReviewThere>,
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// Whether it has a flag, of whatever colour.
    pub is_flagged: bool,
    /// Whether a filtered deck has borrowed it.
    pub is_borrowed: bool,
}

/// What is to be done about a card in a running Anki.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Nothing: all that happened here is known there, or it was set there by hand since.
    Nothing,
    /// Nothing, because it was answered there, and nobody knows of it here.
    Unknown,
    /// Nothing for now, because a filtered deck has borrowed it.
    Borrowed,
    /// It is to become this.
    Set(Live),
}

/// A card in a running Anki, as it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// Its id.
    pub card: i64,
    /// In how many days it is due; none for a new card.
    due_in: Option<i64>,
    values: Vec<(&'static str, Value)>,
    /// The rows that its review log lacks: id, card, usn, button, interval, the one before, ease,
    /// milliseconds, kind.
    pub reviews: Vec<[i64; 9]>,
}

impl Live {
    /// Returns the values of the card by their names in Anki. `today` is the number of today's day
    /// there.
    pub fn values(&self, today: i64) -> impl Iterator<Item = (&'static str, Value)> {
        let due = self.due_in.map_or(0, |days| today + days);
        std::iter::once(("due", json!(due))).chain(self.values.iter().cloned())
    }
}

impl Change {
    /// Compares a card with the one in Anki.
    pub fn of(there: &CardThere, progress: &Progress, history: &History, now: Moment) -> Change {
        let missing = |row: &&ReviewRow| !there.reviews.iter().any(|known| is_same(row, known));
        if history.rows.iter().find(missing).is_none() {
            return Change::Nothing;
        }
        let is_strange = |known: &&ReviewThere| {
            let is_ours = history.rows.iter().any(|row| is_same(row, known));
            known.grade > 0 && !is_ours && is_dated(known.at_ms, now)
        };
        if there.reviews.iter().find(is_strange).is_some() {
            return Change::Unknown;
        }
        let newest = history.rows.iter().map(|row| row.at_ms).max();
        if there.reviews.iter().any(|known| known.grade == 0 && Some(known.at_ms) > newest) {
            return Change::Nothing;
        }
        if there.is_borrowed {
            return Change::Borrowed;
        }
        let reviews = history.rows.iter().filter(missing).map(|row| {
            let (grade, ease, took) = (row.grade.into(), row.ease.into(), row.took_ms.into());
            let (now, before) = (row.interval, row.interval_before);
            [row.at_ms, there.id, -1, grade, now, before, ease, took, row.kind.into()]
        });
        Change::Set(Live {
            card: there.id,
            due_in: progress.state.due.map(|due| i64::from(due.0) - i64::from(now.day.0)),
            values: values(there, progress, now.day),
            reviews: reviews.collect(),
        })
    }
}

fn is_same(row: &ReviewRow, known: &ReviewThere) -> bool {
    let apart = row.at_ms.abs_diff(known.at_ms);
    apart == 0 || (row.grade == known.grade && apart <= SAME_ANSWER_MS)
}

/// Returns the values of a card but its due day.
fn values(there: &CardThere, progress: &Progress, today: Day) -> Vec<(&'static str, Value)> {
    let schedule = Schedule::of(progress, 0, today);
    let answered = progress.answered.filter(|_| progress.state.due.is_some());
    let memory = progress
        .state
        .fsrs
        .map(|fsrs| json!({"stability": fsrs.stability_days, "difficulty": fsrs.difficulty}));
    let mut values = vec![
        ("type", json!(schedule.kind)),
        // Whoever suspended it there wants it so.
        ("queue", json!(if there.is_suspended { -1 } else { schedule.queue })),
        ("ivl", json!(schedule.interval)),
        ("factor", json!(schedule.ease)),
        ("reps", json!(schedule.reps)),
        ("lapses", json!(schedule.lapses)),
        ("left", json!(0)),
        ("last_review_time", json!(answered.map(|at| at.0.div_euclid(1_000)))),
        ("memory_state", json!(memory)),
    ];
    if schedule.flags > 0 && !there.is_flagged {
        values.push(("flags", json!(schedule.flags)));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::merged_tags;

    #[test]
    fn tags_of_both_sides_come_together() {
        let cases = [
            // base, theirs, ours, wanted
            ("a b", "a b mine marked", "a b", "a b mine marked"),
            ("a b", "a b mine", "a c", "a mine c"),
            ("a b", "a", "a b", "a"),
            ("a b", "A B mine", "a b", "A B mine"),
            ("", "mine", "a", "mine a"),
            ("a", "mine", "a", "mine"),
            ("a", "", "", ""),
        ];
        for (base, theirs, ours, wanted) in cases {
            let list = |text: &str| -> Vec<String> {
                text.split_whitespace().map(str::to_owned).collect()
            };
            let merged = merged_tags(base, &list(theirs), &list(ours));
            assert_eq!(merged, list(wanted), "{base} | {theirs} | {ours}");
        }
    }
}
