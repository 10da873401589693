//! MC10: options end alike.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC10",
    name: "option-endings",
    severity: Error,
    profile: House,
    what: "Either all options end with a full stop or code, or none does.",
    why: "The option that was written first, with the most care, is the key, and its full stop tells.",
    bad: "options: It waits. | It fails",
    good: "options: It waits. | It fails.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let ends = |option: &str| option.trim_end().ends_with(['.', '`']);
    let first = mcq.options.first().is_some_and(|choice| ends(&choice.text));
    if let Some(odd) = mcq.options.iter().position(|choice| ends(&choice.text) != first) {
        report
            .field(card, &format!("options.{}.text", odd + 1), "the options do not end alike")
            .help("end all of them with a full stop, or none");
    }
}
