//! A file's text, places in it, and findings about them.

use std::sync::OnceLock;

use crate::model::{Diagnostic, Severity};

/// The longest line that a finding shows, in characters.
const EXCERPT_CHARS: usize = 400;

/// A range of bytes in a file, counted from its start; the end is not part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Makes a span.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// Returns the bytes as a range of places in a text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Says whether a place is inside; the end counts as inside.
    pub fn touches(self, other: Span) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// A value with the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A file's text under the name it is shown by.
#[derive(Debug, Default)]
pub struct SourceFile {
    /// The file as it should be shown: a path, or `<bundled>/...`.
    pub label: String,
    /// The text, a byte order mark included.
    pub text: String,
    /// Where each line starts; counted when the first place is asked for.
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Makes a file of its name and text.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> SourceFile {
        SourceFile { label: label.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Returns the text of a span, empty where the span is not in the file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Returns the line a byte is on, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines().partition_point(|&start| start <= offset) as u32
    }

    /// Returns the line and the column, both from 1; columns are characters.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.line_start(line);
        let before = self.text.as_bytes().get(start..offset as usize).unwrap_or(&[]);
        (line, count_chars(before) as u32 + 1)
    }

    /// Makes a finding about a span.
    pub fn diagnostic(
        &self,
        rule: &str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        let (line, column) = self.place(span.start);
        let text = self.line_text(line);
        let end = (span.end as usize).min(self.line_start(line) + text.len());
        let marked = self.text.as_bytes().get(span.start as usize..end).unwrap_or(&[]);
        let excerpt = match text.char_indices().nth(EXCERPT_CHARS) {
            // A column beyond what is shown would point at nothing.
            Some(_) if column as usize > EXCERPT_CHARS => "",
            Some((cut, _)) => &text[..cut],
            None => text,
        };
        let mut finding = Diagnostic::file(rule, severity, &self.label, message.into());
        finding.line = line;
        finding.column = column;
        finding.width = (count_chars(marked) as u32).max(1);
        finding.excerpt = excerpt.to_owned();
        finding
    }

    /// Returns where the line of a byte starts.
    pub fn start_of_line(&self, offset: u32) -> usize {
        self.line_start(self.line(offset))
    }

    /// Returns the text of a line, without its end and without a byte order mark.
    fn line_text(&self, line: u32) -> &str {
        let start = self.line_start(line);
        let end = self.lines().get(line as usize).map_or(self.text.len(), |&next| next as usize);
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    fn line_start(&self, line: u32) -> usize {
        self.lines().get((line as usize).saturating_sub(1)).map_or(0, |&start| start as usize)
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            // A byte order mark is no character of the first line.
            let first = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
            let bytes = self.text.as_bytes();
            // A carriage return alone ends a line too, as it does in YAML.
            let ends = |at: &usize| match bytes[*at] {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            let breaks = (0..bytes.len()).filter(ends);
            std::iter::once(first).chain(breaks.map(|place| place as u32 + 1)).collect()
        })
    }
}

impl Clone for SourceFile {
    fn clone(&self) -> Self {
        SourceFile::new(self.label.clone(), self.text.clone())
    }
}

/// Counts characters without decoding: every byte that does not continue one.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// Shortens a text of a stranger for a message.
pub fn short(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]).into(),
        None => text.into(),
    }
}
