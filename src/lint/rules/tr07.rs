//! TR07: a card is translated whole.

use std::collections::BTreeSet;

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TR07",
    name: "incomplete-translation",
    severity: Warning,
    profile: Basic,
    what: "A translated card has all texts of its source but `more` and `gist`, and as many options, items and points.",
    why: "The unit is the card: if one text is missing, the whole card is shown in the collection's own language, and the translation never.",
    bad: "idem.jitter:\n  of: 1a2b3c4d\n  front: …",
    good: "idem.jitter:\n  of: 1a2b3c4d\n  front: …\n  back: …",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let Some(card) = translated.card.map(|place| &context.cards[place]) else { return };
    let is_free = |path: &str| matches!(path, "more" | "gist") || path.starts_with("accept.");
    let wanted: BTreeSet<&str> = card
        .texts
        .iter()
        .filter(|(path, text)| !is_free(path) && !text.trim().is_empty())
        .map(|(path, _)| path.as_str())
        .collect();
    let given: BTreeSet<&str> = translated
        .texts
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|path| !is_free(path))
        .collect();
    let missing = wanted.difference(&given).next();
    let extra = given.difference(&wanted).next();
    let message = match (missing, extra) {
        (Some(path), _) => format!("`{path}` is not translated, so the card is not shown"),
        (None, Some(path)) => format!("the source has no `{path}`, so the card is not shown"),
        (None, None) => return,
    };
    report
        .at(translated.file, translated.id.span, message)
        .of(card.note.id.as_str())
        .help("translate the card whole, or take the translation out");
}
