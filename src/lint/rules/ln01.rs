//! LN01: a front is long enough to say what it is about.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{limits, text};

rule! {
    code: "LN01",
    name: "short-front",
    severity: Error,
    profile: House,
    what: "The front of a basic, typed, mcq or order card has at least 20 characters.",
    why: "Below that there is no room for the product or the situation, and the front can be answered only by whoever remembers the card.",
    bad: "front: Why add jitter?",
    good: "front: Exponential backoff already spaces retries out. Why add jitter?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(front) = card.text("front").filter(|_| super::has_front(card.kind())) else { return };
    // A front that is mostly code is as long as its code.
    let length = front.trim().chars().count();
    if text::length(front) < limits::FRONT_LEAST && length < limits::FRONT_LEAST {
        report
            .field(card, "front", format!("the front has {length} characters"))
            .help("name the product, the protocol or the situation in its first words");
    }
}
