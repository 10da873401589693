//! IV03: what is said and ticked is short.

use crate::cards::Kind;
use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "IV03",
    name: "long-interview",
    severity: Error,
    profile: House,
    what: "An interview's prompt has at most 400 characters, better 300 (a warning); each key point at most 140.",
    why: "A prompt is read aloud; a point is ticked while somebody speaks.",
    bad: "- id: claim\n  point: (a paragraph)",
    good: "- id: claim\n  point: Claims the key atomically, not by check-then-insert",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    if card.kind() != Kind::Interview {
        return;
    }
    super::within(report, card, "prompt", "the prompt", limits::PROMPT);
    let points: Vec<String> =
        card.each("key_points", "point").map(|(path, _)| path.to_owned()).collect();
    for path in points {
        super::within(report, card, &path, "the key point", Limit::hard(limits::POINT));
    }
}
