//! Which questions a quiz asks.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use revisit::cards::library::{Collection, Deck, Draft, Entry, Parts, Section, Topic};
use revisit::cards::{CardIx, Kind, Library, TopicIx};
use revisit::select::quiz::{draw, draw_evenly, section};

/// A library of notes, each with its kind and its topic. Topics 0 and 1 are of sections 0 and 1, the
/// third has none.
fn library(notes: &[(Kind, Option<u32>)]) -> Library {
    let topic = |section| Topic { section, ..Topic::default() };
    let mut library = Library::default();
    library.collections = vec![Collection { name: "t".to_owned(), ..Collection::default() }];
    library.sections = vec![Section::default(), Section::default()];
    library.topics = vec![topic(Some(0)), topic(Some(1)), topic(None)];
    library.decks = vec![Deck::default()];
    let draft = |(place, &(kind, topic)): (usize, &(Kind, Option<u32>))| {
        let parts = if kind == Kind::Cloze { Parts::holes(&[1, 2, 3]) } else { Parts::SINGLE };
        let mut entry = Entry::new(0, kind, parts);
        entry.topic = topic.map(TopicIx);
        Draft { id: format!("t/n{place:04}"), tags: Vec::new(), entry }
    };
    assert!(library.fill(notes.iter().enumerate().map(draft).collect()).is_empty());
    library
}

fn ids(library: &Library, cards: &[CardIx]) -> Vec<String> {
    cards.iter().map(|&card| library.card_id(card).to_string()).collect()
}

#[test]
fn a_seed_gives_the_same_questions_for_ever() {
    let library = library(&[(Kind::Mcq, None); 12]);
    let drawn = ids(&library, &draw(&library, &|_| true, 7));
    assert_eq!(drawn[..4], ["t/n0000", "t/n0011", "t/n0005", "t/n0002"]);
    assert_ne!(drawn, ids(&library, &draw(&library, &|_| true, 8)));
}

#[test]
fn what_only_the_learner_can_judge_is_not_drawn() {
    let notes: Vec<(Kind, Option<u32>)> = Kind::ALL.map(|kind| (kind, None)).to_vec();
    let library = library(&notes);
    let drawn = draw(&library, &|_| true, 1);
    let mut kinds: Vec<Kind> = drawn.iter().map(|&card| library.entry_of(card).kind).collect();
    kinds.sort();
    assert_eq!(kinds, [Kind::Cloze, Kind::Mcq, Kind::Order, Kind::Typed, Kind::Scenario]);
}

#[test]
fn to_place_somebody_sections_take_turns() {
    let mut notes = vec![(Kind::Typed, Some(0)); 50];
    notes.extend([(Kind::Mcq, Some(1)); 3]);
    notes.extend([(Kind::Mcq, Some(2)); 2]);
    let library = library(&notes);
    let drawn = draw_evenly(&library, &|_| true, 7);
    let sections: Vec<Option<u32>> = drawn.iter().map(|&card| section(&library, card)).collect();
    let none = None;
    let turns = [Some(0), Some(1), none, Some(0), Some(1), none, Some(0), Some(1)];
    assert_eq!(sections[..8], turns);
    assert!(sections[8..].iter().all(|section| *section == Some(0)));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_draw_has_each_note_once_and_only_what_is_admitted(
        notes in prop::collection::vec((0usize..8, prop::option::of(0u32..3)), 0..60),
        most in 0usize..70,
        seed in any::<u64>(),
        keep in 1u32..4,
    ) {
        let notes: Vec<_> =
            notes.into_iter().map(|(kind, topic)| (Kind::ALL[kind], topic)).collect();
        let library = library(&notes);
        let admits = |card: CardIx| card.0.is_multiple_of(keep);
        let all = draw(&library, &admits, seed);
        for drawn in [all.clone(), draw_evenly(&library, &admits, seed)] {
            prop_assert!(drawn.iter().all(|&card| admits(card)));
            prop_assert!(drawn.iter().all(|&card| library.entry_of(card).kind.is_quizzed()));
            let once: HashSet<_> = drawn.iter().map(|&card| library.note_of(card)).collect();
            prop_assert_eq!(once.len(), drawn.len());
            prop_assert_eq!(drawn.len(), all.len(), "no question is left out");
        }
        // No section is asked two questions more than another that still has some.
        let mut even = draw_evenly(&library, &admits, seed);
        even.truncate(most);
        let count = |cards: &[CardIx]| {
            let mut counts: BTreeMap<Option<u32>, usize> = BTreeMap::new();
            cards.iter().for_each(|&card| *counts.entry(section(&library, card)).or_default() += 1);
            counts
        };
        let (all, even) = (count(&all), count(&even));
        let greatest = even.values().copied().max().unwrap_or(0);
        for (section, &there) in &all {
            let asked = even.get(section).copied().unwrap_or(0);
            prop_assert!(asked == there || asked + 1 >= greatest);
        }
    }
}
