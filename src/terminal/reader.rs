//! A topic to read: its page, what it rests on, what it stands between, and how well it is known.
//!
//! A pure function from a [`TopicView`] to lines; the same for a pager, a pipe and a test.

use crate::roadmap::Stage;
use crate::stats::TopicSummary;
use crate::terminal::bidi::direction_of;
use crate::terminal::draw::{Pen, direction_of_text};
use crate::terminal::flow::{Item, flow, words as flowing};
use crate::terminal::highlight::Highlighter;
use crate::terminal::look::Look;
use crate::terminal::markdown::render;
use crate::terminal::progress::{bar, sign, words};
use crate::terminal::setting::{Links, Setting};
use crate::terminal::text::{Direction, Label, Line, Span, cut, width};

/// A topic to read. All texts come from decks as they are.
#[derive(Clone, Debug, Default)]
pub struct TopicView {
    /// Its title.
    pub title: String,
    /// What stands below the title: section, level, full name.
    pub about: Vec<String>,
    /// How well its cards are known, as far as they are asked about here.
    pub summary: TopicSummary,
    /// What is to be said first, such as that it has no page.
    pub remarks: Vec<String>,
    /// The page or a part of it, in Markdown; empty where there is none.
    pub page: String,
    /// The language of the page, as a code; empty where it is not known.
    pub lang: String,
    /// What its cards cite.
    pub sources: Vec<SourceView>,
    /// Other topics, under headings.
    pub neighbours: Vec<(&'static str, Vec<Neighbour>)>,
    /// What to do next, as commands with what they do.
    pub commands: Vec<(String, &'static str)>,
}

/// A source, in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceView {
    /// Its title, or its id where the registry does not know it.
    pub title: String,
    /// What it is, by whom, from when.
    pub facts: Vec<String>,
    /// Where it is.
    pub url: Option<String>,
    /// The places in it that are cited.
    pub places: Vec<String>,
}

/// Another topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// How far the learner is with it.
    pub stage: Stage,
}

/// Draws a topic.
pub fn lines(view: &TopicView, look: &Look, highlighter: Option<&Highlighter>) -> Vec<Line> {
    let pen = Pen { look, highlighter };
    let reader = Reader { view, pen };
    let mut lines = reader.head();
    let body = reader.body();
    for block in [body].into_iter().chain([reader.sources()]).chain(reader.neighbours()) {
        if !block.is_empty() {
            lines.push(Line::empty());
            lines.extend(block);
        }
    }
    if !view.commands.is_empty() {
        lines.push(Line::empty());
        lines.extend(reader.commands());
    }
    lines
}

struct Reader<'a> {
    view: &'a TopicView,
    pen: Pen<'a>,
}

