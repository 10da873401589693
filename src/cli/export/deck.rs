//! What decks are called in Anki.

use std::collections::HashMap;

use crate::cards::NoteIx;
use crate::cli::world::World;

/// What stands between the levels of a name.
const LEVEL: &str = "::";

/// The names of decks, each made once.
pub(super) struct Names<'a> {
    world: &'a World<'a>,
    root: Option<&'a str>,
    known: HashMap<(u32, Option<u32>), String>,
}

impl<'a> Names<'a> {
    /// Puts decks below `root`, or below their collection's name where there is none.
    pub(super) fn new(world: &'a World<'a>, root: Option<&'a str>) -> Names<'a> {
        Names { world, root, known: HashMap::new() }
    }

    /// Returns the full name of a note's deck: collection, section and topic. Titles are those of the
    /// collection's own language, so that an export in another one moves no deck.
    pub(super) fn of(&mut self, note: NoteIx) -> String {
        let entry = self.world.library().note(note);
        let key = (entry.deck, entry.topic.map(|topic| topic.0));
        if let Some(name) = self.known.get(&key) {
            return name.clone();
        }
        let name = self.make(note);
        self.known.insert(key, name.clone());
        name
    }

    fn make(&self, note: NoteIx) -> String {
        let library = self.world.library();
        let entry = library.note(note);
        let deck = &library.decks[entry.deck as usize];
        let title = self.world.shelf.deck_title(note);
        // A title with levels is the whole name: that of a deck which came from Anki.
        let whole = title.filter(|title| title.contains(LEVEL));
        let below: Vec<String> = match (entry.topic.map(|topic| library.topic(topic)), whole) {
            (Some(topic), _) => {
                let section = topic.section.map(|at| &*library.sections[at as usize].title);
                section.into_iter().chain([&*topic.title]).map(level).collect()
            }
            (None, Some(whole)) => {
                let parts = whole.split(LEVEL).map(level);
                return self
                    .root
                    .map(str::to_owned)
                    .into_iter()
                    .chain(parts)
                    .collect::<Vec<_>>()
                    .join(LEVEL);
            }
            (None, None) => vec![level(title.unwrap_or(&deck.stem))],
        };
        let collection = &library.collections[deck.collection as usize].name;
        let root = self.root.map_or_else(|| capital(collection), str::to_owned);
        [root].into_iter().chain(below).collect::<Vec<_>>().join(LEVEL)
    }
}

/// Returns a title as one level of a name.
fn level(title: &str) -> String {
    let plain: String = title.chars().filter(|c| !c.is_control()).collect();
    match plain.replace(LEVEL, ":").trim_matches([':', ' ']) {
        "" => "-".to_owned(),
        plain => plain.to_owned(),
    }
}

/// Returns a collection's permanent name as a person would write it.
fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
