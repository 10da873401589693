//! What is written: one file per format.
//!
//! Documents ([`csv`], [`json`], [`markdown`]) are an [`Exporter`] each, which is given notes one after
//! the other and holds none. A package for Anki ([`anki`]) is more than that.

pub mod anki;
pub mod csv;
pub mod json;
pub mod markdown;
mod temporary;

use std::io::{self, Write};
use std::path::Path;

use crate::cards::library::{Collection, Section, Topic};
use crate::cards::{Citation, Note};
use crate::model::{CardId, Day, EventBody, Moment};
use crate::scheduler::CardState;
use temporary::Temporary;

/// A note that goes into a document.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The note.
    pub note: &'a Note,
    /// Its collection.
    pub collection: &'a Collection,
    /// The path of its deck in the collection.
    pub deck: &'a str,
    /// The deck's own title.
    pub deck_title: Option<&'a str>,
    /// Its section.
    pub section: Option<&'a Section>,
    /// Its topic.
    pub topic: Option<&'a Topic>,
    /// What it rests on.
    pub sources: &'a [Reference],
    /// Its cards, with their states where progress goes along.
    pub cards: &'a [(CardId, Option<CardState>)],
    /// Today, for what a state means now.
    pub today: Day,
}

/// A source as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The citation as it stands on the card.
    pub citation: Citation,
    /// Its title, where its id is known.
    pub title: Option<String>,
    /// Where it is.
    pub url: Option<String>,
}

/// What turns notes into a document.
pub trait Exporter {
    /// Takes a note in. Notes of a deck follow each other.
    fn note(&mut self, entry: &Entry<'_>, to: &mut dyn Write) -> io::Result<()>;

    /// Takes in what happened to a card, after all notes. Only where progress goes along.
    fn progress(
        &mut self,
        card: &CardId,
        state: &CardState,
        events: &[(Moment, u32, EventBody)],
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let _ = (card, state, events, to);
        Ok(())
    }

    /// Writes what stands at the end.
    fn finish(&mut self, to: &mut dyn Write) -> io::Result<()>;
}

/// Says whether a character could steer a terminal that a document is printed on, or change the order
/// of what is read.
fn is_unseen(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Writes a text without what cannot be seen in it.
fn write_clean(to: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(is_unseen) {
        to.write_all(&rest.as_bytes()[..at])?;
        rest = rest[at..].trim_start_matches(is_unseen);
    }
    to.write_all(rest.as_bytes())
}

/// Writes a file that appears when it is whole. What is no regular file, such as a device, is written
/// as it goes.
pub fn write_file(
    target: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if target.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        let mut to = io::BufWriter::new(std::fs::File::create(target)?);
        write(&mut to)?;
        return to.flush();
    }
    let temporary = Temporary::beside(target)?;
    let mut to = io::BufWriter::new(temporary.create()?);
    write(&mut to)?;
    to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    temporary.replace()
}
