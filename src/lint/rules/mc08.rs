//! MC08: no option twice.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC08",
    name: "duplicate-option",
    severity: Error,
    profile: Basic,
    what: "No two options are the same, case and outer white space aside.",
    why: "If one of them is the key, the other is judged wrong.",
    bad: "options: 409 Conflict | 409 conflict | 422 | 400",
    good: "options: 409 Conflict | 425 Too Early | 422 | 400",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let texts: Vec<&str> = mcq.options.iter().map(|choice| choice.text.trim()).collect();
    // `GET` and `get` in code are two things.
    let same = |a: &str, b: &str| {
        if a.contains('`') { a == b } else { a.to_lowercase() == b.to_lowercase() }
    };
    for (place, option) in texts.iter().enumerate() {
        if let Some(first) = texts[..place].iter().position(|earlier| same(earlier, option)) {
            let message = format!("options {} and {} are the same", first + 1, place + 1);
            report.field(card, &format!("options.{}.text", place + 1), message);
        }
    }
}
