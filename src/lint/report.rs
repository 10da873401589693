//! Where rules put what they find.

use crate::content::source::{SourceFile, Span};
use crate::lint::rule::Rule;
use crate::lint::view::{Card, Context, Text};
use crate::model::{Diagnostic, Severity};

/// Collects the findings of one rule after the other.
pub struct Report<'a> {
    context: &'a Context<'a>,
    rule: &'static Rule,
    found: Vec<Found>,
}

/// A finding, with its place in bytes, so that `# lint: allow` can be applied to it.
#[derive(Debug)]
pub(crate) struct Found {
    /// The file, as a place in [`Context::files`].
    pub(crate) file: usize,
    /// Where; absent for the file as a whole.
    pub(crate) span: Option<Span>,
    /// What.
    pub(crate) diagnostic: Diagnostic,
}

impl<'a> Report<'a> {
    pub(crate) fn new(context: &'a Context<'a>, rule: &'static Rule) -> Report<'a> {
        Report { context, rule, found: Vec::new() }
    }

    /// Returns everything that was found.
    pub(crate) fn into_found(self) -> Vec<Found> {
        self.found
    }

    /// Reports a fault at a place, with the rule's own severity.
    pub fn at(&mut self, file: usize, span: Span, message: impl Into<String>) -> Entry<'_> {
        let source = self.context.file(file);
        let diagnostic =
            source.diagnostic(self.rule.code, self.rule.severity, span, message.into());
        self.push(Found { file, span: Some(span), diagnostic })
    }

    /// Reports a fault of a file as a whole, with the rule's own severity.
    pub fn file(&mut self, file: usize, message: impl Into<String>) -> Entry<'_> {
        let label = &self.context.file(file).label;
        let diagnostic =
            Diagnostic::file(self.rule.code, self.rule.severity, label, message.into());
        self.push(Found { file, span: None, diagnostic })
    }

    /// Reports a fault of one field of a card; of the card where the field is absent.
    pub fn field(&mut self, card: &Card, field: &str, message: impl Into<String>) -> Entry<'_> {
        let id = card.note.id.as_str().to_owned();
        let span = self.first_line(card.file, card.field(field));
        let entry = self.at(card.file, span, message);
        entry.diagnostic.card = Some(id);
        entry
    }

    /// Reports a fault of a card, at its id.
    pub fn card(&mut self, card: &Card, message: impl Into<String>) -> Entry<'_> {
        self.field(card, "id", message)
    }

    /// Reports a fault of a part of a text, given in bytes of the text.
    pub fn text(
        &mut self,
        text: &Text,
        part: std::ops::Range<usize>,
        message: impl Into<String>,
    ) -> Entry<'_> {
        let span = self.first_line(text.file, place(self.context.file(text.file), text, part));
        let card = text.card.map(str::to_owned);
        let entry = self.at(text.file, span, message);
        entry.diagnostic.card = card;
        entry
    }

    /// Cuts a span at the end of its first line: a caret never runs on.
    fn first_line(&self, file: usize, span: Span) -> Span {
        let text = self.context.file(file).slice(span);
        match text.find('\n') {
            Some(end) => Span::new(span.start as usize, span.start as usize + end),
            None => span,
        }
    }

    fn push(&mut self, found: Found) -> Entry<'_> {
        self.found.push(found);
        let found = self.found.last_mut().expect("one was just pushed");
        Entry { diagnostic: &mut found.diagnostic }
    }
}

/// A finding that was just reported and may still be told more about.
pub struct Entry<'r> {
    diagnostic: &'r mut Diagnostic,
}

impl Entry<'_> {
    /// Adds what to do next.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.diagnostic.help = help.into();
        self
    }

    /// Makes it a warning, for rules that can also find errors.
    pub fn warning(self) -> Self {
        self.diagnostic.severity = Severity::Warning;
        self
    }

    /// Makes it information.
    pub fn info(self) -> Self {
        self.diagnostic.severity = Severity::Info;
        self
    }

    /// Adds the card concerned, by its full id.
    pub fn of(self, card: impl Into<String>) -> Self {
        self.diagnostic.card = Some(card.into());
        self
    }
}

/// Finds a part of a text in its file. A text that is written as it reads has exact places; of one
/// with escapes or folded lines the part is looked for, and the whole is shown where it hides.
fn place(file: &SourceFile, text: &Text, part: std::ops::Range<usize>) -> Span {
    let raw = file.slice(text.span);
    let start = text.span.start as usize;
    let shift = match raw.strip_prefix(text.text) {
        Some(_) => Some(0),
        None => raw.get(1..).is_some_and(|inner| inner.starts_with(text.text)).then_some(1),
    };
    if let Some(shift) = shift {
        return Span::new(start + shift + part.start, start + shift + part.end);
    }
    let wanted = text.text.get(part).unwrap_or("").trim();
    match raw.find(wanted) {
        Some(at) if !wanted.is_empty() => Span::new(start + at, start + at + wanted.len()),
        _ => text.span,
    }
}
