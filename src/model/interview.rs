//! A prompt of a mock interview, as the log keeps it: enough to report it and to compare it with
//! later ones.
//!
//! A record is written for each prompt as soon as it was rated, so that nothing is lost by leaving;
//! the records of one interview have the instant in common at which it began. Texts of the rubric
//! are not in it: they are looked up in the decks. A record has no card of its own and changes no
//! schedule. Fields may be added, with a default; none changes its meaning.

use serde::{Deserialize, Serialize};

use crate::model::{CardId, Timestamp};

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

impl Round {
    /// Returns the name, in lower case.
    pub fn name(self) -> &'static str {
        ["mixed", "screen", "deep", "debug", "design"][self as usize]
    }
}

/// A prompt of a mock interview that was rated or skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewRecord {
    /// When the interview began: with the device it names the interview.
    pub began: Timestamp,
    /// The filter as it was typed, words joined by spaces; empty for all prompts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// The sort of interview.
    pub round: Round,
    /// The level, which decides what is required.
    pub level: Seniority,
    /// What the choice of prompts depended on.
    pub seed: u64,
    /// How many prompts the interview was to have.
    pub planned: u32,
    /// Minutes meant for them together.
    pub planned_min: u32,
    /// The prompt.
    pub prompt: PromptRecord,
}

/// A prompt, and what was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptRecord {
    /// The card.
    pub card: CardId,
    /// The revision of the note that was seen.
    pub rev: u32,
    /// The slug of its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Minutes meant for it.
    pub planned_min: u32,
    /// Time taken from the prompt to the last follow-up, pauses left out, in milliseconds.
    pub took_ms: u64,
    /// From the prompt to the first structure of the answer, in milliseconds, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure_ms: Option<u64>,
    /// The points with what became of them, in the order of the rubric; none where it was skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PointRecord>,
    /// The red flags that were raised, by their place in the rubric, from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub red_flags: Vec<u32>,
    /// The evidence that was asked for, by its place in the card, from 0, in the order of asking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<u32>,
    /// The phases of a design exercise, as far as it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<PhaseRecord>,
    /// What the person wrote down while answering.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// What a transcriber made of the spoken answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub transcript: String,
    /// Whether it was skipped: nothing of it counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
}

/// A phase of a design exercise and the time it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseRecord {
    /// Time meant for it, in milliseconds.
    pub planned_ms: u64,
    /// Time taken, pauses left out, in milliseconds.
    pub took_ms: u64,
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

impl Heard {
    /// All of them, the best first.
    pub const ALL: [Heard; 3] = [Heard::Unprompted, Heard::Probed, Heard::Missed];

    /// Returns the name, in lower case.
    pub fn name(self) -> &'static str {
        ["unprompted", "probed", "missed"][self as usize]
    }
}
