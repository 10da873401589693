//! ID01: ids are well formed.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "ID01",
    name: "card-id",
    severity: Error,
    profile: House,
    what: "An id has the form `key.words-with-hyphens`. In every profile the loader sees to it that ids fit the general grammar (`deck/id`), are unique in the collection (`deck/duplicate-id`) and are not among the retired ones (`deck/retired`).",
    why: "Progress is kept under the id, for ever: it should be readable in a log in three years, and say where the card belongs.",
    bad: "- id: tcp_handshake2",
    good: "- id: tcp.syn-ack-sender",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let id = card.note.id.local();
    if card.located.has_id && !is_house_id(id) {
        report
            .card(card, format!("`{id}` is not of the form `key.words-with-hyphens`"))
            .help("begin with the deck's `key`, a full stop, then words joined by hyphens");
    }
}

/// Says whether an id is `[a-z0-9]+\.[a-z0-9]+(-[a-z0-9]+)*`.
fn is_house_id(id: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split_once('.').is_some_and(|(key, rest)| word(key) && rest.split('-').all(word))
}
