//! TB02: a new word is introduced.

use crate::lint::glossary::Keep;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TB02",
    name: "term-with-english",
    severity: Warning,
    profile: House,
    what: "A card that uses the language's word for a term of `keep: both` also has the English word once.",
    why: "The Persian word is new to many who know the English one, and interviews are held with the latter.",
    bad: "وقتی یک متد خودتوان است …",
    good: "وقتی یک متد خودتوان (idempotent) است …",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let Some(card) = translated.card.map(|place| &context.cards[place]) else { return };
    let Some(glossary) = context.glossaries.get(translated.lang) else { return };
    let whole: Vec<String> =
        translated.texts.iter().map(|(_, text)| text.value.to_lowercase()).collect();
    for term in glossary.terms().filter(|term| term.keep == Keep::Both) {
        let used =
            translated.texts.iter().find(|(_, text)| super::tb01::has_word(text.value, &term.own));
        let Some((_, text)) = used else { continue };
        let root: String = term.en.to_lowercase().chars().take(6).collect();
        if !whole.iter().any(|text| text.contains(&root)) {
            report
                .at(
                    translated.file,
                    text.span,
                    format!("«{}» stands without its English", term.own),
                )
                .of(card.note.id.as_str())
                .help(format!("write «{} ({})» where it is used first", term.own, term.en));
        }
    }
}
