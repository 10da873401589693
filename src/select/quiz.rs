//! Which questions a quiz asks: drawn from a seed, so that the same seed gives the same quiz.

use std::collections::{BTreeMap, HashSet};

use crate::cards::kinds::shuffled;
use crate::cards::{CardIx, Library, NoteIx};

/// Draws questions among the cards that are admitted: of each note at most one, of the kinds that
/// have a right answer, in the order in which they are asked.
///
/// The draw depends on the library, on what is admitted, and on the seed.
pub fn draw(library: &Library, admits: &dyn Fn(CardIx) -> bool, seed: u64) -> Vec<CardIx> {
    let mut asked: HashSet<NoteIx> = HashSet::new();
    let all = candidates(library, admits);
    let order = shuffled(all.len(), seed).into_iter().map(|place| all[place]);
    order.filter(|&card| asked.insert(library.note_of(card))).collect()
}

/// Draws questions in the same way, evenly from all sections that have any: to place a learner.
pub fn draw_evenly(library: &Library, admits: &dyn Fn(CardIx) -> bool, seed: u64) -> Vec<CardIx> {
    let all = draw(library, admits, seed);
    // In the order in which sections are learned; what has none comes last.
    let mut by_section: BTreeMap<u32, Vec<CardIx>> = BTreeMap::new();
    for card in all {
        by_section.entry(section(library, card).unwrap_or(u32::MAX)).or_default().push(card);
    }
    let rounds = by_section.values().map(Vec::len).max().unwrap_or(0);
    let round = |at: usize| by_section.values().filter_map(move |cards| cards.get(at).copied());
    (0..rounds).flat_map(round).collect()
}

/// Returns the section of a card, as a place in the library.
pub fn section(library: &Library, card: CardIx) -> Option<u32> {
    library.entry_of(card).topic.and_then(|topic| library.topic(topic).section)
}

fn candidates(library: &Library, admits: &dyn Fn(CardIx) -> bool) -> Vec<CardIx> {
    let quizzed = |card: &CardIx| library.entry_of(*card).kind.is_quizzed();
    library.cards().filter(quizzed).filter(|&card| admits(card)).collect()
}
