//! QF02: no question that a coin could answer.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{english, text};

rule! {
    code: "QF02",
    name: "yes-no",
    severity: Error,
    profile: House,
    what: "No clause of a question begins with is, are, does, can, should and the like, also after a comma or a colon; no front says \"True or false\"; no back begins with Yes or No.",
    why: "A guess must not be right half the time, and a yes tells nothing about why.",
    bad: "front: \"HTTP: is GET idempotent?\"",
    good: "front: \"HTTP: which of the methods that change state may be repeated?\"",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    for (field, front) in card.fronts() {
        let prose = text::prose(front);
        if text::find_phrase(&prose, &["true", "or", "false"]).is_some() {
            report.field(card, field, "the front asks whether something is true").help(HELP);
            continue;
        }
        let opening = text::sentences(&prose)
            .into_iter()
            .filter(|sentence| prose[sentence.clone()].trim_end().ends_with('?'))
            .flat_map(|sentence| text::clauses(&prose, sentence))
            .map(|clause| english::first_word(&prose[clause]))
            .find(|word| english::is_in(word, english::AUXILIARIES));
        if let Some(word) = opening {
            let message = format!("a question that begins with `{word}` is answered by yes or no");
            report.field(card, field, message).help(HELP);
        }
    }
    if let Some(back) = card.back() {
        let first = english::first_word(back);
        let rest = back.trim_start().get(first.len()..).unwrap_or("");
        let is_alone = rest.is_empty() || rest.starts_with([',', '.', ':', ';', '!', '—']);
        if matches!(first.as_str(), "yes" | "no") && is_alone {
            report.field(card, "back", format!("the back begins with `{first}`")).help(HELP);
        }
    }
}

const HELP: &str = "ask which, why, what or by how much";
