//! Rows of a table that is written as text: fields between separators, some of them in quotes.
//!
//! Lines end with a line feed: [`super::table::read`] sees to that. A quote that is never closed costs
//! its own row: reading goes on in the next line.

/// A row, and the line it begins on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line, from 1.
    pub(super) line: usize,
    /// Its fields, or what is wrong with it.
    pub(super) fields: Result<Vec<String>, &'static str>,
}

/// The rows of a text.
pub(super) struct Rows<'a> {
    text: &'a str,
    separator: char,
    at: usize,
    line: usize,
    /// Where no quote is closed any more: no text is searched twice.
    unclosed: usize,
}

impl<'a> Rows<'a> {
    /// Starts at a line of a text.
    pub(super) fn new(text: &'a str, separator: char, line: usize) -> Rows<'a> {
        Rows { text, separator, at: 0, line, unclosed: usize::MAX }
    }

    /// Reads a field in quotes; the text begins behind the first. Returns it and its length, with
    /// the closing quote.
    fn quoted(&self, text: &str) -> Option<(String, usize)> {
        let mut field = String::new();
        let mut at = 0;
        loop {
            let len = text[at..].find('"')?;
            field.push_str(&text[at..at + len]);
            at += len + 1;
            match text[at..].chars().next() {
                Some('"') => {
                    field.push('"');
                    at += 1;
                }
                Some(c) if c != self.separator && c != '\n' => {
                    // A quote within the text, as some programs leave it.
                    field.push('"');
                }
                _ => return Some((field, at)),
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let text = self.text;
        let first = self.line;
        let mut fields = Vec::new();
        let mut at = self.at;
        if at >= text.len() {
            return None;
        }
        loop {
            let rest = &text[at..];
            if let Some(inner) = rest.strip_prefix('"') {
                let closed = match at < self.unclosed {
                    true => self.quoted(inner),
                    false => None,
                };
                let Some((field, len)) = closed else {
                    self.unclosed = self.unclosed.min(at);
                    let line =
                        text[self.at..].find('\n').map_or(text.len(), |end| self.at + end + 1);
                    (self.at, self.line) = (line, first + 1);
                    return Some(Row { line: first, fields: Err("a quote in it is never closed") });
                };
                at += 1 + len;
                fields.push(field);
            } else {
                let end = rest.find([self.separator, '\n']).unwrap_or(rest.len());
                fields.push(rest[..end].to_owned());
                at += end;
            }
            match text[at..].chars().next() {
                Some(c) if c == self.separator => at += c.len_utf8(),
                Some(_) => {
                    at += 1;
                    break;
                }
                None => break,
            }
        }
        self.line += text[self.at..at].matches('\n').count();
        self.at = at;
        Some(Row { line: first, fields: Ok(fields) })
    }
}

impl Rows<'_> {
    /// Returns the length of the first row of a text, with the end of its line.
    pub(super) fn length_of_first(text: &str, separator: char) -> usize {
        let mut rows = Rows::new(text, separator, 1);
        rows.next();
        rows.at
    }
}
