//! Looking at Persian text: where its letters, digits, marks and joiners are wrong.
//!
//! Every finder takes prose (code replaced by `X`) and returns places in bytes. The same finders
//! drive the rules and what `--fix` mends.

use std::ops::Range;

/// The zero-width non-joiner: between می and its verb, before ها.
pub const ZWNJ: char = '\u{200c}';

/// Says whether a character is of the Arabic block, in which Persian is written.
pub fn is_letter(c: char) -> bool {
    ('\u{0600}'..='\u{06ff}').contains(&c)
}

/// Says whether a text holds any Persian.
pub fn is_persian(text: &str) -> bool {
    text.chars().any(|c| is_letter(c) && c.is_alphabetic())
}

/// Returns the Persian letter for an Arabic yeh, alef maksura or kaf.
pub fn persian_letter(c: char) -> Option<char> {
    match c {
        '\u{064a}' | '\u{0649}' => Some('\u{06cc}'),
        '\u{0643}' => Some('\u{06a9}'),
        _ => None,
    }
}

/// Returns the Persian digit for an Arabic-Indic one.
pub fn persian_digit(c: char) -> Option<char> {
    ('\u{0660}'..='\u{0669}')
        .contains(&c)
        .then(|| char::from_u32(c as u32 - 0x0660 + 0x06f0))
        .flatten()
}

/// Returns the Persian mark for a Latin comma, semicolon or question mark.
pub fn persian_mark(c: char) -> Option<char> {
    match c {
        ',' => Some('،'),
        ';' => Some('؛'),
        '?' => Some('؟'),
        _ => None,
    }
}

/// Says whether a character steers the direction of text and is invisible in an editor.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

/// Says whether a character is a ready-made shape of a letter.
pub fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// Returns the places of the characters for which a test holds.
pub fn chars(text: &str, test: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    text.char_indices().filter(|&(_, c)| test(c)).map(|(at, c)| at..at + c.len_utf8()).collect()
}

/// Returns Latin commas, semicolons and question marks after a Persian letter and before white
/// space or the end.
pub fn latin_marks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut after_persian = false;
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        if persian_mark(c).is_some() && after_persian && next.is_none_or(char::is_whitespace) {
            found.push(at..at + 1);
        }
        if !c.is_whitespace() {
            after_persian = is_letter(c) || c == ZWNJ;
        }
    }
    found
}

/// Returns the spaces after می and نمی where a joiner belongs.
pub fn spaces_after_mi(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for prefix in ["می ", "نمی "] {
        for (at, _) in text.match_indices(prefix) {
            let space = at + prefix.len() - 1;
            let before = text[..at].chars().next_back();
            let after = text[space + 1..].chars().next();
            if before.is_none_or(char::is_whitespace) && after.is_some_and(is_letter) {
                found.push(space..space + 1);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The endings before which a joiner stands, not a space.
const ENDINGS: [&str; 5] = ["ها", "های", "هایی", "تر", "ترین"];

/// Returns the spaces before ها, های, هایی, تر and ترین, with the ending.
pub fn spaces_before_ending(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(' ') {
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !is_letter(c) || matches!(c, '،' | '؛' | '؟'));
        let word = &rest[..end.unwrap_or(rest.len())];
        let after = rest[word.len()..].chars().next();
        let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, '،' | '؛' | '.' | '؟'));
        if let Some(ending) = ENDINGS.into_iter().find(|&ending| ending == word)
            && ends
            && text[..at].chars().next_back().is_some_and(is_letter)
        {
            found.push((at..at + 1, ending));
        }
    }
    found
}

/// Returns joiners that join nothing: beside white space, before a mark, at the start or the end,
/// or after another joiner.
pub fn stray_joiners(text: &str) -> Vec<Range<usize>> {
    let is_stray = |at: usize, end: usize| {
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || c == ZWNJ)
            || after.is_none_or(|c| c.is_whitespace() || matches!(c, '،' | '؛' | '.' | '؟'))
    };
    text.match_indices(ZWNJ)
        .map(|(at, joiner)| at..at + joiner.len())
        .filter(|range| is_stray(range.start, range.end))
        .collect()
}

/// Returns the white space before a mark that is followed by white space or the end.
pub fn spaces_before_mark(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let mut rest = text[at + c.len_utf8()..].chars();
        let is_mark = rest.next().is_some_and(|c| matches!(c, '،' | '؛' | '؟' | '.' | ':'));
        if is_mark && rest.next().is_none_or(char::is_whitespace) {
            found.push(at..at + c.len_utf8());
        }
    }
    found
}

/// Returns straight quotes before a Persian letter.
pub fn straight_quotes(text: &str) -> Vec<Range<usize>> {
    text.match_indices('"')
        .filter(|&(at, _)| text[at + 1..].chars().next().is_some_and(is_letter))
        .map(|(at, _)| at..at + 1)
        .collect()
}
