//! CV02: every misconception is covered.

use std::collections::BTreeSet;

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::Context;

rule! {
    code: "CV02",
    name: "uncovered-misconception",
    severity: Error,
    profile: House,
    what: "Each misconception of a topic that has a deck is covered by a card.",
    why: "The misconceptions are what people believe who have read about the topic and not worked with it. They are the most useful cards.",
    bad: "misconceptions of the topic: kafka~1, kafka~2; cards: covers: kafka~1",
    good: "misconceptions of the topic: kafka~1, kafka~2; cards: covers: kafka~1, covers: kafka~2",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let Some(file) = context.collection_file else { return };
    let covered: BTreeSet<&str> =
        context.cards.iter().filter_map(|card| card.note.covers.as_deref()).collect();
    for (topic, deck) in context.topics_with_decks() {
        for misconception in &topic.misconceptions {
            if !covered.contains(misconception.value) {
                let deck = &context.file(deck.file).label;
                let message = format!("no card covers `{}`", misconception.value);
                report
                    .at(file, misconception.span, message)
                    .help(format!("write a card with `covers: {}` in {deck}", misconception.value));
            }
        }
    }
}
