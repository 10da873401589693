//! TR05: a translation is about as long as what it translates.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TR05",
    name: "translation-length",
    severity: Error,
    profile: Basic,
    what: "A translated text has 0.5 to 1.8 times the characters of its source, from 20 characters on.",
    why: "Less has lost something, more has explained something: a front must still ask exactly one thing.",
    bad: "front: (100 characters)  ->  front: (30 characters)",
    good: "front: (100 characters)  ->  front: (105 characters)",
    check: Translated(check)
}

/// Below it a ratio says nothing: `yes` is بله.
const LEAST: usize = 20;

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let Some(card) = translated.card.map(|place| &context.cards[place]) else { return };
    for (field, text) in &translated.texts {
        let Some(source) = card.text(field) else { continue };
        let (from, to) = (source.chars().count(), text.value.chars().count());
        let ratio = to as f64 / from.max(1) as f64;
        if from.max(to) >= LEAST && !limits::TRANSLATION_RATIO.contains(&ratio) {
            let message = format!("`{field}` has {ratio:.2} times the length of its source");
            report
                .at(translated.file, text.span, message)
                .of(card.note.id.as_str())
                .help("between 0.5 and 1.8: translate the card, neither less nor more");
        }
    }
}
