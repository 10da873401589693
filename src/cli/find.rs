//! Which cards a command is about: filters and names, and what is said where nothing is found.

use std::collections::HashSet;

use crate::cards::{CardIx, Facet, Kind, Level, Library, NoteIx, Tier};
use crate::cli::error::{CliError, Kind as Sort, Outcome};
use crate::cli::topics::{MAX_OFFERED, one_line};
use crate::cli::world::World;
use crate::model::{Day, suggest};
use crate::scheduler::CardState;
use crate::select::Standings;
use crate::select::filter::{self, Filter, FilterError, Named, STATES};
use crate::terminal::ask;

/// A filter with its texts looked up, or cards by name.
pub struct Search {
    filter: Filter,
    hits: Vec<HashSet<NoteIx>>,
    /// Where there are several names, any of them is meant: no card is two.
    names: Vec<Named>,
    leech_lapses: u32,
}

impl Search {
    /// Says whether everything is let through.
    pub fn is_empty(&self) -> bool {
        self.filter.is_empty()
    }

    /// Says whether it is names of cards and nothing else.
    pub fn is_named(&self) -> bool {
        !self.names.is_empty()
    }

    /// Returns the names, where it is names of cards and nothing else.
    pub fn named(&self) -> &[Named] {
        &self.names
    }

    /// Says whether a kind of card was asked for.
    pub fn asks_for(&self, kind: Kind) -> bool {
        self.is_named() || self.filter.asks_for(kind)
    }

    /// Says whether it depends on how cards stand.
    pub fn asks_for_states(&self) -> bool {
        self.filter.asks_for_states()
    }

    /// Says whether a card is let through.
    pub fn admits(
        &self,
        library: &Library,
        card: CardIx,
        state: Option<&CardState>,
        today: Day,
    ) -> bool {
        if self.is_named() {
            return self.names.iter().any(|name| match name {
                Named::Card(named) => *named == card,
                Named::Note(note) => *note == library.note_of(card),
            });
        }
        let view = filter::View { today, leech_lapses: self.leech_lapses, hits: &self.hits };
        self.filter.admits(library, card, state, &view)
    }
}

