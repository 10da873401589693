//! FA12: Persian marks in Persian.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA12",
    name: "latin-marks",
    severity: Error,
    profile: Basic,
    what: "After a Persian letter stand ، ؛ ؟, not the Latin comma, semicolon or question mark.",
    why: "Latin marks lean the wrong way and jump to the wrong end of a line.",
    bad: "چرا?",
    good: "چرا؟",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        persian::latin_marks,
        "a Latin mark after a Persian letter",
        "write ، ؛ or ؟; `revisit lint --fix` does",
    );
}
