//! LN04: a remark is a remark.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "LN04",
    name: "long-more",
    severity: Error,
    profile: House,
    what: "`more` has at most 320 characters. Fenced code is not counted.",
    why: "It stands below the answer at every review. What is longer belongs on the topic's page.",
    bad: "more: (the whole history of the protocol)",
    good: "more: Its value is a number of seconds or an HTTP date.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    super::within(report, card, "more", "`more`", limits::MORE);
}
