//! SR05: what changes with time says as of when, and rests on a primary source.

use crate::content::sources::SourceKind;
use crate::lint::claims;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SR05",
    name: "dated-claim",
    severity: Warning,
    profile: House,
    what: "A card that names a product's default, limit or version, or a draft, has `as_of` and cites a standard, documentation, a book, a paper or the draft itself. The invented numbers of a scenario or an interview are exempt, and so are status codes.",
    why: "Defaults and limits change with versions, and most wrong cards were right once.",
    bad: "back: By default, Kafka keeps records for 7 days.\nsource: [some-blog]",
    good: "back: By default, Kafka keeps records for 7 days.\nas_of: 2026-11\nsource: [kafka-docs#log.retention.hours]",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    if matches!(card.kind(), crate::cards::Kind::Scenario | crate::cards::Kind::Interview) {
        return;
    }
    let Some((field, claim)) =
        card.texts.iter().find_map(|(field, text)| claims::dated(text).map(|claim| (field, claim)))
    else {
        return;
    };
    if card.note.as_of.is_none() {
        report
            .field(card, field, format!("{claim} may change, and the card does not say as of when"))
            .help("add `as_of: YYYY-MM`, the month in which it was checked");
    }
    let is_primary = card.note.source.iter().any(|citation| {
        let source = context.sources.get(citation.source.as_str());
        source.is_some_and(|source| !matches!(source.kind, SourceKind::Blog | SourceKind::Tool))
    });
    if !is_primary && !card.note.source.is_empty() {
        report
            .field(card, "source", format!("{claim} needs a primary source"))
            .help("cite a standard, the product's documentation, a paper or a book");
    }
}
