//! FA19: no space before a mark.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA19",
    name: "space-before-mark",
    severity: Error,
    profile: Basic,
    what: "No white space before ، ؛ ؟ . : that end a word.",
    why: "The mark may begin the next line.",
    bad: "چرا ؟",
    good: "چرا؟",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        persian::spaces_before_mark,
        "a space before a mark",
        "remove it; `revisit lint --fix` does",
    );
}
