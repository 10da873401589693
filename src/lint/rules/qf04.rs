//! QF04: no front asks for a list.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "QF04",
    name: "asks-for-list",
    severity: Error,
    profile: House,
    what: "A front does not ask to list or name all, or the main types, kinds, steps, benefits, advantages, features or principles.",
    why: "A list of five is five cards that fail together. One half remembered is graded by mood.",
    bad: "front: \"Microservices: what are the main advantages over a monolith?\"",
    good: "front: \"Microservices: what can one team do without asking the others that it cannot do in a monolith?\"",
    check: Card(check)
}

const NOUNS: [&str; 8] = [
    "types",
    "kinds",
    "steps",
    "benefits",
    "advantages",
    "features",
    "principles",
    "disadvantages",
];

fn check(_: &Context, card: &Card, report: &mut Report) {
    for (field, front) in card.fronts() {
        if asks_for_list(&text::lower_words(&text::prose(front))) {
            report
                .field(card, field, "the front asks for a list")
                .help("write a card for each item, or an `order` card if their order is the point");
        }
    }
}

/// `(list|name|what are) (all | the [main|key] ..up to two words.. NOUN)`.
fn asks_for_list(words: &[String]) -> bool {
    (0..words.len()).any(|at| {
        let rest: Vec<&str> = words[at..].iter().map(String::as_str).collect();
        let (["list" | "name", rest @ ..] | ["what", "are", rest @ ..]) = rest.as_slice() else {
            return false;
        };
        match rest {
            ["all", ..] => true,
            ["the", rest @ ..] => {
                let skip = usize::from(matches!(rest.first(), Some(&"main" | &"key")));
                rest.iter().take(skip + 3).any(|word| NOUNS.contains(word))
            }
            _ => false,
        }
    })
}
