//! The text of a note: its fields in one, and what is computed of the first.

use std::borrow::Cow;

use sha1::{Digest, Sha1};

/// What stands between the fields of a note.
pub const SEPARATOR: char = '\u{1f}';

/// Returns the checksum by which Anki finds notes with an equal first field: the first 32 bits of the
/// SHA-1 of its text, as [`stripped`] returns it.
pub fn checksum(stripped: &str) -> u32 {
    let hash = Sha1::digest(stripped.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// Returns a field as Anki sorts and compares it: without markup, with the names of media in place of
/// what shows them.
pub fn stripped(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&', '\u{a0}']) {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        let len = markup(tag);
        if len == 0 {
            text.push('<');
            rest = &tag[1..];
            continue;
        }
        if let Some(file) = media(&tag[..len]) {
            text.push(' ');
            text.push_str(file);
            text.push(' ');
        }
        rest = &tag[len..];
    }
    text.push_str(rest);
    Cow::Owned(decoded(&text))
}

/// Returns the length of the markup at the start, 0 where it is none after all. Comments, styles and
/// scripts go with what they hold.
fn markup(text: &str) -> usize {
    let through = |end: &str| find_ignoring_case(text, end).map(|at| at + end.len());
    let tag = text.find('>').map_or(0, |at| at + 1);
    let starts = |name: &str| text.get(..name.len()).is_some_and(|s| s.eq_ignore_ascii_case(name));
    let whole = if text.starts_with("<!--") {
        through("-->")
    } else if starts("<style") {
        through("</style>")
    } else if starts("<script") {
        through("</script>")
    } else {
        None
    };
    whole.unwrap_or(tag)
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let found = text.as_bytes().windows(what.len());
    found.into_iter().position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

/// Returns the file that a tag shows or plays.
fn media(tag: &str) -> Option<&str> {
    let name_end = tag[1..].find(|c: char| !c.is_ascii_alphanumeric())? + 1;
    let attribute = match tag[1..name_end].to_ascii_lowercase().as_str() {
        "img" | "audio" | "source" | "video" => "src=",
        "object" => "data=",
        _ => return None,
    };
    let at = find_ignoring_case(tag, attribute)? + attribute.len();
    let value = &tag[at..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split([' ', '>']).next(),
    }
}

/// Returns a text with its entities as characters; no-break spaces become spaces.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\u{a0}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\u{a0}') {
            out.push(' ');
            rest = after;
            continue;
        }
        let end = rest[1..].find(';').filter(|&end| end <= 10).map(|end| end + 1);
        match end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).map(|c| if c == '\u{a0}' { ' ' } else { c })?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{checksum, stripped};

    #[test]
    fn checksums_are_those_of_anki() {
        assert_eq!(checksum("test"), 2_840_236_005);
        assert_eq!(checksum("今日"), 1_464_653_051);
    }

    #[test]
    fn a_field_without_markup_is_what_one_reads() {
        let cases = [
            ("plain", "plain"),
            ("a <b>b</b> &lt;c&gt; &amp;amp; &#123;&#x7d;", "a b <c> &amp; {}"),
            ("a&nbsp;b\u{a0}c", "a b c"),
            ("x<!-- <b> -->y<style>p{}</style>z", "xyz"),
            ("see <img src=\"a b.png\" alt=x>!", "see  a b.png !"),
            ("a < b", "a < b"),
            ("{{c1::a}} &unknown; &", "{{c1::a}} &unknown; &"),
        ];
        for (html, wanted) in cases {
            assert_eq!(stripped(html), wanted);
        }
    }
}
