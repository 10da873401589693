//! SR06: what was checked long ago is checked again.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "SR06",
    name: "old-claim",
    severity: Warning,
    profile: House,
    what: "`as_of` is not more than 18 months ago, and not in the future.",
    why: "A dated claim is a promise to look again.",
    bad: "as_of: 2023-01",
    good: "as_of: 2026-11",
    check: Card(check)
}

fn check(context: &Context, card: &Card, report: &mut Report) {
    let (Some(now), Some(as_of)) = (context.month, card.note.as_of.as_deref()) else { return };
    let Some(then) = months(as_of) else { return };
    if now - then > limits::AS_OF_MONTHS {
        report
            .field(card, "as_of", format!("this was last checked {} months ago", now - then))
            .help("open the source, compare, and move `as_of`");
    } else if then > now {
        report.field(card, "as_of", format!("`{as_of}` is in the future"));
    }
}

/// Reads `YYYY-MM` as `year * 12 + month`.
fn months(text: &str) -> Option<i32> {
    let (year, month) = text.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()?)
}
