//! FA10: no Arabic yeh or kaf.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA10",
    name: "arabic-letters",
    severity: Error,
    profile: Basic,
    what: "In Persian text, ی is U+06CC and ک is U+06A9, never the Arabic ي, ى or ك.",
    why: "They look alike and are not found when one searches for the other.",
    bad: "كلاينت",
    good: "کلاینت",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        |prose| persian::chars(prose, |c| persian::persian_letter(c).is_some()),
        "an Arabic letter in Persian",
        "write ی or ک; `revisit lint --fix` does",
    );
}
