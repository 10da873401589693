//! Markdown as labelled lines within a width.
//!
//! What a card may hold is drawn: paragraphs, lists, emphasis, code, links, quotations, tables.
//! HTML is text like any other, images are their alternative text. Code is never wrapped; what does
//! not fit into the terminal is cut, and the cut is marked; it can be scrolled to. Without colours, the marks an author
//! typed (`*`, backticks) stay visible.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::terminal::setting::{Links, Setting};
use crate::terminal::table;
use crate::terminal::text::{Label, Line, Span, cut_spans, skip_spans, width};
use crate::terminal::wrap::wrap;

/// Columns code stands in from the text around it.
const CODE_INDENT: usize = 2;

/// Returns a piece of Markdown as lines.
pub fn render(markdown: &str, setting: &Setting<'_>) -> Vec<Line> {
    render_item(markdown, setting, &[])
}

/// Returns a piece of Markdown as lines behind a marker, such as the number of an option; all lines
/// after the first are indented by its width. No text gives the marker alone.
pub fn render_item(markdown: &str, setting: &Setting<'_>, marker: &[Span]) -> Vec<Line> {
    let mut writer = Writer::new(setting);
    if !marker.is_empty() {
        writer.prefixes.push(Prefix::hanging(marker.to_vec()));
    }
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    for event in parser {
        writer.event(event);
    }
    writer.flush();
    writer.mark_alone();
    writer.footnotes();
    writer.lines
}

/// What stands before the lines of a container.
struct Prefix {
    /// Before its first line, until that is written.
    first: Option<Vec<Span>>,
    /// Before all further lines.
    rest: Vec<Span>,
}

impl Prefix {
    fn hanging(marker: Vec<Span>) -> Prefix {
        let columns: usize = marker.iter().map(|span| width(span.text())).sum();
        let rest = if columns == 0 { Vec::new() } else { vec![Span::plain(&" ".repeat(columns))] };
        Prefix { first: Some(marker), rest }
    }

    fn width(&self) -> usize {
        self.rest.iter().map(|span| width(span.text())).sum()
    }
}

struct Writer<'a> {
    setting: &'a Setting<'a>,
    lines: Vec<Line>,
    prefixes: Vec<Prefix>,
    /// The numbers of the open lists; `None` for one with bullets.
    lists: Vec<Option<u64>>,
    inline: Vec<Span>,
    labels: Vec<Label>,
    /// For each open link: where its text starts, and its address.
    links: Vec<(usize, String)>,
    /// The addresses that stand below the text, numbered from 1.
    notes: Vec<String>,
    /// The open code block: its language and its text.
    code: Option<(String, String)>,
    table: table::Rows,
    wants_blank: bool,
}

