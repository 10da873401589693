//! SC02: a scenario can be held in mind.

use crate::cards::Kind;
use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SC02",
    name: "long-scenario",
    severity: Error,
    profile: House,
    what: "A scenario's set-up has at most 520 characters, better 400 (a warning); each answer field at most 280.",
    why: "The constraints must be in view while one decides.",
    bad: "setup: (a page about the company)",
    good: "setup: (three sentences with the numbers that force the choice)",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    if card.kind() != Kind::Scenario {
        return;
    }
    super::within(report, card, "setup", "the set-up", limits::SETUP);
    for field in ["choice", "because", "cost", "flips_if"] {
        let name = format!("`{field}`");
        super::within(report, card, field, &name, Limit::hard(limits::DECISION));
    }
}
