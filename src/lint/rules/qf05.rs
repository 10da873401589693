//! QF05: a front stands alone.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{english, text};

rule! {
    code: "QF05",
    name: "dangling-reference",
    severity: Error,
    profile: House,
    what: "A front does not begin with it, this, they or these, and does not mention what is \"above\".",
    why: "Cards are shuffled: there is no card above, and nothing that \"it\" could mean.",
    bad: "front: It loses records on failover. Which setting prevents that?",
    good: "front: A Kafka topic loses acknowledged records on failover. Which producer setting prevents that?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    for (field, front) in card.fronts() {
        let prose = text::prose(front);
        let first = english::first_word(&prose);
        let message = if matches!(first.as_str(), "it" | "its" | "this" | "they" | "these") {
            format!("the front begins with `{first}`, which refers to nothing")
        } else if points_up(&prose) {
            "the front refers to something above".to_owned()
        } else {
            continue;
        };
        report.field(card, field, message).help("name what is meant");
    }
}

/// "the above", "mentioned above", "above?": the word as a place on the page, not a comparison
/// ("above 90 %").
fn points_up(prose: &str) -> bool {
    let words: Vec<(usize, &str)> = text::words(prose).collect();
    words.iter().enumerate().any(|(place, (at, word))| {
        let before = place.checked_sub(1).map_or("", |before| words[before].1).to_lowercase();
        let after = prose[at + word.len()..].trim_start();
        let follows = matches!(
            before.as_str(),
            "the" | "shown" | "mentioned" | "described" | "given" | "as" | "code" | "example"
        );
        word.eq_ignore_ascii_case("above")
            && (follows || after.is_empty() || after.starts_with(['?', '.', ',', ':']))
    })
}
