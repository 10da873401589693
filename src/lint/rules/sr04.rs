//! SR04: somebody opened the source.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SR04",
    name: "source-checked",
    severity: Error,
    profile: House,
    what: "A cited source has a day in `checked:`.",
    why: "A source named from memory proves nothing: sections are renumbered, pages move, and memory adds what it wishes were there.",
    bad: "rfc9110: {title: HTTP Semantics, kind: standard}",
    good: "rfc9110: {title: HTTP Semantics, kind: standard, checked: 2026-11-22}",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    for (number, citation) in card.note.source.iter().enumerate() {
        let source = context.sources.get(citation.source.as_str());
        if source.is_some_and(|source| !source.is_checked) {
            report
                .field(
                    card,
                    &format!("source.{}", number + 1),
                    format!("nobody has opened `{}` yet", citation.source),
                )
                .help("open it, compare, and write the day in `checked:` of `sources.yaml`");
        }
    }
}
