//! IV07: the phases of a design exercise fit together.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::model::suggest::nearest;

rule! {
    code: "IV07",
    name: "phases-fit",
    severity: Error,
    profile: House,
    what: "The minutes of the phases add up to those of the exercise, and a point of a phase that is a single word is the id of a key point.",
    why: "The clock of each phase is shown, and that of the whole. An id that nothing has would be shown as if it were a point.",
    bad: "minutes: 45\nphases:\n  - {name: Requirements, minutes: 5, points: [scpe]}",
    good: "minutes: 45\nphases: (six that add up to 45)",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(interview) = super::interview(card) else { return };
    let phases = &interview.phases;
    let sum: u64 = phases.iter().map(|phase| u64::from(phase.minutes)).sum();
    if !phases.is_empty() && sum != u64::from(interview.minutes) {
        let message = format!("the phases take {sum} of {} minutes", interview.minutes);
        report.field(card, "phases", message).help("change `minutes`, here or there");
    }
    let ids = || interview.key_points.iter().map(|point| point.id.as_str());
    for (place, phase) in phases.iter().enumerate() {
        for (number, point) in phase.points.iter().enumerate() {
            if point.contains(char::is_whitespace) || ids().any(|id| id == point) {
                continue;
            }
            let path = format!("phases.{}.points.{}", place + 1, number + 1);
            let entry = report.field(card, &path, format!("no key point has the id `{point}`"));
            match nearest(point, ids()) {
                Some(close) => entry.help(format!("did you mean `{close}`?")),
                None => entry.help("name a key point, or write the point in words"),
            };
        }
    }
}
