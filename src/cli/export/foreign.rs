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
    /// For a card that became a note of its own: the note that stands for all of them, and the
    /// number of the card. None where that note does not go along.
    siblings: HashMap<NoteIx, (Option<NoteIx>, u16)>,
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
                // The one with the fields speaks for all.
                if anki.card == 0 || !anki.fields.is_empty() {
                    first.insert(anki.guid.clone(), ix);
                } else {
                    further.push((ix, anki.guid, anki.card));
                }
            }
            true
        });
        for (ix, guid, card) in further {
            foreigners.siblings.insert(ix, (first.get(&guid).copied(), card));
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

    /// Returns the note that stands for another one in Anki, and the number of its card; `None` where
    /// a note stands for itself.
    pub(super) fn sibling(&self, ix: NoteIx) -> Option<(Option<NoteIx>, u16)> {
        self.siblings.get(&ix).copied()
    }
}
