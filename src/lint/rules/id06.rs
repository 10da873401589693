//! ID06: what a card replaces is retired.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "ID06",
    name: "replaces-retired",
    severity: Error,
    profile: Basic,
    what: "`replaces` names another id, and that id is in `retired:`.",
    why: "A card that replaces another starts anew; were the old one still there, a learner would be asked both.",
    bad: "cards:\n  - id: tcp.window\n  - id: tcp.receive-window\n    replaces: tcp.window",
    good: "retired: [tcp.window]\ncards:\n  - id: tcp.receive-window\n    replaces: tcp.window",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    let Some(old) = card.note.replaces.as_deref() else { return };
    if old == card.note.id.local() {
        report.field(card, "replaces", "a card cannot replace itself");
        return;
    }
    if !context.retired.iter().any(|(_, retired)| retired.value == old) {
        report
            .field(card, "replaces", format!("`{old}` is replaced, but not retired"))
            .help(format!("remove the old card and add `{old}` to `retired:`"));
    }
}
