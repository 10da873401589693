//! MC06: no option about the other options.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC06",
    name: "all-of-the-above",
    severity: Error,
    profile: House,
    what: "No option is \"all of the above\", \"none of these\", \"both A and B\" or the like.",
    why: "Options are shuffled, so there is no above and no A; and who knows two of them right need not know the third.",
    bad: "- text: All of the above.",
    good: "an option that somebody believes",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    for (place, choice) in mcq.options.iter().enumerate() {
        if is_about_others(&choice.text) {
            report
                .field(
                    card,
                    &format!("options.{}.text", place + 1),
                    "the option is about the other options",
                )
                .help("write a belief that somebody holds");
        }
    }
}

/// `(all|none|both|any|neither) of [the] (above|these|them|options)`, `both A and B`.
fn is_about_others(option: &str) -> bool {
    let words: Vec<&str> = text::words(option).map(|(_, word)| word).collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_letter = |word: &str| matches!(word, "A" | "B" | "C" | "D" | "E");
    (0..words.len()).any(|at| {
        let rest: Vec<&str> = lower[at..].iter().map(String::as_str).collect();
        let rest = match rest.as_slice() {
            ["all" | "none" | "both" | "any" | "neither", "of", "the", rest @ ..]
            | ["all" | "none" | "both" | "any" | "neither", "of", rest @ ..] => rest,
            ["both", _, "and", _, ..] => {
                return is_letter(words[at + 1]) && is_letter(words[at + 3]);
            }
            _ => return false,
        };
        matches!(rest.first(), Some(&"above" | &"these" | &"them" | &"options"))
    })
}
