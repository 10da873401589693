//! MC02: one key.

use crate::lint::rule::rule;

rule! {
    code: "MC02",
    name: "one-key",
    severity: Error,
    profile: Basic,
    what: "Exactly one option has `correct: true`.",
    why: "Without one the card cannot be judged. The loader finds this out, reports it as `deck/structure`, and leaves the card out.",
    bad: "options:\n  - text: Both find no key.\n  - text: The second waits.",
    good: "options:\n  - text: Both find no key.\n    correct: true\n  - text: The second waits.",
    check: Loader("deck/structure")
}
