//! Options, one of them right; each says why.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, JudgedOption, Question, ResponseError, Verdict};
use crate::cards::kinds::{CardKind, shuffled};
use crate::model::Response;

/// A stem and its options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mcq {
    /// The stem: it can be answered with the options covered.
    pub front: String,
    /// Two to [`MAX_CHOICES`](super::MAX_CHOICES) options, one of them correct.
    pub options: Vec<Choice>,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The option.
    pub text: String,
    /// Whether it is the key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub correct: bool,
    /// Why it is right or wrong.
    #[serde(default)]
    pub why: String,
}

impl CardKind for Mcq {
    fn ask(&self, _part: &str, seed: u64) -> Question {
        let order = shuffled(self.options.len(), seed);
        Question::Mcq {
            front: self.front.clone(),
            options: order.iter().map(|&place| self.options[place].text.clone()).collect(),
            order,
        }
    }

    fn quiz(&self, part: &str, seed: u64) -> Option<Question> {
        Some(self.ask(part, seed))
    }

    fn answer(&self, _part: &str, question: &Question) -> Answer {
        let judged = |choice: &Choice| JudgedOption {
            text: choice.text.clone(),
            correct: choice.correct,
            why: choice.why.clone(),
        };
        let options = match question {
            Question::Mcq { order, .. } => {
                order.iter().filter_map(|&place| self.options.get(place)).map(judged).collect()
            }
            _ => self.options.iter().map(judged).collect(),
        };
        Answer::Mcq { options }
    }

    fn check(
        &self,
        _part: &str,
        question: &Question,
        response: &Response,
    ) -> Result<Verdict, ResponseError> {
        let (Question::Mcq { order, .. }, Response::Choice(shown)) = (question, response) else {
            return Err(ResponseError::Form { kind: "mcq", field: "choice" });
        };
        let picked = order
            .get(*shown)
            .and_then(|&place| Some((place, self.options.get(place)?)))
            .ok_or(ResponseError::Range { given: shown + 1, most: order.len() })?;
        let (place, choice) = picked;
        Ok(Verdict::new(choice.correct, choice.why.clone(), Response::Choice(place)))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![("front".to_owned(), &*self.front)];
        for (place, choice) in self.options.iter().enumerate() {
            texts.push((format!("options.{}.text", place + 1), &choice.text));
            texts.push((format!("options.{}.why", place + 1), &choice.why));
        }
        texts
    }
}
