//! Notes that came from Anki, on their way back to the very note they came from.
//!
//! They keep their note type: Anki leaves a note alone that comes with another. One that nobody has
//! edited here says what it said and is as old as it was, so that Anki does not touch it. Of one that
//! was edited the texts go into the fields they came from. Where they came out of a template, nobody
//! can tell which field an edit belongs to: such a note stays in Anki as it is.

use std::collections::BTreeSet;

use crate::cards::Note;
use crate::cards::fingerprint::Fingerprint;
use crate::cards::note::Foreign;
use crate::exchange::anki::model::Model;
use crate::exchange::anki::text::SEPARATOR;
use crate::exchange::export::anki::escape::{self, Place};
use crate::exchange::export::anki::media::Media;
use crate::exchange::export::anki::placing::{self, Filling};
use crate::exchange::export::anki::{cloze, html};
use crate::exchange::import;

/// What became of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is as it came.
    Same,
    /// It was edited here.
    Edited,
    /// It was edited here, and its fields say what they said.
    Stuck,
}

/// Adds the fields of a note to `out`, with separators between them.
pub(super) fn write(
    out: &mut String,
    note: &Note,
    foreign: &Foreign,
    model: &Model,
    media: &mut dyn Media,
) -> Way {
    let media = &mut There(media);
    let is_same = foreign.of == Some(Fingerprint::of_whole(note).to_string());
    let row = placing::row(note, foreign, model, is_same);
    for (place, field) in row.fields.iter().enumerate() {
        if place > 0 {
            out.push(SEPARATOR);
        }
        match field {
            Some(Filling::Kept(kept)) => raw(out, kept, media),
            Some(Filling::Markdown(text)) => html::markdown(out, text, media),
            Some(Filling::Words(text)) => escape::text(out, &escape::nfc(text), Place::Plain),
            Some(Filling::Holes(text)) => cloze::field(out, text, media),
            None => {}
        }
    }
    match (is_same, row.is_stuck) {
        (true, _) => Way::Same,
        (false, false) => Way::Edited,
        (false, true) => Way::Stuck,
    }
}

/// Media of a note that came from Anki: what is not here may well be there.
struct There<'a>(&'a mut dyn Media);

impl Media for There<'_> {
    fn name(&mut self, path: &str) -> Option<String> {
        // Where it is missing that is told.
        self.0.name(path).or_else(|| import::html::name_at(path))
    }
}

/// Adds a field as it came, and takes the files along that it refers to.
fn raw(out: &mut String, kept: &str, media: &mut dyn Media) {
    let names: BTreeSet<String> = import::html::converted(kept).media.into_iter().collect();
    for name in names {
        // It keeps its name.
        media.name(&import::html::path(&name));
    }
    out.extend(escape::nfc(kept).chars().filter(|c| *c != SEPARATOR));
}
