//! Packages of Anki: `.apkg` and `.colpkg`, in all three forms, with schemas 11 and 14 to 18.
//!
//! `read` unpacks the collection into a folder of the caller's, goes through its notes, and returns
//! a [`Harvest`]: notes to be written, events to be logged, media that lie unpacked in that folder.
//! Whoever calls it writes them, or throws the folder away. A package is a stranger's: what is in
//! it is measured before it is believed, and what is wrong with a part costs that part.
//!
//! `archive` is the zip, `sqlite` and `collection` the database in it, `draft` turns notes into ours,
//! `gather` compares them with what is here, `schedule` makes events, `events` keeps them.

mod archive;
mod batch;
mod collection;
mod draft;
mod error;
mod events;
mod gather;
mod limits;
mod media;
mod models;
mod own;
mod schedule;
mod sqlite;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use prost::Message;

use crate::cards::{Content, Note};
use crate::exchange::anki::container::{
    COLLECTION_1, COLLECTION_2, COLLECTION_3, META, Meta, Version,
};
use crate::exchange::anki::model::Model;
use crate::exchange::import::ids::Ids;
use crate::exchange::import::report::{LossTable, Problems};
use crate::model::{CardId, Moment, NoteId, Timestamp};
use archive::{Archive, MemberError, Packing};
use collection::Collection;
use gather::Gathering;
use media::MediaList;
use schedule::{Clockwork, Target};

pub use error::PackageError;
pub use events::{EventCounts, Events};
pub use limits::Limits;
pub use media::MediaReport;
pub use schedule::CardLog;

/// Whether a note of ours is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Here,
    /// Its collection is, and the note is not.
    Collection,
    /// Nothing of its collection is here.
    Nowhere,
}

/// What is here before a package comes.
pub struct Present<'a> {
    /// The name of the collection that foreign notes go to.
    pub collection: String,
    /// Gives new notes their ids.
    pub ids: Ids,
    /// The notes of that collection that came from Anki, by guid and number of card.
    pub notes: HashMap<(String, u16), Note>,
    /// Says whether a note of ours is here.
    pub find: &'a dyn Fn(&NoteId) -> Presence,
    /// Says whether that collection has a media file, by its name in the package.
    pub has_media: &'a dyn Fn(&str) -> bool,
    /// What is known of cards that something has happened to.
    pub log: &'a HashMap<CardId, CardLog>,
    /// Gives the study day of an instant.
    pub at: &'a dyn Fn(Timestamp) -> Moment,
    /// Now.
    pub now: Moment,
    /// How much is taken in.
    pub limits: Limits,
}

/// How much of a package is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything.
    All,
    /// The progress of cards that are here; no note, no media.
    Progress,
}

/// The notes of a note type that become one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeCount {
    /// The kind.
    pub kind: &'static str,
    /// Whether its fields are those of the kind; else its templates were filled in.
    pub is_known: bool,
    /// How many notes.
    pub notes: usize,
}

/// What a package gives.
#[derive(Debug, Default)]
pub struct Harvest {
    /// The version of the package.
    pub version: Option<Version>,
    /// How many notes it has.
    pub notes: usize,
    /// New notes, each with the name of its deck.
    pub new: Vec<(String, Note)>,
    /// Notes of our own note types of which nothing is here, by collection.
    pub own: BTreeMap<String, Vec<(String, Note)>>,
    /// Notes that are here and have changed there.
    pub changed: Vec<Note>,
    /// How many notes are new.
    pub new_notes: usize,
    /// How many notes are here as they are there.
    pub same: usize,
    /// How many were changed on both sides, and stay as they are here.
    pub kept: usize,
    /// How many are left out.
    pub left_out: usize,
    /// With [`Wanted::Progress`]: how many are not here.
    pub unknown: usize,
    /// The note types by id, and what their notes become.
    pub types: BTreeMap<(i64, &'static str), TypeCount>,
    /// The foreign note types in use.
    pub models: BTreeMap<i64, Model>,
    /// What happened to cards.
    pub events: Events,
    /// The media; its files lie in the folder that was given.
    pub media: MediaReport,
    /// The collections that each media file belongs to, by its name in the package.
    pub media_of: BTreeMap<String, BTreeSet<String>>,
    /// What Markdown cannot say of the texts.
    pub losses: LossTable,
    /// What was left out, and why.
    pub problems: Problems,
}

impl Harvest {
    /// Returns what was found of progress.
    pub fn counts(&self) -> EventCounts {
        self.events.counts
    }

