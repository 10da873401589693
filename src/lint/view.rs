//! What the rules see: one collection as plain values, each with its place.
//!
//! The loader's types are turned into these in one place (`gather`), so that a rule is a function
//! of values and a change of the loader touches one file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::cards::fingerprint::Fingerprint;
use crate::cards::{Facet, Kind, Note};
use crate::content::collection::Profile;
use crate::content::deck::Located;
use crate::content::source::{At, SourceFile, Span};
use crate::content::sources::SourceKind;
use crate::lint::glossary::Glossary;
use crate::lint::tools::ShellCheck;

/// One collection, and how it is to be looked at.
pub struct Context<'a> {
    /// The collection's name.
    pub name: &'a str,
    /// The language of its decks.
    pub lang: &'a str,
    /// The profile in force.
    pub profile: Profile,
    /// The month of the run as `year * 12 + month`, where the age of a claim is to be judged.
    pub month: Option<i32>,
    /// What checks shell snippets, where it is installed.
    pub shellcheck: Option<&'a ShellCheck<'a>>,
    /// All files; a place in this list names a file.
    pub files: Vec<&'a SourceFile>,
    /// The collection file, where there is one.
    pub collection_file: Option<usize>,
    /// The topics, in order.
    pub topics: Vec<Topic<'a>>,
    /// The registry of sources.
    pub sources: BTreeMap<&'a str, Source>,
    /// The deck files.
    pub decks: Vec<Deck<'a>>,
    /// The cards of all decks, in the order of files and lines.
    pub cards: Vec<Card<'a>>,
    /// The reference pages in the collection's own language.
    pub pages: Vec<Page>,
    /// The translated cards.
    pub translated: Vec<Translated<'a>>,
    /// Every text a learner may see.
    pub texts: Vec<Text<'a>>,
    /// The term bases, by language.
    pub glossaries: BTreeMap<&'a str, &'a Glossary>,
    /// What was released: empty where there is no lock.
    pub lock: Vec<Locked<'a>>,
    /// The lock file.
    pub lock_file: Option<usize>,
    /// Removed ids, with their places.
    pub retired: Vec<(usize, At<&'a str>)>,
    /// The places of the cards of each topic in `cards`.
    pub by_topic: HashMap<&'a str, Vec<usize>>,
    /// The place of each card in `cards`, by its id within the collection.
    pub by_id: HashMap<&'a str, usize>,
}

/// A topic, as the collection file declares it.
#[derive(Clone, Debug)]
pub struct Topic<'a> {
    /// Its slug.
    pub slug: &'a str,
    /// Where the slug stands.
    pub span: Span,
    /// Its title.
    pub title: &'a str,
    /// What should be known before it, with places.
    pub requires: Vec<At<&'a str>>,
    /// What is good to know before it, with places.
    pub helps: Vec<At<&'a str>>,
    /// Whether it is a tool with a note for a page.
    pub is_tool: bool,
    /// How many notes it needs, by what is counted.
    pub minimum: Vec<(Quota, u32)>,
    /// Names in its minimum that count nothing.
    pub unknown_minima: Vec<&'a str>,
    /// The misconceptions it knows: id and where it stands.
    pub misconceptions: Vec<At<&'a str>>,
}

/// What a topic's minimum counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// Recall notes of a facet.
    Facet(Facet),
    /// Notes of a kind.
    Kind(Kind),
    /// Recall notes of any facet.
    Recall,
}

/// An entry of the registry of sources.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Its kind.
    pub kind: SourceKind,
    /// Whether somebody opened it, and said when.
    pub is_checked: bool,
}

/// A deck file.
#[derive(Clone, Debug)]
pub struct Deck<'a> {
    /// The file, as a place in [`Context::files`].
    pub file: usize,
    /// The topic it names.
    pub topic: Option<At<&'a str>>,
    /// The prefix of its ids.
    pub key: Option<At<&'a str>>,
    /// Its cards, as a range of places in [`Context::cards`].
    pub cards: std::ops::Range<usize>,
}

/// A note, with the places of its fields.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    /// The note.
    pub note: &'a Note,
    /// The note with the places of its fields.
    pub located: &'a Located,
    /// The file, as a place in [`Context::files`].
    pub file: usize,
    /// The deck, as a place in [`Context::decks`].
    pub deck: usize,
    /// Its texts by path: those of its kind, then `gist` and `more`.
    pub texts: Vec<(String, &'a str)>,
}

/// A text a learner may see.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The file, as a place in [`Context::files`].
    pub file: usize,
    /// Where it stands, quotes included.
    pub span: Span,
    /// What it belongs to.
    pub role: Role,
    /// The path of its field, empty for a page.
    pub field: String,
    /// The full id of its card.
    pub card: Option<&'a str>,
    /// Its language.
    pub lang: &'a str,
    /// The text.
    pub text: &'a str,
    /// The text with code, links' addresses and fenced blocks replaced by `X`, byte for byte.
    pub prose: std::borrow::Cow<'a, str>,
}

