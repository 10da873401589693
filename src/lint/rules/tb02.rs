//! TB02: a new word is introduced.

use crate::lint::glossary::{Form, Keep, Term};
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
    let mut told: Vec<&str> = Vec::new();
    for (_, text) in &translated.texts {
        for (term, form) in glossary.forms_in(text.value) {
            let is_new = form == Form::Own && term.keep == Keep::Both && !told.contains(&&*term.en);
            if is_new && !has_english(translated, term) {
                told.push(&term.en);
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
}

/// Says whether the English term stands somewhere on the card; grammar may have changed its end.
fn has_english(translated: &Translated, term: &Term) -> bool {
    let root: String = term.en.to_lowercase().chars().take(6).collect();
    translated.texts.iter().any(|(_, text)| text.value.to_lowercase().contains(&root))
}
