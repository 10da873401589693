//! IV01: four to eight key points.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "IV01",
    name: "key-point-count",
    severity: Error,
    profile: House,
    what: "An interview has four to eight key points; one with `phases`, a design exercise, may have more.",
    why: "Fewer do not fill ten minutes; more cannot be ticked while listening.",
    bad: "key_points: (two)",
    good: "key_points: (six, from junior to staff)",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    let count = interview.key_points.len();
    let is_long = count > 8 && interview.phases.is_empty();
    if count < 4 || is_long {
        report
            .field(card, "key_points", format!("there are {count} key points"))
            .help("write four to eight, each something that can be heard");
    }
}
