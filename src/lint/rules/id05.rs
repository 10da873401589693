//! ID05: a card has an id.

use crate::lint::rule::rule;

rule! {
    code: "ID05",
    name: "no-id",
    severity: Warning,
    profile: Basic,
    what: "A card has an `id`.",
    why: "Without one the id is made from the front, so that the progress is lost when the front is edited. The loader finds this out and reports it as `deck/no-id`; `lint --fix` writes the id in use into the file.",
    bad: "- front: \"TCP: which side sends the first segment with both SYN and ACK set?\"",
    good: "- id: tcp-handshake\n  front: \"TCP: which side sends the first segment with both SYN and ACK set?\"",
    check: Loader("deck/no-id")
}
