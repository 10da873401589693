//! Tables.

use crate::exchange::import::html::loss::{Loss, Losses};
use crate::exchange::import::html::token::attribute;

/// The most columns a joined cell may stand for.
const MOST_COLUMNS: usize = 64;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    has_head: bool,
    /// How many columns the next cell takes.
    columns: usize,
    is_simplified: bool,
}

impl Table {
    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Reads how many rows and columns the next cell takes.
    pub(super) fn span(&mut self, attributes: &str) {
        let number = |name| attribute(attributes, name).and_then(|text| text.parse().ok());
        self.columns = number("colspan").unwrap_or(1).clamp(1, MOST_COLUMNS);
        self.is_simplified |= self.columns > 1 || number("rowspan").unwrap_or(1) > 1;
    }

    /// Adds a cell of some blocks.
    pub(super) fn cell(&mut self, blocks: &[String], is_head: bool) {
        if self.rows.is_empty() {
            self.row();
        }
        self.has_head |= is_head && self.rows.len() == 1;
        let is_block = |block: &String| block.contains('\n') || block.starts_with("- ");
        self.is_simplified |= blocks.len() > 1 || blocks.iter().any(is_block);
        let text = blocks.join(" / ").replace("\\\n", " / ").replace('\n', " ");
        let text = escaped(&text);
        let columns = self.columns.max(1);
        if let Some(row) = self.rows.last_mut() {
            row.push(text);
            row.extend(std::iter::repeat_n(String::new(), columns - 1));
        }
    }

    /// Returns the table as Markdown. One that only has one column is no table.
    pub(super) fn markdown(mut self, losses: &mut Losses) -> String {
        self.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns < 2 {
            let cells: Vec<String> = self.rows.into_iter().flatten().collect();
            return cells.join("\n\n").replace("\\|", "|");
        }
        if self.is_simplified {
            losses.add(Loss::Table);
        }
        if !self.has_head {
            self.rows.insert(0, vec![String::new(); columns]);
        }
        let mut lines = Vec::with_capacity(self.rows.len() + 1);
        for (place, mut row) in self.rows.into_iter().enumerate() {
            row.resize(columns, String::new());
            lines.push(format!("| {} |", row.join(" | ")));
            if place == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        lines.join("\n")
    }
}

/// Escapes what would end a cell.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '|' && !result.ends_with('\\') {
            result.push('\\');
        }
        result.push(c);
    }
    result
}
