//! MC01: three to five options.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC01",
    name: "option-count",
    severity: Error,
    profile: House,
    what: "A multiple choice has three to five options, four as the rule.",
    why: "Two options are a coin; a sixth is one nobody believes.",
    bad: "options: [yes it is, no it is not]",
    good: "options: four, each a belief that somebody holds",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let count = mcq.options.len();
    if !(3..=5).contains(&count) {
        report
            .field(card, "options", format!("there are {count} options"))
            .help("write three to five, four as the rule");
    }
}
