//! CL02: a hole is a term.

use crate::cards::kinds::cloze::Piece;
use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "CL02",
    name: "long-hole",
    severity: Error,
    profile: House,
    what: "A hidden part has at most 30 characters and at most 4 words.",
    why: "A hidden clause can be said in ten ways; nobody can tell whether his was right.",
    bad: "{{c1::are applied by each of the replicas in turn}}",
    good: "{{c1::in log order}}",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(cloze) = super::cloze(card) else { return };
    for piece in cloze.pieces() {
        let Piece::Hole { hidden, .. } = piece else { continue };
        let (length, words) = (hidden.chars().count(), hidden.split_whitespace().count());
        if length > limits::HOLE || words > limits::HOLE_WORDS {
            let message = format!("`{hidden}` has {length} characters and {words} words");
            report.field(card, "text", message).help("hide a key term or a number");
        }
    }
}
