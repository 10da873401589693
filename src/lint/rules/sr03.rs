//! SR03: a citation says where in the source.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SR03",
    name: "source-place",
    severity: Error,
    profile: House,
    what: "A citation of a standard, documentation, a book or a draft names the place in it.",
    why: "\"It is somewhere in these 200 pages\" cannot be checked by anybody who has an evening. Papers, tools and articles are short enough without.",
    bad: "source: [rfc9110]",
    good: "source: [rfc9110#9.2.2]",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    for (number, citation) in card.note.source.iter().enumerate() {
        let Some(source) = context.sources.get(citation.source.as_str()) else { continue };
        let is_placed = citation.place.as_deref().is_some_and(|place| !place.trim().is_empty());
        if source.kind.has_places() && !is_placed {
            let id = &citation.source;
            report
                .field(
                    card,
                    &format!("source.{}", number + 1),
                    format!("`{id}` is cited without a place"),
                )
                .help(format!("write the section after it: `{id}#…`"));
        }
    }
}
