//! IV06: the cards and topics an interview names exist.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::model::suggest::nearest;

rule! {
    code: "IV06",
    name: "see-known-card",
    severity: Error,
    profile: Basic,
    what: "Each id in the `see` of a key point is that of a card of the collection, and each slug in `topics` that of a topic.",
    why: "They are where a mock interview sends the learner next.",
    bad: "see: [idem.claim]",
    good: "see: [idem.claim-then-work]",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    for (place, slug) in interview.topics.iter().enumerate() {
        if context.topic(slug).is_none() {
            let path = format!("topics.{}", place + 1);
            let entry = report.field(card, &path, format!("no topic is called `{slug}`"));
            if let Some(close) = nearest(slug, context.topics.iter().map(|topic| topic.slug)) {
                entry.help(format!("did you mean `{close}`?"));
            }
        }
    }
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