impl<'a> Writer<'a> {
    fn new(setting: &'a Setting<'a>) -> Self {
        Writer {
            setting,
            lines: Vec::new(),
            prefixes: Vec::new(),
            lists: Vec::new(),
            inline: Vec::new(),
            labels: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
            code: None,
            table: Vec::new(),
            wants_blank: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text, self.label()),
            },
            Event::Code(code) => self.marked(&code, Label::Code, "`"),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text, self.label()),
            Event::SoftBreak => self.text(" ", self.label()),
            Event::HardBreak => self.text("\n", self.label()),
            Event::Rule => {
                self.begin_block();
                let columns = self.room().min(24);
                let rule = Span::new(&self.setting.signs.rule.repeat(columns), Label::Dim);
                self.line(vec![rule]);
                self.wants_blank = true;
            }
            // Extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text, self.label());
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.begin_block(),
            Tag::Heading { level, .. } => {
                self.begin_block();
                self.labels.push(Label::Heading);
                if self.setting.marks {
                    self.text(&format!("{} ", "#".repeat(depth(level))), Label::Heading);
                }
            }
            Tag::BlockQuote(_) => {
                self.begin_block();
                let bar = vec![Span::new(&format!("{} ", self.setting.signs.quote), Label::Dim)];
                self.open(Prefix { first: None, rest: bar });
                self.labels.push(Label::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.begin_block();
                let lang = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',']).next().unwrap_or_default().to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((lang, String::new()));
            }
            Tag::List(first) => {
                self.begin_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => format!("{} ", self.setting.signs.bullet),
                };
                self.open(Prefix::hanging(vec![Span::plain(&marker)]));
            }
            Tag::Emphasis => self.open_mark(Label::Emphasis, "*"),
            Tag::Strong => {
                let (open, _) = self.strong_marks();
                self.open_mark(self.setting.strong, open);
            }
            Tag::Link { dest_url, .. } => {
                self.links.push((self.inline.len(), dest_url.into_string()))
            }
            Tag::Image { .. } => self.text("[image: ", self.label()),
            Tag::Table(_) => self.begin_block(),
            Tag::TableHead | Tag::TableRow => self.table.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::Heading(_) => {
                self.end_block();
                self.labels.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.prefixes.pop();
                self.labels.pop();
            }
            TagEnd::CodeBlock => {
                if let Some((lang, code)) = self.code.take() {
                    self.code_block(&lang, &code);
                }
                self.wants_blank = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.wants_blank |= self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                self.mark_alone();
                self.prefixes.pop();
            }
            TagEnd::Emphasis => self.close_mark(Label::Emphasis, "*"),
            TagEnd::Strong => {
                let (_, close) = self.strong_marks();
                self.close_mark(self.setting.strong, close);
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.text("]", self.label()),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if let Some(row) = self.table.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.table);
                for spans in table::render(&rows, self.room(), self.setting) {
                    self.line(spans);
                }
                self.wants_blank = true;
            }
            _ => {}
        }
    }

    fn label(&self) -> Label {
        self.labels.last().copied().unwrap_or(self.setting.label)
    }

    fn text(&mut self, text: &str, label: Label) {
        self.inline.push(Span::new(text, label));
    }

    fn marked(&mut self, text: &str, label: Label, mark: &str) {
        if self.setting.marks {
            self.text(&format!("{mark}{text}{mark}"), label);
        } else {
            self.text(text, label);
        }
    }

    fn strong_marks(&self) -> (&'static str, &'static str) {
        if self.setting.strong == Label::Answer { ("[", "]") } else { ("**", "**") }
    }

    fn open_mark(&mut self, label: Label, mark: &str) {
        if self.setting.marks {
            self.text(mark, label);
        }
        self.labels.push(label);
    }

    fn close_mark(&mut self, label: Label, mark: &str) {
        self.labels.pop();
        if self.setting.marks {
            self.text(mark, label);
        }
    }

    /// Adds the address of a link, unless it is the text already or leads to a file beside the page.
    fn end_link(&mut self) {
        let Some((start, address)) = self.links.pop() else { return };
        let shown: String = self.inline.iter().skip(start).map(Span::text).collect();
        if !address.contains("://") || shown == address {
            return;
        }
        match self.setting.links {
            Links::Inline => {
                self.text(" (", self.label());
                self.text(&address, Label::Link);
                self.text(")", self.label());
            }
            Links::Footnotes => {
                let known = self.notes.iter().position(|note| *note == address);
                let place = known.unwrap_or(self.notes.len());
                if known.is_none() {
                    self.notes.push(address);
                }
                self.text(&format!("[{}]", place + 1), Label::Dim);
            }
        }
    }

    /// Writes the addresses of links below the text, each whole: it may be copied or opened.
    fn footnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if !notes.is_empty() {
            self.wants_blank = true;
            self.begin_block();
        }
        for (place, address) in notes.iter().enumerate() {
            let mut line = Line::of(&format!("[{}] ", place + 1), Label::Dim);
            line.push(address, Label::Link);
            self.lines.push(line);
        }
    }

    fn open(&mut self, prefix: Prefix) {
        // Nesting deeper than half of the line leaves no room for text.
        let used: usize = self.prefixes.iter().map(Prefix::width).sum();
        if used + prefix.width() > self.setting.measure / 2 {
            self.prefixes.push(Prefix { first: None, rest: Vec::new() });
        } else {
            self.prefixes.push(prefix);
        }
    }

    fn room(&self) -> usize {
        let used: usize = self.prefixes.iter().map(Prefix::width).sum();
        self.setting.measure.saturating_sub(used).max(1)
    }

    fn begin_block(&mut self) {
        self.flush();
        if std::mem::take(&mut self.wants_blank) && !self.lines.is_empty() {
            self.lines.push(Line::empty());
        }
    }

    fn end_block(&mut self) {
        self.flush();
        self.wants_blank = true;
    }

    /// Writes the running text collected so far.
    fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        let mut lines = wrap(&inline, self.room());
        // A block of HTML ends with a line end of its own.
        while lines.last().is_some_and(Vec::is_empty) {
            lines.pop();
        }
        for spans in lines {
            self.line(spans);
        }
    }

    /// Writes the marker of an item without text.
    fn mark_alone(&mut self) {
        if self.prefixes.last().is_some_and(|prefix| prefix.first.is_some()) {
            self.line(Vec::new());
        }
    }

    fn prefix(&mut self) -> Vec<Span> {
        let prefixes = self.prefixes.iter_mut();
        prefixes.flat_map(|p| p.first.take().unwrap_or_else(|| p.rest.clone())).collect()
    }

    fn line(&mut self, spans: Vec<Span>) {
        let mut all = self.prefix();
        all.extend(spans);
        self.lines.push(Line {
            spans: all,
            direction: self.setting.direction,
            measure: self.setting.measure,
            ..Line::default()
        });
    }

    fn code_block(&mut self, lang: &str, code: &str) {
        let highlighted = self.setting.highlighter.and_then(|h| h.highlight(lang, code));
        let lines = highlighted.unwrap_or_else(|| {
            code.lines().map(|line| vec![Span::new(line, Label::Code)]).collect()
        });
        for spans in lines {
            let prefix = self.prefix();
            let used: usize = prefix.iter().map(|span| width(span.text())).sum();
            let room = self.setting.code_measure.saturating_sub(used + CODE_INDENT).max(1);
            let mut line = Line::new(prefix);
            line.push(&" ".repeat(CODE_INDENT), Label::Plain);
            let more = self.setting.signs.more;
            let shifted = skip_spans(&spans, self.setting.shift, more);
            let columns: usize = shifted.iter().map(|span| width(span.text())).sum();
            line.goes_on = columns > room;
            line.spans.extend(cut_spans(&shifted, room, more));
            self.lines.push(line);
        }
    }
}

fn depth(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
