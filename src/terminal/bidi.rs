//! Text that is read from right to left, in the order in which a terminal must draw it.
//!
//! Text is kept and wrapped in reading order; here a finished line is put into drawing order (UAX
//! #9). Code spans and runs of Latin words are isolated, so that their punctuation stays with them;
//! the isolates never stand in a deck, they are put in here. Most terminals draw strictly from left
//! to right, some reorder by themselves: [`Ordering::resolve`] decides who does it. Letters are
//! joined by the terminal.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::config::Bidi;
use crate::terminal::latin;
use crate::terminal::text::{Direction, Label, Line};

/// Tells a terminal that obeys it not to reorder (ECMA-48 BDSM, explicit).
pub const EXPLICIT: &str = "\x1b[8l";
/// Tells it to reorder again, which is its default.
pub const IMPLICIT: &str = "\x1b[8h";

const LRI: char = '\u{2066}';
const RLI: char = '\u{2067}';
const PDI: char = '\u{2069}';
const LRM: char = '\u{200e}';
const RLM: char = '\u{200f}';
const ZWNJ: char = '\u{200c}';

/// Who puts a line into drawing order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordering {
    /// This program; the terminal is told to draw what it gets.
    #[default]
    App,
    /// The terminal; it gets reading order, with marks and isolates.
    Terminal,
    /// Nobody: reading order without marks, for pipes and screen readers.
    Off,
}

/// What the environment says about the terminal, read at the edge.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalName<'a> {
    /// `TERM`.
    pub term: &'a str,
    /// `TERM_PROGRAM`.
    pub program: &'a str,
    /// Whether `KONSOLE_VERSION` is set.
    pub is_konsole: bool,
    /// Whether `MLTERM` is set.
    pub is_mlterm: bool,
}

impl Ordering {
    /// Decides who reorders: the program, except in terminals that reorder and cannot be told not to.
    pub fn resolve(setting: Bidi, terminal: &TerminalName<'_>) -> Ordering {
        let reorders = terminal.is_konsole
            || terminal.is_mlterm
            || terminal.program == "Apple_Terminal"
            || ["mlterm", "putty", "konsole"].iter().any(|name| terminal.term.starts_with(name));
        match setting {
            Bidi::App => Ordering::App,
            Bidi::Terminal => Ordering::Terminal,
            Bidi::Off => Ordering::Off,
            Bidi::Auto if reorders => Ordering::Terminal,
            Bidi::Auto => Ordering::App,
        }
    }
}

/// Returns the direction in which a text of a language is read.
pub fn direction_of(lang: &str) -> Direction {
    let language = lang.split(['-', '_']).next().unwrap_or(lang);
    match language {
        "fa" | "ar" | "he" | "ur" | "ckb" | "ps" | "sd" | "ug" | "yi" | "dv" => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

/// Returns the pieces of a line in the order in which they are written to the terminal.
///
/// The indent is not part of it. With [`Ordering::App`] the result holds no bidi controls.
pub fn arrange(line: &Line, ordering: Ordering) -> Vec<(String, Label)> {
    let is_mixed = line.direction == Direction::Rtl || line.spans.iter().any(|s| has_rtl(s.text()));
    if ordering == Ordering::Off || !is_mixed {
        return line.spans.iter().map(|s| (s.text().to_owned(), s.label())).collect();
    }
    let (logical, labels) = isolate(line);
    if ordering == Ordering::Terminal {
        let mark = if line.direction == Direction::Rtl { RLM } else { LRM };
        let mut pieces = vec![(mark.to_string(), Label::Plain)];
        pieces.extend(labels.into_iter().map(|(range, label)| (logical[range].to_owned(), label)));
        return pieces;
    }
    reorder(&logical, &labels, line.direction)
}

/// Says whether a text holds letters that are read from right to left.
pub fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_rtl_letter)
}

/// Says whether a character is read from right to left.
pub(crate) fn is_rtl_letter(c: char) -> bool {
    use unicode_bidi::BidiClass::{AL, R};
    matches!(unicode_bidi::bidi_class(c), AL | R)
}

/// Joins the spans and puts isolates into them; returns where each label holds.
///
/// In a line read from right to left, code and Latin runs are isolated; in one read from left to
/// right, a span that starts with right-to-left letters, such as a title.
fn isolate(line: &Line) -> (String, Vec<(Range<usize>, Label)>) {
    let mut logical = String::new();
    let mut labels = Vec::new();
    let is_rtl = line.direction == Direction::Rtl;
    for span in &line.spans {
        let start = logical.len();
        let text = span.text();
        if span.label().is_code() {
            if is_rtl {
                logical.extend([LRI]);
                logical.push_str(text);
                logical.push(PDI);
            } else {
                logical.push_str(text);
            }
        } else if is_rtl {
            isolate_runs(text, &mut logical);
        } else if text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl_letter) {
            logical.push(RLI);
            isolate_runs(text, &mut logical);
            logical.push(PDI);
        } else {
            logical.push_str(text);
        }
        labels.push((start..logical.len(), span.label()));
    }
    (logical, labels)
}

fn isolate_runs(text: &str, logical: &mut String) {
    let mut done = 0;
    for run in latin::runs(text) {
        logical.push_str(&text[done..run.start]);
        logical.push(LRI);
        logical.push_str(&text[run.clone()]);
        logical.push(PDI);
        done = run.end;
    }
    logical.push_str(&text[done..]);
}

fn reorder(
    logical: &str,
    labels: &[(Range<usize>, Label)],
    direction: Direction,
) -> Vec<(String, Label)> {
    let base = if direction == Direction::Rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(logical, Some(base));
    let mut pieces: Vec<(String, Label)> = Vec::new();
    let mut push = |text: &str, label: Label| match pieces.last_mut() {
        Some((last, same)) if *same == label => last.push_str(text),
        _ => pieces.push((text.to_owned(), label)),
    };
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_rtl = levels[run.start].is_rtl();
            let clusters: Vec<(usize, &str)> =
                logical[run.clone()].grapheme_indices(true).collect();
            let in_order: Box<dyn Iterator<Item = &(usize, &str)>> =
                if is_rtl { Box::new(clusters.iter().rev()) } else { Box::new(clusters.iter()) };
            for (offset, cluster) in in_order {
                if matches!(*cluster, "\u{2066}" | "\u{2067}" | "\u{2069}") {
                    continue;
                }
                let label = label_at(labels, run.start + offset);
                if is_rtl {
                    push(&mirrored(cluster), label);
                } else {
                    push(cluster, label);
                }
            }
        }
    }
    pieces
}

fn label_at(labels: &[(Range<usize>, Label)], at: usize) -> Label {
    let found = labels.partition_point(|(range, _)| range.end <= at);
    labels.get(found).map_or(Label::Plain, |(_, label)| *label)
}

/// Returns a cluster as it is drawn where text runs from right to left: brackets change their
/// shape, and a non-joiner goes to the other side, where the next letter now stands.
fn mirrored(cluster: &str) -> String {
    if let Some(letter) = cluster.strip_suffix(ZWNJ) {
        return format!("{ZWNJ}{letter}");
    }
    cluster.chars().map(mirror).collect()
}

fn mirror(c: char) -> char {
    const PAIRS: &str = "()[]{}<>«»‹›≤≥⟨⟩⟪⟫⌈⌉⌊⌋（）「」『』【】〈〉《》⊂⊃⊆⊇≪≫";
    let Some(at) = PAIRS.chars().position(|other| other == c) else { return c };
    PAIRS.chars().nth(at ^ 1).unwrap_or(c)
}
