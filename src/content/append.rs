//! Adding cards to a deck: the text is made and checked first, and written when the caller says so.

use std::path::{Path, PathBuf};

use crate::cards::Note;
use crate::content::deck::{DeckFile, Located};
use crate::content::replace::{create, replace};
use crate::content::root::{Text, read_text};
use crate::content::source::Span;
use crate::content::tree::Comment;
use crate::content::write::{
    Patch, WriteError, card_text, end_of_lines, line_end, notes, parse, patched, read, same_head,
    source, unequal,
};
use crate::model::{NoteId, Severity};

/// A card that is to be added to a deck.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCard {
    /// What it says.
    pub note: Note,
    /// How its author wrote it, comments included: its lines from the dash on, without the
    /// indentation of the dash. Where there is none, or it cannot stand in the deck like that, the
    /// card is written anew.
    pub text: Option<String>,
}

/// Cards that are to be added to a deck, and the text it would have then.
#[derive(Clone, Debug)]
pub struct Addition {
    path: PathBuf,
    /// The text as it is; none where there is no file yet.
    before: Option<String>,
    text: String,
}

impl Addition {
    /// Adds cards behind the last one of a deck, as deep and as far apart as the others; where there
    /// is no deck, one is begun. Nothing is written.
    ///
    /// Fails where the deck cannot be read, and where it would say anything else besides.
    pub fn of(path: &Path, cards: &[NewCard]) -> Result<Addition, WriteError> {
        let (before, deck) = match path.exists() {
            true => match read(path) {
                Ok((text, deck)) => (Some(text), deck),
                // A file with nothing in it is no deck yet, and can become one.
                Err(broken) => match read_text(path, String::new()) {
                    Ok(Text { file, .. }) if file.text.trim().is_empty() => {
                        (Some(file.text), DeckFile::default())
                    }
                    _ => return Err(broken),
                },
            },
            false => (None, DeckFile::default()),
        };
        // As it was written, if that comes to the same.
        let anew: Vec<NewCard> =
            cards.iter().map(|card| NewCard { text: None, ..card.clone() }).collect();
        let texts = [cards, &anew].into_iter().find_map(|cards| added(path, &deck, cards));
        let text = texts.ok_or_else(|| unequal(path))?;
        Ok(Addition { path: path.to_owned(), before, text })
    }

    /// Returns the text that the deck would have.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Writes it, in one step. Fails where the deck has been changed meanwhile.
    pub fn write(&self) -> Result<(), WriteError> {
        match &self.before {
            Some(before) => replace(&self.path, before, &self.text),
            None => create(&self.path, &self.text),
        }
    }
}

/// Adds a card at the end of a deck, which is made where there is none.
pub fn append(path: &Path, note: &Note) -> Result<(), WriteError> {
    Addition::of(path, &[NewCard { note: note.clone(), text: None }])?.write()
}

/// Returns a card of a deck as it is written, with the comments above it, as in [`NewCard::text`];
/// nothing where that cannot be taken out of its place.
pub fn verbatim(deck: &DeckFile, located: &Located) -> Option<String> {
    let text = &deck.file.text;
    let (start, dash) = dash(deck, located)?;
    let mut first = start;
    // Comments that stand as deep as the card, right above it, belong to it.
    while let Some(above) = text[..first].strip_suffix('\n') {
        let line = above.rfind('\n').map_or(0, |at| at + 1);
        let is_comment = above[line..].get(dash..).is_some_and(|rest| rest.starts_with('#'));
        if !is_comment || !above[line..line + dash].trim().is_empty() {
            break;
        }
        first = line;
    }
    let end = end_of_lines(text, located.body.end as usize);
    let mut lines = String::new();
    for line in text[first..end].lines() {
        let line = line.trim_end_matches('\r');
        match line.get(..dash).map(str::trim) {
            Some("") => lines.push_str(&line[dash..]),
            _ if line.trim().is_empty() => {}
            _ => return None,
        }
        lines.push('\n');
    }
    Some(lines)
}

