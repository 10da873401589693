//! Interviews as they were held, from the records of their prompts.

use std::collections::BTreeMap;

use crate::model::{
    CardId, Day, DeviceId, InterviewRecord, Moment, PromptRecord, Round, Seniority, Timestamp,
};
use crate::session::interview::score::Score;

/// An interview as it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it began.
    pub began: Timestamp,
    /// When its last prompt was written, and on which study day.
    pub moment: Moment,
    /// What was asked for.
    pub terms: Terms,
    /// Its prompts, in order.
    pub prompts: Vec<PromptRecord>,
}

/// What an interview was to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The filter as it was typed, words joined by spaces; empty for all prompts.
    pub filter: String,
    /// The sort of interview.
    pub round: Round,
    /// The level, which decides what is required.
    pub level: Seniority,
    /// What the choice of prompts depended on.
    pub seed: u64,
    /// How many prompts it was to have.
    pub planned: u32,
    /// Minutes meant for them together.
    pub planned_min: u32,
}

impl Held {
    /// Counts what was heard.
    pub fn score(&self) -> Score {
        Score::of(&self.prompts)
    }

    /// Returns the prompts that were rated.
    pub fn rated(&self) -> impl Iterator<Item = &PromptRecord> {
        self.prompts.iter().filter(|prompt| !prompt.skipped)
    }

    /// Returns the time that was taken, skipped prompts included, in milliseconds.
    pub fn took_ms(&self) -> u64 {
        self.prompts.iter().map(|prompt| prompt.took_ms).fold(0, u64::saturating_add)
    }
}

/// Puts records together to interviews, oldest first. Records come oldest first.
pub fn held(records: impl IntoIterator<Item = (DeviceId, Moment, InterviewRecord)>) -> Vec<Held> {
    let mut all: BTreeMap<(Timestamp, DeviceId), Held> = BTreeMap::new();
    for (device, moment, record) in records {
        let InterviewRecord {
            began, filter, round, level, seed, planned, planned_min, prompt, ..
        } = record;
        let terms = Terms { filter, round, level, seed, planned, planned_min };
        let new = || Held { began, moment, terms, prompts: Vec::new() };
        let held = all.entry((began, device)).or_insert_with(new);
        held.moment = moment;
        held.prompts.push(prompt);
    }
    all.into_values().collect()
}

/// Returns the last day on which each prompt was asked.
pub fn asked(held: &[Held]) -> BTreeMap<&CardId, Day> {
    let mut days = BTreeMap::new();
    for one in held {
        for prompt in &one.prompts {
            let day = days.entry(&prompt.card).or_insert(one.moment.day);
            *day = one.moment.day.max(*day);
        }
    }
    days
}
