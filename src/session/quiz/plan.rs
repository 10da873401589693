//! What a quiz is given to work on, and how it behaves.

use crate::model::sitting::QuizRecord;
use crate::model::{CardId, Moment};

/// The questions of a quiz, as drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuizPlan {
    /// The cards, in the order in which they are asked. Those beyond `count` stand in for cards that
    /// turn out not to be askable.
    pub cards: Vec<Drawn>,
    /// How many questions are asked.
    pub count: u32,
    /// All earlier quizzes, oldest first.
    pub earlier: Vec<(Moment, QuizRecord)>,
}

/// A card that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The card.
    pub card: CardId,
    /// Its section, as a place in the library.
    pub section: Option<u32>,
}

/// How a quiz behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuizManner {
    /// The filter as it was typed, for the record.
    pub filter: String,
    /// Whether answers schedule: what was missed, and what was due and right.
    pub record: bool,
    /// Whether sections that are known already are offered as such.
    pub place: bool,
    /// When it is told what was right.
    pub feedback: Feedback,
    /// The time for each question, in milliseconds.
    pub question_ms: Option<u64>,
    /// The time for all questions together, in milliseconds.
    pub total_ms: Option<u64>,
    /// What shuffles depend on.
    pub seed: u64,
}

/// When it is told what was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// After each answer.
    #[default]
    Each,
    /// At the end.
    End,
}

/// The share of a section's questions from which on it is offered as known, in hundredths.
pub const KNOWN_PERCENT: u64 = 80;

/// With fewer questions a section is offered, but not taken unless the learner says so.
pub const FEW_QUESTIONS: u32 = 3;

/// The new cards of a section, as found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// The section's title.
    pub title: String,
    /// Its new cards with the revisions of their notes.
    pub cards: Vec<(CardId, u32)>,
}
