//! Ids for notes that come without one of ours: readable where the question has letters for it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::cards::Content;
use crate::cards::kinds::cloze::Piece;

/// The most bytes of an id's words; a number may follow.
const MOST_BYTES: usize = 48;

/// Gives ids that no note of a collection has, or had.
#[derive(Debug, Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// The last number that was given behind some words.
    numbers: HashMap<String, u32>,
}

impl Ids {
    /// Starts with the ids that are taken.
    pub fn new(taken: HashSet<String>) -> Ids {
        Ids { taken, numbers: HashMap::new() }
    }

    /// Says whether an id is taken.
    pub fn has(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// Takes an id that was given elsewhere.
    pub fn take(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// Gives an id made of the first words of a text. Where it has none in Latin letters the id is
    /// made of `key`, which must not change.
    pub fn give(&mut self, text: &str, key: &str) -> String {
        let words = words(&without_addresses(text));
        let base = match words.is_empty() {
            true => format!("note-{:08x}", hash(key)),
            false => words,
        };
        let mut id = base.clone();
        while self.taken.contains(&id) {
            let number = self.numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            id = format!("{base}-{number}");
        }
        self.taken.insert(id.clone());
        id
    }
}

/// Returns the text that an id is made of: what the note asks, with its holes filled.
pub fn asked(content: &Content) -> Cow<'_, str> {
    if let Content::Cloze(text) = content {
        let words = text.pieces().into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Hole { hidden, .. } => hidden,
        });
        return Cow::Owned(words.collect());
    }
    let texts = content.as_kind().texts();
    texts.first().map_or(Cow::Borrowed(""), |(_, text)| Cow::Borrowed(*text))
}

/// Returns a text without the addresses of its links and pictures, which say little.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split("](");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        result.push(' ');
        result.push_str(part.split_once(')').map_or(part, |(_, after)| after));
    }
    result
}

/// Returns the first words of a text, joined.
fn words(text: &str) -> String {
    let mut id = String::new();
    let latin = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut count = 0;
    for word in latin {
        if id.len() + word.len() + 1 > MOST_BYTES || count == 6 {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word.to_ascii_lowercase());
        count += usize::from(word.len() > 2);
    }
    // Numbers alone say nothing.
    if id.bytes().any(|byte| byte.is_ascii_lowercase()) { id } else { String::new() }
}

/// FNV-1a, 32 bits: the same for ever.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
