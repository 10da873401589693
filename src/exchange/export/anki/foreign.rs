//! Notes that came from Anki, on their way back to the very note they came from.
//!
//! They keep their note type: Anki leaves a note alone that comes with another. One that nobody has
//! edited here says what it said and is as old as it was, so that Anki does not touch it. Of one that
//! was edited the texts go into the fields they came from. Where they came out of a template, nobody
//! can tell which field an edit belongs to: such a note stays in Anki as it is.

use std::collections::BTreeSet;

use crate::cards::fingerprint::Fingerprint;
use crate::cards::note::Foreign;
use crate::cards::{Content, Note};
use crate::exchange::anki::layout::{self, Layout};
use crate::exchange::anki::model::Model;
use crate::exchange::anki::text::SEPARATOR;
use crate::exchange::export::anki::escape::{self, Place};
use crate::exchange::export::anki::media::Media;
use crate::exchange::export::anki::{cloze, html};
use crate::exchange::import;

/// Stands in a deck for an answer that is empty in Anki.
const NOTHING: &str = "—";

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
    let is_same = foreign.of == Some(Fingerprint::of_whole(note).to_string());
    let layout = layout::of(model);
    let is_placed = is_placed(&layout, &note.content);
    for (place, name) in model.fields.iter().enumerate() {
        if place > 0 {
            out.push(SEPARATOR);
        }
        let placed = placed(&layout, place, note);
        match (foreign.fields.get(name), placed) {
            (Some(kept), placed) if is_same || !is_placed || placed.is_none() => {
                raw(out, kept, media);
            }
            (_, Some(Text::Markdown(text))) if text != NOTHING => html::markdown(out, text, media),
            (_, Some(Text::Words(text))) => escape::text(out, &escape::nfc(text), Place::Plain),
            (_, Some(Text::Holes)) => {
                if let Content::Cloze(text) = &note.content {
                    cloze::field(out, text, media);
                }
            }
            _ => {}
        }
    }
    match (is_same, is_placed) {
        (true, _) => Way::Same,
        (false, true) => Way::Edited,
        (false, false) => Way::Stuck,
    }
}

/// Says whether every text of a note has a field of its own.
fn is_placed(layout: &Layout, content: &Content) -> bool {
    matches!(
        (layout, content),
        (Layout::Basic { .. } | Layout::Reversed { .. } | Layout::Typed { .. }, Content::Basic(_))
            | (Layout::Reversed { .. }, Content::Reversed(_))
            | (Layout::Typed { .. }, Content::Typed(_))
            | (Layout::Cloze { .. }, Content::Cloze(_) | Content::Basic(_))
    )
}

/// What stands in a field.
enum Text<'a> {
    Markdown(&'a str),
    Words(&'a str),
    Holes,
}

/// Returns the text of a note that stands in a field.
fn placed<'a>(layout: &Layout, place: usize, note: &'a Note) -> Option<Text<'a>> {
    let more = || Text::Markdown(note.more.as_deref().unwrap_or_default());
    match (layout, &note.content) {
        (
            Layout::Basic { front, back }
            | Layout::Reversed { front, back }
            | Layout::Typed { front, answer: back },
            Content::Basic(text),
        ) => side(place, *front, *back, &text.front, &text.back),
        (Layout::Reversed { front, back }, Content::Reversed(text)) => {
            side(place, *front, *back, &text.front, &text.back)
        }
        (Layout::Typed { front, answer }, Content::Typed(text)) => match place {
            place if place == *front => Some(Text::Markdown(&text.front)),
            place if place == *answer => Some(Text::Words(text.accept.first()?)),
            _ => None,
        },
        (Layout::Cloze { text, .. }, Content::Cloze(_)) if place == *text => Some(Text::Holes),
        (Layout::Cloze { extra, .. }, Content::Cloze(_)) if Some(place) == *extra => Some(more()),
        (Layout::Cloze { text, extra }, Content::Basic(basic)) => {
            side(place, *text, extra.unwrap_or(usize::MAX), &basic.front, &basic.back)
        }
        _ => None,
    }
}

fn side<'a>(
    place: usize,
    front: usize,
    back: usize,
    question: &'a str,
    answer: &'a str,
) -> Option<Text<'a>> {
    match place {
        place if place == front => Some(Text::Markdown(question)),
        place if place == back => Some(Text::Markdown(answer)),
        _ => None,
    }
}

/// Adds a field as it came, and takes the files along that it refers to.
fn raw(out: &mut String, kept: &str, media: &mut dyn Media) {
    let names: BTreeSet<String> = import::html::converted(kept).media.into_iter().collect();
    for name in names {
        // It keeps its name; where it is missing that is told.
        media.name(&import::html::path(&name));
    }
    out.extend(escape::nfc(kept).chars().filter(|c| *c != SEPARATOR));
}
