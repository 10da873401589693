//! Decks that are made as a whole, and decks into which much comes at once.
//!
//! Both give the text of a file, which is read again before anybody sees it: it has exactly the
//! cards it was made of, but for those that no deck can have. These are told.

use std::collections::HashMap;
use std::path::Path;

use serde_yaml::{Mapping, Value};
use unicode_normalization::UnicodeNormalization;

use crate::cards::note::{Content, Note};
use crate::content::append::{NewCard, appended};
use crate::content::deck::{self, DeckFile, Surroundings};
use crate::content::emit::{card_text, emitted, write_card};
use crate::content::source::Span;
use crate::content::write::{
    Patch, WriteError, changed, line_end, notes, read, same_head, unequal,
};

/// The longest name of a file, in bytes, without its ending.
const LONGEST_NAME: usize = 100;

/// A deck after much came into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text it had.
    pub before: String,
    /// The text it is to have.
    pub after: String,
    /// How many cards came in.
    pub added: usize,
    /// How many say something else than before.
    pub changed: usize,
    /// The ids of cards that stay as they are, because a comment stands in them or they are
    /// written in one line.
    pub kept: Vec<String>,
    /// The cards that did not come in.
    pub refused: Vec<Refused>,
}

/// A deck that is made as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeck {
    /// Its text.
    pub text: String,
    /// The cards that are not in it.
    pub refused: Vec<Refused>,
}

/// A card that no deck can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its id.
    pub id: String,
    /// Whether it was to come in; else it was to take the place of one that is there.
    pub is_new: bool,
    /// What is wrong with it.
    pub why: String,
}

/// Returns the name of a file for a deck of some name, without its ending: letters of any script in
/// lower case, levels (`A::B`) set apart by full stops.
pub fn file_stem(deck: &str) -> String {
    let mut stem = String::new();
    for level in deck.split("::") {
        let mut word = String::new();
        for c in level.nfc().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() || (c == '\u{200c}' && !word.is_empty()) {
                word.push(c);
            } else if !word.is_empty() && !word.ends_with('-') {
                word.push('-');
            }
        }
        let word = word.trim_end_matches(['-', '\u{200c}']);
        if !word.is_empty() {
            stem.push_str(if stem.is_empty() { "" } else { "." });
            stem.push_str(word);
        }
    }
    let mut end = stem.len().min(LONGEST_NAME);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    match stem[..end].trim_end_matches(['-', '.']) {
        // The latter are devices on Windows.
        "" | "con" | "prn" | "aux" | "nul" => "deck".to_owned(),
        stem => stem.to_owned(),
    }
}

/// Returns a new deck with a title and some cards. A card that cannot be studied, or does not read
/// back as the one that went in, is not in it.
pub fn deck_text(title: &str, cards: &[Note]) -> NewDeck {
    let mut head = Mapping::new();
    head.insert(Value::String("title".to_owned()), Value::String(title.to_owned()));
    let mut text = emitted(&Value::Mapping(head));
    text.push_str("cards:\n");
    let mut refused = Vec::new();
    for card in cards {
        if let Err(why) = write(&mut text, card) {
            refused.push(Refused { id: card.id.local().to_owned(), is_new: true, why });
        }
    }
    NewDeck { text, refused }
}

/// Adds a card to a deck; where it is refused the deck stays as it is.
fn write(text: &mut String, card: &Note) -> Result<(), String> {
    let start = text.len();
    if write_card(text, card, 4) && is_sound(card) {
        return Ok(());
    }
    let around = Surroundings { collection: card.id.collection(), topic: None, lang: "en" };
    let why = match deck::read_note(&text[start..], around) {
        Ok(read) if same((&read, card)) => return Ok(()),
        Ok(_) => "a deck cannot say it as it is".to_owned(),
        Err(fault) => fault.message,
    };
    text.truncate(start);
    Err(why)
}

