//! IV06: what to study when a point is missed exists.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::model::suggest::nearest;

rule! {
    code: "IV06",
    name: "see-known-card",
    severity: Error,
    profile: Basic,
    what: "Each id in the `see` of a key point is that of a card of the collection.",
    why: "It is where a mock interview sends the learner next.",
    bad: "see: [idem.claim]",
    good: "see: [idem.claim-then-work]",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    for (place, point) in interview.key_points.iter().enumerate() {
        for (number, id) in point.see.iter().enumerate() {
            if context.by_id.contains_key(id.as_str()) {
                continue;
            }
            let path = format!("key_points.{}.see.{}", place + 1, number + 1);
            let entry = report.field(card, &path, format!("no card has the id `{id}`"));
            if let Some(close) = nearest(id, context.by_id.keys().copied()) {
                entry.help(format!("did you mean `{close}`?"));
            }
        }
    }
}
