//! A finished quiz or mock interview, as the log keeps it: enough to compare it with later ones,
//! without the decks it was made of.
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

/// The level a candidate is interviewed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seniority {
    /// Up to two years.
    Junior,
    /// Works alone.
    Mid,
    /// Designs for others.
    Senior,
    /// Designs across teams.
    Staff,
}

impl Seniority {
    /// All levels, the lowest first.
    pub const ALL: [Seniority; 4] =
        [Seniority::Junior, Seniority::Mid, Seniority::Senior, Seniority::Staff];

    /// Returns the name, as in decks.
    pub fn name(self) -> &'static str {
        ["junior", "mid", "senior", "staff"][self as usize]
    }
}

/// What sort of interview it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Round {
    /// Prompts of varied topics until the minutes are spent.
    #[default]
    Mixed,
    /// Many short prompts.
    Screen,
    /// One topic, all follow-ups.
    Deep,
    /// A symptom, and evidence for who asks.
    Debug,
    /// One exercise in phases.
    Design,
}

/// A finished mock interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewRecord {
    /// The filter as it was typed, words joined by spaces; empty for all prompts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// The sort of interview.
    pub round: Round,
    /// The level, which decides what is required.
    pub level: Seniority,
    /// What the choice of prompts depended on.
    pub seed: u64,
    /// Minutes meant for it.
    pub planned_min: u32,
    /// Time taken, pauses left out, in milliseconds.
    pub took_ms: u64,
    /// What was reached of what can be reached, in hundredths of a per cent: 0 to 10,000.
    pub score_hundredths: u16,
    /// What it came to.
    pub mark: Mark,
    /// The prompts, in order.
    pub prompts: Vec<PromptRecord>,
}

/// A prompt of a mock interview, and what was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptRecord {
    /// The card.
    pub card: CardId,
    /// The slug of its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Minutes meant for it.
    pub planned_min: u32,
    /// Time taken, pauses left out, in milliseconds.
    pub took_ms: u64,
    /// From the prompt to the first structure of the answer, in milliseconds, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure_ms: Option<u64>,
    /// The key points with what became of them, in the order of the rubric.
    pub points: Vec<PointRecord>,
    /// The red flags that were raised, by their place in the rubric, from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub red_flags: Vec<u32>,
    /// Whether it was skipped: nothing of it counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
}

/// A key point and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointRecord {
    /// Its id within the card.
    pub id: String,
    /// Whether it was required at the level of the interview.
    pub must: bool,
    /// What became of it.
    pub heard: Heard,
}

/// What became of a key point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Heard {
    /// It was made unprompted: a whole point.
    Unprompted,
    /// It was made after a probe: half a point.
    Probed,
    /// It was missed.
    Missed,
}

/// What an interview came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 80 % or more, every required point unprompted, no red flag.
    Strong,
    /// 60 % or more, every required point at least after a probe, no red flag.
    Good,
    /// Anything else.
    NotYet,
}
