//! Tables: columns where they fit, else one block of `name: value` lines for each row.

use crate::terminal::setting::Setting;
use crate::terminal::text::{Direction, Label, Span, width};
use crate::terminal::wrap::wrap;

/// The cells of a table, row by row; the first row is its head.
pub(crate) type Rows = Vec<Vec<Vec<Span>>>;

/// Columns between two cells.
const GAP: usize = 2;

/// Returns the lines of a table that are at most `room` columns wide.
pub(crate) fn render(rows: &Rows, room: usize, setting: &Setting<'_>) -> Vec<Vec<Span>> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|c| cell_width(c)).max())
        .map(|widest| widest.unwrap_or(0))
        .collect();
    let total = widths.iter().sum::<usize>() + GAP * columns.saturating_sub(1);
    if total <= room && setting.direction == Direction::Ltr {
        aligned(rows, &widths, setting)
    } else {
        stacked(rows, room)
    }
}

fn cell_width(cell: &[Span]) -> usize {
    cell.iter().map(|span| width(span.text())).sum()
}

fn aligned(rows: &Rows, widths: &[usize], setting: &Setting<'_>) -> Vec<Vec<Span>> {
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut line = Vec::new();
        for (cell, &columns) in row.iter().zip(widths) {
            if !line.is_empty() {
                line.push(Span::plain(&" ".repeat(GAP)));
            }
            let label = if index == 0 { Label::Heading } else { Label::Plain };
            line.extend(cell.iter().cloned().map(|span| span.or_label(label)));
            line.push(Span::plain(&" ".repeat(columns.saturating_sub(cell_width(cell)))));
        }
        lines.push(line);
        if index == 0 {
            let rules: Vec<String> =
                widths.iter().map(|&columns| setting.signs.rule.repeat(columns)).collect();
            lines.push(vec![Span::new(&rules.join(&" ".repeat(GAP)), Label::Dim)]);
        }
    }
    lines
}

fn stacked(rows: &Rows, room: usize) -> Vec<Vec<Span>> {
    let mut lines = Vec::new();
    let Some((head, body)) = rows.split_first() else { return lines };
    for (index, row) in body.iter().enumerate() {
        if index > 0 {
            lines.push(Vec::new());
        }
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let mut spans: Vec<Span> = Vec::new();
            if let Some(name) = head.get(column).filter(|name| !name.is_empty()) {
                spans.extend(name.iter().cloned().map(|span| span.or_label(Label::Heading)));
                spans.push(Span::plain(": "));
            }
            spans.extend(cell.iter().cloned());
            lines.extend(wrap(&spans, room));
        }
    }
    if body.is_empty() {
        lines.extend(head.iter().flat_map(|cell| wrap(cell, room)));
    }
    lines
}
