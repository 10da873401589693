//! Strangers' text made harmless.
//!
//! Decks come from anywhere. What could move the cursor, change colours or turn the reading
//! direction around is shown as a visible stand-in such as `‹U+001B›`; what is only invisible is
//! left out; floods of marks on one letter are cut. The result is safe to write to a terminal, and
//! sanitising it again does no harm.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Marks on one letter beyond this many are left out; Persian and Hebrew need three at most.
const MAX_MARKS: usize = 8;
/// Characters in one cluster beyond this many are left out; a family of four has 11.
const MAX_CLUSTER: usize = 24;
/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// Returns the text without anything a terminal would obey.
///
/// Line ends are kept (as `\n`), tabs become spaces up to the next multiple of four.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(text);
    }
    let text: String = text.replace("\r\n", "\n").chars().filter(|&c| !is_ignorable(c)).collect();
    let mut clean = String::with_capacity(text.len());
    let mut column = 0;
    for cluster in text.graphemes(true) {
        match cluster {
            "\n" => {
                clean.push('\n');
                column = 0;
            }
            "\t" => {
                let spaces = TAB - column % TAB;
                clean.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            _ => {
                push_cluster(&mut clean, cluster);
                column += 1;
            }
        }
    }
    Cow::Owned(clean)
}

fn push_cluster(clean: &mut String, cluster: &str) {
    let mut marks = 0;
    for c in cluster.chars().take(MAX_CLUSTER) {
        if is_obeyed(c) {
            clean.push_str(&stand_in(c));
        } else {
            let is_mark = c.width() == Some(0) && !is_joiner(c);
            marks = if is_mark { marks + 1 } else { 0 };
            if is_mark && marks == 1 && lacks_base(clean) {
                // A mark of its own would land on whatever stands in the cell before.
                clean.push('\u{25cc}');
            }
            if marks <= MAX_MARKS {
                clean.push(c);
            }
        }
    }
}

fn lacks_base(clean: &str) -> bool {
    clean.chars().next_back().is_none_or(|last| matches!(last, '\n' | ' '))
}

/// Control characters, and the characters that turn the reading direction around.
pub(crate) fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
}

/// Characters that show nothing and that no text needs.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The joiners: Persian and emoji need both.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn stand_in(c: char) -> String {
    format!("‹U+{:04X}›", u32::from(c))
}
