//! Changing a deck file by its bytes: what is not meant is not touched, not a comment, not a space.
//!
//! A changed text is parsed again and compared with what was there; unless all else is equal the
//! file is left alone. It is replaced in one step, with its mode, through a link its target.

use std::io;
use std::path::Path;

use crate::cards::note::Note;
pub use crate::content::append::{Addition, NewCard, append, verbatim};
use crate::content::deck::{self, DeckFile, Detail, Located};
pub use crate::content::emit::card_text;
use crate::content::place::of_file;
use crate::content::raw::Header;
pub use crate::content::replace::{create, replace};
use crate::content::root::{Text, read_text};
use crate::content::source::Span;
use crate::model::Severity;

/// Why a file is not changed. It is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be read as a deck.
    #[error("{place}: {message}; mend it first")]
    Broken {
        /// The file, line and column.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// The text would not say what it should.
    #[error("`{file}` cannot be changed without changing something else; edit it by hand")]
    Unequal {
        /// The file.
        file: String,
    },
    /// Somebody else changed it meanwhile.
    #[error("`{file}` was changed meanwhile; try again")]
    Changed {
        /// The file.
        file: String,
    },
    /// There is no such card in it.
    #[error("`{file}` has no card `{id}`")]
    NoCard {
        /// The file.
        file: String,
        /// The id.
        id: String,
    },
    /// It cannot be written.
    #[error("`{file}` cannot be written")]
    Io {
        /// The file.
        file: String,
        /// What the system answered.
        source: io::Error,
    },
}

/// A replacement of some bytes by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The bytes.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Applies patches; none where they overlap or lie outside the text.
pub fn patched(text: &str, patches: &[Patch]) -> Option<String> {
    let mut patches: Vec<&Patch> = patches.iter().collect();
    patches.sort_by_key(|patch| patch.span);
    let mut result = String::with_capacity(text.len() + 256);
    let mut from = 0;
    for patch in patches {
        result.push_str(text.get(from..patch.span.start as usize)?);
        result.push_str(&patch.text);
        from = patch.span.end as usize;
    }
    result.push_str(text.get(from..)?);
    Some(result)
}

/// Gives every card of a deck an id that has none: the one that follows its text now. Returns how
/// many there were.
pub fn add_ids(path: &Path) -> Result<usize, WriteError> {
    let (text, before) = read(path)?;
    let without: Vec<&Located> = before.notes.iter().filter(|located| !located.has_id).collect();
    let patches: Vec<Patch> = without.iter().map(|located| add_id(&before, located)).collect();
    change(path, &text, &patches, |after| {
        same_head(&before, after)
            && after.notes.iter().all(|located| located.has_id)
            && notes(&before).eq(notes(after))
    })?;
    Ok(patches.len())
}

/// Returns the patch that gives a card the id it goes by.
pub fn add_id(deck: &DeckFile, located: &Located) -> Patch {
    let at = located.body.start as usize;
    let id = located.note.id.local();
    let text = &deck.file.text;
    if text[at..].starts_with('{') {
        let span = Span::new(at + 1, at + 1);
        return Patch { span, text: format!("id: {id}, ") };
    }
    let indent = at - deck.file.start_of_line(located.body.start);
    let text = format!("id: {id}{}{}", line_end(text), " ".repeat(indent));
    Patch { span: Span::new(at, at), text }
}

/// Takes a card out of a deck. Comments stay.
pub fn remove(path: &Path, id: &str) -> Result<(), WriteError> {
    let (text, before) = read(path)?;
    let located = before.notes.iter().find(|located| located.note.id.local() == id);
    let located =
        located.ok_or_else(|| WriteError::NoCard { file: shown(path), id: id.to_owned() })?;
    let patch = removed(&before, located).ok_or_else(|| unequal(path))?;
    change(path, &text, &[patch], |after| {
        same_head(&before, after)
            && notes(&before).filter(|note| note.id.local() != id).eq(notes(after))
    })
}

