//! AT01: a front asks one thing.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "AT01",
    name: "many-questions",
    severity: Error,
    profile: House,
    what: "A front has at most two question marks.",
    why: "If the answer can be half right, it is two cards.",
    bad: "front: What is a lease? Who renews it? What happens when it expires?",
    good: "front: A worker's lease on a claimed key expires while it still works. Who may take the key?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    for (field, front) in card.fronts() {
        let count = text::prose(front).matches(['?', '؟']).count();
        if count > 2 {
            report
                .field(card, field, format!("the front asks {count} questions"))
                .help("split the card: one fact, relation or decision each");
        }
    }
}
