//! Notes by the thousand: what they become is found on all processors.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cards::fingerprint::Fingerprint;
use crate::cards::note::Foreign;
use crate::exchange::anki::model::Model;
use crate::exchange::anki::notetype::NoteType;
use crate::exchange::anki::text::SEPARATOR;
use crate::exchange::import::anki::collection::NoteRow;
use crate::exchange::import::anki::draft::{Draft, Shape};
use crate::exchange::import::anki::gather::tags;
use crate::exchange::import::anki::limits::Limits;
use crate::model::parallel;

/// How many notes are taken together, and how much text, in bytes.
pub(super) const BATCH: usize = 4_096;
pub(super) const BATCH_BYTES: usize = 32 << 20;
/// The longest guid that is kept, in bytes.
const LONGEST_GUID: usize = 255;

/// A note as it was read.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) guid: String,
    pub(super) id: i64,
    pub(super) model: i64,
    pub(super) modified: i64,
    pub(super) tags: String,
    pub(super) fields: String,
    /// The places of its cards.
    pub(super) cards: Range<usize>,
    /// Their numbers.
    pub(super) ords: Vec<u16>,
    /// Their deck.
    pub(super) deck: i64,
}

impl Source {
    pub(super) fn new(row: NoteRow<'_>, cards: Range<usize>, ords: Vec<u16>, deck: i64) -> Source {
        Source {
            guid: row.guid.into_owned(),
            id: row.id,
            model: row.model,
            modified: row.modified,
            tags: row.tags.into_owned(),
            fields: row.fields.into_owned(),
            cards,
            ords,
            deck,
        }
    }

    /// Names a note in a message: its guid, and the beginning of its first field.
    pub(super) fn place(&self) -> String {
        let first = self.fields.split(SEPARATOR).next().unwrap_or_default();
        let words: String = first.chars().filter(|c| !c.is_control()).take(40).collect();
        let guid: String = self.guid.chars().take(40).collect();
        format!("note `{guid}` ({words})")
    }

    fn check(&self, longest: usize) -> Result<(), String> {
        let is_odd = self.guid.contains(char::is_control) || self.guid.len() > LONGEST_GUID;
        if self.guid.is_empty() || is_odd {
            return Err("it has no guid that could be kept".to_owned());
        }
        let most = self.fields.split(SEPARATOR).map(str::len).max().unwrap_or(0);
        for (what, len) in [("a field of it has", most), ("its tags have", self.tags.len())] {
            if len > longest {
                let (len, most) = (len >> 10, longest >> 10);
                return Err(format!("{what} {len} KB; at most {most} KB are taken in"));
            }
        }
        Ok(())
    }
}

/// The note types of a package, ready to turn notes into ours.
pub(super) struct Shapes {
    shapes: HashMap<i64, Shape>,
    limits: Limits,
    /// How much more text is taken in, in bytes.
    left: AtomicUsize,
}

impl Shapes {
    pub(super) fn new(models: &BTreeMap<i64, Model>, limits: Limits) -> Shapes {
        let shapes = models.iter().map(|(id, model)| (*id, Shape::new(model.clone())));
        Shapes { shapes: shapes.collect(), limits, left: AtomicUsize::new(limits.text) }
    }

    pub(super) fn get(&self, model: i64) -> Option<&Shape> {
        self.shapes.get(&model)
    }

    /// Turns notes into ours, as far as that can be said of each alone. Notes of our own note types
    /// give nothing.
    pub(super) fn drafts(&self, sources: &[Source]) -> Vec<Result<Vec<Draft>, String>> {
        parallel::map(sources, 64, |source| self.one(source))
    }

    /// Counts text that is taken in.
    fn take(&self, bytes: usize) -> Result<(), String> {
        let order = Ordering::Relaxed;
        let taken = self.left.fetch_update(order, order, |left| left.checked_sub(bytes));
        let most = self.limits.text >> 20;
        taken.map(drop).map_err(|_| {
            format!("the notes before it have {most} MB of text, and no more is taken in")
        })
    }

    fn one(&self, source: &Source) -> Result<Vec<Draft>, String> {
        source.check(self.limits.field)?;
        self.take(source.fields.len())?;
        if NoteType::find(source.model).is_some() {
            return Ok(Vec::new());
        }
        let shape = self.get(source.model).ok_or("its note type is not in the package")?;
        let fields: Vec<&str> = source.fields.split(SEPARATOR).collect();
        if fields.len() != shape.model.fields.len() {
            let wanted = shape.model.fields.len();
            return Err(format!("it has {} fields, its note type {wanted}", fields.len()));
        }
        let (mut drafts, shown) = shape.drafts(&fields, &source.ords, self.limits.shown)?;
        self.take(shown)?;
        for draft in &mut drafts {
            let note = &mut draft.note;
            note.tags.splice(0..0, tags(&source.tags));
            let of = Some(Fingerprint::of_whole(note).to_string());
            note.anki = Some(Box::new(Foreign {
                guid: source.guid.clone(),
                note: source.id,
                note_type: Some(source.model),
                card: draft.card,
                modified: source.modified,
                of,
                fields: std::mem::take(&mut draft.kept),
            }));
        }
        Ok(drafts)
    }
}
