//! A finished quiz, as the log keeps it: enough to compare it with later ones, without the decks it
//! was made of.
//!
//! The answers themselves are events of their cards. A record stands beside them, has no card of its
//! own and changes no schedule. Fields may be added, with a default; none changes its meaning.

use serde::{Deserialize, Serialize};

use crate::model::CardId;

/// How sure a person was of an answer, said before it was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sure {
    /// Certain.
    Sure,
    /// More likely right than wrong.
    Think,
    /// A guess.
    Guess,
}

impl Sure {
    /// All of them, in the order of the keys 1 to 3.
    pub const ALL: [Sure; 3] = [Sure::Sure, Sure::Think, Sure::Guess];

    /// Returns the name, in lower case.
    pub fn name(self) -> &'static str {
        ["sure", "think", "guess"][self as usize]
    }
}

/// The whole of something, in millionths.
pub const WHOLE_PPM: u32 = 1_000_000;

/// A finished quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRecord {
    /// The filter as it was typed, words joined by spaces; empty for all cards.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// What the choice of questions and every shuffle depended on.
    pub seed: u64,
    /// How many questions were meant to be asked.
    pub planned: u32,
    /// From the first question to the last answer, in milliseconds.
    pub took_ms: u64,
    /// Whether answers were meant to schedule (`--record`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recorded: bool,
    /// Whether it was asked to find out what is known already (`--place`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placed: bool,
    /// What was asked and answered, in order.
    pub items: Vec<QuizItem>,
}

/// A question of a quiz, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizItem {
    /// The card.
    pub card: CardId,
    /// The slug of its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The name of its facet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facet: Option<String>,
    /// What the answer was worth, in millionths of a point: all or nothing, but for an order.
    pub credit_ppm: u32,
    /// How it was answered.
    pub given: Given,
    /// How sure the person was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<Sure>,
    /// From the question to the answer, in milliseconds.
    pub took_ms: u32,
}

/// How a question of a quiz was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// With a response.
    Answer,
    /// Not: the person did not know.
    Nothing,
    /// Not in time.
    Late,
}

impl QuizItem {
    /// Says whether the answer was wholly right.
    pub fn is_right(&self) -> bool {
        self.credit_ppm == WHOLE_PPM
    }
}
