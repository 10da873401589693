//! Templates of cards: HTML with fields in it, some of it under conditions.

use std::collections::BTreeSet;

use crate::exchange::anki::model::Model;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// HTML as it stands.
    Html(String),
    /// A field.
    Field {
        /// Its place in the note type.
        field: usize,
        /// What is done with it, the outermost first: `type`, `cloze`, `hint`.
        filters: Vec<String>,
    },
    /// Something that stands only where a field is filled, or only where it is not.
    If {
        /// The field's place in the note type.
        field: usize,
        /// Whether it has to be filled.
        filled: bool,
        /// What stands there.
        then: Vec<Piece>,
    },
}

/// The deepest nesting of conditions that is followed.
const DEEPEST: usize = 16;

/// Reads a template. What names no field of the note type says nothing.
pub fn parse(text: &str, model: &Model) -> Vec<Piece> {
    let mut open: Vec<(usize, bool, Vec<Piece>)> = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text;
    let mut ignored = 0_usize;
    while let Some(at) = rest.find("{{") {
        html(&mut pieces, &rest[..at]);
        let Some(len) = rest[at..].find("}}") else {
            rest = &rest[at..];
            break;
        };
        let tag = rest[at + 2..at + len].trim();
        rest = &rest[at + len + 2..];
        let name = |tag: &str| model.field(tag.trim());
        match tag.chars().next() {
            Some(sign @ ('#' | '^')) => match name(&tag[1..]) {
                Some(field) if open.len() < DEEPEST => {
                    open.push((field, sign == '#', std::mem::take(&mut pieces)));
                }
                _ => ignored += 1,
            },
            Some('/') => {
                let is_known = name(&tag[1..])
                    .is_some_and(|field| open.last().is_some_and(|(open, ..)| *open == field));
                if is_known && let Some((field, filled, before)) = open.pop() {
                    let then = std::mem::replace(&mut pieces, before);
                    pieces.push(Piece::If { field, filled, then });
                } else {
                    ignored = ignored.saturating_sub(1);
                }
            }
            Some('!') | None => {}
            Some(_) => {
                let mut parts: Vec<&str> = tag.split(':').collect();
                let field = parts.pop().and_then(name).or_else(|| name(tag));
                if let Some(field) = field {
                    let filters = parts.into_iter().map(|part| part.trim().to_owned()).collect();
                    pieces.push(Piece::Field { field, filters });
                }
            }
        }
    }
    html(&mut pieces, rest);
    while let Some((field, filled, before)) = open.pop() {
        let then = std::mem::replace(&mut pieces, before);
        pieces.push(Piece::If { field, filled, then });
    }
    pieces
}

fn html(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Html(text.to_owned()));
    }
}

/// Returns the fields that a template shows.
pub fn fields(pieces: &[Piece]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for piece in pieces {
        match piece {
            Piece::Field { field, .. } => drop(found.insert(*field)),
            Piece::If { then, .. } => found.extend(fields(then)),
            Piece::Html(_) => {}
        }
    }
    found
}

/// Returns the fields that a template shows, in order, each once.
pub fn shown(pieces: &[Piece]) -> Vec<usize> {
    let mut found = Vec::new();
    collect(pieces, &mut found);
    found
}

fn collect(pieces: &[Piece], found: &mut Vec<usize>) {
    for piece in pieces {
        match piece {
            Piece::Field { field, .. } if !found.contains(field) => found.push(*field),
            Piece::If { then, .. } => collect(then, found),
            _ => {}
        }
    }
}

/// Returns the fields that a template shows through a filter.
pub fn filtered(pieces: &[Piece], wanted: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for piece in pieces {
        match piece {
            Piece::Field { field, filters } if filters.iter().any(|one| one == wanted) => {
                found.insert(*field);
            }
            Piece::If { then, .. } => found.extend(filtered(then, wanted)),
            _ => {}
        }
    }
    found
}

/// Returns the HTML of a template for the fields of a note. `show` gives the HTML of a field under
/// its filters. None where that is more than `most` bytes: a field may be shown any number of times.
pub fn rendered(
    pieces: &[Piece],
    note: &[&str],
    most: usize,
    show: &dyn Fn(usize, &[String]) -> String,
) -> Option<String> {
    let mut text = String::new();
    render(&mut text, pieces, note, most, show).then_some(text)
}

fn render(
    text: &mut String,
    pieces: &[Piece],
    note: &[&str],
    most: usize,
    show: &dyn Fn(usize, &[String]) -> String,
) -> bool {
    pieces.iter().all(|piece| {
        match piece {
            Piece::Html(html) => text.push_str(html),
            Piece::Field { field, filters } => text.push_str(&show(*field, filters)),
            Piece::If { field, filled, then } => {
                let is_filled = note.get(*field).is_some_and(|text| !is_empty(text));
                if is_filled == *filled {
                    return render(text, then, note, most, show);
                }
            }
        }
        text.len() <= most
    })
}

/// Says whether Anki takes a field for empty: white space, empty lines and empty blocks alone.
pub fn is_empty(html: &str) -> bool {
    let mut rest = html;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return true;
        }
        let Some(tag) = rest.strip_prefix('<') else { return false };
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let Some(end) = tag.find('>') else { return false };
        let name = tag[..end].trim_end_matches('/').trim().to_ascii_lowercase();
        if !matches!(name.as_str(), "br" | "div") {
            return false;
        }
        rest = &tag[end + 1..];
    }
}
