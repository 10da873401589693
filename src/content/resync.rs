//! Reading on after a syntax error: a deck is cut into its head and its cards, and each is read
//! alone, so that a broken card costs itself.
//!
//! In a sound file no line of a card begins with a dash at the depth of the cards' own dashes:
//! whatever belongs to a card stands deeper. So those lines are where cards begin, whatever is
//! broken before them.

use std::ops::Range;

/// The parts of a deck file, as ranges of bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// What stands before the cards, and after them.
    pub head: Vec<Range<usize>>,
    /// The cards, each from the start of its first line.
    pub items: Vec<Range<usize>>,
}

/// Cuts the text of a deck file at its cards. Without a line `cards:` all of it is head.
pub fn cut(text: &str) -> Cut {
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
        let begins_item = is_dash(&bare[indent..]);
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
