//! MC05: options are of similar length.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "MC05",
    name: "option-lengths",
    severity: Error,
    profile: House,
    what: "The longest option is at most twice as long as the shortest.",
    why: "The careful, qualified, long option is the key so often that one need not know the subject.",
    bad: "options: It waits. | Both find no key, and both charge the card.",
    good: "options: The second waits until the first has finished. | Both find no key, and both charge the card.",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(mcq) = super::mcq(card) else { return };
    let lengths = || mcq.options.iter().map(|choice| choice.text.trim().chars().count());
    let (longest, shortest) = (lengths().max().unwrap_or(1), lengths().min().unwrap_or(1).max(1));
    let ratio = longest as f64 / shortest as f64;
    if ratio > limits::OPTION_RATIO {
        let place = lengths().position(|length| length == longest).unwrap_or(0) + 1;
        let message =
            format!("the longest option has {longest} characters, the shortest {shortest}");
        report
            .field(card, &format!("options.{place}.text"), message)
            .help("cut the one, or fill the other: at most twice as long");
    }
}
