//! Which way a card is written.

use crate::cards::{Content, Note};

/// Which way a card is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// Returns the direction of a note: that of its language, or of most of the letters it asks with,
    /// where a deck does not say which language it is in.
    pub(super) fn of(note: &Note) -> Direction {
        let base = note.lang.split('-').next().unwrap_or_default();
        let is_rtl = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&base);
        if is_rtl || is_mostly_rtl(asked(note)) { Direction::Rtl } else { Direction::Ltr }
    }

    /// Returns the value of the attribute `dir`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

fn asked(note: &Note) -> &str {
    match &note.content {
        Content::Basic(kind) => &kind.front,
        Content::Reversed(kind) => &kind.front,
        Content::Cloze(kind) => &kind.text,
        Content::Mcq(kind) => &kind.front,
        Content::Order(kind) => &kind.front,
        Content::Typed(kind) => &kind.front,
        Content::Scenario(kind) => &kind.setup,
        Content::Interview(kind) => &kind.prompt,
    }
}

/// Says whether a text has a letter that is written from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_rtl)
}

/// Says whether most letters are written from right to left, code left out.
fn is_mostly_rtl(text: &str) -> bool {
    if !has_rtl(text) {
        return false;
    }
    let prose = text.split('`').step_by(2).flat_map(str::chars);
    let mut balance = 0_i64;
    for c in prose.filter(|c| c.is_alphabetic()) {
        balance += if is_rtl(c) { 1 } else { -1 };
    }
    balance > 0
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::{has_rtl, is_mostly_rtl};

    #[test]
    fn most_letters_decide() {
        assert!(is_mostly_rtl("متد `DELETE /orders/{id}` چیست؟"));
        assert!(!is_mostly_rtl("The Persian word for index is نمایه."));
        assert!(has_rtl("index: نمایه") && !has_rtl("index – 10"));
    }
}
