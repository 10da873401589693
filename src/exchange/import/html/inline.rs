//! The lines of a paragraph as Markdown.
//!
//! What is written is read back and compared with what was meant: where Markdown cannot say it, as
//! with bold in the middle of a word, the marks are left out and the text stays.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::exchange::import::html::escape;
use crate::exchange::import::html::hole;
use crate::exchange::import::html::loss::{Loss, Losses};

/// How a piece of text stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) strike: bool,
    /// The link it belongs to, by its number; 0 for none.
    pub(super) link: u32,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Text(String, Style),
    Code(String, Style),
    Math(String),
    Image { alt: String, to: String },
}

/// The lines of a paragraph.
pub(super) type Lines = Vec<Vec<Span>>;

/// Which sign stands for emphasis; none where emphasis is left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Star,
    Underscore,
    None,
}

/// A mark that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Link(u32),
    Strong,
    Emphasis,
    Strike,
}

/// Returns a paragraph; `links` are the addresses by number, from 1.
pub(super) fn markdown(lines: &Lines, links: &[String], losses: &mut Losses) -> String {
    let lines: Lines = lines.iter().map(|line| spaced(line)).collect();
    let is_plain = lines.iter().flatten().all(is_safe);
    let first = written(&lines, links, Marks::Star, false);
    if is_plain || is_right(&first, &lines, true) {
        return first;
    }
    let other = written(&lines, links, Marks::Underscore, false);
    if is_right(&other, &lines, true) {
        return other;
    }
    let marked = |span: &Span| {
        matches!(span, Span::Text(_, style) | Span::Code(_, style)
            if Style { link: 0, ..*style } != Style::default())
    };
    if lines.iter().flatten().any(marked) {
        losses.add(Loss::Emphasis);
        let without = written(&lines, links, Marks::None, false);
        if is_right(&without, &lines, false) {
            return without;
        }
    }
    written(&lines, links, Marks::None, true)
}

/// Says whether a span is text that means nothing else, wherever it stands.
fn is_safe(span: &Span) -> bool {
    let Span::Text(text, style) = span else { return false };
    let starts_word = text.as_bytes().first().is_none_or(|byte| !byte.is_ascii_digit());
    let is_sign = |c: char| {
        !c.is_ascii_punctuation()
            || matches!(c, '.' | ',' | ';' | '?' | '\'' | '"' | '(' | ')' | '/' | '%')
    };
    *style == Style::default() && starts_word && text.chars().all(is_sign)
}

/// Takes white space at the edges of marked text out of the marks, which may not stand beside it.
fn spaced(line: &[Span]) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::with_capacity(line.len());
    for span in line {
        let Span::Text(text, style) = span else {
            parts.push(span.clone());
            continue;
        };
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(start);
        for part in [&text[..start], &text[start..end], &text[end..]] {
            if !part.is_empty() {
                parts.push(Span::Text(part.to_owned(), *style));
            }
        }
    }
    let blank = |span: &Span| matches!(span, Span::Text(text, _) if text.trim().is_empty());
    let style = |span: &Span| match span {
        Span::Text(_, style) | Span::Code(_, style) => *style,
        _ => Style::default(),
    };
    let styles: Vec<Option<Style>> =
        parts.iter().map(|part| (!blank(part)).then(|| style(part))).collect();
    let mut before = Style::default();
    let mut next = vec![Style::default(); parts.len()];
    let mut after = Style::default();
    for place in (0..parts.len()).rev() {
        next[place] = after;
        after = styles[place].unwrap_or(after);
    }
    for (place, part) in parts.iter_mut().enumerate() {
        match (part, styles[place]) {
            (Span::Text(_, style), None) => {
                let after = next[place];
                *style = Style {
                    strong: before.strong && after.strong,
                    emphasis: before.emphasis && after.emphasis,
                    strike: before.strike && after.strike,
                    link: if before.link == after.link { before.link } else { 0 },
                };
            }
            (_, Some(style)) => before = style,
            _ => {}
        }
    }
    parts
}

fn written(lines: &Lines, links: &[String], marks: Marks, escape_all: bool) -> String {
    let mut writer = Writer { links, marks, escape_all, open: Vec::new(), line: String::new() };
    let mut text = String::new();
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            text.push_str("\\\n");
        }
        for span in line {
            writer.span(span);
        }
        let is_last = place + 1 == lines.len();
        if is_last {
            writer.switch(Style::default());
        }
        let line = std::mem::take(&mut writer.line);
        text.push_str(&escape::line_start(line));
    }
    text
}

struct Writer<'a> {
    links: &'a [String],
    marks: Marks,
    escape_all: bool,
    open: Vec<Open>,
    line: String,
}

