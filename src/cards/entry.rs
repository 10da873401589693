//! One note of a library, without its text, and blocks of them.

use crate::cards::kinds::Kind;
#[cfg(doc)]
use crate::cards::library::Library;
use crate::cards::library::TopicIx;
use crate::cards::note::{Facet, Tier};

/// One note, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where its full id stands among the ids: start and length in bytes.
    pub id: (u32, u16),
    /// Where its tags stand among the tag lists: start and length.
    pub tags: (u32, u16),
    /// The deck, as a place in [`Library::decks`].
    pub deck: u32,
    /// The topic.
    pub topic: Option<TopicIx>,
    /// The kind.
    pub kind: Kind,
    /// The facet.
    pub facet: Option<Facet>,
    /// The tier.
    pub tier: Tier,
    /// The revision.
    pub rev: u32,
    /// The cards it yields.
    pub parts: Parts,
    /// The misconception it covers, as a place in [`Library::covers`].
    pub covers: Option<u32>,
    /// Its place in the deck, from 0.
    pub position: u32,
    /// Where its text stands in the deck file, in bytes.
    pub span: (u32, u32),
    /// The line on which it starts, from 1.
    pub line: u32,
}

/// The cards of a note, in one number: a single card, both sides, or the holes of a cloze.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts(u32);

/// Which card of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The first side.
    First,
    /// The reverse.
    Back,
    /// A hole, by number.
    Hole(u8),
}

impl Parts {
    /// One card.
    pub const SINGLE: Parts = Parts(0);
    /// A card for each side.
    pub const BOTH: Parts = Parts(1);
    /// The greatest number of a hole.
    pub const MAX_HOLE: u16 = 31;

    /// Makes the parts of a cloze from the numbers of its holes, 1 to [`Parts::MAX_HOLE`].
    pub fn holes(numbers: &[u16]) -> Parts {
        Parts(
            numbers
                .iter()
                .filter(|&&n| (1..=Self::MAX_HOLE).contains(&n))
                .fold(0, |bits, &n| bits | 1 << n),
        )
    }

    /// Returns the number this is stored as.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Makes parts of a stored number.
    pub fn from_bits(bits: u32) -> Parts {
        Parts(bits)
    }

    /// Returns the parts in the order of their ids as text.
    pub fn each(self) -> Vec<Part> {
        match self.0 {
            0 => vec![Part::First],
            1 => vec![Part::First, Part::Back],
            bits => {
                let mut holes: Vec<u8> = (1..32).filter(|n| bits & 1 << n != 0).collect();
                holes.sort_by_key(u8::to_string);
                holes.into_iter().map(Part::Hole).collect()
            }
        }
    }
}

impl Part {
    /// Returns the part of a card's id, empty for the first side.
    pub fn text(self) -> String {
        match self {
            Part::First => String::new(),
            Part::Back => "back".to_owned(),
            Part::Hole(number) => format!("c{number}"),
        }
    }
}

/// What is known of a note before it has a place in a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The full id.
    pub id: String,
    /// The tags, as places in [`Library::tags`].
    pub tags: Vec<u32>,
    /// Everything else; its `id` and `tags` places are filled in by [`Library::fill`].
    pub entry: Entry,
}

/// Notes of one collection, flat: what an index keeps and a library takes in whole.
///
/// Places of decks, topics, tags and covers count within the collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block<N> {
    /// The full ids, one after the other.
    pub ids: String,
    /// The tags of all notes, one after the other.
    pub tag_lists: Vec<u32>,
    /// One entry per note, sorted by full id, each id once.
    pub notes: N,
}

impl<N> Block<N> {
    /// Returns a note's full id; empty where the entry does not belong to this block.
    pub fn id(&self, entry: &Entry) -> &str {
        let (start, len) = entry.id;
        self.ids.get(start as usize..start as usize + usize::from(len)).unwrap_or("")
    }

    /// Returns a note's tags; none where the entry does not belong to this block.
    pub fn tags(&self, entry: &Entry) -> &[u32] {
        let (start, len) = entry.tags;
        self.tag_lists.get(start as usize..start as usize + usize::from(len)).unwrap_or(&[])
    }
}

/// Where a collection's own places begin in a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bases {
    /// For each of its files, the place in [`Library::decks`]; `u32::MAX` for one that is no deck.
    pub decks: Vec<u32>,
    /// Its first topic.
    pub topic: u32,
    /// For each of its tags, the place in [`Library::tags`].
    pub tags: Vec<u32>,
    /// For each misconception it covers, the place in [`Library::covers`].
    pub covers: Vec<u32>,
}

impl Entry {
    /// Makes an entry whose id and tags have no place yet.
    pub fn new(deck: u32, kind: Kind, parts: Parts) -> Entry {
        Entry {
            id: (0, 0),
            tags: (0, 0),
            deck,
            topic: None,
            kind,
            facet: None,
            tier: Tier::More,
            rev: 1,
            parts,
            covers: None,
            position: 0,
            span: (0, 0),
            line: 0,
        }
    }
}
