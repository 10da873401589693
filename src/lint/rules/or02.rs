//! OR02: items are short.

use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "OR02",
    name: "long-item",
    severity: Error,
    profile: House,
    what: "An item of an order has at most 90 characters.",
    why: "Items are compared with each other at a glance.",
    bad: "items: (a step of 120 characters)",
    good: "items: Insert caller, key and fingerprint as \"in progress\", and commit",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(order) = super::order(card) else { return };
    for place in 1..=order.items.len() {
        let path = format!("items.{place}");
        super::within(report, card, &path, "the item", Limit::hard(limits::ITEM));
    }
}
