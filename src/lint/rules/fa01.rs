//! FA01: facets, topics, and how many cards a topic needs.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Deck, Quota, Topic};

rule! {
    code: "FA01",
    name: "facets-and-minima",
    severity: Error,
    profile: House,
    what: "A card has a facet; its deck's topic is one of the collection; a topic that has a deck reaches each `minimum` of the collection file. Multiple choice, scenarios and interviews do not fill facets.",
    why: "A topic is known when each of its facets is: what it is, why, how, how it goes wrong, what it costs. Counting keeps the comfortable facets from crowding out the useful ones.",
    bad: "- id: idem.jitter\n  front: Exponential backoff already spaces retries out. Why add jitter?",
    good: "- id: idem.jitter\n  facet: why\n  front: Exponential backoff already spaces retries out. Why add jitter?",
    check: Deck(check)
}

fn check(context: &Context, deck: &Deck, report: &mut Report) {
    for card in &context.cards[deck.cards.clone()] {
        if card.note.facet.is_none() {
            report
                .card(card, "the card has no facet")
                .help("add `facet:` concept, why, how, mistake or tradeoff");
        }
    }
    let Some(named) = &deck.topic else {
        report.file(deck.file, "the deck has no topic").help("add `topic:` with a topic's slug");
        return;
    };
    let Some(topic) = context.topic(named.value) else {
        report
            .at(deck.file, named.span, format!("no topic is called `{}`", named.value))
            .help("add it to `collection.yaml`, or correct the slug");
        return;
    };
    let is_first = context
        .decks
        .iter()
        .find(|other| other.topic.as_ref().is_some_and(|other| other.value == named.value));
    if is_first.is_some_and(|first| first.file == deck.file) {
        minima(context, deck, topic, report);
    }
}

fn minima(context: &Context, deck: &Deck, topic: &Topic, report: &mut Report) {
    let Some(named) = &deck.topic else { return };
    for &(quota, least) in &topic.minimum {
        let count = context.cards_of(topic.slug).filter(|card| counts(quota, card)).count();
        if count < least as usize {
            let message = format!("`{}` has {count} {} of {least}", topic.slug, quota_name(quota));
            report
                .at(deck.file, named.span, message)
                .help("write the missing cards, or lower `minimum` in `collection.yaml`");
        }
    }
}

fn counts(quota: Quota, card: &crate::lint::view::Card) -> bool {
    let is_recall = card.kind().is_recall();
    match quota {
        Quota::Facet(facet) => is_recall && card.note.facet == Some(facet),
        Quota::Kind(kind) => card.kind() == kind,
        Quota::Recall => is_recall,
    }
}

fn quota_name(quota: Quota) -> String {
    match quota {
        Quota::Facet(facet) => format!("recall cards of facet {}", facet.name()),
        Quota::Kind(kind) => format!("cards of kind {}", kind.name()),
        Quota::Recall => "recall cards".to_owned(),
    }
}
