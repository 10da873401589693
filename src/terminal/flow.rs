//! Rows of small things that are not broken: keys with their labels, words, facts.

use crate::terminal::text::{Label, Line, Span, width};

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
}

/// Splits a sentence into words that flow.
pub(crate) fn words(sentence: &str, label: Label) -> Vec<Item> {
    sentence.split(' ').map(|word| Item::new(" ", vec![Span::new(word, label)])).collect()
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

/// Returns the items as lines of at most `measure` columns; no item is broken, and what stands
/// between two items is left out at the end of a line.
pub(crate) fn flow(items: Vec<Item>, measure: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for item in items {
        let columns = width(&item.between) + item.width();
        match lines.last_mut() {
            Some(line) if line.width() + columns <= measure => {
                let is_space = item.between.trim().is_empty();
                line.push(&item.between, if is_space { Label::Plain } else { Label::Dim });
                line.spans.extend(item.spans);
            }
            _ => lines.push(Line::new(item.spans)),
        }
    }
    lines
}
