//! AT04: a sentence of an answer says one or two things.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Card, Context};

rule! {
    code: "AT04",
    name: "many-clauses",
    severity: Warning,
    profile: House,
    what: "No sentence of a back joins more than three clauses with `;` or `and`. A heuristic: it counts the joints.",
    why: "A chain of facts is graded as a whole, so a learner who lacks the last link repeats all of them.",
    bad: "back: The leader fails; a follower is elected and takes over and clients reconnect and retry.",
    good: "back: A follower is elected leader, and clients reconnect to it.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(back) = card.back() else { return };
    let prose = text::prose(back);
    for sentence in text::sentences(&prose) {
        let sentence = &prose[sentence];
        let ands = text::words(sentence).filter(|(_, word)| *word == "and").count();
        let joints = ands + sentence.matches(';').count();
        if joints >= 3 {
            report
                .field(card, "back", format!("a sentence joins {} clauses", joints + 1))
                .help("split the sentence, or the card");
            return;
        }
    }
}
