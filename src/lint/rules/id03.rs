//! ID03: a released id does not vanish.

use std::collections::BTreeSet;

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::Context;

rule! {
    code: "ID03",
    name: "vanished-id",
    severity: Error,
    profile: Basic,
    what: "An id listed in `ids.lock` is that of a card, or is retired.",
    why: "Whoever learned the card has a history under that id. If it is gone without a word, so is the history.",
    bad: "# ids.lock has tcp.handshake, no deck has it\ncards:\n  - id: tcp.syn-ack-sender",
    good: "retired: [tcp.handshake]\ncards:\n  - id: tcp.syn-ack-sender",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let Some(file) = context.lock_file else { return };
    let retired: BTreeSet<&str> = context.retired.iter().map(|(_, id)| id.value).collect();
    let mut told = BTreeSet::new();
    for line in &context.lock {
        let id = line.id.value;
        if !context.by_id.contains_key(id) && !retired.contains(id) && told.insert(id) {
            report
                .at(file, line.id.span, format!("`{id}` was released and is gone"))
                .help("bring the card back under this id, or add the id to `retired:` of its deck");
        }
    }
}
