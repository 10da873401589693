//! AT03: an answer is short.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "AT03",
    name: "many-sentences",
    severity: Error,
    profile: House,
    what: "A back has at most four sentences.",
    why: "What needs five sentences is more than one fact.",
    bad: "back: It fails. It is retried. It fails. It is retried. It gives up.",
    good: "back: It is retried with growing pauses until the budget is spent.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(back) = card.back() else { return };
    let count = text::sentence_ends(&text::prose(back));
    if count > 4 {
        report
            .field(card, "back", format!("the back has {count} sentences"))
            .help("keep the answer, move the rest to `more` or to another card");
    }
}