impl Writer<'_> {
    fn span(&mut self, span: &Span) {
        match span {
            Span::Text(text, style) => {
                self.switch(*style);
                if self.escape_all {
                    self.line.push_str(&escape::everything(text));
                } else {
                    escape::push(&mut self.line, text);
                }
            }
            Span::Code(text, style) => {
                self.switch(*style);
                self.line.push_str(&escape::code(text));
            }
            Span::Math(tex) => {
                self.switch(Style::default());
                self.line.push_str(&format!("${}$", escape::code(tex)));
            }
            Span::Image { alt, to } => {
                self.switch(Style::default());
                self.line.push_str("![");
                escape::push(&mut self.line, alt);
                self.line.push_str(&format!("]({})", escape::address(to)));
            }
        }
    }

    /// Closes the marks that end here and opens those that begin.
    fn switch(&mut self, style: Style) {
        let wanted = self.wanted(style);
        let keep = self.open.iter().take_while(|open| wanted.contains(open)).count();
        while self.open.len() > keep {
            match self.open.pop() {
                Some(Open::Link(link)) => {
                    let to = self.links.get(link as usize - 1).map_or("", String::as_str);
                    self.line.push_str(&format!("]({})", escape::address(to)));
                }
                Some(open) => self.line.push_str(self.sign(open)),
                None => {}
            }
        }
        for open in wanted {
            if !self.open.contains(&open) {
                self.line.push_str(self.sign(open));
                self.open.push(open);
            }
        }
    }

    fn wanted(&self, style: Style) -> Vec<Open> {
        let mut wanted = Vec::new();
        wanted.extend((style.link > 0).then_some(Open::Link(style.link)));
        if self.marks != Marks::None {
            wanted.extend(style.strong.then_some(Open::Strong));
            wanted.extend(style.emphasis.then_some(Open::Emphasis));
            wanted.extend(style.strike.then_some(Open::Strike));
        }
        wanted
    }

    fn sign(&self, open: Open) -> &'static str {
        match open {
            Open::Link(_) => "[",
            Open::Strong => "**",
            Open::Emphasis if self.marks == Marks::Underscore => "_",
            Open::Emphasis => "*",
            Open::Strike => "~~",
        }
    }
}

/// A piece of text with what a reader sees of it.
type Seen = (String, [bool; 5]);

/// Says whether Markdown means the lines it was made of, as they stand and with a hole open.
fn is_right(markdown: &str, lines: &Lines, with_marks: bool) -> bool {
    let meant = meant(lines, with_marks);
    let shown = |text: &str| read(&hole::filled(text));
    let filled = meant.iter().map(|(text, style)| (hole::filled(text), *style));
    if shown(markdown) != Some(merged(filled)) {
        return false;
    }
    if !markdown.contains(hole::OPEN) {
        return true;
    }
    // With holes open only the text is compared: what stands in a hole has no marks of its own.
    let plain = |seen: Vec<Seen>| seen.into_iter().map(|(text, _)| text).collect::<String>();
    let whole: String = meant.iter().map(|(text, _)| text.as_str()).collect();
    read(&hole::opened(markdown)).map(plain) == Some(hole::opened(&whole))
}

fn meant(lines: &Lines, with_marks: bool) -> Vec<Seen> {
    let flags = |style: &Style, code: bool| match with_marks {
        true => [style.strong, style.emphasis, style.strike, code, style.link > 0],
        false => [false, false, false, code, style.link > 0],
    };
    let mut seen: Vec<Seen> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            seen.push(("\n".to_owned(), [false; 5]));
        }
        for span in line {
            match span {
                Span::Text(text, style) => seen.push((text.clone(), flags(style, false))),
                Span::Code(text, style) => {
                    seen.push((text.replace('\n', " "), flags(style, true)));
                }
                Span::Math(tex) => {
                    seen.push(("$".to_owned(), [false; 5]));
                    seen.push((tex.replace('\n', " "), [false, false, false, true, false]));
                    seen.push(("$".to_owned(), [false; 5]));
                }
                Span::Image { alt, .. } => seen.push((alt.clone(), [false; 5])),
            }
        }
    }
    seen
}

/// Returns what a reader sees of Markdown that is one paragraph; `None` where it is anything else.
fn read(markdown: &str) -> Option<Vec<Seen>> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut now = [false; 5];
    let mut paragraphs = 0;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::End(TagEnd::Paragraph)
            | Event::Start(Tag::Image { .. })
            | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Strong) => now[0] = true,
            Event::End(TagEnd::Strong) => now[0] = false,
            Event::Start(Tag::Emphasis) => now[1] = true,
            Event::End(TagEnd::Emphasis) => now[1] = false,
            Event::Start(Tag::Strikethrough) => now[2] = true,
            Event::End(TagEnd::Strikethrough) => now[2] = false,
            Event::Start(Tag::Link { .. }) => now[4] = true,
            Event::End(TagEnd::Link) => now[4] = false,
            Event::Text(text) => seen.push((text.into_string(), now)),
            Event::Code(text) => {
                seen.push((text.into_string(), [now[0], now[1], now[2], true, now[4]]));
            }
            Event::HardBreak => seen.push(("\n".to_owned(), [false; 5])),
            _ => return None,
        }
    }
    (paragraphs == 1).then(|| merged(seen.into_iter()))
}

/// Puts neighbours that look alike together. The look of white space cannot be seen.
fn merged(seen: impl Iterator<Item = Seen>) -> Vec<Seen> {
    let mut result: Vec<Seen> = Vec::new();
    for (text, style) in seen {
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end_matches(char::is_whitespace);
            for (piece, style) in [(word, style), (&part[word.len()..], [false; 5])] {
                match result.last_mut() {
                    _ if piece.is_empty() => {}
                    Some((last, had)) if *had == style => last.push_str(piece),
                    _ => result.push((piece.to_owned(), style)),
                }
            }
        }
    }
    result
}
