//! A sentence with holes: `{{c1::hidden}}` or `{{c1::hidden::hint}}`, one card per number.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::{CardKind, typed};
use crate::model::Response;

/// A sentence with holes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cloze {
    /// The sentence with its `{{c1::...}}`.
    pub text: String,
}

/// A piece of a cloze text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A hole.
    Hole {
        /// Its number, from 1.
        number: u16,
        /// What it hides.
        hidden: &'a str,
        /// What stands in the hole, where given.
        hint: Option<&'a str>,
    },
}

impl Cloze {
    /// Splits the text into plain pieces and holes. What does not parse as a hole is text.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut rest = self.text.as_str();
        let mut from = 0;
        while let Some(found) = rest[from..].find("{{c") {
            let open = from + found;
            match parse_hole(&rest[open..]) {
                Some((piece, len)) => {
                    if open > 0 {
                        pieces.push(Piece::Text(&rest[..open]));
                    }
                    pieces.push(piece);
                    rest = &rest[open + len..];
                    from = 0;
                }
                None => from = open + 3,
            }
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        pieces
    }

    /// Returns the numbers of the holes, ascending, each once.
    pub fn numbers(&self) -> Vec<u16> {
        let mut numbers: Vec<u16> = self
            .pieces()
            .iter()
            .filter_map(|piece| match piece {
                Piece::Hole { number, .. } => Some(*number),
                Piece::Text(_) => None,
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Returns the text with every hole filled, and the asked one in bold.
    fn filled(&self, asked: u16) -> (String, String) {
        let mut text = String::new();
        let mut answers: Vec<&str> = Vec::new();
        for piece in self.pieces() {
            match piece {
                Piece::Hole { number, hidden, .. } if number == asked => {
                    text.push_str(&format!("**{hidden}**"));
                    answers.push(hidden);
                }
                Piece::Hole { hidden, .. } => text.push_str(hidden),
                Piece::Text(plain) => text.push_str(plain),
            }
        }
        answers.dedup();
        (text, answers.join(", "))
    }
}

/// Reads a hole at the start of the text; returns it and its length in bytes.
fn parse_hole(text: &str) -> Option<(Piece<'_>, usize)> {
    let inner_start = text.find("::")?;
    let number: u16 = text.get(3..inner_start)?.parse().ok().filter(|&number| number > 0)?;
    let end = text.find("}}").filter(|&end| end > inner_start)?;
    let inner = &text[inner_start + 2..end];
    let (hidden, hint) = match inner.split_once("::") {
        Some((hidden, hint)) => (hidden, Some(hint)),
        None => (inner, None),
    };
    if hidden.is_empty() {
        return None;
    }
    Some((Piece::Hole { number, hidden, hint }, end + 2))
}

/// Reads the number of a part `c3`.
fn part_number(part: &str) -> u16 {
    part.strip_prefix('c').and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

impl CardKind for Cloze {
    fn parts(&self) -> Vec<String> {
        self.numbers().iter().map(|number| format!("c{number}")).collect()
    }

    fn ask(&self, part: &str, _seed: u64) -> Question {
        let asked = part_number(part);
        let mut text = String::new();
        let mut hint_shown = None;
        for piece in self.pieces() {
            match piece {
                Piece::Hole { number, hint, .. } if number == asked => {
                    text.push_str(&format!("[{}]", hint.unwrap_or("…")));
                    hint_shown = hint_shown.or(hint);
                }
                Piece::Hole { hidden, .. } => text.push_str(hidden),
                Piece::Text(plain) => text.push_str(plain),
            }
        }
        Question::Cloze { text, hint: hint_shown.map(str::to_owned) }
    }

    fn quiz(&self, part: &str, seed: u64) -> Option<Question> {
        Some(self.ask(part, seed))
    }

    fn answer(&self, part: &str, _question: &Question) -> Answer {
        let (text, hidden) = self.filled(part_number(part));
        Answer::Cloze { text, hidden }
    }

    fn check(
        &self,
        part: &str,
        _question: &Question,
        response: &Response,
    ) -> Result<Verdict, ResponseError> {
        let Response::Text(given) = response else {
            return Err(ResponseError::Form { kind: "cloze", field: "text" });
        };
        let hidden = self.filled(part_number(part)).1;
        let correct = typed::same_words(given, typed::plain(&hidden));
        let explain = if correct { String::new() } else { format!("Expected: {hidden}") };
        Ok(Verdict::new(correct, explain, response.clone()))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        vec![("text".to_owned(), &self.text)]
    }
}
