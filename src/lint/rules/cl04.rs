//! CL04: enough is left to understand the hole.

use crate::cards::kinds::cloze::Piece;
use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "CL04",
    name: "cloze-context",
    severity: Error,
    profile: House,
    what: "At least six words stand outside the deletions.",
    why: "With less, several words would fit, and the hole asks what the author happened to write.",
    bad: "text: \"{{c1::Kafka}} is a {{c2::distributed}} {{c3::log}}.\"",
    good: "text: \"In Kafka, ordering is guaranteed within a {{c1::partition}}, not within a topic.\"",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(cloze) = super::cloze(card) else { return };
    let pieces = cloze.pieces();
    let visible: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Hole { .. } => "",
        })
        .collect();
    let count = visible.split_whitespace().count();
    if count < limits::CLOZE_WORDS {
        report
            .field(card, "text", format!("{count} words stand outside the deletions"))
            .help("at least six: say of what, and when");
    }
}
