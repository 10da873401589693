//! Text as Markdown that says exactly this text.
//!
//! As little as possible is escaped, so that a deck stays pleasant to read and to edit.

use crate::exchange::import::html::entity;

/// Appends a piece of text of a line.
///
/// What Markdown would take for a mark gets a backslash. The piece may be followed by anything:
/// its last character is treated with more care.
pub(super) fn push(to: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let start = to.len();
    for (at, c) in text.char_indices() {
        let next = bytes.get(at + c.len_utf8()).copied();
        let before = to[..].chars().next_back().filter(|c| *c != '\n');
        let escape = match c {
            '`' => true,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => !(before == Some(' ') && next == Some(b' ') && to.len() > start),
            // Behind a letter it cannot begin anything, and what cannot begin cannot end.
            '_' => !before.is_some_and(char::is_alphanumeric),
            // Only what is followed by an address, or stands in brackets before a colon, is a link.
            ']' => next.is_none_or(|next| matches!(next, b'(' | b':')),
            '!' => next.is_none(),
            '<' => next.is_none_or(|next| {
                next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
            }),
            '&' => entity::entity(&text[at..]).is_some() || next.is_none(),
            '~' => next.is_none_or(|next| next == b'~') || before == Some('~'),
            _ => false,
        };
        if escape {
            to.push('\\');
        }
        to.push(c);
    }
}

/// Escapes what would make the start of a line something else than text.
pub(super) fn line_start(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let ends_word = |text: &str| text.is_empty() || text.starts_with([' ', '\t']);
    let at = match line.as_bytes().first() {
        Some(b'#') if ends_word(line.trim_start_matches('#')) => Some(0),
        Some(b'>') => Some(0),
        Some(b'-' | b'+') if ends_word(&line[1..]) => Some(0),
        Some(b'-' | b'=' | b'|' | b':') if is_rule(&line) => Some(0),
        Some(b'~') if line.starts_with("~~~") => Some(0),
        // A list is numbered with at most nine digits.
        Some(b'0'..=b'9')
            if digits < 10 && rest.starts_with(['.', ')']) && ends_word(&rest[1..]) =>
        {
            Some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line,
    }
}

/// Says whether a line could underline a heading or divide a table.
fn is_rule(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'|' | b':' | b' '))
}

/// Escapes every sign that could mean anything. For the rare text that comes out wrong otherwise.
pub(super) fn everything(text: &str) -> String {
    let mut result = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            result.push('\\');
        }
        result.push(c);
    }
    result
}

/// Returns a piece of code between as many backticks as it needs.
pub(super) fn code(code: &str) -> String {
    let code = code.replace('\n', " ");
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_spaced = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let pad = if is_spaced || code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// Returns a block of code between fences.
pub(super) fn block(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{language}\n{code}\n{fence}")
}

/// Returns an address as it stands between the parentheses of a link.
pub(super) fn address(address: &str) -> String {
    let is_plain = !address.is_empty()
        && address.chars().all(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '(' | ')' | '<' | '>' | '\\' | '&')
        });
    if is_plain {
        return address.to_owned();
    }
    let mut result = "<".to_owned();
    for c in address.chars() {
        match c {
            '<' | '>' | '\\' => result.extend(['\\', c]),
            '&' => result.push_str("&amp;"),
            '\n' | '\r' => result.push(' '),
            c => result.push(c),
        }
    }
    result.push('>');
    result
}
