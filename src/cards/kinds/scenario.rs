//! A decision under constraints, with what it costs and what would flip it.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::CardKind;
use crate::model::Response;

/// A decision under constraints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The constraints, with numbers.
    pub setup: String,
    /// What is to be decided.
    pub ask: String,
    /// What to do.
    pub choice: String,
    /// The other ways somebody would go, so that a quiz can offer the choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<Otherwise>,
    /// Why the constraints force the choice.
    pub because: String,
    /// What it costs.
    pub cost: String,
    /// What change of the constraints would flip it.
    pub flips_if: String,
}

/// Another way somebody would go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// The way.
    pub text: String,
    /// Why it is worse here.
    pub why: String,
}

impl CardKind for Scenario {
    fn ask(&self, _part: &str, _seed: u64) -> Question {
        Question::Scenario { setup: self.setup.clone(), ask: self.ask.clone() }
    }

    fn answer(&self, _part: &str, _question: &Question) -> Answer {
        Answer::Scenario {
            choice: self.choice.clone(),
            because: self.because.clone(),
            cost: self.cost.clone(),
            flips_if: self.flips_if.clone(),
            otherwise: self.otherwise.clone(),
        }
    }

    fn check(
        &self,
        _part: &str,
        _question: &Question,
        _response: &Response,
    ) -> Result<Verdict, ResponseError> {
        Err(ResponseError::NotJudged("scenario"))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![
            ("setup".to_owned(), &*self.setup),
            ("ask".to_owned(), &*self.ask),
            ("choice".to_owned(), &*self.choice),
        ];
        for (place, other) in self.otherwise.iter().enumerate() {
            texts.push((format!("otherwise.{}.text", place + 1), &other.text));
            texts.push((format!("otherwise.{}.why", place + 1), &other.why));
        }
        texts.push(("because".to_owned(), &self.because));
        texts.push(("cost".to_owned(), &self.cost));
        texts.push(("flips_if".to_owned(), &self.flips_if));
        texts
    }
}
