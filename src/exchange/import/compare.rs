//! A note that comes again: what of it is new.

use crate::cards::Note;
use crate::cards::fingerprint::Fingerprint;

/// What becomes of a note that is here already.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It says what it said.
    Same,
    /// It says something else there, and here it is as it came: this takes its place.
    Changed(Box<Note>),
    /// It was changed on both sides, and stays.
    Kept,
}

/// Compares a note with the one that came from the same note of Anki before.
pub fn foreign(here: &Note, fresh: Note) -> Verdict {
    let of = |note: &Note| note.anki.as_deref().and_then(|anki| anki.of.clone());
    let now = Fingerprint::of_whole(here).to_string();
    // It may say there what it says here because an export has brought it there.
    if of(here) == of(&fresh) || of(&fresh).as_ref() == Some(&now) {
        return Verdict::Same;
    }
    match of(here) == Some(now) {
        true => Verdict::Changed(Box::new(merged(here, fresh))),
        false => Verdict::Kept,
    }
}

/// Compares a note with the one of its id. `takes` says whether what comes counts more.
pub fn own(here: &Note, fresh: Note, takes: bool) -> Verdict {
    if Fingerprint::of_whole(here) == Fingerprint::of_whole(&fresh) {
        return Verdict::Same;
    }
    match takes {
        true => Verdict::Changed(Box::new(merged(here, fresh))),
        false => Verdict::Kept,
    }
}

/// Returns the note that comes, with what only this side knows of it.
fn merged(here: &Note, fresh: Note) -> Note {
    Note {
        content: fresh.content,
        more: fresh.more,
        tags: fresh.tags,
        anki: fresh.anki.or_else(|| here.anki.clone()),
        ..here.clone()
    }
}
