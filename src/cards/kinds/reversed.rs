//! A term and its meaning, asked both ways: two cards.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::CardKind;
use crate::model::Response;

/// The part of the second card. The first keeps the note's own id, so that a basic note that
/// becomes a reversed one keeps its history.
pub const BACK: &str = "back";

/// A term and its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reversed {
    /// The term.
    pub front: String,
    /// Its meaning.
    pub back: String,
    /// The question from the term to the meaning; the term alone where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_forward: Option<String>,
    /// The question from the meaning to the term; the meaning alone where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_back: Option<String>,
}

impl CardKind for Reversed {
    fn parts(&self) -> Vec<String> {
        vec![String::new(), BACK.to_owned()]
    }

    fn ask(&self, part: &str, _seed: u64) -> Question {
        let (question, side) = match part {
            BACK => (&self.ask_back, &self.back),
            _ => (&self.ask_forward, &self.front),
        };
        Question::Plain { front: question.as_ref().unwrap_or(side).clone() }
    }

    fn answer(&self, part: &str, _question: &Question) -> Answer {
        let back = if part == BACK { &self.front } else { &self.back };
        Answer::Plain { back: back.clone() }
    }

    fn check(
        &self,
        _part: &str,
        _question: &Question,
        _response: &Response,
    ) -> Result<Verdict, ResponseError> {
        Err(ResponseError::NotJudged("reversed"))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![("front".to_owned(), &*self.front), ("back".to_owned(), &*self.back)];
        for (name, text) in [("ask_forward", &self.ask_forward), ("ask_back", &self.ask_back)] {
            texts.extend(text.as_deref().map(|text| (name.to_owned(), text)));
        }
        texts
    }
}
