//! SC03: a decision is not handed over as two words.

use crate::cards::Kind;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "SC03",
    name: "either-or",
    severity: Error,
    profile: House,
    what: "A scenario's `ask` is not \"X or Y?\".",
    why: "It names the answer, and lets a coin decide. The other ways stand in `otherwise`, where a quiz finds them.",
    bad: "ask: Cache-aside or write-through?",
    good: "ask: How do the prices get into the cache?",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    if card.kind() != Kind::Scenario {
        return;
    }
    let Some(ask) = card.text("ask") else { return };
    let prose = text::prose(ask);
    let is_choice = text::sentences(&prose).into_iter().any(|sentence| {
        let sentence = &prose[sentence];
        sentence.trim_end().ends_with('?')
            && text::words(sentence).any(|(_, word)| word.eq_ignore_ascii_case("or"))
    });
    if is_choice {
        report
            .field(card, "ask", "the question offers the answers")
            .help("ask what to do; put the other ways into `otherwise`");
    }
}
