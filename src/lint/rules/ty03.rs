//! TY03: no answer is accepted twice.

use crate::cards::kinds::typed::Typed;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "TY03",
    name: "redundant-accept",
    severity: Warning,
    profile: Basic,
    what: "No accepted answer is already covered by an earlier one under the card's `match`.",
    why: "It looks as if it made a difference: usually another `match` was meant.",
    bad: "accept: [Retry-After, retry-after]\nmatch: ignore-case",
    good: "accept: [Retry-After]\nmatch: ignore-case",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let crate::cards::Content::Typed(typed) = &card.note.content else { return };
    for (place, accepted) in typed.accept.iter().enumerate().skip(1) {
        let earlier = Typed { accept: typed.accept[..place].to_vec(), ..typed.clone() };
        if earlier.accepts(accepted) {
            report.field(card, &format!("accept.{}", place + 1), "this is accepted anyway").help(
                "remove it, or set the `match` you meant: exact, ignore-case, number, command",
            );
        }
    }
}
