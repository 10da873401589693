//! `&amp;` and the like.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// The longest entity there is, `&CounterClockwiseContourIntegral;`.
const LONGEST: usize = 33;

/// Returns a text with its entities read.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut result = String::with_capacity(text.len());
    result.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((meaning, len)) => {
                result.push_str(&meaning);
                rest = &rest[len..];
            }
            None => {
                result.push('&');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    Cow::Owned(result)
}

/// Reads the entity at the start of a text; returns it and its length in bytes.
pub(super) fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let name_end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &text[1..name_end];
    let len = name_end + 1;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let c = char::from_u32(code.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some((c.to_string().into(), len));
    }
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let meaning = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => return Some((named(&text[..len])?.into(), len)),
    };
    Some((meaning.into(), len))
}

/// Reads a rarer name: the reader of Markdown knows all of them.
fn named(entity: &str) -> Option<String> {
    let mut meaning = String::new();
    for event in Parser::new(entity) {
        if let Event::Text(text) = event {
            meaning.push_str(&text);
        }
    }
    (meaning != entity && !meaning.is_empty()).then_some(meaning)
}
