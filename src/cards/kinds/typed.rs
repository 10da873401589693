//! An answer to type, with one spelling family.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::CardKind;
use crate::model::Response;

/// A question whose answer is typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// The question.
    pub front: String,
    /// What counts as right; the first is shown.
    pub accept: Vec<String>,
    /// How what was typed is compared.
    #[serde(default, rename = "match")]
    pub matching: Match,
    /// How far a number may be off, in its own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
}

/// How what was typed is compared with what is accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// To the letter; outer white space and backticks aside.
    Exact,
    /// Letters may differ in case, runs of white space count as one.
    #[default]
    IgnoreCase,
    /// As numbers, within the tolerance.
    Number,
    /// As a command line: the flags before and between the arguments in any order.
    Command,
}

impl Typed {
    /// Says whether a typed text is accepted.
    pub fn accepts(&self, given: &str) -> bool {
        let given = plain(given);
        self.accept.iter().map(|accepted| plain(accepted)).any(|accepted| match self.matching {
            Match::Exact => given == accepted,
            Match::IgnoreCase => same_words(given, accepted),
            Match::Number => match (number(given), number(accepted)) {
                (Some(given), Some(accepted)) => {
                    (given - accepted).abs() <= self.tolerance.unwrap_or(0.0).max(1e-9)
                }
                _ => false,
            },
            Match::Command => command(given) == command(accepted),
        })
    }
}

/// Strips outer white space and one pair of backticks.
pub(crate) fn plain(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(text).trim()
}

/// Compares without regard to case, runs of white space and the shape of digits.
pub(crate) fn same_words(given: &str, accepted: &str) -> bool {
    let fold = |text: &str| {
        let words: Vec<String> =
            text.split_whitespace().map(|word| ascii_digits(word).to_lowercase()).collect();
        words.join(" ")
    };
    fold(plain(given)) == fold(accepted)
}

/// Turns Persian and Arabic digits into ASCII ones.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{06f0}'..='\u{06f9}' => char::from(b'0' + (c as u32 - 0x06f0) as u8),
            '\u{0660}'..='\u{0669}' => char::from(b'0' + (c as u32 - 0x0660) as u8),
            other => other,
        })
        .collect()
}

/// Reads a number: thousands separators, a Persian decimal point and a trailing unit are allowed.
fn number(text: &str) -> Option<f64> {
    let text: String = ascii_digits(text)
        .replace('\u{066b}', ".")
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | '\u{066c}' | '\u{a0}') && !c.is_whitespace())
        .collect();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    // A unit is letters or signs; a second number is none.
    if unit.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A command line in a form in which the order of flags does not matter: the words that are not
/// flags in their order, the flags sorted, clusters of short flags (`-ltnp`) taken apart.
fn command(text: &str) -> (Vec<String>, Vec<String>) {
    let mut words = Vec::new();
    let mut flags = Vec::new();
    for word in text.split_whitespace() {
        match word.strip_prefix('-') {
            Some(cluster)
                if !cluster.is_empty() && cluster.chars().all(|c| c.is_ascii_alphabetic()) =>
            {
                flags.extend(cluster.chars().map(|flag| format!("-{flag}")));
            }
            Some(rest) if !rest.is_empty() => flags.push(word.to_owned()),
            _ => words.push(word.to_owned()),
        }
    }
    flags.sort();
    (words, flags)
}

impl CardKind for Typed {
    fn ask(&self, _part: &str, _seed: u64) -> Question {
        Question::Typed { front: self.front.clone() }
    }

    fn quiz(&self, part: &str, seed: u64) -> Option<Question> {
        Some(self.ask(part, seed))
    }

    fn answer(&self, _part: &str, _question: &Question) -> Answer {
        Answer::Typed { accept: self.accept.clone() }
    }

    fn check(
        &self,
        _part: &str,
        _question: &Question,
        response: &Response,
    ) -> Result<Verdict, ResponseError> {
        let Response::Text(given) = response else {
            return Err(ResponseError::Form { kind: "typed", field: "text" });
        };
        let correct = self.accepts(given);
        let expected = self.accept.first().map_or("", String::as_str);
        let explain = if correct { String::new() } else { format!("Expected: {expected}") };
        Ok(Verdict::new(correct, explain, response.clone()))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![("front".to_owned(), &*self.front)];
        for (place, accepted) in self.accept.iter().enumerate() {
            texts.push((format!("accept.{}", place + 1), accepted));
        }
        texts
    }
}
