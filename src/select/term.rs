//! One term of a filter: what it asks of a card, read from a word and held against one.

use std::collections::HashSet;

use crate::cards::{CardIx, Facet, Kind, Level, Library, NoteIx, Tier};
use crate::model::{Day, suggest};
use crate::scheduler::{CardState, Phase};

/// The keys that take a value.
pub const KEYS: [&str; 10] =
    ["section", "collection", "deck", "topic", "facet", "tier", "kind", "level", "tag", "is"];

/// What `is:` knows.
pub const STATES: [&str; 9] =
    ["new", "due", "learning", "review", "leech", "weak", "suspended", "buried", "flagged"];

/// A test, or that it fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) negated: bool,
    pub(super) test: Test,
}

/// Returns the term that a word such as `-KEY:VALUE` negates, if the key is known.
pub fn negated(word: &str) -> Option<&str> {
    let term = word.strip_prefix('-')?;
    let (key, _) = term.split_once(':')?;
    KEYS.contains(&key).then_some(term)
}

/// What is asked of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    Sections(Vec<u32>),
    Collections(Vec<u32>),
    Decks(Vec<u32>),
    Topics(Vec<u32>),
    Facets(Vec<Facet>),
    Tiers(Vec<Tier>),
    Kinds(Vec<Kind>),
    Levels(Vec<Level>),
    Tags(Vec<u32>),
    States(Vec<&'static str>),
    Note(NoteIx),
    Card(CardIx),
    Text(String),
}

/// Why a filter was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A value that nothing has.
    #[error("unknown {key} `{value}`{}", hint(.meant.as_deref()))]
    Unknown {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// The nearest known value.
        meant: Option<String>,
    },
    /// A card's short name that several collections use.
    #[error("`{name}` names several cards: write {}", .full.join(" or "))]
    Ambiguous {
        /// The name.
        name: String,
        /// The full ids.
        full: Vec<String>,
    },
    /// A key without a value.
    #[error("`{0}:` wants a value, as in `{0}:{1}`")]
    Empty(String, String),
}

fn hint(meant: Option<&str>) -> String {
    meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default()
}

/// What a filter looks at besides the library.
#[derive(Debug)]
pub struct View<'a> {
    /// The study day.
    pub today: Day,
    /// Lapses that make a leech.
    pub leech_lapses: u32,
    /// For each of [`Filter::texts`](crate::select::filter::Filter::texts), the notes that contain it.
    pub hits: &'a [HashSet<NoteIx>],
}

/// What a filter that is a plain name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// One card.
    Card(CardIx),
    /// A note with all its cards.
    Note(NoteIx),
}

impl Term {
    /// Reads a word.
    pub(super) fn parse(word: &str, library: &Library) -> Result<Term, FilterError> {
        if let Some(rest) = word.strip_prefix("not:").or_else(|| negated(word)) {
            let inner = Term::parse(rest, library)?;
            return Ok(Term { negated: !inner.negated, ..inner });
        }
        let test = match word.split_once(':') {
            _ if word.starts_with('"') => Test::Text(fold(&word[1..])),
            Some((key, values)) if KEYS.contains(&key) => Test::keyed(key, values, library)?,
            Some((key, _)) => match suggest::nearest(key, KEYS) {
                Some(meant) if key.bytes().all(|b| b.is_ascii_lowercase()) => {
                    return Err(FilterError::Unknown {
                        key: "filter".to_owned(),
                        value: format!("{key}:"),
                        meant: Some(format!("{meant}:")),
                    });
                }
                _ => Test::bare(word, library)?,
            },
            None => Test::bare(word, library)?,
        };
        Ok(Term { negated: false, test })
    }
}

impl Test {
    fn bare(word: &str, library: &Library) -> Result<Test, FilterError> {
        if let Some(topic) = library.find_topic(word) {
            let slug = &library.topic(topic).slug;
            return Ok(Test::Topics(places(&library.topics, |topic| &topic.slug == slug)));
        }
        Ok(match find_named(word, library)? {
            Some(Named::Card(card)) => Test::Card(card),
            Some(Named::Note(note)) => Test::Note(note),
            None => Test::Text(fold(word)),
        })
    }

