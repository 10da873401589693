//! Breaking labelled text into lines of a width.
//!
//! Lines are broken between words; between the letters of scripts that are written without spaces;
//! and inside a word only where the word alone is wider than the line. A word may be made of
//! several spans (`` `b`, ``), which stay together. Short code spans are kept whole.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::terminal::text::{Label, Span, width};

/// No line starts with these.
const NOT_FIRST: &str = "、。，．）」』】〉》！？：；・ー";
/// No line ends with these.
const NOT_LAST: &str = "（「『【〈《";

/// One thing that is not broken, or the space before one.
struct Unit {
    pieces: Vec<(String, Label)>,
    width: usize,
    is_space: bool,
}

/// Returns the spans as lines that are at most `width` columns wide.
///
/// Only a cluster that is itself wider than the line can exceed it. Spaces at the ends of lines are
/// left out, all other text is kept. No text gives no lines; a `\n` ends a line.
pub fn wrap(spans: &[Span], width: usize) -> Vec<Vec<Span>> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = Builder::default();
    let mut is_open = false;
    for (index, paragraph) in split_lines(spans).into_iter().enumerate() {
        if index > 0 {
            lines.push(line.take());
        }
        for unit in units(&paragraph, width) {
            is_open = true;
            place(unit, width, &mut line, &mut lines);
        }
    }
    if is_open || !lines.is_empty() {
        lines.push(line.take());
    }
    lines
}

fn place(unit: Unit, width: usize, line: &mut Builder, lines: &mut Vec<Vec<Span>>) {
    if unit.is_space {
        line.spaces.extend(unit.pieces);
        line.spaces_width += unit.width;
        return;
    }
    if line.width > 0 && line.width + line.spaces_width + unit.width > width {
        lines.push(line.take());
    }
    if unit.width <= width {
        line.add_spaces();
        line.add(&unit.pieces, unit.width);
        return;
    }
    for (text, label) in &unit.pieces {
        for cluster in text.graphemes(true) {
            let columns = cluster.width();
            if line.width > 0 && line.width + columns > width {
                lines.push(line.take());
            }
            line.add(&[(cluster.to_owned(), *label)], columns);
        }
    }
}

#[derive(Default)]
struct Builder {
    pieces: Vec<(String, Label)>,
    width: usize,
    spaces: Vec<(String, Label)>,
    spaces_width: usize,
}

impl Builder {
    /// Writes the spaces that came before the next word; at the start of a line there are none.
    fn add_spaces(&mut self) {
        let spaces = std::mem::take(&mut self.spaces);
        let columns = std::mem::take(&mut self.spaces_width);
        if self.width > 0 {
            self.add(&spaces, columns);
        }
    }

    fn add(&mut self, pieces: &[(String, Label)], columns: usize) {
        for (text, label) in pieces {
            match self.pieces.last_mut() {
                Some((last, same)) if same == label => last.push_str(text),
                _ => self.pieces.push((text.clone(), *label)),
            }
        }
        self.width += columns;
    }

    fn take(&mut self) -> Vec<Span> {
        let done = std::mem::take(self);
        done.pieces.into_iter().map(|(text, label)| Span::part(text, label)).collect()
    }
}

fn split_lines(spans: &[Span]) -> Vec<Vec<(String, Label)>> {
    let mut lines = vec![Vec::new()];
    for span in spans {
        for (index, part) in span.text().split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let (Some(line), false) = (lines.last_mut(), part.is_empty()) {
                line.push((part.to_owned(), span.label()));
            }
        }
    }
    lines
}

fn units(pieces: &[(String, Label)], line_width: usize) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut glue = false;
    for (text, label) in pieces {
        let is_whole = *label == Label::Code && width(text) <= line_width / 2;
        for cluster in text.graphemes(true) {
            let is_space = !is_whole && is_break(cluster);
            let breaks_before = !is_space && stands_alone(cluster) && !NOT_FIRST.contains(cluster);
            let columns = cluster.width();
            match units.last_mut() {
                Some(last) if last.is_space == is_space && (glue || !breaks_before) => {
                    last.width += columns;
                    match last.pieces.last_mut() {
                        Some((same, with)) if with == label => same.push_str(cluster),
                        _ => last.pieces.push((cluster.to_owned(), *label)),
                    }
                }
                _ => units.push(Unit {
                    pieces: vec![(cluster.to_owned(), *label)],
                    width: columns,
                    is_space,
                }),
            }
            glue = NOT_LAST.contains(cluster);
        }
    }
    units
}

/// Spaces a line may be broken at; the non-breaking ones are not among them.
fn is_break(cluster: &str) -> bool {
    cluster.chars().all(|c| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}'))
}

/// Clusters that a line may be broken before, as in Chinese and Japanese.
fn stands_alone(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|c| {
        matches!(u32::from(c),
            0x2e80..=0x30ff | 0x3100..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff
            | 0xff00..=0xff60 | 0x20000..=0x3ffff)
    })
}
