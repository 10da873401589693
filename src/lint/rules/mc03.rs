//! MC03: every option says why.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC03",
    name: "option-why",
    severity: Error,
    profile: House,
    what: "Each option has a `why`.",
    why: "A wrong choice teaches only if it says what was wrong with the belief behind it. A distractor without a reason is often right.",
    bad: "- text: The second waits until the first has finished.",
    good: "- text: The second waits until the first has finished.\n  why: There is no row yet to wait for.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    for (place, choice) in mcq.options.iter().enumerate() {
        if choice.why.trim().is_empty() {
            report
                .field(card, &format!("options.{}", place + 1), "the option does not say why")
                .help("add `why:`, what is right about it, or what is wrong with the belief");
        }
    }
}
