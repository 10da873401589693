//! AL01: an exception says why, and is one.

use crate::lint::rule::rule;

rule! {
    code: "AL01",
    name: "allow-comment",
    severity: Warning,
    profile: Basic,
    what: "`# lint: allow RULE reason` names a rule, gives a reason, and silences at least one finding. It covers the next card; at the head of a file, before anything else but comments, the whole file. In a page it is written `<!-- lint: allow RULE reason -->`.",
    why: "An exception without a reason cannot be judged later; one that is no longer needed hides the next mistake.",
    bad: "# lint: allow LN02",
    good: "# lint: allow LN02 the log excerpt is what is asked about",
    check: Allow
}
