//! SR02: sources are registered.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::model::suggest::nearest;

rule! {
    code: "SR02",
    name: "known-source",
    severity: Error,
    profile: House,
    what: "A source that a card cites is in `sources.yaml`.",
    why: "The registry says what a source is, where it is, and who opened it when. An id alone says nothing.",
    bad: "source: [rfc-9110#9.2.2]",
    good: "source: [rfc9110#9.2.2]",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    for (place, citation) in card.note.source.iter().enumerate() {
        if context.sources.contains_key(citation.source.as_str()) {
            continue;
        }
        let field = format!("source.{}", place + 1);
        let message = format!("`{}` is not in the registry of sources", citation.source);
        let entry = report.field(card, &field, message);
        match nearest(&citation.source, context.sources.keys().copied()) {
            Some(close) => entry.help(format!("did you mean `{close}`?")),
            None => entry.help("add it to `sources.yaml`"),
        };
    }
}