impl Reader<'_> {
    fn head(&self) -> Vec<Line> {
        let Reader { view, pen } = self;
        let measure = pen.look.measure();
        let mark = if pen.look.colour { "" } else { "# " };
        let mut lines = match direction_of_text(&view.title) {
            Direction::Rtl => pen.title(&view.title, Direction::Rtl),
            Direction::Ltr => pen.title(&format!("{mark}{}", view.title), Direction::Ltr),
        };
        let dot = format!(" {} ", pen.look.signs().dot);
        let about = view.about.iter().map(|one| Item::new(&dot, vec![Span::new(one, Label::Dim)]));
        lines.extend(flow(about.collect(), measure));
        if view.summary.cards > 0 {
            lines.push(Line::empty());
            let mut items = vec![Item::new("", bar(&view.summary, 20.min(measure), pen.look))];
            items.push(Item::new("  ", vec![Span::plain(&words(&view.summary))]));
            if let Some(ready) = view.summary.readiness {
                let ready = format!("{dot}ready {:.0} %", ready * 100.0);
                items.push(Item::new("", vec![Span::new(&ready, Label::Dim)]));
            }
            lines.extend(flow(items, measure));
        }
        for remark in &view.remarks {
            lines.push(Line::empty());
            lines.extend(flow(flowing(remark, Label::Notice), measure));
        }
        lines
    }

    fn body(&self) -> Vec<Line> {
        let Reader { view, pen } = self;
        let direction = match view.lang.as_str() {
            "" => direction_of_text(&view.page),
            lang => direction_of(lang),
        };
        let setting = Setting { links: Links::Footnotes, ..pen.setting(direction) };
        render(&view.page, &setting)
    }

    fn heading(&self, text: &str) -> Line {
        let mark = if self.pen.look.colour { "" } else { "## " };
        Line::of(&format!("{mark}{text}"), Label::Heading)
    }

    fn sources(&self) -> Vec<Line> {
        let Reader { view, pen } = self;
        if view.sources.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![self.heading("Sources")];
        let bullet = format!("{} ", pen.look.signs().bullet);
        let indent = width(&bullet);
        let measure = pen.look.measure().saturating_sub(indent).max(1);
        for source in &view.sources {
            lines.push(Line::empty());
            let mut items = flowing(&source.title, Label::Plain);
            let facts = source.facts.join(", ");
            if !facts.is_empty() {
                items.extend(flowing(&format!("({facts})"), Label::Dim));
            }
            let first = lines.len();
            lines.extend(indented(flow(items, measure), indent));
            if let Some(line) = lines.get_mut(first) {
                line.indent = 0;
                line.spans.insert(0, Span::new(&bullet, Label::Plain));
            }
            if let Some(url) = &source.url {
                // An address is not broken: it may be copied or opened.
                lines.extend(indented(vec![Line::of(url, Label::Link)], indent));
            }
            let last = source.places.len().saturating_sub(1);
            let places = source.places.iter().enumerate().map(|(number, place)| {
                let comma = if number < last { "," } else { "" };
                Item::new(" ", vec![Span::new(&format!("{place}{comma}"), Label::Dim)])
            });
            lines.extend(indented(flow(places.collect(), measure), indent));
        }
        lines
    }

    fn neighbours(&self) -> Vec<Vec<Line>> {
        let block = |(heading, topics): &(&'static str, Vec<Neighbour>)| {
            let mut lines = vec![self.heading(heading), Line::empty()];
            lines.extend(neighbour_lines(topics, self.pen.look));
            lines
        };
        self.view.neighbours.iter().filter(|(_, topics)| !topics.is_empty()).map(block).collect()
    }

    fn commands(&self) -> Vec<Line> {
        let Reader { view, pen } = self;
        let columns = view.commands.iter().map(|(command, _)| width(command)).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (command, does) in &view.commands {
            let mut line = Line::of(command, Label::Key);
            if columns + 2 + width(does) <= pen.look.measure() {
                line.push(&" ".repeat(columns - width(command) + 2), Label::Plain);
                line.push(does, Label::Dim);
            }
            lines.push(line);
        }
        lines
    }
}

/// Draws topics as rows: sign, title, slug.
fn neighbour_lines(topics: &[Neighbour], look: &Look) -> Vec<Line> {
    let measure = look.measure();
    let titles = topics.iter().map(|topic| width(&topic.title)).max().unwrap_or(0);
    let slugs = topics.iter().map(|topic| width(&topic.slug)).max().unwrap_or(0);
    let has_room = 2 + titles + 2 + slugs <= measure;
    let row = |topic: &Neighbour| {
        let mut line = Line::new(vec![sign(topic.stage, look), Span::plain(" ")]);
        let title =
            cut(Span::plain(&topic.title).text(), measure.saturating_sub(2), look.signs().more);
        line.push(&title, Label::Plain);
        if has_room {
            line.push(&" ".repeat(titles.saturating_sub(width(&title)) + 2), Label::Plain);
            line.push(&topic.slug, Label::Dim);
        }
        line
    };
    topics.iter().map(row).collect()
}

fn indented(mut lines: Vec<Line>, columns: usize) -> Vec<Line> {
    for line in &mut lines {
        line.indent = columns;
    }
    lines
}
