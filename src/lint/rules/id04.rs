//! ID04: a released answer does not change silently.

use std::collections::BTreeMap;

use crate::cards::fingerprint::Fingerprint;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Locked};

rule! {
    code: "ID04",
    name: "silent-change",
    severity: Warning,
    profile: Basic,
    what: "A card whose text is not the one in `ids.lock` has a higher `rev` than the lock knows.",
    why: "The lock cannot tell better wording from another answer; only the author can. Another answer needs a new id with `replaces`; a correction that learners should notice needs a higher `rev`; better wording is recorded with `lint --lock`. `accept` and `gist` are not part of the fingerprint, so a change of those alone is not seen.",
    bad: "# ids.lock: tcp.window 1 0a1b2c3d, made from another text\n- id: tcp.window",
    good: "- id: tcp.window\n  rev: 2",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let mut released: BTreeMap<&str, Vec<&Locked>> = BTreeMap::new();
    for line in &context.lock {
        released.entry(line.id.value).or_default().push(line);
    }
    for card in &context.cards {
        let Some(lines) = released.get(card.note.id.local()) else { continue };
        let newest = lines.iter().map(|line| line.rev).max().unwrap_or(0);
        let now = Fingerprint::of_note(card.note);
        let is_known = lines.iter().any(|line| line.fingerprint == now);
        if !is_known && card.note.rev <= newest {
            report.card(card, "the text is not the one that was released").help(
                "another answer: give it a new id with `replaces:`; a correction: raise `rev`; \
                     only better wording: run `revisit lint --lock`",
            );
        }
    }
}
