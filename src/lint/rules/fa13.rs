//! FA13: می and نمی are joined.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA13",
    name: "mi-with-space",
    severity: Error,
    profile: Basic,
    what: "Between می or نمی and its verb stands a zero-width non-joiner (U+200C), not a space.",
    why: "A space breaks the verb at the end of a line.",
    bad: "می شود",
    good: "می‌شود",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        persian::spaces_after_mi,
        "a space after می or نمی",
        "write a zero-width non-joiner; `revisit lint --fix` does",
    );
}
