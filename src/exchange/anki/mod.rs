//! What reading and writing Anki's files share.
//!
//! A package is a zip ([`container`]) around an SQLite file ([`schema11`], [`messages`]), whose
//! notes hold their fields in one text ([`text`]). [`notetype`] lists the note types that are ours.
//!
//! A note that was brought over from Anki keeps [`Foreign`](crate::cards::note::Foreign): its guid,
//! and the id of its note type, whose definition stands in [`NOTE_TYPES_FILE`] of its collection, as
//! Anki writes it in `col.models`: one JSON object with the note types by id.

pub mod connect;
pub mod container;
pub mod layout;
pub mod messages;
pub mod model;
pub mod notetype;
pub mod schema11;
pub mod template;
pub mod text;

mod http;

use crate::cards::Note;
use crate::cards::entry::Part;
use crate::model::Moment;

/// The file of a collection that holds the note types of notes that came from Anki.
pub const NOTE_TYPES_FILE: &str = "anki.json";

/// Returns the guid of a note: the one it came with, else one made of its id, which is permanent and
/// does not follow the text.
pub fn guid(note: &Note) -> String {
    match &note.anki {
        Some(foreign) => foreign.guid.clone(),
        None => format!("{OUR_GUID}{}", note.id),
    }
}

/// Returns the full id in a guid that is ours.
pub fn id_of_guid(guid: &str) -> Option<&str> {
    guid.strip_prefix(OUR_GUID)
}

/// Returns the number of the template, or of the hole, that makes a card of a note. `card` is
/// [`Foreign::card`](crate::cards::note::Foreign::card), 0 for a note that is ours.
pub fn ord(part: Part, card: u16) -> u16 {
    if card > 0 {
        return card;
    }
    match part {
        Part::First => 0,
        Part::Back => 1,
        Part::Hole(number) => u16::from(number.saturating_sub(1)),
    }
}

/// How far apart two times of one answer may be, in milliseconds: ids of answers are unique in Anki,
/// and one that is taken is moved on.
pub(super) const SAME_ANSWER_MS: u64 = 1_000;
/// The first day of Anki, in milliseconds.
pub(super) const FIRST_MS: i64 = 1_136_073_600_000;
/// How far ahead another clock may be, in milliseconds.
pub(super) const AHEAD_MS: i64 = 86_400_000;

/// Says whether something can have happened at a time, in milliseconds.
pub(super) fn is_dated(at_ms: i64, now: Moment) -> bool {
    (FIRST_MS..=now.at.0.saturating_add(AHEAD_MS)).contains(&at_ms)
}

const OUR_GUID: &str = "revisit:";
