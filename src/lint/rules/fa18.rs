//! FA18: letters, not shapes.

use crate::lint::persian;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};

rule! {
    code: "FA18",
    name: "presentation-forms",
    severity: Error,
    profile: Basic,
    what: "No presentation forms (U+FB50-FDFF, U+FE70-FEFE): letters as they are typed.",
    why: "They are the shapes of a font, left over from old systems: not found, not joined, not wrapped.",
    bad: "ﺳﻼم",
    good: "سلام",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    super::persian(
        text,
        report,
        |prose| persian::chars(prose, persian::is_presentation_form),
        "a presentation form",
        "write the letter; `revisit lint --fix` does",
    );
}
