//! Steps to put in order.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::{CardKind, shuffled};
use crate::model::Response;

/// A task and its items in the right order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The task.
    pub front: String,
    /// The items, in the right order.
    pub items: Vec<String>,
}

/// Counts the pairs of items that stand in the right order, of how many: what an answer is worth
/// that is not wholly right.
///
/// `places` has each item's place in the right order. It is the share that Kendall's rank
/// correlation is made of (M. G. Kendall, "A new measure of rank correlation", Biometrika 30,
/// 1938): all pairs for the right order, none for the reverse, half of them by chance.
pub fn pairs_in_order(places: &[usize]) -> (u32, u32) {
    let (mut right, mut all) = (0, 0);
    for (at, first) in places.iter().enumerate() {
        for second in &places[at + 1..] {
            all += 1;
            right += u32::from(first < second);
        }
    }
    (right, all)
}

impl CardKind for Order {
    fn ask(&self, _part: &str, seed: u64) -> Question {
        let mut order = shuffled(self.items.len(), seed);
        // A shuffle that happens to be the answer would give it away.
        if order.is_sorted() {
            order.reverse();
        }
        Question::Order {
            front: self.front.clone(),
            items: order.iter().map(|&place| self.items[place].clone()).collect(),
            order,
        }
    }

    fn quiz(&self, part: &str, seed: u64) -> Option<Question> {
        Some(self.ask(part, seed))
    }

    fn answer(&self, _part: &str, _question: &Question) -> Answer {
        Answer::Order { items: self.items.clone() }
    }

    fn check(
        &self,
        _part: &str,
        question: &Question,
        response: &Response,
    ) -> Result<Verdict, ResponseError> {
        let (Question::Order { order, .. }, Response::Order(given)) = (question, response) else {
            return Err(ResponseError::Form { kind: "order", field: "order" });
        };
        let most = order.len();
        if let Some(&out) = given.iter().find(|&&shown| shown >= most) {
            return Err(ResponseError::Range { given: out + 1, most });
        }
        let mut seen = given.clone();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() != most || given.len() != most {
            return Err(ResponseError::NotAPermutation(most));
        }
        let places: Vec<usize> = given.iter().map(|&shown| order[shown]).collect();
        let correct = places.is_sorted();
        let explain = match places.iter().enumerate().find(|(step, place)| step != *place) {
            Some((step, _)) => format!("Step {} is: {}", step + 1, self.items[step]),
            None => String::new(),
        };
        Ok(Verdict::new(correct, explain, Response::Order(places)))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![("front".to_owned(), &*self.front)];
        for (place, item) in self.items.iter().enumerate() {
            texts.push((format!("items.{}", place + 1), item));
        }
        texts
    }
}
