//! LN02: a front can be taken in at a glance.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "LN02",
    name: "long-front",
    severity: Error,
    profile: House,
    what: "The front of a basic, typed, mcq or order card has at most 240 characters, better 160 (a warning). Fenced code is not counted.",
    why: "An 80-column terminal shows 240 characters in three or four lines. What is longer is skimmed, and the card then tests reading.",
    bad: "front: (300 characters of circumstances)",
    good: "front: A query filters on `lower(email)` and ignores the index on `email`. Which index would PostgreSQL use?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    if super::has_front(card.kind()) {
        super::within(report, card, "front", "the front", limits::FRONT);
    }
}
