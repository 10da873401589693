//! MC11: options begin alike.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC11",
    name: "option-beginnings",
    severity: Error,
    profile: House,
    what: "Either all options begin with a capital letter, or none does.",
    why: "An odd one out is chosen, or excluded, for its looks.",
    bad: "options: Both find no key. | the second waits.",
    good: "options: Both find no key. | The second waits.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let capital = |option: &str| option.trim_start().starts_with(char::is_uppercase);
    let first = mcq.options.first().is_some_and(|choice| capital(&choice.text));
    if let Some(odd) = mcq.options.iter().position(|choice| capital(&choice.text) != first) {
        report
            .field(card, &format!("options.{}.text", odd + 1), "the options do not begin alike")
            .help("begin all of them with a capital letter, or none");
    }
}
