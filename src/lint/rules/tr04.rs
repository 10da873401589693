//! TR04: the same holes in every language.

use crate::cards::kinds::cloze::{Cloze, Piece};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Translated};

rule! {
    code: "TR04",
    name: "cloze-numbers",
    severity: Error,
    profile: Basic,
    what: "A translated cloze has the deletions of its source: the same numbers, each as often.",
    why: "Each number is a card with a history; a hole that is missing in one language is a card that cannot be asked there.",
    bad: "{{c1::…}} {{c2::…}}  ->  {{c1::…}}",
    good: "{{c1::…}} {{c2::…}}  ->  {{c2::…}} {{c1::…}}",
    check: Translated(check)
}

fn check(context: &Context, translated: &Translated, report: &mut Report) {
    let Some(card) = translated.card.map(|place| &context.cards[place]) else { return };
    for (field, text) in &translated.texts {
        let Some(source) = card.text(field) else { continue };
        let (wanted, given) = (numbers(source), numbers(text.value));
        if wanted != given {
            let message = format!("the source has the deletions {wanted:?}, this has {given:?}");
            report
                .at(translated.file, text.span, message)
                .of(card.note.id.as_str())
                .help("translate each deletion, and keep its number");
        }
    }
}

fn numbers(text: &str) -> Vec<u16> {
    if !text.contains("{{c") {
        return Vec::new();
    }
    let cloze = Cloze { text: text.to_owned() };
    let mut numbers: Vec<u16> = cloze
        .pieces()
        .iter()
        .filter_map(|piece| match piece {
            Piece::Hole { number, .. } => Some(*number),
            Piece::Text(_) => None,
        })
        .collect();
    numbers.sort_unstable();
    numbers
}
