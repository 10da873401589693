//! TR01: a translation translates something.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Translated};
use crate::model::suggest::nearest;

rule! {
    code: "TR01",
    name: "orphan-translation",
    severity: Error,
    profile: Basic,
    what: "The id of a translated card is that of a card of the collection.",
    why: "A translation of nothing is never shown, and the card it was meant for has none.",
    bad: "cards:\n  idem.retry: {of: 1a2b3c4d, front: …}      # the card is idem.retry-after",
    good: "cards:\n  idem.retry-after: {of: 1a2b3c4d, front: …}",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    if translated.card.is_some() {
        return;
    }
    let id = translated.id.value;
    let entry =
        report.at(translated.file, translated.id.span, format!("no card has the id `{id}`"));
    match nearest(id, context.by_id.keys().copied()) {
        Some(close) => entry.help(format!("did you mean `{close}`?")),
        None => entry.help("remove the translation, or correct its id"),
    };
}
