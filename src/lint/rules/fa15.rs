//! FA15: no invisible controls.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA15",
    name: "bidi-controls",
    severity: Error,
    profile: Basic,
    what: "No bidi control stands in a file: U+202A-202E, U+2066-2069, U+200E, U+200F, U+061C. The renderer puts in the isolates.",
    why: "They are invisible in an editor, code hosts flag the file, and they can make text read other than it is.",
    bad: "U+2067 before a word",
    good: "the word alone",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    // In whatever language, and in code above all.
    for place in persian::chars(text.text, persian::is_bidi_control) {
        report
            .text(text, place, "an invisible bidi control")
            .help("remove it: the renderer isolates what needs it; `revisit lint --fix` does");
    }
}