/// What a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A card.
    Card,
    /// A translated card.
    Translation,
    /// A title.
    Title,
    /// A page.
    Page,
}

/// A reference page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file, as a place in [`Context::files`].
    pub file: usize,
    /// The topic it explains, as a place in [`Context::topics`].
    pub topic: Option<usize>,
}

/// A translated card.
#[derive(Clone, Debug)]
pub struct Translated<'a> {
    /// The file, as a place in [`Context::files`].
    pub file: usize,
    /// The language.
    pub lang: &'a str,
    /// The id within the collection, with its place.
    pub id: At<&'a str>,
    /// The fingerprint of the text it was made from.
    pub of: Option<At<Fingerprint>>,
    /// The fingerprint of that text now; absent where no such card is.
    pub now: Option<Fingerprint>,
    /// The card, as a place in [`Context::cards`].
    pub card: Option<usize>,
    /// Its texts by path, with places.
    pub texts: Vec<(String, At<&'a str>)>,
}

/// A line of the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked<'a> {
    /// The id within the collection, with its place.
    pub id: At<&'a str>,
    /// The revision.
    pub rev: u32,
    /// The fingerprint.
    pub fingerprint: Fingerprint,
}

impl<'a> Context<'a> {
    /// Returns a file.
    pub fn file(&self, file: usize) -> &'a SourceFile {
        self.files[file]
    }

    /// Says whether the whole rubric is in force.
    pub fn is_house(&self) -> bool {
        self.profile == Profile::House
    }

    /// Finds a topic by its slug.
    pub fn topic(&self, slug: &str) -> Option<&Topic<'a>> {
        self.topics.iter().find(|topic| topic.slug == slug)
    }

    /// Returns the notes of a topic.
    pub fn cards_of(&self, slug: &str) -> impl Iterator<Item = &Card<'a>> {
        self.by_topic.get(slug).into_iter().flatten().map(|&place| &self.cards[place])
    }

    /// Returns the topics that have a deck.
    pub fn topics_with_decks(&self) -> impl Iterator<Item = (&Topic<'a>, &Deck<'a>)> {
        self.topics.iter().filter_map(|topic| {
            let deck = self
                .decks
                .iter()
                .find(|deck| deck.topic.as_ref().is_some_and(|named| named.value == topic.slug));
            deck.map(|deck| (topic, deck))
        })
    }

    /// Returns the slugs that come before a topic, in any number of steps.
    pub fn before(&self, slug: &str) -> BTreeSet<&str> {
        let mut known = BTreeSet::new();
        let mut open: Vec<&Topic> = self.topic(slug).into_iter().collect();
        while let Some(topic) = open.pop() {
            for earlier in topic.requires.iter().chain(&topic.helps) {
                if known.insert(earlier.value) {
                    open.extend(self.topic(earlier.value));
                }
            }
        }
        known
    }
}

impl<'a> Card<'a> {
    /// Returns where a field stands; a field above it, or the note's first, where it is absent.
    pub fn field(&self, path: &str) -> Span {
        self.located.place(path)
    }

    /// Returns the text of a field.
    pub fn text(&self, path: &str) -> Option<&'a str> {
        self.texts.iter().find(|(name, _)| name == path).map(|&(_, text)| text)
    }

    /// Returns the kind.
    pub fn kind(&self) -> Kind {
        self.note.content.kind()
    }

    /// Returns the fields that ask, with their texts: the front of the kinds that have one, and
    /// both questions of a reversed note. A reversed note's front is a term, and asks nothing.
    pub fn fronts(&self) -> Vec<(&'static str, &'a str)> {
        let names: &[&'static str] = match self.kind() {
            Kind::Basic | Kind::Typed | Kind::Mcq | Kind::Order => &["front"],
            Kind::Reversed => &["ask_forward", "ask_back"],
            Kind::Cloze | Kind::Scenario | Kind::Interview => &[],
        };
        names.iter().filter_map(|&name| self.text(name).map(|text| (name, text))).collect()
    }

    /// Returns the back of a basic or reversed note.
    pub fn back(&self) -> Option<&'a str> {
        self.text("back")
    }

    /// Returns the texts whose path begins with one name and ends with another: `options`, `why`.
    pub fn each<'c>(
        &'c self,
        list: &'c str,
        field: &'c str,
    ) -> impl Iterator<Item = (&'c str, &'a str)> {
        self.texts.iter().filter_map(move |(path, text)| {
            let mut parts = path.split('.');
            let is_in = parts.next() == Some(list) && parts.next().is_some();
            (is_in && parts.next().unwrap_or("") == field).then_some((path.as_str(), *text))
        })
    }
}
