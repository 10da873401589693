//! DP01: a card leans on nothing that comes later.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
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
    let taught = context
        .glossaries
        .values()
        .next()
        .into_iter()
        .flat_map(|glossary| glossary.terms())
        .filter_map(|term| Some((term, term.topic.as_deref()?)));
    let mut before = None;
    for (term, home) in taught {
        if home == topic || context.topic(home).is_none() {
            continue;
        }
        let Some((field, _)) = card.texts.iter().find(|(_, text)| uses(text, &term.en)) else {
            continue;
        };
        let before = before.get_or_insert_with(|| context.before(topic));
        if !before.contains(home) {
            let message = format!("`{}` is taught in `{home}`, which does not come before", term.en);
            report
                .field(card, field, message)
                .help(format!("explain it, avoid it, or add `{home}` to `helps` of `{topic}`"));
            return;
        }
    }
}

fn uses(text: &str, term: &str) -> bool {
    let words: Vec<&str> = term.split([' ', '-']).collect();
    text::find_phrase(text, &words).is_some()
}
