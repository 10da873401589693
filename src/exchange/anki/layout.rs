//! What a note type is for, seen from its templates: which field is the question, which the answer.
//!
//! Names and the kind it was once made as do not count: people rename, copy and change note types.

use crate::exchange::anki::model::{IMAGE_OCCLUSION, Model};
use crate::exchange::anki::template::{self, Piece};

/// What a note type is for. Fields are given by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One card, from one field to another.
    Basic {
        /// The question.
        front: usize,
        /// The answer.
        back: usize,
    },
    /// Two cards, there and back.
    Reversed {
        /// The term.
        front: usize,
        /// Its meaning.
        back: usize,
    },
    /// One card with an answer to type.
    Typed {
        /// The question.
        front: usize,
        /// What is typed.
        answer: usize,
    },
    /// A card for each hole of a text.
    Cloze {
        /// The text.
        text: usize,
        /// What is shown with the answer.
        extra: Option<usize>,
    },
    /// A card for each covered part of a picture.
    Occlusion,
    /// The holes of a text that stands among other things.
    OtherCloze,
    /// A card for each template, whatever it shows.
    Other,
}

/// Says what a note type is for.
pub fn of(model: &Model) -> Layout {
    let parsed: Vec<(Vec<Piece>, Vec<Piece>)> = model
        .templates
        .iter()
        .map(|one| (template::parse(&one.front, model), template::parse(&one.back, model)))
        .collect();
    if model.is_cloze {
        return match (model.stock, parsed.as_slice()) {
            (IMAGE_OCCLUSION, _) => Layout::Occlusion,
            (_, [(front, back)]) => cloze(front, back),
            _ => Layout::OtherCloze,
        };
    }
    match parsed.as_slice() {
        [(front, back)] => single(front, back),
        [first, second] => both_ways(first, second),
        _ => Layout::Other,
    }
}

fn single(front: &[Piece], back: &[Piece]) -> Layout {
    let shown = shown(front).unwrap_or_default();
    let typed = template::filtered(front, "type");
    let (asked, typed_in): (Vec<&Shown>, Vec<&Shown>) =
        shown.iter().partition(|shown| !shown.is_typed);
    match (asked.as_slice(), typed_in.as_slice(), typed.len()) {
        ([question], [], 0) if question.is_plain => match answer(back, &[question.field]) {
            Some([back]) => Layout::Basic { front: question.field, back },
            None => Layout::Other,
        },
        ([question], [answered], 1) if question.is_plain => {
            match answer(back, &[question.field, answered.field]) {
                Some([]) => Layout::Typed { front: question.field, answer: answered.field },
                None => Layout::Other,
            }
        }
        _ => Layout::Other,
    }
}

fn both_ways(first: &(Vec<Piece>, Vec<Piece>), second: &(Vec<Piece>, Vec<Piece>)) -> Layout {
    let side = |front: &[Piece], back: &[Piece]| {
        let question = match shown(front)?.as_slice() {
            [one] if one.is_plain && !one.is_typed => one.field,
            _ => return None,
        };
        let [answer] = answer(back, &[question])?;
        Some((question, answer))
    };
    // The way back may depend on a third field.
    let second_front = match second.0.as_slice() {
        [Piece::If { filled: true, then, .. }] => then,
        pieces => pieces,
    };
    match (side(&first.0, &first.1), side(second_front, &second.1)) {
        (Some((front, back)), Some((there, again))) if (front, back) == (again, there) => {
            Layout::Reversed { front, back }
        }
        _ => Layout::Other,
    }
}

fn cloze(front: &[Piece], back: &[Piece]) -> Layout {
    let asked = match shown(front).as_deref() {
        Some([one]) if one.is_cloze => one.field,
        _ => return Layout::OtherCloze,
    };
    match (answer(back, &[asked]), answer(back, &[asked])) {
        (Some([extra]), _) => Layout::Cloze { text: asked, extra: Some(extra) },
        (_, Some([])) => Layout::Cloze { text: asked, extra: None },
        _ => Layout::OtherCloze,
    }
}

/// A field that a template shows.
#[derive(Clone, Copy, Debug)]
struct Shown {
    field: usize,
    is_plain: bool,
    is_typed: bool,
    is_cloze: bool,
}

/// Returns the fields that a template shows, in order; `None` where it says anything else, or shows
/// something under a condition.
fn shown(pieces: &[Piece]) -> Option<Vec<Shown>> {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Html(html) if is_silent(html) => {}
            Piece::Field { field, filters } => found.push(Shown {
                field: *field,
                is_plain: filters.is_empty(),
                is_typed: filters.iter().any(|filter| filter == "type"),
                is_cloze: filters.len() == 1 && filters[0] == "cloze",
            }),
            // `{{#Extra}}<br>{{Extra}}{{/Extra}}` says no more than `{{Extra}}`.
            Piece::If { field, filled: true, then } => {
                let inner = shown(then)?;
                if inner.iter().any(|one| one.field != *field) {
                    return None;
                }
                found.extend(inner);
            }
            _ => return None,
        }
    }
    Some(found)
}

/// Returns the fields that an answer shows besides those of the question, if there are so many and
/// nothing else.
fn answer<const N: usize>(back: &[Piece], question: &[usize]) -> Option<[usize; N]> {
    let shown = shown(back)?;
    let mut fields: Vec<usize> = Vec::new();
    for one in shown.iter().filter(|one| !question.contains(&one.field)) {
        if !one.is_plain {
            return None;
        }
        if !fields.contains(&one.field) {
            fields.push(one.field);
        }
    }
    fields.try_into().ok()
}

/// Says whether a piece of HTML shows nothing that a reader would miss.
fn is_silent(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let shows = ["<img", "<script", "<audio", "<video", "<iframe", "<svg", "<object", "<input"];
    if shows.iter().any(|tag| lower.contains(tag)) {
        return false;
    }
    let mut rest = lower.as_str();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return true;
        }
        if let Some(after) = rest.strip_prefix("&nbsp;") {
            rest = after;
        } else if rest.starts_with("<style") {
            rest = rest.split_once("</style>").map_or("", |(_, after)| after);
        } else if rest.starts_with('<') {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        } else {
            return false;
        }
    }
}
