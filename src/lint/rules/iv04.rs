//! IV04: an interview goes on.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "IV04",
    name: "follow-ups",
    severity: Error,
    profile: House,
    what: "An interview has at least two follow-ups.",
    why: "The first answer can be rehearsed; the follow-up shows what is behind it.",
    bad: "follow_ups: []",
    good: "follow_ups: (two or more, each with what a strong answer contains)",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    let count = interview.follow_ups.len();
    if count < 2 {
        report
            .field(card, "follow_ups", format!("there are {count} follow-ups"))
            .help("write at least two; tie some to a point with `if_missed`");
    }
}
