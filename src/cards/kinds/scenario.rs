//! A decision under constraints, with what it costs and what would flip it.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, JudgedOption, Question, ResponseError, Verdict};
use crate::cards::kinds::{CardKind, shuffled};
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

impl Scenario {
    /// Returns the ways to go, the right one first, each with its reason.
    fn ways(&self) -> Vec<JudgedOption> {
        let way = |text: &str, why: &str, correct| JudgedOption {
            text: text.to_owned(),
            correct,
            why: why.to_owned(),
        };
        let mut ways = vec![way(&self.choice, &self.because, true)];
        ways.extend(self.otherwise.iter().map(|other| way(&other.text, &other.why, false)));
        ways
    }
}

impl CardKind for Scenario {
    fn ask(&self, _part: &str, _seed: u64) -> Question {
        Question::Scenario { setup: self.setup.clone(), ask: self.ask.clone() }
    }

    /// The choice among the other ways, shuffled.
    fn quiz(&self, _part: &str, seed: u64) -> Option<Question> {
        if self.otherwise.is_empty() {
            return None;
        }
        let ways = self.ways();
        let order = shuffled(ways.len(), seed);
        Some(Question::Mcq {
            front: format!("{}\n\n{}", self.setup, self.ask),
            options: order.iter().map(|&place| ways[place].text.clone()).collect(),
            order,
        })
    }

    fn answer(&self, _part: &str, question: &Question) -> Answer {
        if let Question::Mcq { order, .. } = question {
            let ways = self.ways();
            let options = order.iter().filter_map(|&place| ways.get(place).cloned()).collect();
            return Answer::Mcq { options };
        }
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
        question: &Question,
        response: &Response,
    ) -> Result<Verdict, ResponseError> {
        let Question::Mcq { order, .. } = question else {
            return Err(ResponseError::NotJudged("scenario"));
        };
        let Response::Choice(shown) = response else {
            return Err(ResponseError::Form { kind: "scenario", field: "choice" });
        };
        let place = order.get(*shown).copied();
        let way = place.and_then(|place| Some((place, self.ways().get(place)?.clone())));
        let (place, way) =
            way.ok_or(ResponseError::Range { given: shown + 1, most: order.len() })?;
        Ok(Verdict::new(way.correct, way.why, Response::Choice(place)))
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
