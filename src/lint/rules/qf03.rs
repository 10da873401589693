//! QF03: a front says what about its subject is asked.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{english, text};

rule! {
    code: "QF03",
    name: "bare-subject",
    severity: Error,
    profile: House,
    what: "A front is not \"What is X?\", \"Explain X\" or \"Describe X\" with an X of up to 30 characters, and not a bare heading.",
    why: "Everything one knows about X would be an answer; the card on the back is one of many.",
    bad: "front: What is idempotency in HTTP?",
    good: "front: When an HTTP method is idempotent, what stays the same however often the request is repeated?",
    check: Card(check)
}

const OPENINGS: [&str; 7] =
    ["what is", "what are", "explain", "describe", "discuss", "tell me about", "define"];

fn check(_: &Context, card: &Card, report: &mut Report) {
    for (field, front) in card.fronts() {
        if is_vague(front) || is_heading(front) {
            report
                .field(card, field, "the front does not say what about its subject is asked")
                .help("name the situation, and ask for one fact, reason or decision");
        }
    }
}

fn is_vague(front: &str) -> bool {
    let lower = front.trim().to_lowercase();
    let subject = OPENINGS.iter().find_map(|opening| lower.strip_prefix(opening));
    subject.is_some_and(|subject| {
        let is_word_end = subject.starts_with(char::is_whitespace);
        let subject = subject.trim().trim_end_matches(['?', '.']).trim_end();
        let is_plain =
            |c: char| c.is_alphanumeric() || c.is_whitespace() || "-_/\"“”'’`.()+#".contains(c);
        is_word_end && (1..=30).contains(&subject.chars().count()) && subject.chars().all(is_plain)
    })
}

/// Up to four words that hold no word that asks or orders, with a question mark for decoration.
fn is_heading(front: &str) -> bool {
    let words: Vec<&str> = text::words(front).map(|(_, word)| word).collect();
    (1..=4).contains(&words.len())
        && front.trim_end().ends_with('?')
        && !words.iter().any(|word| {
            english::is_in(word, english::ASKING)
                || english::is_in(word, english::AUXILIARIES)
                || english::IMPERATIVES.contains(word)
        })
}
