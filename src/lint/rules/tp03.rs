//! TP03: few cards are core.

use crate::cards::Tier;
use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Deck};

rule! {
    code: "TP03",
    name: "core-notes",
    severity: Error,
    profile: House,
    what: "A topic has at most 6 notes of `tier: core`.",
    why: "Core is what nobody should walk into an interview without, and it is learned first in every topic. If everything is core, nothing is.",
    bad: "seven cards with tier: core",
    good: "six cards with tier: core, the others without a tier",
    check: Deck(check)
}

fn check(context: &Context, deck: &Deck, report: &mut Report) {
    let Some(topic) = &deck.topic else { return };
    let core = context.cards_of(topic.value).filter(|card| card.note.tier == Tier::Core);
    // The cards of a topic may be spread over decks: each is told of its own.
    for card in core.skip(limits::CORE).filter(|card| card.file == deck.file) {
        report
            .field(card, "tier", format!("the topic has {} core notes already", limits::CORE))
            .help("keep the ones nobody should walk into an interview without");
    }
}
