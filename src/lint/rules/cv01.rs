//! CV01: a card covers a misconception that is known.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::model::suggest::nearest;

rule! {
    code: "CV01",
    name: "known-misconception",
    severity: Error,
    profile: House,
    what: "`covers` names a misconception of the collection file.",
    why: "Cards that cover the same misconception are kept apart in time, and each misconception must be covered: both need the right name.",
    bad: "covers: idempotency~9        # the topic is idempotency-and-safe-retries",
    good: "covers: idempotency-and-safe-retries~3",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    let Some(covers) = card.note.covers.as_deref() else { return };
    let known = || context.topics.iter().flat_map(|topic| &topic.misconceptions);
    if known().any(|misconception| misconception.value == covers) {
        return;
    }
    let entry = report.field(card, "covers", format!("no misconception is called `{covers}`"));
    match nearest(covers, known().map(|misconception| misconception.value)) {
        Some(close) => entry.help(format!("did you mean `{close}`?")),
        None => entry.help("add it to its topic's `misconceptions:` in `collection.yaml`"),
    };
}
