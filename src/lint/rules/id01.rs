//! ID01: ids are well formed, unique, and never given again.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "ID01",
    name: "card-id",
    severity: Error,
    profile: Basic,
    what: "An id is unique in its collection and not among the retired ones. In the house profile it has the form `key.words-with-hyphens`.",
    why: "Progress is kept under the id. Two cards with one id share a history; a retired id that comes back inherits the history of another card.",
    bad: "retired: [tcp.handshake]\ncards:\n  - id: tcp.handshake",
    good: "retired: [tcp.handshake]\ncards:\n  - id: tcp.syn-ack-sender",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    if !card.located.has_id {
        return;
    }
    let id = card.note.id.local();
    if context.is_house() && !is_house_id(id) {
        report
            .card(card, format!("`{id}` is not of the form `key.words-with-hyphens`"))
            .help("begin with the deck's `key`, a full stop, then words joined by hyphens");
    }
    if let Some((file, _)) = context.retired.iter().find(|(_, retired)| retired.value == id) {
        let file = &context.file(*file).label;
        report
            .card(card, format!("`{id}` is retired in {file}"))
            .help("a retired id is never given again: choose another");
    }
}

/// Says whether an id is `[a-z0-9]+\.[a-z0-9]+(-[a-z0-9]+)*`.
fn is_house_id(id: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split_once('.').is_some_and(|(key, rest)| word(key) && rest.split('-').all(word))
}
