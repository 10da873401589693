//! MC04: options are short.

use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC04",
    name: "long-option",
    severity: Error,
    profile: House,
    what: "An option has at most 90 characters, its `why` at most 200.",
    why: "Four long options are read as a text, and the longest is guessed.",
    bad: "- text: (an option of 120 characters)",
    good: "- text: Read that user's own profile from the leader for a while.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    for place in 1..=mcq.options.len() {
        let text = format!("options.{place}.text");
        super::within(report, card, &text, "the option", Limit::hard(limits::OPTION));
        let why = format!("options.{place}.why");
        super::within(report, card, &why, "the reason", Limit::hard(limits::WHY));
    }
}
