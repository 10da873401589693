//! DP01: a card leans on nothing that comes later.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "DP01",
    name: "later-term",
    severity: Warning,
    profile: House,
    what: "A term that the term base assigns to a topic (`topic:`) is used on cards of that topic, and of topics that have it before them through `requires` or `helps`. Terms without a topic are free.",
    why: "A card that leans on a term the learner has not met is failed for the wrong reason.",
    bad: "a card of http-methods-and-status-codes that explains itself by sharding",
    good: "the same card without it, or the topic with `helps: [sharding-and-replication]`",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    let Some(topic) = card.note.topic.as_deref() else { return };
    let mut before = None;
    let mut told: Vec<&str> = Vec::new();
    for glossary in context.glossaries.values() {
        for (field, text) in &card.texts {
            for term in glossary.used_in(text) {
                let Some(home) = term.topic.as_deref() else { continue };
                if home == topic || told.contains(&home) || context.topic(home).is_none() {
                    continue;
                }
                let before = before.get_or_insert_with(|| context.before(topic));
                if !before.contains(home) {
                    told.push(home);
                    let message =
                        format!("`{}` is taught in `{home}`, which does not come before", term.en);
                    report.field(card, field, message).help(format!(
                        "explain it, avoid it, or add `{home}` to `helps` of `{topic}`"
                    ));
                }
            }
        }
    }
}
