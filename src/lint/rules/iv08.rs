//! IV08: evidence is worth asking for.

use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "IV08",
    name: "evidence",
    severity: Error,
    profile: House,
    what: "A debug round that hands out evidence has three to nine pieces of it. What one asks for has at most 60 characters, what one is handed at most 400; code is not counted.",
    why: "With one or two pieces there is nothing to choose, and each is asked for by a digit. The labels are read before anything is known.",
    bad: "evidence:\n  - ask: The log\n    shows: \"ERROR: too many clients\"",
    good: "evidence: (five, two of which lead nowhere)",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    let count = interview.evidence.len();
    if count != 0 && !(3..=9).contains(&count) {
        report
            .field(card, "evidence", format!("there are {count} pieces of evidence"))
            .help("write three to nine, some of which lead nowhere");
    }
    for place in 1..=count {
        let path = format!("evidence.{place}.ask");
        super::within(report, card, &path, "the label", Limit::hard(limits::EVIDENCE_ASK));
        let path = format!("evidence.{place}.shows");
        super::within(report, card, &path, "the evidence", Limit::hard(limits::EVIDENCE));
    }
}
