//! ID02: the ids of a deck begin with its key.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Deck};

rule! {
    code: "ID02",
    name: "key-prefix",
    severity: Error,
    profile: House,
    what: "A deck has a `key`, and each of its ids begins with that key and a full stop.",
    why: "The key says at a glance where a card belongs, and keeps ids of different decks apart without looking.",
    bad: "key: idem\ncards:\n  - id: retry.budget",
    good: "key: idem\ncards:\n  - id: idem.retry-budget",
    check: Deck(check)
}

fn check(context: &Context, deck: &Deck, report: &mut Report) {
    let Some(key) = &deck.key else {
        report.file(deck.file, "the deck has no `key`").help("add `key:`, the prefix of its ids");
        return;
    };
    for card in &context.cards[deck.cards.clone()] {
        let id = card.note.id.local();
        let is_prefixed = id.strip_prefix(key.value).is_some_and(|rest| rest.starts_with('.'));
        if card.located.has_id && !is_prefixed {
            let message = format!("`{id}` does not begin with the deck's key `{}.`", key.value);
            report.card(card, message);
        }
    }
}
