//! Deck text as data: what would mean something in a format is written so that it means itself.

/// Returns a text without control characters and without those that turn the reading direction around,
/// which would let a stranger's title rearrange what stands beside it.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| {
        let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
        !c.is_control() && !turns
    })
}

/// Writes a text for HTML: in running text, and in quoted attributes.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in plain(text) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a text for a quoted label of Mermaid, which draws it as HTML: what is not plainly a letter,
/// a digit or punctuation goes by number.
pub fn mermaid(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in plain(text) {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',' | ':' | '/' | '+' | '(' | ')') {
            escaped.push(c);
        } else {
            escaped.push_str(&format!("#{};", u32::from(c)));
        }
    }
    escaped
}

/// Writes a text for a quoted string of Graphviz.
pub fn dot(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in plain(text) {
        if matches!(c, '"' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{dot, html, mermaid};

    const HOSTILE: &str = "a\"b\\<script>'&;#`\u{1b}[2J\u{202e}\n]]>";

    #[test]
    fn what_means_something_means_itself() {
        assert_eq!(html(HOSTILE), "a&quot;b\\&lt;script&gt;&#39;&amp;;#`[2J]]&gt;");
        assert_eq!(dot(HOSTILE), "a\\\"b\\\\<script>'&;#`[2J]]>");
        let mermaid = mermaid(HOSTILE);
        assert!(!mermaid.contains(['"', '<', '>', '&', '`', '\\', ']', '\u{1b}']), "{mermaid}");
        assert!(mermaid.starts_with("a#34;b#92;#60;script#62;"), "{mermaid}");
    }

    #[test]
    fn letters_of_any_language_stay() {
        for write in [html, mermaid, dot] {
            assert_eq!(write("مبانی لینوکس 12, (x)"), "مبانی لینوکس 12, (x)");
        }
    }
}
