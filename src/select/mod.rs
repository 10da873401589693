//! Which cards, and in which order: the filter language, the day's queue, the order of new cards, the
//! questions of a quiz.
//!
//! Everything here works on a [`Library`] and on [`Standings`], what is known
//! of its cards; no text is read and no database asked.

pub mod agenda;
pub mod filter;
pub mod fresh;
pub mod quiz;
mod term;

use crate::cards::{CardIx, Library};
use crate::scheduler::CardState;

/// The states of a library's cards. A card that nothing has happened to has none.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    /// Sorted by card.
    states: Vec<(CardIx, CardState)>,
    /// States in the log of cards that no deck has.
    pub strays: usize,
}

impl Standings {
    /// Starts to join states with a library. They must come sorted by the text of the card's id.
    pub fn join(library: &Library) -> Join<'_> {
        Join { library, next: 0, standings: Standings::default() }
    }

    /// Takes some states in, in any order: those that matter to a day, where all are not needed.
    pub fn some(library: &Library, states: Vec<(String, CardState)>) -> Standings {
        let mut standings = Standings::default();
        for (card, state) in states {
            match library.find_card(&card) {
                Some(card) => standings.states.push((card, state)),
                None => standings.strays += 1,
            }
        }
        standings.states.sort_by_key(|(card, _)| *card);
        standings
    }

    /// Returns what is known of a card.
    pub fn of(&self, card: CardIx) -> Option<&CardState> {
        let found = self.states.binary_search_by_key(&card, |(card, _)| *card);
        found.ok().map(|place| &self.states[place].1)
    }

    /// Returns all that is known, sorted by card.
    pub fn iter(&self) -> impl Iterator<Item = (CardIx, &CardState)> {
        self.states.iter().map(|(card, state)| (*card, state))
    }
}

/// A join in progress: both sides are sorted, so that each is walked once.
#[derive(Debug)]
pub struct Join<'a> {
    library: &'a Library,
    next: u32,
    standings: Standings,
}

impl Join<'_> {
    /// Takes in the next state.
    pub fn push(&mut self, card: &str, state: impl FnOnce() -> CardState) {
        use std::cmp::Ordering;
        while (self.next as usize) < self.library.card_count() {
            match self.library.cmp_card(CardIx(self.next), card) {
                Ordering::Less => self.next += 1,
                Ordering::Equal => {
                    self.standings.states.push((CardIx(self.next), state()));
                    self.next += 1;
                    return;
                }
                Ordering::Greater => break,
            }
        }
        self.standings.strays += 1;
    }

    /// Ends the join.
    pub fn finish(self) -> Standings {
        self.standings
    }
}
