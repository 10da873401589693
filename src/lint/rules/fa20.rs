//! FA20: Persian quotes.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA20",
    name: "straight-quotes",
    severity: Error,
    profile: Basic,
    what: "Quotes around Persian are « and ».",
    why: "Straight quotes have no direction, so the closing one jumps.",
    bad: "\"صف\"",
    good: "«صف»",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        persian::straight_quotes,
        "a straight quote before Persian",
        "write « and »",
    );
}
