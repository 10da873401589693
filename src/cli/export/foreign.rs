//! Notes that came from Anki, before they go back: their note types, and which of them were one note.

use std::collections::{BTreeMap, HashMap};

use crate::cards::NoteIx;
use crate::cards::note::Foreign;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::world::World;
use crate::exchange::anki::NOTE_TYPES_FILE;
use crate::exchange::anki::model::{self, Model};

/// What is known of notes that came from Anki.
#[derive(Default)]
pub(super) struct Foreigners {
    /// The note types of each collection that has any.
    models: HashMap<u32, BTreeMap<i64, Model>>,
    origins: HashMap<NoteIx, Origin>,
}

/// Where a note came from.
struct Origin {
    /// The note's id there, 0 where it is not known.
    note: i64,
    /// The number of its card there.
    card: u16,
    speaker: Speaker,
}

/// Each card of a note of Anki may have become a note: one of them stands for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// The note itself.
    Itself,
    /// Another one.
    Other(NoteIx),
    /// Another one, which does not go along.
    Absent,
}

impl Foreigners {
    /// Looks through the notes of collections that have note types of Anki.
    pub(super) fn read(world: &World<'_>, notes: &[NoteIx]) -> Outcome<Foreigners> {
        let library = world.library();
        let mut foreigners = Foreigners::default();
        for (at, collection) in (0..).zip(&library.collections) {
            let Some(text) = world.shelf.beside(at, NOTE_TYPES_FILE) else { continue };
            let (models, _) = model::read_all(&text).map_err(|error| {
                let file = format!("{}/{NOTE_TYPES_FILE}", collection.root);
                CliError::new(Kind::Input, error).hint(format!("look at {file}"))
            })?;
            foreigners.models.insert(at, models);
        }
        if foreigners.models.is_empty() {
            return Ok(foreigners);
        }
        let mine: Vec<NoteIx> =
            notes.iter().filter(|note| foreigners.has(world, **note)).copied().collect();
        let mut first: HashMap<String, NoteIx> = HashMap::new();
        let mut further = Vec::new();
        world.shelf.read(&mine, None, &mut |ix, read| {
            if let Some(anki) = read.ok().and_then(|note| note.anki) {
                let Foreign { guid, note, card, fields, .. } = *anki;
                // The one with the fields speaks for all.
                if card == 0 || !fields.is_empty() {
                    first.insert(guid, ix);
                } else {
                    further.push((ix, guid));
                }
                foreigners.origins.insert(ix, Origin { note, card, speaker: Speaker::Itself });
            }
            true
        });
        for (ix, guid) in further {
            if let Some(origin) = foreigners.origins.get_mut(&ix) {
                origin.speaker =
                    first.get(&guid).map_or(Speaker::Absent, |one| Speaker::Other(*one));
            }
        }
        Ok(foreigners)
    }

    fn has(&self, world: &World<'_>, note: NoteIx) -> bool {
        let library = world.library();
        self.models.contains_key(&library.decks[library.note(note).deck as usize].collection)
    }

    /// Returns the note type that a note came with; none where the collection has none of it.
    pub(super) fn model(&self, world: &World<'_>, ix: NoteIx, anki: &Foreign) -> Option<&Model> {
        let library = world.library();
        let collection = library.decks[library.note(ix).deck as usize].collection;
        self.models.get(&collection)?.get(&anki.note_type?)
    }

    /// Returns the ids of all note types that notes came with.
    pub(super) fn note_types(&self) -> impl Iterator<Item = i64> {
        self.models.values().flat_map(|models| models.keys().copied())
    }

    /// Returns the notes that stand for themselves, by their ids in Anki.
    pub(super) fn by_id(&self) -> HashMap<i64, NoteIx> {
        let known = self
            .origins
            .iter()
            .filter(|(_, origin)| origin.note != 0 && origin.speaker == Speaker::Itself);
        known.map(|(ix, origin)| (origin.note, *ix)).collect()
    }

    /// Returns the note that stands for a note in Anki.
    pub(super) fn speaker(&self, ix: NoteIx) -> Speaker {
        self.origins.get(&ix).map_or(Speaker::Itself, |origin| origin.speaker)
    }

    /// Returns the number of the card in Anki that became a note, 0 for a note of ours.
    pub(super) fn card(&self, ix: NoteIx) -> u16 {
        self.origins.get(&ix).map_or(0, |origin| origin.card)
    }
}
