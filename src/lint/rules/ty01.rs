//! TY01: a typed answer has something to be compared with.

use crate::lint::rule::rule;

rule! {
    code: "TY01",
    name: "accept",
    severity: Error,
    profile: Basic,
    what: "A typed card lists what it accepts; with `match: number` each of them is a number.",
    why: "Without it no answer is right. The loader finds this out, reports it as `deck/structure`, and leaves the card out.",
    bad: "kind: typed\naccept: []",
    good: "kind: typed\naccept: [Retry-After]",
    check: Loader("deck/structure")
}
