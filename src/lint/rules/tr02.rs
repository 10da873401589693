//! TR02: a translation is of the text as it is now.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TR02",
    name: "stale-translation",
    severity: Error,
    profile: Basic,
    what: "`of` of a translated card is the fingerprint of the card's text.",
    why: "The text was changed after it was translated. Basic, reversed, scenario and interview cards are then shown with a mark; the others fall back to the source.",
    bad: "of: 00000000",
    good: "of: 88abf841      # as the message says, once the translation was compared",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let (Some(place), Some(now)) = (translated.card, translated.now) else { return };
    let id = translated.id.value;
    let (span, message) = match &translated.of {
        Some(of) if of.value == now => return,
        Some(of) => (of.span, format!("`{id}` was translated from an earlier text")),
        None => (translated.id.span, format!("`{id}` does not say what it was translated from")),
    };
    report
        .at(translated.file, span, message)
        .of(context.cards[place].note.id.as_str())
        .help(format!("compare it with the card, then write `of: \"{now}\"`"));
}
