//! MC09: absolute words not only in distractors.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{english, text};

rule! {
    code: "MC09",
    name: "absolute-distractors",
    severity: Warning,
    profile: House,
    what: "If a distractor says always, never, all, none, only or every, so does the key.",
    why: "Test takers strike out absolute statements unread, and are right too often.",
    bad: "key: It may lag. | distractor: It never lags.",
    good: "key: It may lag. | distractor: It blocks the writer.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let absolute = |option: &str| {
        text::words(option)
            .map(|(_, word)| word.to_lowercase())
            .find(|word| english::is_in(word, english::ABSOLUTES))
    };
    if mcq.options.iter().any(|choice| choice.correct && absolute(&choice.text).is_some()) {
        return;
    }
    let wrong = mcq.options.iter().enumerate().filter(|(_, choice)| !choice.correct);
    let found =
        wrong.into_iter().find_map(|(place, choice)| Some((place, absolute(&choice.text)?)));
    if let Some((place, word)) = found {
        let message = format!("only a distractor says `{word}`");
        report
            .field(card, &format!("options.{}.text", place + 1), message)
            .help("weaken it, or let the key speak in the same tone");
    }
}
