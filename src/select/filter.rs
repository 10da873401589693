//! The filter language: the same everywhere a command takes `FILTER`.
//!
//! A space means and; a comma repeats the key (`facet:why,mistake`); `not:` negates, and so does a
//! minus before a key; quotes make text, and behind a key they hold a value together. A bare word is an exact topic slug, else a card's id in full or unambiguous, else text.
//! Text is looked up by the caller, because this layer reads none: see [`Filter::texts`].

use std::collections::HashSet;

use crate::cards::{CardIx, Kind, Library, NoteIx};
use crate::scheduler::CardState;
use crate::select::term::{Term, Test};

pub use crate::select::term::{FilterError, KEYS, Named, STATES, View, find_named, fold, negated};

/// A parsed filter: every term must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
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

    /// Returns the texts that are asked for and stand nowhere, by the notes that contain each.
    pub fn missing(&self, hits: &[HashSet<NoteIx>]) -> Vec<&str> {
        let texts = self.terms.iter().filter_map(|term| match &term.test {
            Test::Text(text) => Some((text.as_str(), term.negated)),
            _ => None,
        });
        let missing = texts.zip(hits).filter(|((_, negated), hits)| !negated && hits.is_empty());
        missing.map(|((text, _), _)| text).collect()
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

/// Splits at spaces, quotes apart; a quoted text keeps its opening quote as a mark, a quoted value
/// behind its key does not need one.
fn split(words: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut quoted = false;
    for c in words.chars() {
        match c {
            '"' if quoted => quoted = false,
            '"' => {
                quoted = true;
                if !piece.ends_with(':') || piece.ends_with("not:") {
                    piece.push('"');
                }
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
