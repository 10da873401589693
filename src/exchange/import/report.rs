//! What became of a file that was read: for people, and as a document.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::exchange::import::html::{Loss, Losses};

/// Something that was left out, and why. The rest came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What it is about: a note, a file, a row.
    pub place: String,
    /// What is wrong with it.
    pub message: String,
}

/// How many problems are told one by one.
const MOST_PROBLEMS: usize = 1_000;

/// Everything that was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The first of them.
    pub list: Vec<Problem>,
    /// How many there are.
    pub count: usize,
}

/// What of the texts Markdown cannot say: in how many notes, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LossCount {
    /// How many notes have it.
    pub notes: usize,
    /// The id of the first.
    pub first: String,
}

/// The losses of all notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LossTable(pub BTreeMap<Loss, LossCount>);

impl Problem {
    /// Makes a problem.
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { place: place.into(), message: message.into() }
    }
}

impl Problems {
    /// Takes a problem in. Beyond the first thousand they are only counted.
    pub fn push(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.count += 1;
        if self.list.len() < MOST_PROBLEMS {
            self.list.push(Problem::new(place, message));
        }
    }

    /// Takes problems in.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for Problem { place, message } in problems {
            self.push(place, message);
        }
    }
}

impl LossTable {
    /// Notes the losses of a note.
    pub fn add(&mut self, losses: Losses, id: &str) {
        for loss in losses.iter() {
            let count = self.0.entry(loss).or_default();
            count.notes += 1;
            if count.first.is_empty() {
                count.first = id.to_owned();
            }
        }
    }
}
