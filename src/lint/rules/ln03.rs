//! LN03: an answer can be judged at a glance.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "LN03",
    name: "long-back",
    severity: Error,
    profile: House,
    what: "The back of a basic or reversed card has at most 280 characters, better 200 (a warning). Fenced code is not counted.",
    why: "Whoever grades himself against a paragraph grades how familiar it looks. What is worth knowing besides goes to `more`.",
    bad: "back: (a paragraph of 400 characters)",
    good: "back: Each replica must apply all the writes.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    super::within(report, card, "back", "the back", limits::BACK);
}
