//! Text as HTML that means nothing to Anki but itself.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What braces and colons could mean where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A field in which nothing is looked for.
    Plain,
    /// The field of a cloze note with the holes. `}}` would end one, wherever it stands, and `::`
    /// begin a hint.
    Holes,
}

/// The bytes that [`text`] looks at, of which most texts have none.
const SPECIAL: [bool; 256] = {
    let mut table = table(b"&<>{}[:\x7f");
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = byte != 0x09 && byte != 0x0a;
        byte += 1;
    }
    table
};

/// Makes a table of the bytes in a set.
pub(super) const fn table(set: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < set.len() {
        table[set[at] as usize] = true;
        at += 1;
    }
    table
}

/// Adds a text to HTML. Control characters, which Anki drops, are left out.
pub(super) fn text(out: &mut String, text: &str, place: Place) {
    let bytes = text.as_bytes();
    if !bytes.iter().any(|byte| SPECIAL[usize::from(*byte)]) {
        return out.push_str(text);
    }
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1);
        let with = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'{' if place == Place::Holes => "&#123;",
            b'}' if place == Place::Holes => "&#125;",
            b':' if place == Place::Holes && is_half(bytes, at) => "&#58;",
            // The second of two: alone it means nothing.
            b'{' if follows(out, text, from, at, b'{') => "&#123;",
            b'}' if follows(out, text, from, at, b'}') => "&#125;",
            b'[' if next.is_some() && is_command(&text[at + 1..]) => "&#91;",
            b'\t' | b'\n' => continue,
            0..0x20 | 0x7f => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(with);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Says whether a colon stands beside another, or could once the text has its neighbours.
fn is_half(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    [before, bytes.get(at + 1)].iter().any(|beside| beside.is_none_or(|beside| *beside == b':'))
}

/// Says whether a byte stands directly before the place, in the text or in what is written already.
fn follows(out: &str, text: &str, from: usize, at: usize, byte: u8) -> bool {
    match at.checked_sub(1).filter(|before| *before >= from) {
        Some(before) => text.as_bytes()[before] == byte,
        None => at == from && out.as_bytes().last() == Some(&byte),
    }
}

/// Says whether a bracket before this text would make Anki play, draw or run something.
pub(super) fn is_command(rest: &str) -> bool {
    ["sound:", "anki:", "latex]", "$]", "$$]"]
        .iter()
        .any(|name| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

/// Stands for the bracket of a sound of ours until [`disarm`] has run; no text has it.
pub(super) const SOUND: char = '\u{1}';

/// Makes text of what only looks like one of Anki's commands, from a place on. It is done once a text
/// is whole, since its letters may come one after the other.
pub(super) fn disarm(out: &mut String, start: usize) {
    let html = &out[start..];
    if !html.contains(['[', SOUND]) {
        return;
    }
    let mut safe = String::with_capacity(html.len() + 8);
    for (at, c) in html.char_indices() {
        match c {
            '[' if is_command(&html[at + 1..]) => safe.push_str("&#91;"),
            SOUND => safe.push('['),
            c => safe.push(c),
        }
    }
    out.replace_range(start.., &safe);
}

/// Adds the value of an attribute, for double quotes.
pub(super) fn attribute(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

/// Returns a text in NFC, as Anki stores all of them.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, attribute, text};

    fn escaped(given: &str, place: Place) -> String {
        let mut out = String::new();
        text(&mut out, given, place);
        out
    }

    #[test]
    fn text_is_itself_and_nothing_else() {
        let cases = [
            ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
            ("{{Front}} {x}", "{&#123;Front}&#125; {x}"),
            ("{{{a}}}", "{&#123;{a}&#125;}"),
            (
                "[sound:a.mp3] [Sound:b] [x] [latex]",
                "&#91;sound:a.mp3] &#91;Sound:b] [x] &#91;latex]",
            ),
            ("a\u{1}b\tc\u{7f}", "ab\tc"),
            ("می‌شود", "می‌شود"),
        ];
        for (given, wanted) in cases {
            assert_eq!(escaped(given, Place::Plain), wanted);
        }
        let mut out = String::from("{");
        text(&mut out, "{c1", Place::Plain);
        assert_eq!(out, "{&#123;c1", "braces that come one after the other");
    }

    #[test]
    fn nothing_in_a_hole_ends_it() {
        assert_eq!(
            escaped("f({}); a::b: c:", Place::Holes),
            "f(&#123;&#125;); a&#58;&#58;b: c&#58;"
        );
    }

    #[test]
    fn an_attribute_stays_within_its_quotes() {
        let mut out = String::new();
        attribute(&mut out, "a\"b<c>\n{{d}}");
        assert_eq!(out, "a&quot;b&lt;c&gt; &#123;&#123;d&#125;&#125;");
    }
}
