//! CL01: few holes.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "CL01",
    name: "hole-count",
    severity: Error,
    profile: House,
    what: "A cloze has one to three deletions, counted by number.",
    why: "Each is a card of its own; a sentence with four of them is a fill-in form. A cloze without any is refused by the loader.",
    bad: "text: \"{{c1::Kafka}} is a {{c2::distributed}}, {{c3::partitioned}}, {{c4::replicated}} log of records.\"",
    good: "text: \"In Kafka, ordering is guaranteed within a {{c1::partition}}, which is chosen from the record's {{c2::key}}.\"",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(cloze) = super::cloze(card) else { return };
    let count = cloze.numbers().len();
    if count > 3 {
        report
            .field(card, "text", format!("the text has {count} deletions"))
            .help("at most three, each a key term or number: split the sentence");
    }
}