/// Returns where the line of a card's dash starts, and the column of the dash; nothing for a card in
/// brackets.
fn dash(deck: &DeckFile, located: &Located) -> Option<(usize, usize)> {
    let start = deck.file.start_of_line(located.body.start);
    let before = &deck.file.text[start..located.body.start as usize];
    let dash = before.find('-').filter(|_| before.trim() == "-")?;
    Some((start, dash))
}

/// Returns the text of a deck with cards behind those it has, if it says just that.
fn added(path: &Path, deck: &DeckFile, cards: &[NewCard]) -> Option<String> {
    let (before, patch) = match deck.file.text.as_str() {
        "" => (String::new(), Patch { span: Span::new(0, 0), text: begun(cards) }),
        text => (text.to_owned(), appended(deck, cards)?),
    };
    let at = patch.span.start as usize..patch.span.start as usize + patch.text.len();
    let text = patched(&before, &[patch])?;
    let after = parse(path, Text { file: source(path, &text), bad: Vec::new() });
    let is_sound = after.diagnostics.iter().all(|finding| finding.severity < Severity::Error);
    let is_new = |comment: &Comment| at.contains(&(comment.span.start as usize));
    let mut rest = DeckFile { header: after.header.clone(), ..DeckFile::default() };
    rest.comments = after.comments.iter().filter(|comment| !is_new(comment)).cloned().collect();
    (is_sound && same_head(deck, &rest) && is_added(deck, &after, cards)).then_some(text)
}

/// Says whether a deck has what it had, and then these cards.
fn is_added(before: &DeckFile, after: &DeckFile, cards: &[NewCard]) -> bool {
    let had = before.notes.len();
    let expected = |(card, added): (&NewCard, &Note)| {
        let (topic, lang) = (added.topic.clone(), added.lang.clone());
        let id = NoteId::new(added.id.collection(), card.note.id.local());
        *added == Note { topic, lang, id, ..card.note.clone() }
    };
    after.notes.len() == had + cards.len()
        && notes(before).eq(notes(after).take(had))
        && cards.iter().zip(notes(after).skip(had)).all(expected)
}

/// Returns a deck of these cards alone.
fn begun(cards: &[NewCard]) -> String {
    let cards: String = cards.iter().map(|card| card_lines(card, 2, "\n")).collect();
    format!("cards:\n{cards}")
}

/// Returns a card with its dash in a column.
fn card_lines(card: &NewCard, dash: usize, end: &str) -> String {
    let Some(text) = &card.text else { return card_text(&card.note, dash + 2, end) };
    let depth = " ".repeat(dash);
    let lines = text.lines().map(|line| match line {
        "" => end.to_owned(),
        line => format!("{depth}{line}{end}"),
    });
    lines.collect()
}

/// Returns the patch that adds cards behind the last one.
pub(super) fn appended(deck: &DeckFile, cards: &[NewCard]) -> Option<Patch> {
    let text = &deck.file.text;
    let end = line_end(text);
    let Some(last) = deck.notes.last() else {
        // Only a list that has not begun yet can be continued from here.
        let at = text.trim_end().len();
        let is_open = text[..at].ends_with("cards:");
        let cards: String = cards.iter().map(|card| card_lines(card, 2, end)).collect();
        return is_open
            .then(|| Patch { span: Span::new(at, text.len()), text: format!("{end}{cards}") });
    };
    // The new ones get their dashes below the last one's.
    let (start, dash) = dash(deck, last)?;
    let at = end_of_lines(text, last.body.end as usize);
    let starts_line = text[..at].ends_with('\n');
    let is_spaced = deck.notes.iter().rev().nth(1).is_some_and(|before| {
        let between = text.get(before.body.end as usize..start).unwrap_or_default();
        between.lines().skip(1).any(|line| line.trim().is_empty())
    });
    let gap = if is_spaced { end } else { "" };
    let mut added = if starts_line { String::new() } else { end.to_owned() };
    for card in cards {
        added.push_str(gap);
        added.push_str(&card_lines(card, dash, end));
    }
    Some(Patch { span: Span::new(at, at), text: added })
}
