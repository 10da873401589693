//! What a quiz says: its score and how sure that is, by topic and facet, against earlier ones.
//!
//! Everything here is worked out from records of the log, so that a quiz of last year reads the same
//! today. Nothing here knows a deck: topics and facets are the names they had.

use std::collections::BTreeMap;

use crate::model::sitting::{Given, QuizItem, QuizRecord, WHOLE_PPM};
use crate::model::{Moment, Sure};
use crate::stats::interval_95;

/// How some questions were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Questions.
    pub asked: u32,
    /// Those whose answer was wholly right.
    pub right: u32,
    /// What the answers were worth in sum, in millionths of a point.
    pub credit_ppm: u64,
}

/// A finished quiz, worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuizReport {
    /// All questions that were asked.
    pub score: Score,
    /// Questions that were given up.
    pub unanswered: u32,
    /// Questions that were not answered in time.
    pub late: u32,
    /// Questions that were meant to be asked and were not.
    pub not_reached: u32,
    /// Time taken, in milliseconds.
    pub took_ms: u64,
    /// By topic, the weakest first; questions without one together, under no name.
    pub topics: Vec<Part>,
    /// By facet, the weakest first.
    pub facets: Vec<Part>,
    /// How good the answers were that a person was sure of, thought right, guessed; those that were
    /// given.
    pub calibration: Vec<(Sure, Score)>,
    /// The questions answered wrongly with "sure", by their place in the record.
    pub misbelieved: Vec<usize>,
    /// The earlier quizzes with the same filter, oldest first, at most [`EARLIER`].
    pub earlier: Vec<Earlier>,
}

/// A topic or a facet of a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its slug or name.
    pub name: Option<String>,
    /// This time.
    pub score: Score,
    /// In all earlier quizzes, whatever their filter.
    pub before: Score,
}

/// An earlier quiz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// When it was finished.
    pub moment: Moment,
    /// What it came to.
    pub score: Score,
    /// Time taken, in milliseconds.
    pub took_ms: u64,
}

/// How many earlier quizzes a report is set against.
pub const EARLIER: usize = 5;

/// How many topics a report calls weak.
pub const WEAKEST: usize = 3;

impl Score {
    /// Adds an answer.
    fn add(&mut self, item: &QuizItem) {
        self.asked += 1;
        self.right += u32::from(item.is_right());
        self.credit_ppm += u64::from(item.credit_ppm.min(WHOLE_PPM));
    }

    /// Returns the points: a wholly right answer is one.
    pub fn points(&self) -> f64 {
        self.credit_ppm as f64 / f64::from(WHOLE_PPM)
    }

    /// Returns the share of the points, 0 to 1; `None` without questions.
    pub fn share(&self) -> Option<f64> {
        (self.asked > 0).then(|| self.points() / f64::from(self.asked))
    }

    /// Returns the bounds within which the share of all such questions lies in 95 of 100 cases;
    /// `None` without questions.
    pub fn interval_95(&self) -> Option<(f64, f64)> {
        Some(interval_95(self.share()?, u64::from(self.asked)))
    }

    /// Says whether there is something left to learn, as far as this score shows.
    pub fn has_misses(&self) -> bool {
        self.right < self.asked
    }
}

/// Adds the answers of a record up.
pub fn score(record: &QuizRecord) -> Score {
    score_of(&record.items)
}

fn score_of<'a>(items: impl IntoIterator<Item = &'a QuizItem>) -> Score {
    let mut score = Score::default();
    items.into_iter().for_each(|item| score.add(item));
    score
}

/// Works a quiz out, against the earlier ones, which come oldest first.
pub fn report(record: &QuizRecord, earlier: &[(Moment, QuizRecord)]) -> QuizReport {
    let items = &record.items;
    let score = score(record);
    let count = |given| items.iter().filter(|item| item.given == given).count() as u32;
    let sure = |sure| score_of(items.iter().filter(|item| item.sure == Some(sure)));
    let calibration = Sure::ALL.map(|level| (level, sure(level)));
    let misbelieved = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.sure == Some(Sure::Sure) && !item.is_right());
    let same = earlier.iter().filter(|(_, one)| one.filter == record.filter);
    let same: Vec<Earlier> = same
        .map(|(moment, one)| Earlier {
            moment: *moment,
            score: self::score(one),
            took_ms: one.took_ms,
        })
        .collect();
    let before: Vec<&QuizItem> = earlier.iter().flat_map(|(_, one)| &one.items).collect();
    QuizReport {
        score,
        unanswered: count(Given::Nothing),
        late: count(Given::Late),
        not_reached: record.planned.saturating_sub(score.asked),
        took_ms: record.took_ms,
        topics: parts(items, &before, |item| item.topic.as_deref()),
        facets: parts(items, &before, |item| item.facet.as_deref()),
        calibration: calibration.into_iter().filter(|(_, score)| score.asked > 0).collect(),
        misbelieved: misbelieved.map(|(place, _)| place).collect(),
        earlier: same[same.len().saturating_sub(EARLIER)..].to_vec(),
    }
}

impl QuizReport {
    /// Returns the topics to study first: those with misses, the lowest share first.
    pub fn weakest(&self) -> impl Iterator<Item = &Part> {
        let weak = self.topics.iter().filter(|part| part.name.is_some() && part.score.has_misses());
        weak.take(WEAKEST)
    }

    /// Returns by how much the share differs from that of the last quiz with the same filter.
    pub fn change(&self) -> Option<f64> {
        Some(self.score.share()? - self.earlier.last()?.score.share()?)
    }
}

/// Adds answers up by a name, the weakest first: by share, then the one with more questions, which
/// is the surer finding, then by name.
fn parts(
    items: &[QuizItem],
    before: &[&QuizItem],
    name: impl Fn(&QuizItem) -> Option<&str>,
) -> Vec<Part> {
    let mut parts: BTreeMap<Option<String>, Part> = BTreeMap::new();
    for item in items {
        let name = name(item).map(str::to_owned);
        let part = parts.entry(name.clone()).or_insert_with(|| Part {
            name,
            score: Score::default(),
            before: Score::default(),
        });
        part.score.add(item);
    }
    for item in before {
        if let Some(part) = parts.get_mut(&name(item).map(str::to_owned)) {
            part.before.add(item);
        }
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    // Whole numbers: a/b < c/d as a*d < c*b.
    parts.sort_by(|a, b| {
        let (left, right) = (a.score, b.score);
        let share = (left.credit_ppm * u64::from(right.asked))
            .cmp(&(right.credit_ppm * u64::from(left.asked)));
        share.then(right.asked.cmp(&left.asked))
    });
    parts
}
