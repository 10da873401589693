//! Labelled text: what every part of the drawing is made of.
//!
//! A [`Line`] is a value; it knows no colour. `theme` turns labels into styles, `bidi` puts a line
//! into the order in which it is drawn. The text of a [`Span`] is sanitised when it is made, so
//! that nothing unclean can reach the terminal by another way.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::terminal::sanitize::sanitize;

/// What a piece of text is; never how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Label {
    /// Running text.
    #[default]
    Plain,
    /// Strong text.
    Strong,
    /// Emphasised text.
    Emphasis,
    /// Code in a line or a block.
    Code,
    /// A piece of highlighted code.
    Token(Token),
    /// An address.
    Link,
    /// A heading.
    Heading,
    /// A quotation.
    Quote,
    /// What the answer must contain.
    Answer,
    /// A hint.
    Hint,
    /// What may be overlooked.
    Dim,
    /// What is right.
    Right,
    /// What is wrong.
    Wrong,
    /// A key.
    Key,
    /// What should be noticed.
    Notice,
    /// What the person typed.
    Typed,
    /// The filled part of a bar.
    Bar,
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// A word of the language.
    Keyword,
    /// A text.
    Text,
    /// A number or another constant.
    Constant,
    /// A remark.
    Comment,
    /// The name of something that is called.
    Function,
    /// The name of a type.
    Type,
}

impl Label {
    /// Says whether the text is code, which is always read from left to right.
    pub fn is_code(self) -> bool {
        matches!(self, Label::Code | Label::Token(_))
    }
}

/// A piece of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    text: String,
    label: Label,
}

impl Span {
    /// Makes a span; the text is sanitised.
    pub fn new(text: &str, label: Label) -> Span {
        Span { text: sanitize(text).into_owned(), label }
    }

    /// Makes a span of a part of another one, which is clean already.
    pub(crate) fn part(text: String, label: Label) -> Span {
        Span { text, label }
    }

    /// Makes a span of running text.
    pub fn plain(text: &str) -> Span {
        Span::new(text, Label::Plain)
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the label.
    pub fn label(&self) -> Label {
        self.label
    }

    /// Returns the same text under another label, if it has none of its own.
    pub fn or_label(mut self, label: Label) -> Span {
        if self.label == Label::Plain {
            self.label = label;
        }
        self
    }
}

/// The direction in which a line is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

/// A line of a drawing, in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its pieces.
    pub spans: Vec<Span>,
    /// The direction it is read in.
    pub direction: Direction,
    /// Columns left free before it (after it, where it is read from right to left).
    pub indent: usize,
    /// Columns it may fill, for text that is set from the right; 0 where that does not matter.
    pub measure: usize,
    /// Whether it goes on to the right of what shows: code, which is not broken.
    pub goes_on: bool,
}

impl Line {
    /// Makes a line that is read from left to right.
    pub fn new(spans: Vec<Span>) -> Line {
        Line { spans, ..Line::default() }
    }

    /// Makes a line of one piece.
    pub fn of(text: &str, label: Label) -> Line {
        Line::new(vec![Span::new(text, label)])
    }

    /// Makes an empty line.
    pub fn empty() -> Line {
        Line::default()
    }

    /// Says whether nothing stands on the line.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.is_empty())
    }

    /// Returns the text without its indent, in reading order.
    pub fn text(&self) -> String {
        self.spans.iter().map(Span::text).collect()
    }

    /// Returns the columns the line takes, indent included.
    pub fn width(&self) -> usize {
        self.indent + self.spans.iter().map(|span| width(&span.text)).sum::<usize>()
    }

    /// Adds a span at the end, to the last one where that has the same label.
    pub(crate) fn join(&mut self, span: Span) {
        match self.spans.last_mut() {
            Some(last) if last.label == span.label => last.text.push_str(&span.text),
            _ => self.spans.push(span),
        }
    }

    /// Adds a piece at the end.
    pub fn push(&mut self, text: &str, label: Label) {
        self.spans.push(Span::new(text, label));
    }
}

/// Returns the columns a text takes in a terminal.
///
/// Counted cluster by cluster: terminals draw lam and alef in two cells, where the width of the
/// whole string would count their ligature as one.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Returns the text cut to a width, with `mark` at the end where something was cut.
pub fn cut(text: &str, most: usize, mark: &str) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(width(mark));
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > room {
            break;
        }
        kept.push_str(cluster);
    }
    if width(mark) <= most {
        kept.push_str(mark);
    }
    kept
}

/// Returns the spans without their first columns, with `mark` at the start where something is gone.
pub(crate) fn skip_spans(spans: &[Span], columns: usize, mark: &str) -> Vec<Span> {
    if columns == 0 || spans.iter().all(|span| span.text.is_empty()) {
        return spans.to_vec();
    }
    let mut kept = vec![Span::new(mark, Label::Dim)];
    let mut gone = 0;
    for span in spans {
        let mut text = String::new();
        for cluster in span.text.graphemes(true) {
            if gone < columns + width(mark) {
                gone += cluster.width();
            } else {
                text.push_str(cluster);
            }
        }
        if !text.is_empty() {
            kept.push(Span { text, label: span.label });
        }
    }
    kept
}

/// Returns the spans cut to a width, with `mark` at the end where something was cut.
pub fn cut_spans(spans: &[Span], most: usize, mark: &str) -> Vec<Span> {
    if spans.iter().map(|span| width(&span.text)).sum::<usize>() <= most {
        return spans.to_vec();
    }
    let mut kept = Vec::new();
    let mut room = most.saturating_sub(width(mark));
    for span in spans {
        let text = cut(&span.text, room, "");
        room -= width(&text);
        let is_cut = text.len() < span.text.len();
        if !text.is_empty() {
            kept.push(Span { text, label: span.label });
        }
        if is_cut {
            break;
        }
    }
    if width(mark) <= most {
        kept.push(Span::new(mark, Label::Dim));
    }
    kept
}
