//! IV02: something is required of somebody.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "IV02",
    name: "no-must",
    severity: Error,
    profile: House,
    what: "At least one key point has `must:`, the level from which it is required.",
    why: "Without it, no answer is too weak.",
    bad: "- id: claim\n  point: Claims the key atomically",
    good: "- id: claim\n  must: mid\n  point: Claims the key atomically",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    let points = &interview.key_points;
    if !points.is_empty() && points.iter().all(|point| point.must.is_none()) {
        report
            .field(card, "key_points", "no key point is required of anybody")
            .help("add `must:` junior, mid, senior or staff to those that are");
    }
}
