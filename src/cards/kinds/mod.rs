//! The kinds of cards: one file each, registered in [`Kind::ALL`].
//!
//! A kind says which cards a note yields, what is asked, what the reveal shows, and, where the
//! program can, whether a response was right.

pub mod basic;
pub mod cloze;
pub mod interview;
pub mod mcq;
pub mod order;
pub mod reversed;
pub mod scenario;
pub mod typed;

use std::fmt;

use rand::seq::SliceRandom;
use rand::{SeedableRng, rngs::ChaCha8Rng};
use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::model::Response;

/// How many options a choice has at most, and how many items an order: a session answers with the
/// digits from 1.
pub const MAX_CHOICES: usize = 9;

/// A kind of card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A question and its answer.
    Basic,
    /// A term and its meaning, asked both ways.
    Reversed,
    /// A sentence with holes.
    Cloze,
    /// Options, one of them right.
    Mcq,
    /// Steps to put in order.
    Order,
    /// An answer to type.
    Typed,
    /// A decision under constraints.
    Scenario,
    /// An open prompt with a rubric.
    Interview,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 8] = [
        Kind::Basic,
        Kind::Reversed,
        Kind::Cloze,
        Kind::Mcq,
        Kind::Order,
        Kind::Typed,
        Kind::Scenario,
        Kind::Interview,
    ];

    /// Returns the name, as in decks and filters.
    pub fn name(self) -> &'static str {
        ["basic", "reversed", "cloze", "mcq", "order", "typed", "scenario", "interview"]
            [self as usize]
    }

    /// Says whether notes of this kind count as recall cards in a topic's plan.
    pub fn is_recall(self) -> bool {
        !matches!(self, Kind::Mcq | Kind::Scenario | Kind::Interview)
    }

    /// Says whether cards of this kind can be asked in a quiz. A scenario without other ways to go
    /// cannot, which shows in its text alone.
    pub fn is_quizzed(self) -> bool {
        !matches!(self, Kind::Basic | Kind::Reversed | Kind::Interview)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What every kind of card can do.
pub trait CardKind {
    /// Returns the parts of the note's cards; the empty part is the first side.
    fn parts(&self) -> Vec<String> {
        vec![String::new()]
    }

    /// Returns what is asked by one of the cards. The seed decides every shuffle in it.
    fn ask(&self, part: &str, seed: u64) -> Question;

    /// Returns what the reveal shows, for a question made by [`CardKind::ask`].
    fn answer(&self, part: &str, question: &Question) -> Answer;

    /// Judges a response as the learner gave it: numbers are 0-based, in the order shown.
    fn check(
        &self,
        part: &str,
        question: &Question,
        response: &Response,
    ) -> Result<Verdict, ResponseError>;

    /// Returns the question with a right answer that a quiz asks by one of the cards; `None` where
    /// only the learner can judge. [`CardKind::answer`] and [`CardKind::check`] know it.
    fn quiz(&self, _part: &str, _seed: u64) -> Option<Question> {
        None
    }

    /// Returns every text of the note with the name of its field (`options.1.why`), in reading
    /// order: for search, lint, translation and sanitising.
    fn texts(&self) -> Vec<(String, &str)>;
}

/// Returns a permutation of `0..len` that depends on the seed alone.
///
/// ChaCha8 with the seed of `seed_from_u64`, Fisher-Yates: the same everywhere, for ever.
pub fn shuffled(len: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    order
}
