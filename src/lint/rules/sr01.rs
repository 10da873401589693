//! SR01: every card has a source.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SR01",
    name: "has-source",
    severity: Error,
    profile: House,
    what: "A card cites at least one source.",
    why: "What cannot be looked up cannot be checked, and what everybody repeats is wrong surprisingly often.",
    bad: "- id: idem.retry-after\n  front: Which header says how long to wait?",
    good: "- id: idem.retry-after\n  front: Which header says how long to wait?\n  source: [rfc9110#10.2.3]",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    if card.note.source.is_empty() {
        report.card(card, "the card cites no source").help("add `source: [id#place]`");
    }
}
