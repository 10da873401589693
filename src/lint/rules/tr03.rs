//! TR03: code survives translation.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TR03",
    name: "lost-code",
    severity: Error,
    profile: Basic,
    what: "Each code span of a text stands unchanged in its translation.",
    why: "Commands, headers and values are the same in every language; a lost one is a lost fact.",
    bad: "front: … `Retry-After` …  ->  front: … سرآیند تلاش مجدد …",
    good: "front: … `Retry-After` …  ->  front: … `Retry-After` …",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let Some(card) = translated.card.map(|place| &context.cards[place]) else { return };
    for (field, text) in &translated.texts {
        let Some(source) = card.text(field) else { continue };
        let kept: Vec<&str> = codes(text.value);
        if let Some(lost) = codes(source).into_iter().find(|code| !kept.contains(code)) {
            report
                .at(translated.file, text.span, format!("{lost} of the source is missing"))
                .of(card.note.id.as_str())
                .help("keep code as it stands");
        }
    }
}

fn codes(text: &str) -> Vec<&str> {
    text::code_spans(text).into_iter().map(|span| &text[span]).collect()
}
