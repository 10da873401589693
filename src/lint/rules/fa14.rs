//! FA14: endings are joined.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA14",
    name: "ending-with-space",
    severity: Error,
    profile: Basic,
    what: "Before ها, های, هایی, تر and ترین stands a zero-width non-joiner (U+200C), not a space.",
    why: "A space makes the ending a word of its own: تر is wet.",
    bad: "کتاب ها",
    good: "کتاب‌ها",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        |prose| persian::spaces_before_ending(prose).into_iter().map(|(space, _)| space).collect(),
        "a space before an ending",
        "write a zero-width non-joiner; `revisit lint --fix` does, but for تر and ترین",
    );
}
