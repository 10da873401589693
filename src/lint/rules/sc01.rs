//! SC01: a scenario is whole.

use crate::lint::rule::rule;

rule! {
    code: "SC01",
    name: "scenario-fields",
    severity: Error,
    profile: Basic,
    what: "A scenario has `setup`, `ask`, `choice`, `because`, `cost` and `flips_if`.",
    why: "What it costs and what would flip it make it a trade-off and not an opinion. The loader finds this out, reports it as `deck/missing-field`, and leaves the card out.",
    bad: "kind: scenario\nsetup: …\nask: …\nchoice: …\nbecause: …",
    good: "kind: scenario\nsetup: …\nask: …\nchoice: …\nbecause: …\ncost: …\nflips_if: …",
    check: Loader("deck/missing-field")
}
