//! A question and its answer.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::CardKind;
use crate::model::Response;

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basic {
    /// The question.
    pub front: String,
    /// The answer.
    pub back: String,
}

impl CardKind for Basic {
    fn ask(&self, _part: &str, _seed: u64) -> Question {
        Question::Plain { front: self.front.clone() }
    }

    fn answer(&self, _part: &str, _question: &Question) -> Answer {
        Answer::Plain { back: self.back.clone() }
    }

    fn check(
        &self,
        _part: &str,
        _question: &Question,
        _response: &Response,
    ) -> Result<Verdict, ResponseError> {
        Err(ResponseError::NotJudged("basic"))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        vec![("front".to_owned(), &self.front), ("back".to_owned(), &self.back)]
    }
}
