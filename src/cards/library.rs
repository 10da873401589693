//! What there is to learn, without its text: collections, topics, decks, and an entry per note.
//!
//! A library of 100,000 notes is built from an index in a few milliseconds; the text of a note is
//! decoded by `content` when it is asked for. Notes are sorted by full id, and so are their cards,
//! so that a scan of card states in the order of their ids meets each card in turn.

use std::ops::Range;

use crate::cards::kinds::Kind;
use crate::cards::note::{Facet, Level, Tier};
use crate::model::{CardId, NoteId};

/// The place of a note in its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteIx(pub u32);

/// The place of a card in its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardIx(pub u32);

/// The place of a topic in its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicIx(pub u32);

/// What there is to learn, without its text.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The collections, in the order in which new cards are taken from them.
    pub collections: Vec<Collection>,
    /// The sections of all collections, in order.
    pub sections: Vec<Section>,
    /// The topics of all collections, in order; a topic's place is its [`TopicIx`].
    pub topics: Vec<Topic>,
    /// The deck files.
    pub decks: Vec<Deck>,
    /// Every tag in use.
    pub tags: Vec<String>,
    /// Every misconception a note covers.
    pub covers: Vec<String>,
    /// One entry per note, sorted by full id.
    notes: Vec<Entry>,
    /// The full ids of the notes, one after the other.
    ids: String,
    /// The tags of all notes, one after the other, as places in `tags`.
    tag_lists: Vec<u32>,
    /// The cards, sorted by full id.
    cards: Vec<CardRef>,
}

/// A folder of decks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Its permanent name, the first half of every card's key.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The language of its decks.
    pub lang: String,
    /// The languages it is translated into.
    pub languages: Vec<String>,
    /// Where it is, as it should be shown.
    pub root: String,
    /// Whether it is the bundled one.
    pub bundled: bool,
}

/// A group of topics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The collection, as a place in [`Library::collections`].
    pub collection: u32,
}

/// A topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The collection, as a place in [`Library::collections`].
    pub collection: u32,
    /// The section, as a place in [`Library::sections`].
    pub section: Option<u32>,
    /// How advanced it is.
    pub level: Option<Level>,
    /// What should be known before it; orders new cards, never locks them.
    pub requires: Vec<String>,
    /// What is good to know before it.
    pub helps: Vec<String>,
    /// Whether it has a page.
    pub has_page: bool,
}

/// A deck file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deck {
    /// The file's name without its ending.
    pub stem: String,
    /// The file, as it should be shown.
    pub file: String,
    /// The collection, as a place in [`Library::collections`].
    pub collection: u32,
    /// The topic of its cards, where the deck names one.
    pub topic: Option<TopicIx>,
}

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

/// One card: its note, and which of the note's cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CardRef {
    note: NoteIx,
    part: Part,
}

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

/// Notes of one collection, flat: what an index keeps and a library takes in whole.
///
/// Places of decks, topics, tags and covers count within the collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The full ids, one after the other.
    pub ids: String,
    /// The tags of all notes, one after the other.
    pub tag_lists: Vec<u32>,
    /// One entry per note, sorted by full id, each id once.
    pub notes: Vec<Entry>,
}

impl Block {
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
    /// Its first deck.
    pub deck: u32,
    /// Its first topic.
    pub topic: u32,
    /// For each of its tags, the place in [`Library::tags`].
    pub tags: Vec<u32>,
    /// For each misconception it covers, the place in [`Library::covers`].
    pub covers: Vec<u32>,
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

impl Library {
    /// Takes the notes in. Of two with one id the first is kept; the other's place in the input is
    /// returned.
    pub fn fill(&mut self, mut drafts: Vec<Draft>) -> Vec<usize> {
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        if !drafts.is_sorted_by(|a, b| a.id < b.id) {
            order.sort_by(|&a, &b| drafts[a].id.cmp(&drafts[b].id));
        }
        let mut doubles = Vec::new();
        self.notes.reserve(drafts.len());
        self.cards.reserve(drafts.len());
        let mut last: Option<usize> = None;
        for place in order {
            if last.is_some_and(|last| drafts[last].id == drafts[place].id) {
                doubles.push(place);
                continue;
            }
            last = Some(place);
            let draft = &mut drafts[place];
            let mut entry = draft.entry.clone();
            entry.id = (self.ids.len() as u32, draft.id.len() as u16);
            entry.tags = (self.tag_lists.len() as u32, draft.tags.len() as u16);
            self.ids.push_str(&draft.id);
            self.tag_lists.append(&mut draft.tags);
            self.push(entry);
        }
        doubles
    }