/// Says at a glance that a card of simple texts can be studied: most can.
fn is_sound(card: &Note) -> bool {
    let is_blank = |text: &str| text.trim().is_empty();
    let is_word = |tag: &String| !tag.contains([' ', ',']);
    let is_full = match &card.content {
        Content::Basic(text) => !is_blank(&text.front) && !is_blank(&text.back),
        Content::Reversed(text) => !is_blank(&text.front) && !is_blank(&text.back),
        _ => false,
    };
    is_full && card.tags.iter().all(is_word)
}

/// Takes the cards out that no deck can have.
fn sifted<'n>(cards: &'n [Note], is_new: bool, refused: &mut Vec<Refused>) -> Vec<&'n Note> {
    let mut text = String::new();
    let mut is_fit = |card: &&Note| {
        text.clear();
        let Err(why) = write(&mut text, card) else { return true };
        refused.push(Refused { id: card.id.local().to_owned(), is_new, why });
        false
    };
    cards.iter().filter(|card| is_fit(card)).collect()
}

/// Returns a deck with some of its cards replaced and others added at its end.
///
/// # Errors
///
/// Where the deck cannot be read, or would say anything else besides.
pub fn merged(path: &Path, replaced: &[Note], added: &[Note]) -> Result<Merged, WriteError> {
    let (text, before) = read(path)?;
    let mut refused = Vec::new();
    let replaced = sifted(replaced, false, &mut refused);
    let added = sifted(added, true, &mut refused);
    let by_id: HashMap<&str, &Note> =
        replaced.iter().map(|note| (note.id.local(), *note)).collect();
    let mut patches = Vec::new();
    let mut kept = Vec::new();
    let mut wanted: Vec<&Note> = Vec::with_capacity(before.notes.len() + added.len());
    for located in &before.notes {
        let id = located.note.id.local();
        let Some(new) = by_id.get(id) else {
            wanted.push(&located.note);
            continue;
        };
        match replacement(&before, located.body, new) {
            Some(patch) => {
                patches.push(patch);
                wanted.push(new);
            }
            None => {
                kept.push(id.to_owned());
                wanted.push(&located.note);
            }
        }
    }
    let changes = patches.len();
    if !added.is_empty() {
        let cards: Vec<NewCard> =
            added.iter().map(|note| NewCard { note: (*note).clone(), text: None }).collect();
        patches.push(appended(&before, &cards).ok_or_else(|| unequal(path))?);
        wanted.extend(&added);
    }
    let after = changed(path, &text, &patches, |after| {
        same_head(&before, after)
            && after.notes.len() == wanted.len()
            && notes(after).zip(wanted.iter().copied()).all(same)
    })?;
    Ok(Merged { before: text, after, added: added.len(), changed: changes, kept, refused })
}

/// Returns the patch that writes a card in place of another; none where more than the card would be
/// lost.
fn replacement(deck: &DeckFile, body: Span, new: &Note) -> Option<Patch> {
    let text = &deck.file.text;
    let start = body.start as usize;
    let has_comment =
        deck.comments.iter().any(|comment| body.range().contains(&(comment.span.start as usize)));
    if text[start..].starts_with('{') || has_comment {
        return None;
    }
    let indent = start - deck.file.start_of_line(body.start);
    let end = line_end(text);
    let card = card_text(new, indent, end);
    // The dash and what is before it stand there already.
    let card = card.get(indent..)?.trim_end_matches(['\r', '\n']);
    Some(Patch { span: body, text: card.to_owned() })
}

/// Compares a card as it is read with the one that was written: it takes collection, topic and
/// language from around it.
fn same((read, written): (&Note, &Note)) -> bool {
    read.id.local() == written.id.local()
        && read.content == written.content
        && (&read.gist, &read.more, &read.source) == (&written.gist, &written.more, &written.source)
        && (read.tier, read.facet, read.rev) == (written.tier, written.facet, written.rev)
        && (&read.covers, &read.replaces, &read.as_of)
            == (&written.covers, &written.replaces, &written.as_of)
        && (&read.tags, &read.anki) == (&written.tags, &written.anki)
}
