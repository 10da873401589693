//! What a quiz shows besides its questions: the report, and what may be known already.

use std::collections::BTreeMap;

use crate::model::Moment;
use crate::model::sitting::{Given, QuizItem, QuizRecord, Sure};
use crate::session::screen::CardView;
pub use crate::stats::quiz::{Earlier, Part, QuizReport, Score};

/// The end of a quiz.
#[derive(Clone, Debug, PartialEq)]
pub struct QuizEnd {
    /// When it was over.
    pub moment: Moment,
    /// What the log keeps of it.
    pub record: QuizRecord,
    /// What that says.
    pub report: QuizReport,
    /// The titles of its topics, by slug.
    pub titles: BTreeMap<String, String>,
    /// The questions with their answers, in the order of the record.
    pub answers: Vec<CardView>,
    /// How many sections may be offered as known.
    pub offers: u32,
}

/// A section that may be known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its title.
    pub title: String,
    /// Questions asked of it.
    pub asked: u32,
    /// Those answered rightly, guesses not counted.
    pub right: u32,
    /// How many new cards would count as known.
    pub cards: u32,
    /// Whether they are to.
    pub is_chosen: bool,
}

/// What became of an answered question of a quiz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// How it was answered.
    pub given: Given,
    /// What the answer was worth, in millionths of a point.
    pub credit_ppm: u32,
    /// How sure the person was.
    pub sure: Option<Sure>,
}

impl Marked {
    /// Returns what the record says of an answer.
    pub fn of(item: &QuizItem) -> Marked {
        Marked { given: item.given, credit_ppm: item.credit_ppm, sure: item.sure }
    }
}