    /// Takes a sorted block in without making a text per note. Blocks come in the order of their
    /// ids; an entry that breaks the order, or names what is not there, is left out.
    pub fn append(&mut self, block: Block, bases: &Bases) {
        self.notes.reserve(block.notes.len());
        self.cards.reserve(block.notes.len());
        let id_base = self.ids.len() as u32;
        let tag_base = self.tag_lists.len() as u32;
        let Block { ids, tag_lists, notes } = block;
        let known = |tag: &u32| bases.tags.get(*tag as usize).copied();
        let places: Vec<u32> = tag_lists.iter().filter_map(known).collect();
        let has_all_tags = places.len() == tag_lists.len();
        self.tag_lists.extend(places);
        if self.ids.is_empty() {
            self.ids = ids;
        } else {
            self.ids.push_str(&ids);
        }
        for mut entry in notes {
            entry.id.0 = entry.id.0.saturating_add(id_base);
            entry.tags.0 = entry.tags.0.saturating_add(tag_base);
            let (start, len) = entry.id;
            let id = self.ids.get(start as usize..start as usize + usize::from(len));
            let (tag_start, tag_len) = entry.tags;
            let last_tag = tag_start as usize + usize::from(tag_len);
            let Some(id) = id.filter(|_| has_all_tags && last_tag <= self.tag_lists.len()) else {
                continue;
            };
            if self.notes.last().is_some_and(|last| self.text_of(last) >= id) {
                continue;
            }
            let covers = entry.covers.map(|covers| bases.covers.get(covers as usize).copied());
            if covers == Some(None) {
                continue;
            }
            entry.covers = covers.flatten();
            entry.deck += bases.deck;
            entry.topic = entry.topic.map(|topic| TopicIx(topic.0 + bases.topic));
            self.push(entry);
        }
    }

    /// Adds an entry whose id and tags have their places, and its cards.
    fn push(&mut self, entry: Entry) {
        let note = NoteIx(self.notes.len() as u32);
        match entry.parts {
            Parts::SINGLE => self.cards.push(CardRef { note, part: Part::First }),
            parts => {
                self.cards.extend(parts.each().into_iter().map(|part| CardRef { note, part }))
            }
        }
        self.notes.push(entry);
    }

    fn text_of(&self, entry: &Entry) -> &str {
        let (start, len) = entry.id;
        &self.ids[start as usize..start as usize + usize::from(len)]
    }

    /// Returns the notes, sorted by full id.
    pub fn notes(&self) -> &[Entry] {
        &self.notes
    }

    /// Returns how many cards there are.
    pub fn card_count(&self) -> usize {
        self.cards.len()
    }

    /// Returns every card, sorted by full id.
    pub fn cards(&self) -> impl Iterator<Item = CardIx> + use<> {
        (0..self.cards.len() as u32).map(CardIx)
    }

    /// Returns a note's entry.
    pub fn note(&self, note: NoteIx) -> &Entry {
        &self.notes[note.0 as usize]
    }

    /// Returns a note's full id as text.
    pub fn note_text(&self, note: NoteIx) -> &str {
        self.text_of(self.note(note))
    }

    /// Returns a note's full id.
    pub fn note_id(&self, note: NoteIx) -> NoteId {
        let text = self.note_text(note);
        let (collection, id) = text.split_once('/').unwrap_or(("", text));
        NoteId::new(collection, id)
    }

    /// Returns the note a card belongs to.
    pub fn note_of(&self, card: CardIx) -> NoteIx {
        self.cards[card.0 as usize].note
    }

    /// Returns the entry of the note a card belongs to.
    pub fn entry_of(&self, card: CardIx) -> &Entry {
        self.note(self.note_of(card))
    }

    /// Returns which of its note's cards a card is.
    pub fn part_of(&self, card: CardIx) -> Part {
        self.cards[card.0 as usize].part
    }

    /// Returns a card's full id.
    pub fn card_id(&self, card: CardIx) -> CardId {
        let CardRef { note, part } = self.cards[card.0 as usize];
        self.note_id(note).card(&part.text())
    }

    /// Compares a card's full id with a text, without making one.
    pub fn cmp_card(&self, card: CardIx, text: &str) -> std::cmp::Ordering {
        let CardRef { note, part } = self.cards[card.0 as usize];
        let id = self.note_text(note);
        match part {
            Part::First => id.cmp(text),
            _ => {
                let part = part.text();
                id.bytes().chain(*b"#").chain(part.bytes()).cmp(text.bytes())
            }
        }
    }

    /// Finds a note by its full id.
    pub fn find_note(&self, id: &str) -> Option<NoteIx> {
        let found = self.notes.binary_search_by(|entry| self.text_of(entry).cmp(id));
        found.ok().map(|place| NoteIx(place as u32))
    }

    /// Finds a card by its full id.
    pub fn find_card(&self, id: &str) -> Option<CardIx> {
        let (mut low, mut high) = (0, self.cards.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.cmp_card(CardIx(middle), id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(CardIx(middle)),
            }
        }
        None
    }

    /// Returns the cards of a note: a range of places.
    pub fn siblings(&self, note: NoteIx) -> Range<u32> {
        let start = self.cards.partition_point(|card| card.note < note) as u32;
        let end = self.cards.partition_point(|card| card.note <= note) as u32;
        start..end
    }

    /// Returns a note's tags.
    pub fn tags_of(&self, entry: &Entry) -> impl Iterator<Item = &str> {
        let (start, len) = entry.tags;
        self.tag_lists[start as usize..start as usize + usize::from(len)]
            .iter()
            .map(|&tag| self.tags[tag as usize].as_str())
    }

    /// Returns a topic.
    pub fn topic(&self, topic: TopicIx) -> &Topic {
        &self.topics[topic.0 as usize]
    }

    /// Finds a topic by its slug; the first collection that has one wins.
    pub fn find_topic(&self, slug: &str) -> Option<TopicIx> {
        self.topics.iter().position(|topic| topic.slug == slug).map(|place| TopicIx(place as u32))
    }
}
