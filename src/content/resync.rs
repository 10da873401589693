//! Reading on after a syntax error: a file is cut into its head and its cards, and each is read
//! alone, so that a broken card costs itself.
//!
//! In a sound file no line of a card begins with a dash at the depth of the cards' own dashes:
//! whatever belongs to a card stands deeper. So those lines are where cards begin, whatever is
//! broken before them. The same holds for the ids of translated cards, and for the keys of a file.

use std::ops::Range;

use crate::content::tree::{End, Tree};
use crate::content::yaml::{Budget, Comments, parse_part};

/// The parts of a deck file, as ranges of bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// What stands before the cards, and after them.
    pub head: Vec<Range<usize>>,
    /// The cards, each from the start of its first line.
    pub items: Vec<Range<usize>>,
}

/// How cards begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// With a dash, as in a deck.
    Dash,
    /// With their id as a key, as in a translation.
    Key,
}

/// Cuts the text of a file at its cards. Without a line `cards:` all of it is head.
pub fn cut(text: &str, item: Item) -> Cut {
    let mut cut = Cut::default();
    let mut part_start = 0;
    // The depth of the dashes; known from the first one after `cards:`.
    let mut depth: Option<usize> = None;
    let mut in_cards = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let bare = line.trim_start_matches('\u{feff}');
        let indent = bare.len() - bare.trim_start_matches(' ').len();
        let begins_item = match item {
            Item::Dash => is_dash(&bare[indent..]),
            Item::Key => indent > 0 && is_id_key(&bare[indent..]),
        };
        if !in_cards {
            if is_cards_key(bare) {
                in_cards = true;
                cut.head.push(part_start..start);
                part_start = offset;
            }
        } else if begins_item && depth.is_none_or(|depth| depth == indent) {
            if depth.is_some() {
                cut.items.push(part_start..start);
            }
            depth = Some(indent);
            part_start = start;
        } else if is_top_key(bare) {
            if depth.take().is_some() {
                cut.items.push(part_start..start);
            }
            in_cards = false;
            part_start = start;
        }
    }
    if in_cards && depth.is_some() {
        cut.items.push(part_start..text.len());
    } else {
        cut.head.push(part_start..text.len());
    }
    cut
}

/// Says whether a line, its indentation gone, begins an item of a list.
fn is_dash(line: &str) -> bool {
    line.strip_prefix('-')
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
}

/// Reads a file whose keys stand for themselves: as one document, or, where its syntax is broken,
/// each key alone.
pub fn by_keys(text: &str) -> Vec<Tree<'_>> {
    let mut budget = Budget::new(Comments::Keep);
    let whole = parse_part(text, 0, &mut budget);
    if whole.end != End::Syntax {
        return vec![whole];
    }
    let mut starts = vec![0];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if is_top_key(line) && offset > 0 {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let part = |(start, end): (usize, usize)| parse_part(&text[start..end], start, &mut budget);
    let parts: Vec<Tree<'_>> = starts.iter().copied().zip(ends).map(part).collect();
    // Each part alone is sound: what is broken is how they stand together.
    if parts.iter().all(|part| part.faults.is_empty()) { vec![whole] } else { parts }
}

/// Says whether a line, its indentation gone, begins with an id as a key.
fn is_id_key(line: &str) -> bool {
    let id = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let word = line.bytes().take_while(id).count();
    word > 0 && line[word..].starts_with(':')
}

/// Says whether a line is the key `cards:` with its list below.
fn is_cards_key(line: &str) -> bool {
    line.strip_prefix("cards:").is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest.starts_with('#')
    })
}

/// Says whether a line begins a key of the file itself.
fn is_top_key(line: &str) -> bool {
    let word =
        line.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    word > 0 && line[word..].starts_with(':')
}
