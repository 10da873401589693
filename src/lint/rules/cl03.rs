//! CL03: a cloze is one sentence or two.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "CL03",
    name: "long-cloze",
    severity: Error,
    profile: House,
    what: "The visible form of a cloze has at most 260 characters, better 220 (a warning).",
    why: "The text around the hole is read at every review.",
    bad: "text: (a paragraph with one hole)",
    good: "text: (one sentence with one to three holes)",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(cloze) = super::cloze(card) else { return };
    let length = super::filled(cloze).chars().count();
    super::judge(report, card, "text", "the text", length, limits::CLOZE);
}
