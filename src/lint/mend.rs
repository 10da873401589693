//! What `--fix` does to a text: the certain answers to the findings of some rules.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::lint::{persian, text};

/// The rules whose findings can be mended.
pub(crate) const MENDED: [&str; 11] =
    ["TX01", "FA18", "FA10", "FA11", "FA15", "FA16", "FA12", "FA13", "FA14", "FA17", "FA19"];

/// Mends a text for some rules; code in it stays as it is, but for bidi controls. Characters come before joiners and
/// spaces, which are looked for beside them.
pub(crate) fn mend(given: &str, rules: &BTreeSet<&'static str>) -> String {
    let mut mended = given.to_owned();
    for rule in MENDED.iter().filter(|rule| rules.contains(*rule)) {
        mended = match *rule {
            "TX01" => outside_code(&mended, |prose| prose.nfc().collect()),
            // An invisible control has no business in code either.
            "FA15" => replace(&mended, edits(rule, &mended)),
            _ => replace(&mended, edits(rule, &text::prose(&mended))),
        };
    }
    mended
}

/// What a rule replaces, by place.
fn edits(rule: &str, prose: &str) -> Vec<(Range<usize>, String)> {
    let each = |test: fn(char) -> bool, by: fn(char) -> String| {
        let places = persian::chars(prose, test).into_iter();
        places.map(|place| (place.clone(), prose[place].chars().map(by).collect())).collect()
    };
    let all = |places: Vec<Range<usize>>, by: &str| {
        places.into_iter().map(|place| (place, by.to_owned())).collect::<Vec<_>>()
    };
    // A line break is no space to be removed: the writer's lines stay.
    let spaces = |places: Vec<Range<usize>>| {
        places.into_iter().filter(|place| &prose[place.clone()] == " ").collect::<Vec<_>>()
    };
    let joiner = persian::ZWNJ.to_string();
    match rule {
        "FA10" => each(|c| persian::persian_letter(c).is_some(), letter),
        "FA11" => each(
            |c| persian::persian_digit(c).is_some(),
            |c| persian::persian_digit(c).unwrap_or(c).to_string(),
        ),
        "FA12" => {
            let mark = |place: &Range<usize>| prose[place.clone()].chars().next();
            persian::latin_marks(prose)
                .into_iter()
                .filter_map(|place| {
                    let mark = persian::persian_mark(mark(&place)?)?;
                    Some((place, mark.to_string()))
                })
                .collect()
        }
        "FA13" => all(persian::spaces_after_mi(prose), &joiner),
        // تر is also a word of its own, and so may ترین be part of a name: a person decides.
        "FA14" => persian::spaces_before_ending(prose)
            .into_iter()
            .filter(|(_, ending)| ending.starts_with('ه'))
            .map(|(place, _)| (place, joiner.clone()))
            .collect(),
        "FA15" => all(persian::chars(prose, persian::is_bidi_control), ""),
        "FA16" => all(persian::chars(prose, |c| c == '\u{640}'), ""),
        "FA17" => all(persian::stray_joiners(prose), ""),
        "FA18" => each(persian::is_presentation_form, |c| c.nfkc().map(letter).collect()),
        "FA19" => all(spaces(persian::spaces_before_mark(prose)), ""),
        _ => Vec::new(),
    }
}

fn letter(c: char) -> String {
    persian::persian_letter(c).unwrap_or(c).to_string()
}

fn replace(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for (place, by) in edits {
        result.push_str(&text[at..place.start]);
        result.push_str(&by);
        at = place.end;
    }
    result.push_str(&text[at..]);
    result
}

/// Applies a change to what is not code.
fn outside_code(given: &str, change: impl Fn(&str) -> String) -> String {
    let mut code: Vec<Range<usize>> = text::code_spans(given);
    code.extend(text::fences(given).into_iter().map(|fence| fence.range));
    code.sort_by_key(|range| range.start);
    let mut result = String::with_capacity(given.len());
    let mut at = 0;
    for range in code {
        result.push_str(&change(&given[at..range.start]));
        result.push_str(&given[range.clone()]);
        at = range.end;
    }
    result.push_str(&change(&given[at..]));
    result
}
