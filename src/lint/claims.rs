//! Which sentences say something that changes with time: a product's default, limit or version, or
//! a draft of a standard. A heuristic for a warning: it looks for a product's name beside a word.

use crate::lint::english::is_product;
use crate::lint::text;

/// Returns what in a text changes with time, named for a message.
pub(crate) fn dated(text: &str) -> Option<String> {
    let prose = text::prose(text);
    text::sentences(&prose).into_iter().find_map(|range| sentence(&prose[range]))
}

fn sentence(sentence: &str) -> Option<String> {
    let words: Vec<&str> = text::words(sentence).map(|(_, word)| word).collect();
    let has = |word: &str| words.iter().any(|given| given.eq_ignore_ascii_case(word));
    if is_draft(sentence, &words) {
        return Some("what a draft says".to_owned());
    }
    let (place, product) = words.iter().enumerate().find(|(_, word)| is_product(word))?;
    if has("default") || has("defaults") {
        return Some(format!("a default of {product}"));
    }
    if words.get(place + 1).is_some_and(|next| is_version(next)) {
        return Some(format!("a version of {product}"));
    }
    let is_limited = ["limit", "limits", "maximum", "minimum"].into_iter().any(has);
    let has_number = words.iter().any(|word| is_quantity(word));
    (is_limited && has_number).then(|| format!("a limit of {product}"))
}

fn is_draft(sentence: &str, words: &[&str]) -> bool {
    let names_body =
        words.iter().any(|word| matches!(*word, "IETF" | "Internet" | "W3C" | "WHATWG"));
    let says_draft = words.iter().any(|word| word.eq_ignore_ascii_case("draft"));
    sentence.contains("draft-ietf-") || (names_body && says_draft)
}

/// Says whether a word after a product's name is its version: `16`, `v2`, but no status code.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or(word);
    !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Says whether a word is a number that is no status code.
fn is_quantity(word: &str) -> bool {
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    let is_status = word.len() == 3
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(word.as_bytes()[0], b'1'..=b'5');
    is_number && !is_status
}
