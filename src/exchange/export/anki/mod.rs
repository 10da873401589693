//! Packages for Anki: `.apkg`.
//!
//! A [`Package`] is given notes one after the other and holds none of them; media are read piece by
//! piece. The file appears when it is whole. What it says of each note, and since when, is returned,
//! so that the next package tells Anki exactly which notes have changed.
//!
//! `fields` makes the fields of a note, `look` has the templates, `schedule` turns progress into
//! Anki's, `collection` and `schema18` write the database and `pack` the zip around it.

mod address;
mod cloze;
mod collection;
mod decks;
mod deflate;
mod direction;
mod escape;
mod fields;
mod foreign;
mod html;
mod ids;
mod live;
mod look;
mod media;
mod models;
mod pack;
mod package;
mod placing;
mod schedule;
mod schema18;
mod unicase;
mod zstd;

use std::io;
use std::path::PathBuf;

use crate::cards::Note;
use crate::cards::entry::Part;
use crate::exchange::anki::container::Version;
use crate::exchange::anki::model::Model;
use crate::exchange::export::Reference;
use crate::model::{Exported, Moment};

pub use ids::Ids;
pub use live::{CardThere, Change, Live, ReviewThere, merged_tags};
pub use package::Package;
pub use schedule::{History, Progress, history};

/// Why a package could not be written. There is then no file, or the one that was there before.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The disk, or a media file.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The database in the package.
    #[error("cannot write the collection: {0}")]
    Database(#[from] rusqlite::Error),
    /// The zip.
    #[error("cannot write the package: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// JSON in the package.
    #[error("cannot write the collection: {0}")]
    Json(#[from] serde_json::Error),
    /// A media file was changed while it was read.
    #[error("`{0}` was changed meanwhile: export again")]
    Changed(PathBuf),
}

/// What a package is about as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The form of the file.
    pub version: Version,
    /// Now.
    pub now: Moment,
    /// The hour at which a study day begins.
    pub rollover: u8,
    /// Whether progress goes along.
    pub progress: bool,
}

/// A note that goes into a package.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// The note.
    pub note: &'a Note,
    /// Its id in the package, of [`Ids`]; notes that came from one note of Anki share one.
    pub id: i64,
    /// The note type it came with, where it came from Anki.
    pub model: Option<&'a Model>,
    /// Whether it only adds a card to the note of its id, which another one writes.
    pub is_sibling: bool,
    /// The full name of its deck.
    pub deck: &'a str,
    /// The title of its topic.
    pub topic: &'a str,
    /// Its tags.
    pub tags: &'a [String],
    /// The tags it is to have in Anki, where a person there has given it others beside ours.
    pub shown_tags: Option<&'a [String]>,
    /// What it rests on.
    pub sources: &'a [Reference],
    /// Where it is written, as an address on the web.
    pub link: Option<&'a str>,
    /// What the last export said of it.
    pub said: Option<&'a Exported>,
    /// Its cards, with what is known of them where progress goes along.
    pub cards: &'a [(Part, Option<Progress>)],
    /// Finds a media file that the note names, as it names it.
    pub media: &'a dyn Fn(&str) -> Option<PathBuf>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many notes.
    pub notes: usize,
    /// How many cards.
    pub cards: usize,
    /// How many entries of the review log.
    pub reviews: usize,
    /// How many media files.
    pub media: usize,
    /// How many decks.
    pub decks: usize,
    /// How many notes no export had before.
    pub new: usize,
    /// How many notes say something else than in the last export.
    pub changed: usize,
    /// Notes that came out of templates of Anki and were edited here: they stay in Anki as they are.
    pub stuck: Vec<String>,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// Media files that could not be read: the note, and the file as the note names it.
    pub missing: Vec<(String, String)>,
}

/// Returns the key under which what is said of a note type is kept.
pub fn type_key(id: i64) -> String {
    format!("type:{id}")
}