    /// Takes the progress of another package in; what both have comes once. `seen` are the origins
    /// so far.
    pub fn join(&mut self, other: Harvest, seen: &mut HashSet<String>) {
        self.events.join(other.events, seen);
        self.notes += other.notes;
        self.same += other.same;
        self.unknown += other.unknown;
        self.left_out += other.left_out;
        self.problems.extend(other.problems.list);
    }
}

/// The file that the collection is unpacked into.
const UNPACKED: &str = ".collection.db";

/// Reads a package. `folder` is an empty folder for what is unpacked; when this fails it is to be
/// removed.
///
/// # Errors
///
/// A package as a whole is refused where it is none, is damaged, or is larger than anybody's. What
/// is wrong with one note or file is told in [`Harvest::problems`].
pub fn read(
    file: &Path,
    folder: &Path,
    wanted: Wanted,
    present: Present<'_>,
) -> Result<Harvest, PackageError> {
    let mut archive = Archive::open(file, present.limits)?;
    let version = version(&mut archive)?;
    let media = match wanted {
        Wanted::All => MediaList::read(&mut archive, version)?,
        Wanted::Progress => MediaList::default(),
    };
    let path = folder.join(UNPACKED);
    unpack(&mut archive, version, &path)?;
    let limits = present.limits;
    let (log, at, now) = (present.log, present.at, present.now);
    let collection = Collection::open(&path, limits)?;
    let cards = collection.cards()?;
    let reviews = collection.reviews()?;
    let mut gathering = Gathering::new(&collection, present, wanted == Wanted::Progress);
    let mut known = gathering.run(&cards)?;
    let head = collection.head;
    let written = at(schedule::written(head, &cards, &reviews, now));
    let clockwork = Clockwork { head, written, at, now, log };
    // What is pulled always comes with its progress.
    let has_progress = wanted == Wanted::Progress || schedule::has_progress(&cards, &reviews);
    let mut events = Events::default();
    let mut from = 0;
    let mut by_id: Vec<usize> = (0..cards.len()).collect();
    by_id.sort_unstable_by_key(|place| cards[*place].id);
    for place in by_id {
        let row = &cards[place];
        from += reviews[from..].partition_point(|review| review.card < row.id);
        let len = reviews[from..].partition_point(|review| review.card == row.id);
        let history = &reviews[from..from + len];
        if let Some(known) = known[place].take()
            && has_progress
        {
            let target = Target {
                card: known.card,
                guid: known.guid,
                row,
                reviews: history,
                is_ours: known.is_ours,
            };
            clockwork.events(&target, &mut events);
        }
    }
    let Gathering { mut harvest, media: names, .. } = gathering;
    harvest.version = Some(version);
    harvest.problems.extend(collection.problems.iter().cloned());
    harvest.events = events;
    drop(collection);
    fs::remove_file(&path).map_err(PackageError::Unpack)?;
    if wanted == Wanted::All {
        harvest.media = media.unpack(&mut archive, &names, folder)?;
        harvest.problems.extend(std::mem::take(&mut harvest.media.problems));
    }
    Ok(harvest)
}

/// Returns what a note of Anki is here, with its remark: the card of number `card` where each of its
/// cards is a note here. `None` where it cannot be taken in.
pub fn content(model: &Model, fields: &[&str], card: u16) -> Option<(Content, Option<String>)> {
    let shape = draft::Shape::new(model.clone());
    let (drafts, _) = shape.drafts(fields, &[card], Limits::default().shown).ok()?;
    drafts.into_iter().next().map(|draft| (draft.note.content, draft.note.more))
}

/// Returns the version of a package: what it says, else what it has.
fn version(archive: &mut Archive) -> Result<Version, PackageError> {
    /// `meta` is a few bytes long.
    const META_BYTES: u64 = 1 << 10;
    let of_members = |archive: &Archive| {
        let known = [
            (COLLECTION_3, Version::Latest),
            (COLLECTION_2, Version::Legacy2),
            (COLLECTION_1, Version::Legacy1),
        ];
        let found = known.into_iter().find(|(name, _)| archive.has(name));
        found
            .map(|(_, version)| version)
            .ok_or_else(|| PackageError::Foreign("there is no collection in it".to_owned()))
    };
    if !archive.has(META) {
        return of_members(archive);
    }
    let meta = archive.bytes(META, Packing::Plain, META_BYTES);
    let meta = meta.map_err(|error| PackageError::Damaged(format!("`{META}`: {error}")))?;
    let meta = Meta::decode(meta.as_slice());
    match meta.map_err(|error| PackageError::Damaged(format!("`{META}`: {error}")))?.version {
        0 => of_members(archive),
        1 => Ok(Version::Legacy1),
        2 => Ok(Version::Legacy2),
        3 => Ok(Version::Latest),
        other => Err(PackageError::Version(other)),
    }
}

fn unpack(archive: &mut Archive, version: Version, path: &Path) -> Result<(), PackageError> {
    let packing = match version {
        Version::Latest => Packing::Zstd,
        _ => Packing::Plain,
    };
    let name = version.collection();
    let mut file = BufWriter::new(File::create_new(path).map_err(PackageError::Unpack)?);
    let most = archive.limits.collection;
    archive.copy(name, packing, most, &mut file).map_err(|error| match error {
        MemberError::Write(error) => PackageError::Unpack(error),
        MemberError::Large(_) | MemberError::Bomb(_) => {
            PackageError::Refused(format!("`{name}`: {error}"))
        }
        error => PackageError::Damaged(format!("`{name}`: {error}")),
    })?;
    file.flush().map_err(PackageError::Unpack)
}
