//! OR03: no item twice.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "OR03",
    name: "duplicate-item",
    severity: Error,
    profile: Basic,
    what: "No two items of an order are the same.",
    why: "They can be exchanged without a difference, and one of the two ways is judged wrong.",
    bad: "items: [Lock the row, Update it, Lock the row]",
    good: "items: [Lock the row, Update it, Unlock the row]",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(order) = super::order(card) else { return };
    for (place, item) in order.items.iter().enumerate() {
        let first = order.items[..place].iter().position(|earlier| earlier.trim() == item.trim());
        if let Some(first) = first {
            let message = format!("items {} and {} are the same", first + 1, place + 1);
            report.field(card, &format!("items.{}", place + 1), message);
        }
    }
}
