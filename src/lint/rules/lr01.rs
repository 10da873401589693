//! LR01: a Persian text is Persian.

use std::collections::BTreeMap;

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Role};
use crate::lint::{limits, persian};

rule! {
    code: "LR01",
    name: "latin-share",
    severity: Warning,
    profile: House,
    what: "Of the words of a Persian file, code left out, 3 to 25 % are Latin. Files of fewer than 100 words are not judged.",
    why: "More is English with Persian verbs; less has translated names that nobody uses.",
    bad: "a page with 40 % of its words in English",
    good: "a page with 7 %",
    check: Collection(check)
}

/// Below it a share says nothing.
const SAMPLE: usize = 100;

fn check(context: &Context, report: &mut Report) {
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for text in context.texts.iter().filter(|text| text.lang == "fa" && text.role != Role::Title) {
        let (latin, own) = counts.entry(text.file).or_default();
        for word in text.prose.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let is_hidden = word.bytes().all(|byte| byte == b'X');
            if persian::is_persian(word) {
                *own += 1;
            } else if word.bytes().any(|byte| byte.is_ascii_alphabetic()) && !is_hidden {
                *latin += 1;
            }
        }
    }
    for (file, (latin, own)) in counts {
        let all = latin + own;
        let share = latin as f64 / all.max(1) as f64;
        if all >= SAMPLE && !limits::LATIN_SHARE.contains(&share) {
            let message =
                format!("{:.0} % of the words are Latin ({latin} of {all})", share * 100.0);
            report.file(file, message).help("between 3 and 25 %: see the term base");
        }
    }
}
