//! TY02: what is typed is short.

use crate::lint::limits::{self, Limit};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "TY02",
    name: "long-typed-answer",
    severity: Error,
    profile: House,
    what: "Each accepted answer has at most 40 characters.",
    why: "A longer one is mistyped by those who know it.",
    bad: "accept: [\"kubectl get pods --all-namespaces -o wide --watch\"]",
    good: "accept: [\"kubectl get pods -A\"]",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let crate::cards::Content::Typed(typed) = &card.note.content else { return };
    for place in 1..=typed.accept.len() {
        let path = format!("accept.{place}");
        super::within(report, card, &path, "the accepted answer", Limit::hard(limits::TYPED));
    }
}
