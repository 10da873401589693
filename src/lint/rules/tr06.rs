//! TR06: what is not translated is listed.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::Context;

rule! {
    code: "TR06",
    name: "missing-translation",
    severity: Info,
    profile: Basic,
    what: "For each deck that a language has begun to translate, the cards still missing are listed. This is information: it does not fail a lint.",
    why: "A card without a translation is shown in the collection's own language; nobody notices but the learner.",
    bad: "a translation file with 5 of a deck's 18 cards",
    good: "a translation file with all of them",
    check: Collection(check)
}

/// How many ids are named; the rest is counted.
const NAMED: usize = 3;

fn check(context: &Context, report: &mut Report) {
    let mut done: BTreeMap<(usize, &str), BTreeSet<usize>> = BTreeMap::new();
    for translated in &context.translated {
        if let Some(card) = translated.card {
            done.entry((translated.file, translated.lang)).or_default().insert(card);
        }
    }
    let all: BTreeSet<(&str, usize)> = done
        .iter()
        .flat_map(|((_, lang), cards)| cards.iter().map(move |&card| (*lang, card)))
        .collect();
    for ((file, lang), cards) in &done {
        let decks: BTreeSet<usize> = cards.iter().map(|&card| context.cards[card].deck).collect();
        let missing: Vec<&str> = decks
            .iter()
            .flat_map(|&deck| context.decks[deck].cards.clone())
            .filter(|&card| !all.contains(&(*lang, card)))
            .map(|card| context.cards[card].note.id.local())
            .collect();
        if missing.is_empty() {
            continue;
        }
        let names = missing.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let rest = missing.len().saturating_sub(NAMED);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        report.file(*file, format!("not translated: {names}{more}"));
    }
}
