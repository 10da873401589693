//! FA16: no kashida.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA16",
    name: "kashida",
    severity: Error,
    profile: Basic,
    what: "No U+0640 stretches a word.",
    why: "It is decoration, and a word with it is not found without it.",
    bad: "ســلام",
    good: "سلام",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        |prose| persian::chars(prose, |c| c == '\u{640}'),
        "a kashida",
        "remove it; `revisit lint --fix` does",
    );
}
