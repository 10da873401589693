//! MC07: no negative stem.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC07",
    name: "negative-stem",
    severity: Error,
    profile: House,
    what: "The stem of a multiple choice does not ask for what is NOT, EXCEPT or LEAST.",
    why: "It asks for the one false sentence among true ones, and so drills the false one.",
    bad: "front: Which of these is NOT true of asynchronous replicas?",
    good: "front: An asynchronous replica serves a read just after a write. What may the reader see?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let prose = text::prose(&mcq.front);
    let negative =
        text::words(&prose).find(|(_, word)| matches!(*word, "NOT" | "EXCEPT" | "LEAST"));
    if let Some((_, word)) = negative {
        report
            .field(card, "front", format!("the stem asks with {word}"))
            .help("ask for what is the case; SQL's `NOT` stands in backticks");
    }
}
