//! TB01: terms are written as the term base says.

use crate::lint::glossary::{Form, Keep, Term};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TB01",
    name: "term-base",
    severity: Error,
    profile: House,
    what: "A translation writes a term as `i18n/<lang>/glossary.yaml` says. A form the term base lists under `avoid` is an error; a term of the source whose word is missing in the translation is a warning.",
    why: "One thing with two names is two things to whoever learns it.",
    bad: "jitter  ->  جیتر",
    good: "jitter  ->  jitter",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let Some(card) = translated.card.map(|place| &context.cards[place]) else { return };
    let Some(glossary) = context.glossaries.get(translated.lang) else { return };
    let id = card.note.id.as_str();
    for (field, target) in &translated.texts {
        for (term, form) in glossary.forms_in(target.value) {
            if let Form::Avoid(number) = form {
                let message = format!("`{}` is not written «{}»", term.en, term.avoid[number]);
                report.at(translated.file, target.span, message).of(id).help(advice(term));
            }
        }
        let Some(source) = card.text(field) else { continue };
        let source = text::prose(source);
        let found = glossary.used_in(&source);
        for term in &found {
            // `cache` within `cache invalidation` is not a term of its own.
            let is_part = found.iter().any(|other| {
                other.en.len() > term.en.len() && other.en.split(' ').any(|word| word == term.en)
            });
            if !is_part && !is_rendered(term, target.value) {
                let message = format!("`{}` is not written as the term base says", term.en);
                report
                    .at(translated.file, target.span, message)
                    .of(id)
                    .help(advice(term))
                    .warning();
            }
        }
    }
}

fn advice(term: &Term) -> String {
    match term.keep {
        Keep::Latin => format!("write `{}`", term.en),
        Keep::Own => format!("write «{}»", term.own),
        Keep::Both => format!("write «{} ({})», then «{}»", term.own, term.en, term.own),
    }
}

/// Says whether a translation has the term in a form that is allowed. Lenient where grammar changes
/// words: the head of a term is enough.
fn is_rendered(term: &Term, target: &str) -> bool {
    let latin = || {
        let head = term.en.split(' ').next().unwrap_or(&term.en).to_lowercase();
        let root: String = head.chars().take(head.chars().count().min(6)).collect();
        target.to_lowercase().contains(&root)
    };
    let own = || {
        let head = term.own.split([' ', '\u{200c}']).next().unwrap_or(&term.own);
        target.contains(head)
    };
    match term.keep {
        Keep::Latin => latin(),
        Keep::Own => own(),
        Keep::Both => own() || latin(),
    }
}
