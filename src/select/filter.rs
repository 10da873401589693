//! The filter language: the same everywhere a command takes `FILTER`.
//!
//! A space means and; a comma repeats the key (`facet:why,mistake`); `not:` negates; quotes make
//! text. A bare word is an exact topic slug, else a card's id in full or unambiguous, else text.
//! Text is looked up by the caller, because this layer reads none: see [`Filter::texts`].

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

/// A parsed filter: every term must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
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
    /// For each of [`Filter::texts`], the notes that contain it.
    pub hits: &'a [HashSet<NoteIx>],
}

impl Filter {
    /// Reads the words of a command line as one filter. Words that came as one argument with
    /// spaces are split, quotes apart.
    pub fn parse(words: &[String], library: &Library) -> Result<Filter, FilterError> {
        let mut terms = Vec::new();
        for word in words.iter().flat_map(|words| split(words)) {
            terms.push(Term::parse(&word, library)?);
        }
        Ok(Filter { terms })
    }

    /// Says whether the filter lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns the texts the caller has to look up, in the order of [`View::hits`].
    pub fn texts(&self) -> Vec<&str> {
        let texts = self.terms.iter().filter_map(|term| match &term.test {
            Test::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// Says whether a kind of card was asked for by name.
    pub fn asks_for(&self, kind: Kind) -> bool {
        self.terms.iter().any(|term| {
            !term.negated
                && match &term.test {
                    Test::Kinds(kinds) => kinds.contains(&kind),
                    Test::Note(_) | Test::Card(_) => true,
                    _ => false,
                }
        })
    }

    /// Says whether it depends on how cards stand.
    pub fn asks_for_states(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Test::States(_)))
    }

    /// Returns the single card or note the filter names, if that is all it does.
    pub fn single(&self) -> Option<Named> {
        match self.terms.as_slice() {
            [Term { negated: false, test: Test::Card(card) }] => Some(Named::Card(*card)),
            [Term { negated: false, test: Test::Note(note) }] => Some(Named::Note(*note)),
            _ => None,
        }
    }

    /// Says whether the filter lets a card through.
    pub fn admits(
        &self,
        library: &Library,
        card: CardIx,
        state: Option<&CardState>,
        view: &View<'_>,
    ) -> bool {
        let mut text = 0;
        self.terms.iter().all(|term| {
            let hits = matches!(term.test, Test::Text(_)).then(|| {
                text += 1;
                &view.hits[text - 1]
            });
            term.test.holds(library, card, state, view, hits) != term.negated
        })
    }
}

/// What a filter that is a plain name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// One card.
    Card(CardIx),
    /// A note with all its cards.
    Note(NoteIx),
}

/// Splits at spaces, quotes apart; a quoted piece keeps its opening quote as a mark.
fn split(words: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut quoted = false;
    for c in words.chars() {
        match c {
            '"' if quoted => quoted = false,
            '"' => {
                quoted = true;
                piece.push('"');
            }
            c if c.is_whitespace() && !quoted => {
                if !piece.is_empty() {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            c => piece.push(c),
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

impl Term {
    fn parse(word: &str, library: &Library) -> Result<Term, FilterError> {
        if let Some(rest) = word.strip_prefix("not:") {
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

    fn holds(
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
