//! DU01: no question twice.

use crate::cards::Content;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{grams, limits};

rule! {
    code: "DU01",
    name: "near-duplicate",
    severity: Error,
    profile: House,
    what: "No two cards of a collection ask nearly the same: the sets of three-letter runs of their questions share less than 80 %.",
    why: "Two cards for one fact are one fact learned twice, and two histories that disagree.",
    bad: "Why add jitter to exponential backoff? / Why add jitter to an exponential backoff?",
    good: "Why add jitter to exponential backoff? / What does full jitter cost in mean waiting time?",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let mut owners = Vec::new();
    let mut texts = Vec::new();
    for card in &context.cards {
        for (field, text) in questions(card) {
            owners.push((card, field));
            texts.push(text);
        }
    }
    for (first, second, alike) in grams::similar(&texts, limits::NEAR) {
        let ((one, _), (other, field)) = (owners[first], owners[second]);
        // Both directions of one reversed note may well be alike.
        if one.note.id == other.note.id {
            continue;
        }
        let file = context.file(one.file);
        let place = format!("{}:{}", file.label, file.line(one.field("id").start));
        let message = format!(
            "this asks nearly the same as `{}` ({:.0} %)",
            one.note.id.local(),
            alike * 100.0
        );
        report
            .field(other, field, message)
            .help(format!("keep one of them; the other is at {place}"));
    }
}

/// What a note asks, by field: deletions are left out of a cloze, so that two holes in one
/// sentence are one question.
fn questions(card: &Card) -> Vec<(&'static str, String)> {
    match &card.note.content {
        Content::Cloze(cloze) => vec![("text", super::filled(cloze))],
        Content::Scenario(scenario) => {
            vec![("setup", format!("{} {}", scenario.setup, scenario.ask))]
        }
        Content::Interview(interview) => vec![("prompt", interview.prompt.clone())],
        _ => card.fronts().into_iter().map(|(field, text)| (field, text.to_owned())).collect(),
    }
}
