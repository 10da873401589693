//! SC04: a scenario knows the other ways.

use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SC04",
    name: "otherwise",
    severity: Error,
    profile: House,
    what: "A scenario has two or three `otherwise`, each with a `text` of at most 90 characters and a `why` of at most 200.",
    why: "They are the other ways somebody would go; with them a quiz can ask for the decision, and say what is wrong with the others.",
    bad: "otherwise: []",
    good: "otherwise:\n  - text: Run the handler again under the same key.\n    why: The bank may already have charged.\n  - text: Drop the key so that the client can start over.\n    why: A new key is a new charge.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let crate::cards::Content::Scenario(scenario) = &card.note.content else { return };
    let count = scenario.otherwise.len();
    if !(2..=3).contains(&count) {
        report
            .field(card, "otherwise", format!("there are {count} other ways"))
            .help("write two or three, each a way somebody would go");
    }
    for (place, other) in scenario.otherwise.iter().enumerate() {
        let path = format!("otherwise.{}", place + 1);
        let text = format!("{path}.text");
        super::within(report, card, &text, "the other way", Limit::hard(limits::OPTION));
        let why = format!("{path}.why");
        super::within(report, card, &why, "the reason", Limit::hard(limits::WHY));
        if other.why.trim().is_empty() {
            report.field(card, &path, "the other way does not say why it is worse here");
        }
    }
}
