//! AT02: no long list in an answer.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "AT02",
    name: "many-bullets",
    severity: Error,
    profile: House,
    what: "A back has at most four items in a list.",
    why: "Lists are the hardest thing to remember and the easiest to write.",
    bad: "back: |-\n  - atomicity\n  - (four more)",
    good: "one card per item, or an `order` card if their order is the point",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(back) = card.back() else { return };
    let count = text::bullets(&text::prose(back));
    if count > 4 {
        report
            .field(card, "back", format!("the back lists {count} items"))
            .help("at most four, and only of a closed set: write a card for each");
    }
}
