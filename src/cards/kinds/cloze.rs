//! A sentence with holes: `{{c1::hidden}}` or `{{c1::hidden::hint}}`, one card per number. A hole may
//! stand in another: `{{c1::a {{c2::b}} c}}`.

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

/// The deepest nesting of holes.
const DEEPEST: usize = 8;

impl Cloze {
    /// Splits the text into plain pieces and holes. What does not parse as a hole is text. What a
    /// hole hides may have holes of its own: [`pieces`] takes it apart.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        pieces(&self.text)
    }

    /// Returns the numbers of the holes, ascending, each once.
    pub fn numbers(&self) -> Vec<u16> {
        let mut numbers = Vec::new();
        collect_numbers(&self.text, &mut numbers);
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Returns the text with every hole filled, and the asked one in bold.
    fn filled(&self, asked: u16) -> (String, String) {
        let mut answers: Vec<String> = Vec::new();
        let text = shown(&self.text, asked, &mut |hidden, _| {
            let hidden = shown(hidden, 0, &mut |hidden, _| hidden.to_owned());
            let bold = format!("**{hidden}**");
            answers.push(hidden);
            bold
        });
        answers.dedup();
        (text, answers.join(", "))
    }
}

/// Returns the text with every hole filled but those asked for, in whose place stands what `asked`
/// gives.
fn shown(text: &str, number: u16, asked: &mut dyn FnMut(&str, Option<&str>) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(plain) => result.push_str(plain),
            Piece::Hole { number: own, hidden, hint } if own == number => {
                result.push_str(&asked(hidden, hint));
            }
            Piece::Hole { hidden, .. } => result.push_str(&shown(hidden, number, asked)),
        }
    }
    result
}

fn collect_numbers(text: &str, numbers: &mut Vec<u16>) {
    for piece in pieces(text) {
        if let Piece::Hole { number, hidden, .. } = piece {
            numbers.push(number);
            if hidden.contains("{{c") {
                collect_numbers(hidden, numbers);
            }
        }
    }
}

/// A hole while its end is looked for.
struct Open {
    /// Where it begins.
    at: usize,
    /// Where what it hides begins.
    inner: usize,
    number: u16,
    /// Where its hint is set off.
    hint: Option<usize>,
}

/// Splits a text into plain pieces and its outermost holes, in one pass.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    // The holes that have an end, which is where the next one begins at the earliest.
    let mut closed: Vec<(Open, usize)> = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'{' | b'}' | b':')) {
        at += found;
        let rest = &text[at..];
        if let Some((number, len)) = opening(rest).filter(|_| open.len() < DEEPEST) {
            open.push(Open { at, inner: at + len, number, hint: None });
            at += len;
        } else if rest.starts_with("}}") {
            if let Some(hole) = open.pop()
                && hole.hint.unwrap_or(at) > hole.inner
            {
                // What stands in this hole is taken apart when it is asked for.
                let within = |(inner, _): &(Open, usize)| inner.at > hole.at;
                while closed.pop_if(|one| within(one)).is_some() {}
                closed.push((hole, at));
            }
            at += 2;
        } else if rest.starts_with("::") {
            if let Some(hole) = open.last_mut() {
                hole.hint.get_or_insert(at);
            }
            at += 2;
        } else {
            at += 1;
        }
    }
    let mut pieces = Vec::with_capacity(2 * closed.len() + 1);
    let mut from = 0;
    for (hole, end) in closed {
        if hole.at > from {
            pieces.push(Piece::Text(&text[from..hole.at]));
        }
        let hidden = &text[hole.inner..hole.hint.unwrap_or(end)];
        let hint = hole.hint.map(|hint| &text[hint + 2..end]);
        pieces.push(Piece::Hole { number: hole.number, hidden, hint });
        from = end + 2;
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// Reads `{{c1::` at the start of a text; returns the number and the length.
fn opening(text: &str) -> Option<(u16, usize)> {
    let inner = text.strip_prefix("{{c")?;
    let digits = inner.bytes().take(6).take_while(u8::is_ascii_digit).count();
    let number = inner[..digits].parse().ok().filter(|&number| number > 0)?;
    inner[digits..].starts_with("::").then_some((number, "{{c".len() + digits + "::".len()))
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
        let mut hint_shown = None;
        let text = shown(&self.text, part_number(part), &mut |_, hint| {
            if hint_shown.is_none() {
                hint_shown = hint.map(str::to_owned);
            }
            format!("[{}]", hint.unwrap_or("…"))
        });
        Question::Cloze { text, hint: hint_shown }
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

#[cfg(test)]
mod tests {
    use super::{Cloze, Piece};
    use crate::cards::ask::{Answer, Question};
    use crate::cards::kinds::CardKind;

    fn asked(text: &str, part: &str) -> (String, Option<String>, String, String) {
        let cloze = Cloze { text: text.to_owned() };
        let question = cloze.ask(part, 0);
        let Question::Cloze { text, hint } = &question else { panic!("a cloze asks so") };
        let Answer::Cloze { text: whole, hidden } = cloze.answer(part, &question) else {
            panic!("a cloze answers so")
        };
        (text.clone(), hint.clone(), whole, hidden)
    }

    #[test]
    fn a_hole_may_stand_in_another() {
        let text = "x {{c1::a {{c2::b::h}} c::hint}} and {{c1::d}}";
        assert_eq!(Cloze { text: text.to_owned() }.numbers(), [1, 2]);
        let (asked_1, hint, whole, hidden) = asked(text, "c1");
        assert_eq!((asked_1.as_str(), hint.as_deref()), ("x [hint] and […]", Some("hint")));
        assert_eq!((whole.as_str(), hidden.as_str()), ("x **a b c** and **d**", "a b c, d"));
        let (asked_2, hint, whole, hidden) = asked(text, "c2");
        assert_eq!((asked_2.as_str(), hint.as_deref()), ("x a [h] c and d", Some("h")));
        assert_eq!((whole.as_str(), hidden.as_str()), ("x a **b** c and d", "b"));
        // One of its own number is asked with it.
        let (question, _, _, hidden) = asked("{{c1::a {{c1::b}}}}", "c1");
        assert_eq!((question.as_str(), hidden.as_str()), ("[…]", "a b"));
    }

    #[test]
    fn what_is_no_hole_is_text() {
        for text in
            ["{{c1::open", "{{c0::x}}", "{{c1::}}", "{{c1::::hint}}", "{{c:x}}", "a }} b", "::"]
        {
            let cloze = Cloze { text: text.to_owned() };
            assert_eq!(cloze.pieces(), [Piece::Text(text)], "{text}");
        }
        let cloze = Cloze { text: "{{c1::open {{c2::x}} }".to_owned() };
        assert_eq!(cloze.numbers(), [2]);
        // As in Anki, the first two braces end it.
        let hole = Piece::Hole { number: 1, hidden: "f() { ", hint: None };
        assert_eq!(Cloze { text: "{{c1::f() { }}}".to_owned() }.pieces()[0], hole);
    }

    #[test]
    fn many_holes_that_nothing_closes_cost_no_more_than_their_length() {
        let cloze = Cloze { text: "{{c1::".repeat(200_000) };
        assert_eq!(cloze.numbers(), [0_u16; 0]);
        let deep = format!("{}x{}", "{{c1::".repeat(100_000), "}}".repeat(100_000));
        assert_eq!(Cloze { text: deep }.numbers(), [1]);
    }
}
