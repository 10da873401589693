//! FA11: no Arabic-Indic digits.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA11",
    name: "arabic-digits",
    severity: Error,
    profile: Basic,
    what: "Persian text counts with ۰-۹ (U+06F0-06F9), never with U+0660-0669.",
    why: "Four, five and six have other shapes, and a search for one does not find the other.",
    bad: "٤ بار",
    good: "۴ بار",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        |prose| persian::chars(prose, |c| persian::persian_digit(c).is_some()),
        "an Arabic-Indic digit",
        "write a Persian digit; `revisit lint --fix` does",
    );
}