/// Changes a deck by patches, if the result passes; `is_right` is given the deck as it would be.
pub fn change(
    path: &Path,
    text: &str,
    patches: &[Patch],
    is_right: impl FnOnce(&DeckFile) -> bool,
) -> Result<(), WriteError> {
    if patches.is_empty() {
        return Ok(());
    }
    let new = changed(path, text, patches, is_right)?;
    replace(path, text, &new)
}

/// Returns what a deck would be after patches, if that passes; `is_right` is given it.
pub(super) fn changed(
    path: &Path,
    text: &str,
    patches: &[Patch],
    is_right: impl FnOnce(&DeckFile) -> bool,
) -> Result<String, WriteError> {
    let new = patched(text, patches).ok_or_else(|| unequal(path))?;
    let after = parse(path, Text { file: source(path, &new), bad: Vec::new() });
    let is_sound = after.diagnostics.iter().all(|finding| finding.severity < Severity::Error);
    if !is_sound || !is_right(&after) {
        return Err(unequal(path));
    }
    Ok(new)
}

/// Returns the patch that takes a card's lines out, with the empty line behind them.
fn removed(deck: &DeckFile, located: &Located) -> Option<Patch> {
    let text = &deck.file.text;
    let before = text[..located.body.start as usize].trim_end();
    let dash = before.strip_suffix('-')?.len();
    let start = deck.file.start_of_line(dash as u32);
    if !text[start..dash].trim().is_empty() {
        return None;
    }
    let mut end = end_of_lines(text, located.body.end as usize);
    let next = text[end..].split_inclusive('\n').next().unwrap_or_default();
    if next.trim().is_empty() {
        end += next.len();
    }
    Some(Patch { span: Span::new(start, end), text: String::new() })
}

/// Returns where the line that a value ends on is over.
pub(super) fn end_of_lines(text: &str, end: usize) -> usize {
    if text[..end].ends_with('\n') {
        return end;
    }
    text[end..].find('\n').map_or(text.len(), |at| end + at + 1)
}

pub(super) fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

pub(super) fn notes(deck: &DeckFile) -> impl DoubleEndedIterator<Item = &Note> {
    deck.notes.iter().map(|located| &located.note)
}

/// Compares what two decks say besides their cards, and their comments.
pub(super) fn same_head(a: &DeckFile, b: &DeckFile) -> bool {
    fn values(header: &Header) -> impl PartialEq + use<> {
        let Header { format, topic, key, page, retired, title, lang } = header.clone();
        let text = |at: Option<crate::content::source::At<String>>| at.map(|at| at.value);
        let retired: Vec<String> = retired.into_iter().map(|at| at.value).collect();
        let texts = [text(topic), text(key), text(page), text(title), text(lang)];
        (format.map(|at| at.value), texts, retired)
    }
    let comments = |deck: &DeckFile| -> Vec<String> {
        deck.comments.iter().map(|comment| comment.text.clone()).collect()
    };
    values(&a.header) == values(&b.header) && comments(a) == comments(b)
}

/// Reads a deck that is free of errors.
pub(super) fn read(path: &Path) -> Result<(String, DeckFile), WriteError> {
    let broken = |finding: &crate::model::Diagnostic| WriteError::Broken {
        place: finding.place(),
        message: finding.message.clone(),
    };
    let text = read_text(path, shown(path)).map_err(|finding| broken(&finding))?;
    let whole = text.file.text.clone();
    let deck = parse(path, text);
    match deck.diagnostics.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(broken(finding)),
        None => Ok((whole, deck)),
    }
}

pub(super) fn parse(path: &Path, text: Text) -> DeckFile {
    // The name counts only as the first half of ids.
    let name = of_file(path).folder_name();
    deck::read(text.file, &name, "en", Detail::Fields, text.bad)
}

pub(super) fn source(path: &Path, text: &str) -> crate::content::source::SourceFile {
    crate::content::source::SourceFile::new(shown(path), text)
}

pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn unequal(path: &Path) -> WriteError {
    WriteError::Unequal { file: shown(path) }
}
