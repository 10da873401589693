//! IV05: a rubric has only its own fields.

use crate::lint::rule::rule;

rule! {
    code: "IV05",
    name: "rubric-fields",
    severity: Error,
    profile: Basic,
    what: "A key point has only `id`, `must`, `point` and `see`; a follow-up only `ask`, `strong` and `if_missed`.",
    why: "A comma in an unquoted text within braces ends the text, and the rest becomes a field. The loader finds this out, reports it as `deck/unknown-field`, and leaves the card out.",
    bad: "- {id: scope, point: Scopes keys per caller, and compares a fingerprint}",
    good: "- {id: scope, point: \"Scopes keys per caller, and compares a fingerprint\"}",
    check: Loader("deck/unknown-field")
}
