//! FA17: joiners join.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA17",
    name: "stray-joiner",
    severity: Error,
    profile: Basic,
    what: "A zero-width non-joiner stands between two letters: not beside white space, not before a mark, not doubled.",
    why: "There it does nothing, and hides a word from a search.",
    bad: "a joiner before a space",
    good: "a joiner within a word",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        persian::stray_joiners,
        "a zero-width non-joiner that joins nothing",
        "remove it; `revisit lint --fix` does",
    );
}
