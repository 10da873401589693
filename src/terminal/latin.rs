//! Where the Latin runs of a right-to-left text begin and end.
//!
//! A run is a row of words in left-to-right letters and ASCII digits, with the signs that belong to
//! them: the slash before a path, the plus signs of C++, a bracket or quotation mark whose partner
//! stands in the run as well. The full stop of the sentence around it does not belong to it.

use std::ops::Range;

use unicode_bidi::{BidiClass, bidi_class};

/// Signs that end a sentence or a part of one.
const SENTENCE: &str = ".,;:!?،؛؟…";
const OPENERS: &str = "([{<«‹\"'";
const CLOSERS: &str = ")]}>»›\"'";

/// Returns the runs of a text, in order.
pub(crate) fn runs(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |index: usize| chars.get(index).map_or(text.len(), |(at, _)| *at);
    let mut runs = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        if !is_core(chars[index].1) {
            index += 1;
            continue;
        }
        let last = grow(&chars, index);
        if chars[index..=last].iter().any(|(_, c)| c.is_alphabetic()) {
            let (first, last) = attach(&chars, index, last);
            runs.push(end_of(first)..end_of(last + 1));
            index = last + 1;
        } else {
            index = last + 1;
        }
    }
    runs
}

/// A letter read from left to right, or an ASCII digit. Vowel marks are letters of neither side.
fn is_core(c: char) -> bool {
    c.is_ascii_digit() || (c.is_alphabetic() && bidi_class(c) == BidiClass::L)
}

/// A sign that stands between or beside words.
fn is_sign(c: char) -> bool {
    let belongs = matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM);
    !belongs && !is_core(c) && !c.is_whitespace() && !matches!(c, '\u{06f0}'..='\u{06f9}')
}

/// Returns the index of the last letter or digit of the run that starts at `first`.
fn grow(chars: &[(usize, char)], first: usize) -> usize {
    let mut last = first;
    let mut spaces = 0;
    // Brackets that opened inside the run: a comma between them belongs to it.
    let mut depth = 0_usize;
    for index in first + 1..chars.len() {
        let c = chars[index].1;
        if is_core(c) {
            last = index;
            spaces = 0;
        } else if c == ' ' {
            spaces += 1;
            // A sentence's sign before the space ends the run; a colon may lead to a value.
            let before = chars[index - 1].1;
            let ends = spaces > 1 || (SENTENCE.contains(before) && before != ':');
            if depth == 0 && ends {
                break;
            }
        } else if !is_sign(c) || "،؛؟".contains(c) {
            break;
        } else if "([{".contains(c) {
            depth += 1;
        } else if ")]}".contains(c) {
            depth = depth.saturating_sub(1);
        }
    }
    last
}

/// Adds the signs that belong to a run at both of its ends.
fn attach(chars: &[(usize, char)], first: usize, last: usize) -> (usize, usize) {
    let mut start = first;
    while start > 0 && is_sign(chars[start - 1].1) {
        start -= 1;
    }
    // Signs that stand right after a letter of the sentence belong to the sentence.
    if start > 0 && !chars[start - 1].1.is_whitespace() {
        start = first;
    }
    let mut end = last;
    while chars.get(end + 1).is_some_and(|(_, c)| is_sign(*c)) {
        end += 1;
    }
    if chars.get(end + 1).is_some_and(|(_, c)| !c.is_whitespace()) {
        end = last;
    }
    // Signs of the sentence, and brackets whose partner is elsewhere, are given back.
    loop {
        let inside = |range: Range<usize>| chars[range].iter().map(|(_, c)| *c).collect::<String>();
        let tail = chars[end].1;
        let head = chars[start].1;
        if end > last && (SENTENCE.contains(tail) || is_lone_closer(tail, &inside(start..end))) {
            end -= 1;
        } else if start < first
            && (SENTENCE.contains(head) && head != '.'
                || is_lone_opener(head, &inside(start + 1..end + 1)))
        {
            start += 1;
        } else {
            break;
        }
    }
    (start, end)
}

fn partner(c: char, from: &str, to: &str) -> Option<char> {
    from.chars().position(|other| other == c).and_then(|at| to.chars().nth(at))
}

/// Says whether a closing sign lacks its partner in what stands before it.
fn is_lone_closer(c: char, before: &str) -> bool {
    partner(c, CLOSERS, OPENERS).is_some_and(|opener| {
        let opened = before.matches(opener).count();
        let closed = if opener == c { 0 } else { before.matches(c).count() };
        if opener == c { opened % 2 == 0 } else { opened <= closed }
    })
}

/// Says whether an opening sign lacks its partner in what stands after it.
fn is_lone_opener(c: char, after: &str) -> bool {
    partner(c, OPENERS, CLOSERS).is_some_and(|closer| {
        let closed = after.matches(closer).count();
        let opened = if closer == c { 0 } else { after.matches(c).count() };
        if closer == c { closed % 2 == 0 } else { closed <= opened }
    })
}