impl World<'_> {
    /// Reads a filter and looks its texts up.
    pub fn filter(&self, words: &[String]) -> Outcome<Search> {
        let library = self.library();
        let filter = Filter::parse(words, library)?;
        let single =
            |word: &String| Filter::parse(std::slice::from_ref(word), library).ok()?.single();
        let names = words.iter().map(single).collect::<Option<Vec<Named>>>().unwrap_or_default();
        let mut hits = Vec::new();
        for text in filter.texts() {
            let mut found = HashSet::new();
            self.shelf.search(text, &mut |note| {
                found.insert(note);
            });
            hits.push(found);
        }
        Ok(Search { filter, hits, names, leech_lapses: self.context.settings.leech.lapses })
    }

    /// Returns the cards a filter lets through. Fails where there is none, with the nearest name.
    pub fn select(&self, words: &[String], standings: &Standings) -> Outcome<Vec<CardIx>> {
        let search = self.filter(words)?;
        let today = self.now().day;
        let found: Vec<CardIx> = self
            .library()
            .cards()
            .filter(|&card| search.admits(self.library(), card, standings.of(card), today))
            .collect();
        if found.is_empty() && !words.is_empty() {
            return Err(self.no_match(words));
        }
        Ok(found)
    }

    /// Says that there is nothing to learn at all.
    pub fn no_cards(&self) -> CliError {
        CliError::usage("there are no cards").hint(
            "name decks with --decks PATH, or take the bundled ones (`decks.bundled`) in again",
        )
    }

    /// Says that nothing matches, with the nearest topic or card.
    pub fn no_match(&self, words: &[String]) -> CliError {
        let library = self.library();
        let search = self.filter(words).ok();
        let missing = search.iter().flat_map(|search| search.filter.missing(&search.hits)).next();
        let single = match words {
            [word] if !word.contains([':', ' ']) => Some(word.as_str()),
            _ => None,
        };
        let Some(word) = missing.or(single) else {
            let error = CliError::usage(format!("no card matches `{}`", words.join(" ")));
            return match words {
                [word] if !word.contains(' ') => error,
                _ => error.hint("each part is known, but no card has all of them"),
            };
        };
        let error = CliError::usage(format!("no card matches `{word}`"));
        let topics = library.topics.iter().map(|topic| topic.slug.as_str());
        let notes = (0..library.notes().len() as u32).map(|at| library.note_text(NoteIx(at)));
        let locals = notes.filter_map(|id| id.split_once('/').map(|(_, local)| local));
        match suggest::nearest(word, topics.chain(locals)) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint("`revisit decks` lists topics, `revisit cards` lists all cards"),
        }
    }

    /// Finds the card a name stands for. On a terminal a name that fits several lets the person
    /// pick: one that several collections have, a topic's, or a part of one.
    pub fn card(&self, name: &str) -> Outcome<CardIx> {
        let library = self.library();
        let can_ask = self.context.can_ask();
        match filter::find_named(name, library) {
            Ok(Some(Named::Card(card))) => return Ok(card),
            Ok(Some(Named::Note(note))) => return Ok(CardIx(library.siblings(note).start)),
            Ok(None) => {}
            Err(FilterError::Ambiguous { full, .. }) if can_ask => {
                return self.pick_card(name, &self.named(&full));
            }
            Err(error) => return Err(error.into()),
        }
        let topic = library.find_topic(name);
        let fits = |&card: &CardIx| match topic {
            Some(topic) => library.entry_of(card).topic == Some(topic),
            None => library.note_text(library.note_of(card)).contains(name),
        };
        let close: Vec<CardIx> = match can_ask {
            true => library.cards().filter(fits).take(MAX_OFFERED).collect(),
            false => Vec::new(),
        };
        if !close.is_empty() {
            return self.pick_card(name, &close);
        }
        match topic {
            Some(_) => Err(CliError::usage(format!("`{name}` is a topic, not a card"))
                .hint(format!("`revisit cards {name}` lists its cards"))),
            None => Err(self.no_match(&[name.to_owned()])),
        }
    }

    /// Lets a person pick where a query is a single name that several collections have. Returns
    /// nothing for any other query, and where nobody can be asked.
    pub fn pick_ambiguous(&self, query: &[String]) -> Outcome<Option<CardIx>> {
        let [name] = query else { return Ok(None) };
        if !self.context.can_ask() || self.library().find_topic(name).is_some() {
            return Ok(None);
        }
        match filter::find_named(name, self.library()) {
            Err(FilterError::Ambiguous { full, .. }) => {
                self.pick_card(name, &self.named(&full)).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Returns the cards of some full ids, of a note its first one.
    fn named(&self, full: &[String]) -> Vec<CardIx> {
        let library = self.library();
        let one = |id: &String| {
            let note = || library.find_note(id).map(|note| CardIx(library.siblings(note).start));
            library.find_card(id).or_else(note)
        };
        full.iter().filter_map(one).collect()
    }

    fn pick_card(&self, name: &str, cards: &[CardIx]) -> Outcome<CardIx> {
        let library = self.library();
        let line = |&card: &CardIx| {
            let id = library.card_id(card);
            let note = self.shelf.note(library.note_of(card), self.context.lang()).ok();
            let asked = note.map(|note| note.content.as_kind().ask(id.part(), 0));
            let asked = asked.map(|asked| one_line(asked.headline())).unwrap_or_default();
            format!("{id}  {asked}")
        };
        let lines: Vec<String> = cards.iter().map(line).collect();
        match ask::pick(&format!("which card is `{name}`?"), &lines)? {
            Some(place) => Ok(cards[place]),
            None => Err(self.context.declined("nothing was chosen")),
        }
    }
}

/// What may stand behind a key, where that is always the same.
fn values(key: &str) -> Option<Vec<&'static str>> {
    Some(match key {
        "is" => STATES.to_vec(),
        "facet" => Facet::ALL.map(Facet::name).to_vec(),
        "kind" => Kind::ALL.map(Kind::name).to_vec(),
        "level" => Level::ALL.map(Level::name).to_vec(),
        "tier" => [Tier::Core, Tier::More].map(Tier::name).to_vec(),
        "filter" => filter::KEYS.to_vec(),
        _ => return None,
    })
}

impl From<FilterError> for CliError {
    fn from(error: FilterError) -> CliError {
        let hint = match &error {
            FilterError::Unknown { meant: Some(_), .. } | FilterError::Ambiguous { .. } => None,
            FilterError::Unknown { key, .. } | FilterError::Empty(key, _) => match values(key) {
                Some(values) => Some(format!("there is {}", values.join(", "))),
                None if key == "tag" => None,
                None => Some("`revisit decks` lists what there is".to_owned()),
            },
        };
        let error = CliError::new(Sort::Usage, error);
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