    fn keyed(key: &str, values: &str, library: &Library) -> Result<Test, FilterError> {
        let values: Vec<&str> = values.split(',').filter(|value| !value.is_empty()).collect();
        let names = |names: &[&'static str]| -> Result<Vec<&'static str>, FilterError> {
            let find = |value: &&str| {
                let found = names.iter().copied().find(|name| name == value);
                found.ok_or_else(|| unknown(key, value, names.iter().copied()))
            };
            values.iter().map(find).collect()
        };
        if values.is_empty() {
            let example = match key {
                "is" => "due",
                "facet" => "why",
                "kind" => "mcq",
                "tier" => "core",
                _ => "...",
            };
            return Err(FilterError::Empty(key.to_owned(), example.to_owned()));
        }
        let place = |list: &[String]| -> Result<Vec<u32>, FilterError> {
            let mut found = Vec::new();
            for value in &values {
                let folded = fold(value);
                let hits = places(list, |name| fold(name) == folded);
                if hits.is_empty() {
                    return Err(unknown(key, value, list.iter().map(String::as_str)));
                }
                found.extend(hits);
            }
            Ok(found)
        };
        Ok(match key {
            "section" => Test::Sections(place(&slugs(&library.sections, |s| &s.slug))?),
            "collection" => Test::Collections(place(&slugs(&library.collections, |c| &c.name))?),
            "deck" => Test::Decks(place(&slugs(&library.decks, |d| &d.stem))?),
            "topic" => Test::Topics(place(&slugs(&library.topics, |t| &t.slug))?),
            "tag" => Test::Tags(place(&library.tags)?),
            "facet" => {
                Test::Facets(pick(&names(&Facet::ALL.map(Facet::name))?, &Facet::ALL, |f| f.name()))
            }
            "tier" => {
                let tiers = [Tier::Core, Tier::More];
                Test::Tiers(pick(&names(&tiers.map(Tier::name))?, &tiers, |t| t.name()))
            }
            "kind" => {
                Test::Kinds(pick(&names(&Kind::ALL.map(Kind::name))?, &Kind::ALL, |k| k.name()))
            }
            "level" => {
                Test::Levels(pick(&names(&Level::ALL.map(Level::name))?, &Level::ALL, |l| l.name()))
            }
            _ => Test::States(names(&STATES)?),
        })
    }

    /// Says whether it holds of a card; `hits` are the notes that contain its text, if it is one.
    pub(super) fn holds(
        &self,
        library: &Library,
        card: CardIx,
        state: Option<&CardState>,
        view: &View<'_>,
        hits: Option<&HashSet<NoteIx>>,
    ) -> bool {
        let entry = library.entry_of(card);
        let deck = &library.decks[entry.deck as usize];
        let topic = entry.topic.map(|topic| library.topic(topic));
        match self {
            Test::Collections(places) => places.contains(&deck.collection),
            Test::Decks(places) => places.contains(&entry.deck),
            Test::Topics(places) => entry.topic.is_some_and(|topic| places.contains(&topic.0)),
            Test::Sections(places) => {
                topic.and_then(|topic| topic.section).is_some_and(|at| places.contains(&at))
            }
            Test::Levels(levels) => {
                topic.and_then(|topic| topic.level).is_some_and(|level| levels.contains(&level))
            }
            Test::Facets(facets) => entry.facet.is_some_and(|facet| facets.contains(&facet)),
            Test::Tiers(tiers) => tiers.contains(&entry.tier),
            Test::Kinds(kinds) => kinds.contains(&entry.kind),
            Test::Tags(tags) => library
                .tags_of(entry)
                .any(|tag| tags.iter().any(|&at| library.tags[at as usize] == tag)),
            Test::States(states) => states.iter().any(|name| is(name, state, view)),
            Test::Card(named) => *named == card,
            Test::Note(note) => *note == library.note_of(card),
            Test::Text(_) => hits.is_some_and(|hits| hits.contains(&library.note_of(card))),
        }
    }
}

/// Says whether `is:NAME` holds of a state.
fn is(name: &str, state: Option<&CardState>, view: &View<'_>) -> bool {
    let fresh = CardState::default();
    let state = state.unwrap_or(&fresh);
    let today = view.today;
    match name {
        "new" => state.phase(today) == Phase::New,
        "learning" => state.phase(today) == Phase::Learning,
        "review" => state.phase(today) == Phase::Review,
        // What failed today is asked again today.
        "due" => {
            (state.is_due(today) || state.phase(today) == Phase::Learning)
                && !state.is_hidden(today)
        }
        "leech" => state.is_leech(view.leech_lapses),
        "weak" => state.is_weak(today),
        "suspended" => state.hidden.suspended,
        "buried" => state.is_buried(today),
        "flagged" => state.hidden.flagged,
        _ => false,
    }
}

/// Finds what a word names: a card or note by its full id, or by the part after the slash.
pub fn find_named(word: &str, library: &Library) -> Result<Option<Named>, FilterError> {
    if word.contains('/') {
        let card = word.contains('#').then(|| library.find_card(word)).flatten();
        let note = || library.find_note(word).map(Named::Note);
        return Ok(card.map(Named::Card).or_else(note));
    }
    let candidates: Vec<(String, Named)> = library
        .collections
        .iter()
        .filter_map(|collection| {
            let full = format!("{}/{word}", collection.name);
            let named = if word.contains('#') {
                library.find_card(&full).map(Named::Card)
            } else {
                library.find_note(&full).map(Named::Note)
            };
            Some((full, named?))
        })
        .collect();
    match candidates.as_slice() {
        [] => Ok(None),
        [(_, named)] => Ok(Some(*named)),
        several => Err(FilterError::Ambiguous {
            name: word.to_owned(),
            full: several.iter().map(|(full, _)| full.clone()).collect(),
        }),
    }
}

fn unknown<'a>(
    key: &str,
    value: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> FilterError {
    FilterError::Unknown {
        key: key.to_owned(),
        value: value.to_owned(),
        meant: suggest::nearest(value, candidates).map(str::to_owned),
    }
}

/// Folds letters of any case into one.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn slugs<T>(list: &[T], name: impl Fn(&T) -> &String) -> Vec<String> {
    list.iter().map(|item| name(item).clone()).collect()
}

fn places<T>(list: &[T], wanted: impl Fn(&T) -> bool) -> Vec<u32> {
    let found = list.iter().enumerate().filter(|(_, item)| wanted(item));
    found.map(|(place, _)| place as u32).collect()
}

fn pick<T: Copy>(names: &[&str], all: &[T], name: impl Fn(T) -> &'static str) -> Vec<T> {
    all.iter().copied().filter(|&item| names.contains(&name(item))).collect()
}
