//! Rows of small things that are not broken: keys with their labels, words, facts.

use crate::terminal::text::{Label, Line, Span, width};
use crate::terminal::wrap::wrap;

/// A small thing, and what stands between it and the one before it on the same line.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) between: String,
    pub(crate) spans: Vec<Span>,
}

impl Item {
    pub(crate) fn new(between: &str, spans: Vec<Span>) -> Item {
        Item { between: between.to_owned(), spans }
    }

    fn width(&self) -> usize {
        self.spans.iter().map(|span| width(span.text())).sum()
    }

    /// Returns it, or its words where it is wider than a line, and pieces of a word that is.
    fn within(self, measure: usize) -> Vec<Item> {
        if self.width() <= measure {
            return vec![self];
        }
        let mut pieces: Vec<Item> = Vec::new();
        for word in words_of(&self.spans) {
            for (index, spans) in wrap(&word.spans, measure).into_iter().enumerate() {
                pieces.push(Item::new(if index == 0 { " " } else { "" }, spans));
            }
        }
        if let Some(first) = pieces.first_mut() {
            first.between = self.between;
        }
        pieces
    }

    /// Returns its width with what stands before it.
    pub(crate) fn full_width(&self) -> usize {
        width(&self.between) + self.width()
    }

    /// Adds it to a line. Pieces of one kind become one piece, so that a text which is read from
    /// right to left keeps its order from word to word.
    pub(crate) fn put_on(self, line: &mut Line) {
        let before = line.spans.last().map(Span::label);
        let after = self.spans.first().map(Span::label);
        let label = match (self.between.trim().is_empty(), before == after) {
            (true, true) => before.unwrap_or_default(),
            (true, false) => Label::Plain,
            (false, _) => Label::Dim,
        };
        line.join(Span::new(&self.between, label));
        for span in self.spans {
            line.join(span);
        }
    }
}

/// Splits a text into words that flow.
pub(crate) fn words(text: &str, label: Label) -> Vec<Item> {
    words_of(&[Span::new(text, label)])
}

/// Splits spans into words that flow; a word may have parts of several of them.
pub(crate) fn words_of(spans: &[Span]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for span in spans {
        for (index, word) in span.text().split(' ').enumerate() {
            let part = Span::part(word.to_owned(), span.label());
            match items.last_mut() {
                Some(item) if index == 0 => item.spans.push(part),
                _ => items.push(Item::new(" ", vec![part])),
            }
        }
    }
    items
}

/// Returns the items as lines of about the same length, no more of them than [`flow`] needs.
pub(crate) fn flow_evenly(items: &[Item], measure: usize) -> Vec<Line> {
    let best = flow(items.to_vec(), measure);
    let widest = items.iter().map(Item::width).max().unwrap_or(0);
    let narrower = (widest..measure)
        .map(|narrow| flow(items.to_vec(), narrow))
        .find(|lines| lines.len() == best.len());
    narrower.unwrap_or(best)
}

/// Returns the items as lines of at most `measure` columns. An item is broken only where it is wider
/// than a line, and what stands between two items is left out at the end of a line.
pub(crate) fn flow(items: Vec<Item>, measure: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for item in items.into_iter().flat_map(|item| item.within(measure)) {
        match lines.last_mut() {
            Some(line) if line.width() + item.full_width() <= measure => item.put_on(line),
            _ => {
                let mut line = Line::empty();
                for span in item.spans {
                    line.join(span);
                }
                lines.push(line);
            }
        }
    }
    lines
}
