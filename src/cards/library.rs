//! What there is to learn, without its text: collections, topics, decks, and an entry per note.
//!
//! A library of 100,000 notes is built from an index in a few milliseconds; the text of a note is
//! decoded by `content` when it is asked for. Notes are sorted by full id, and so are their cards,
//! so that a scan of card states in the order of their ids meets each card in turn.

use std::ops::Range;

pub use crate::cards::entry::{Bases, Block, Draft, Entry, Part, Parts};
use crate::cards::note::{Form, Level};
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
    /// What it comes as.
    pub form: Form,
    /// What a tool is grouped by.
    pub group: Option<String>,
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

/// One card: its note, and which of the note's cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CardRef {
    note: NoteIx,
    part: Part,
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

    /// Takes the notes of a collection in, without making a text per note. They come sorted, and
    /// collections in the order of their ids; an entry that breaks the order, or names what is not
    /// there, is left out.
    pub fn append(&mut self, block: Block<impl ExactSizeIterator<Item = Entry>>, bases: &Bases) {
        let Block { ids, tag_lists, notes } = block;
        self.notes.reserve(notes.len());
        self.cards.reserve(notes.len());
        let id_base = self.ids.len() as u32;
        let tag_base = self.tag_lists.len() as u32;
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
            let deck = bases.decks.get(entry.deck as usize).filter(|&&deck| deck != u32::MAX);
            let (Some(&deck), false) = (deck, covers == Some(None)) else { continue };
            entry.covers = covers.flatten();
            entry.deck = deck;
            let topic = entry.topic.map(|topic| TopicIx(topic.0.saturating_add(bases.topic)));
            entry.topic = topic.filter(|topic| (topic.0 as usize) < self.topics.len());
            self.push(entry);
        }
    }

    /// Adds an entry whose id and tags have their places, and its cards.
    fn push(&mut self, entry: Entry) {
        let note = NoteIx(self.notes.len() as u32);
        match entry.parts {
            Parts::SINGLE => self.cards.push(CardRef { note, part: Part::First }),
            parts => self.cards.extend(parts.each().into_iter().map(|part| CardRef { note, part })),
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
