//! QF01: a front asks.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{english, text};

rule! {
    code: "QF01",
    name: "front-asks",
    severity: Error,
    profile: House,
    what: "A front has a question mark, or a verb that tells what to do: Give, Put, Name, Complete, Write, Order, Choose, State, Predict, Compute, Show, Find and a few more.",
    why: "A front that states leaves open what is wanted, and each learner answers another question.",
    bad: "front: The idempotency key and its lease, in detail.",
    good: "front: An idempotency key is claimed by a worker that dies. What frees the key?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    for (field, front) in card.fronts() {
        let asks = front.contains(['?', '؟', '？'])
            || text::words(front).any(|(_, word)| english::IMPERATIVES.contains(&word));
        if !asks {
            report
                .field(card, field, "the front does not ask anything")
                .help("end it with a question mark, or begin with a verb such as `Give` or `Name`");
        }
    }
}
