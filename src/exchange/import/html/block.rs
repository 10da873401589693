//! Lines, paragraphs, and the containers they stand in.

use crate::exchange::import::html::build::{Builder, Container};
use crate::exchange::import::html::inline::{self, Lines, Span, Style};
use crate::exchange::import::html::table::Table;

impl Builder {
    /// Ends a line: always where somebody broke it, else only where something stands in it.
    pub(super) fn end_line(&mut self, is_break: bool) {
        if self.verbatim.is_some() {
            return;
        }
        if is_break || !self.line().is_empty() {
            self.lines.push(Vec::new());
        }
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        let mut paragraph: Lines = Vec::new();
        for mut line in std::mem::replace(&mut self.lines, vec![Vec::new()]) {
            line.retain(|span| !matches!(span, Span::Text(text, _) if text.is_empty()));
            if let Some(Span::Text(text, _)) = line.last_mut() {
                text.truncate(text.trim_end_matches(' ').len());
            }
            line.retain(|span| !matches!(span, Span::Text(text, _) if text.is_empty()));
            if line.is_empty() {
                self.paragraph(&mut paragraph);
            } else {
                paragraph.push(line);
            }
        }
        self.paragraph(&mut paragraph);
        self.scripts.clear();
        self.heading = None;
    }

    pub(super) fn paragraph(&mut self, lines: &mut Lines) {
        if lines.is_empty() {
            return;
        }
        let mut lines = std::mem::take(lines);
        if let Some(level) = self.heading {
            // A heading is one line.
            let line = lines.into_iter().reduce(|mut all, line| {
                all.push(Span::Text(" ".to_owned(), Style::default()));
                all.extend(line);
                all
            });
            lines = line.into_iter().collect();
            let text = inline::markdown(&lines, &self.links, &mut self.losses);
            return self.push_block(format!("{} {text}", "#".repeat(level)));
        }
        let text = inline::markdown(&lines, &self.links, &mut self.losses);
        self.push_block(text);
    }

    pub(super) fn push_block(&mut self, block: String) {
        if let Some((_, blocks)) = self.containers.last_mut() {
            blocks.push(block);
        }
    }

    pub(super) fn in_cell(&self) -> bool {
        self.containers.iter().any(|(container, _)| matches!(container, Container::Cell { .. }))
    }

    pub(super) fn table(&mut self, change: impl FnOnce(&mut Table)) {
        self.flush();
        if let Some((Container::Table(table), _)) = self.containers.last_mut() {
            change(table);
        }
    }

    pub(super) fn open_container(&mut self, container: Container) {
        self.flush();
        self.containers.push((container, Vec::new()));
    }

    pub(super) fn close_container(&mut self) {
        let Some((container, blocks)) = self.containers.pop() else { return };
        let block = match container {
            Container::Root => blocks.join("\n\n"),
            Container::Quote => prefixed(&blocks.join("\n\n"), "> ", "> "),
            Container::Item => return self.item(&blocks),
            Container::List { items, .. } => {
                // What stands in a list outside its items is not lost.
                items.into_iter().chain(blocks).collect::<Vec<_>>().join("\n")
            }
            Container::Cell { is_head } => {
                let is_known = match self.containers.last_mut() {
                    Some((Container::Table(table), _)) => {
                        table.cell(&blocks, is_head);
                        true
                    }
                    _ => false,
                };
                if is_known {
                    return;
                }
                blocks.join("\n\n")
            }
            Container::Table(table) => {
                let stray = blocks.join("\n\n");
                let text = table.markdown(&mut self.losses);
                [stray, text].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n\n")
            }
        };
        if !block.trim().is_empty() {
            self.push_block(block);
        }
    }

    pub(super) fn item(&mut self, blocks: &[String]) {
        let mut text = String::new();
        for (place, block) in blocks.iter().enumerate() {
            let is_list = block.starts_with("- ") || block.starts_with("1. ");
            if place > 0 {
                text.push_str(if is_list { "\n" } else { "\n\n" });
            }
            text.push_str(block);
        }
        match self.containers.last_mut() {
            Some((Container::List { next, items }, _)) => {
                let marker = match next {
                    Some(number) => format!("{number}. "),
                    None => "- ".to_owned(),
                };
                next.iter_mut().for_each(|number| *number = number.saturating_add(1));
                items.push(prefixed(&text, &marker, &" ".repeat(marker.len())));
            }
            // An item without a list.
            _ => self.push_block(prefixed(&text, "- ", "  ")),
        }
    }
}

/// Puts something before the first line and before all others; empty lines stay empty.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut result = String::with_capacity(text.len() + 16);
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            result.push('\n');
        }
        let prefix = if place == 0 { first } else { rest };
        let prefix = if line.is_empty() { prefix.trim_end() } else { prefix };
        result.push_str(prefix);
        result.push_str(line);
    }
    result
}
