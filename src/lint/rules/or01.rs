//! OR01: three to six items.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "OR01",
    name: "item-count",
    severity: Error,
    profile: House,
    what: "An order has three to six items.",
    why: "Two can be guessed; seven have 5,040 orders, and the card is failed for a detail.",
    bad: "items: [SYN, ACK]",
    good: "items: [SYN, SYN-ACK, ACK]",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(order) = super::order(card) else { return };
    let count = order.items.len();
    if !(3..=6).contains(&count) {
        report
            .field(card, "items", format!("there are {count} items"))
            .help("write three to six: join steps, or split the card");
    }
}
