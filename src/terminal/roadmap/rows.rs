//! The rows of a roadmap: sections, topics in their tree, tools in running lines.

use crate::cards::Level;
use crate::roadmap::tree::Row;
use crate::roadmap::{Map, Scope, Stage};
use crate::stats::TopicSummary;
use crate::terminal::flow::{Item, flow, words as flowing};
use crate::terminal::look::Look;
use crate::terminal::progress::{bar, sign};
use crate::terminal::roadmap::{Drawing, apart};
use crate::terminal::text::{Label, Line, Span, cut, width};

/// The widest a roadmap is drawn, in columns.
const MEASURE: usize = 96;

/// The columns of a row: step, tree with title, level, bar, count.
pub(super) struct Columns {
    /// All of them.
    pub(super) measure: usize,
    pub(super) step: usize,
    pub(super) level: usize,
    pub(super) bar: usize,
    pub(super) count: usize,
    /// Where tools begin behind the name of their group.
    pub(super) group: usize,
}

impl Columns {
    pub(super) fn new(map: &Map, look: &Look) -> Columns {
        let measure = look.room().min(MEASURE);
        let is_wide = measure >= 66;
        let digits = |number: usize| number.to_string().len();
        let stops = &map.roadmap.stops;
        let groups = map.names.iter().filter_map(|name| name.group.as_deref());
        let groups = groups.map(width).max().unwrap_or(0);
        // A section has the most cards, at most as many known.
        let sections = map.by_section(&map.places(Scope::All));
        let most = |of: fn(&TopicSummary) -> u32| {
            let sums = sections.iter().map(|(_, places)| map.roadmap.total(places.iter().copied()));
            sums.map(|sum| of(&sum) as usize).max().unwrap_or(0)
        };
        let count = digits(most(|sum| sum.known)) + 1 + digits(most(|sum| sum.cards));
        Columns {
            measure,
            step: if is_wide { digits(stops.len()) + 1 } else { 0 },
            level: if is_wide { 13 } else { 0 },
            bar: if is_wide { 10 } else { 6 },
            count,
            group: if is_wide { (groups + 4).min(26) } else { 4 },
        }
    }

    /// Returns the columns behind the title: level, bar and count.
    fn right(&self) -> usize {
        self.level + self.bar + 1 + self.count
    }
}

/// Columns between a title and what stands behind it.
const GAP: usize = 2;
/// A title that would get fewer columns takes those behind it too.
const TITLE: usize = 8;

impl Drawing<'_> {
    /// Draws the line above a section: its title, and how well its cards are known.
    pub(super) fn section(&self, title: &str, places: &[usize]) -> Line {
        let summary = self.map.roadmap.total(places.iter().copied());
        let columns = &self.columns;
        let room = columns.measure.saturating_sub(GAP + columns.bar + 1 + columns.count);
        let has_figures = summary.cards > 0 && room >= TITLE;
        let room = if has_figures { room } else { columns.measure };
        let title = cut(Span::plain(title).text(), room, self.look.signs().more);
        let mut line = Line::of(&title, Label::Heading);
        if has_figures {
            line.push(&" ".repeat(room + GAP - width(&title)), Label::Plain);
            self.figures(&summary, &mut line);
        }
        line
    }

    /// Adds a bar and a count to a line.
    fn figures(&self, summary: &TopicSummary, line: &mut Line) {
        line.spans.extend(bar(summary, self.columns.bar, self.look));
        let count = format!("{}/{}", summary.known, summary.cards);
        line.push(&format!(" {count:>0$}", self.columns.count), Label::Dim);
    }

    pub(super) fn tree(&self, places: &[usize]) -> Vec<Line> {
        let mut lines = Vec::new();
        for row in self.map.roadmap.tree(places) {
            lines.push(self.row(row.place, &guides(&row, self.look)));
            lines.extend(self.waits(&row));
        }
        lines
    }

    /// Draws a topic: sign, title, level, and how well its cards are known.
    pub(super) fn row(&self, place: usize, guides: &str) -> Line {
        let (name, stop) = (&self.map.names[place], &self.map.roadmap.stops[place]);
        let columns = &self.columns;
        let mut line = Line::empty();
        if columns.step > 0 {
            let step = name.step.map(|step| step.to_string()).unwrap_or_default();
            line.push(&format!("{step:>0$} ", columns.step - 1), Label::Dim);
        }
        line.push(guides, Label::Dim);
        line.spans.push(sign(stop.stage, self.look));
        line.push(" ", Label::Plain);
        let is_empty = stop.summary.cards == 0;
        let all = columns.measure.saturating_sub(line.width());
        let room = all.saturating_sub(GAP + columns.right());
        // Where there is nothing to stand behind it, or no room for it, the title has the whole line.
        let is_alone = room < TITLE || (is_empty && columns.level == 0);
        let most = if is_alone { all } else { room };
        let title = cut(Span::plain(&name.title).text(), most, self.look.signs().more);
        line.push(&title, if is_empty { Label::Dim } else { Label::Plain });
        if is_alone {
            return line;
        }
        line.push(&" ".repeat(room + GAP - width(&title)), Label::Plain);
        if columns.level > 0 {
            let level = name.level.map_or("", Level::name);
            let room = if is_empty { 0 } else { columns.level };
            line.push(&format!("{level:<room$}"), Label::Dim);
        }
        if !is_empty {
            self.figures(&stop.summary, &mut line);
        }
        line
    }

    /// Names what a topic waits for, where the tree does not show it.
    fn waits(&self, row: &Row) -> Vec<Line> {
        let stop = &self.map.roadmap.stops[row.place];
        if stop.stage != Stage::Waiting {
            return Vec::new();
        }
        let section = |at: usize| self.map.names[at].section;
        let is_shown = |at: usize| match self.scope {
            Scope::All => section(at) == section(row.place),
            Scope::Around(place) => at == place,
        };
        let others = stop.waits_for.iter().filter(|&&at| Some(at) != row.parent);
        let elsewhere = others.filter(|&&at| !is_shown(at));
        let names: Vec<&str> = elsewhere.map(|&at| self.map.names[at].title.as_str()).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let indent = self.columns.step + 2 * row.last.len();
        let room = self.columns.measure.saturating_sub(indent).max(1);
        let text = format!("after {}", names.join(", "));
        let mut lines = flow(flowing(&text, Label::Dim), room);
        lines.iter_mut().for_each(|line| line.indent = indent);
        lines
    }

    /// Draws the tools of a group in running lines: there are many, and each is small.
    pub(super) fn tools(&self, group: &str, tools: &[usize]) -> Vec<Line> {
        let stops = &self.map.roadmap.stops;
        let item = |&place: &usize| {
            let (name, stop) = (&self.map.names[place], &stops[place]);
            let mut spans = Vec::new();
            if stop.summary.cards == 0 {
                spans.push(Span::new(&name.title, Label::Dim));
            } else {
                spans.push(sign(stop.stage, self.look));
                spans.extend(apart(&name.title));
                let count = format!(" {}/{}", stop.summary.known, stop.summary.cards);
                spans.push(Span::new(&count, Label::Dim));
            }
            Item::new("   ", spans)
        };
        let label = self.columns.group;
        let room = self.columns.measure.saturating_sub(label).max(1);
        let mut lines = Vec::new();
        let head = Span::plain(if group.is_empty() { "other" } else { group });
        let head = cut(head.text(), self.columns.measure.saturating_sub(2), "");
        let beside = width(&head) + 4 <= label;
        if !beside {
            lines.push(Line { indent: 2, ..Line::of(&head, Label::Emphasis) });
        }
        for (number, mut line) in
            flow(tools.iter().map(item).collect(), room).into_iter().enumerate()
        {
            line.indent = label;
            if number == 0 && beside {
                line.indent = 2;
                let gap = " ".repeat(label - 2 - width(&head));
                line.spans.insert(0, Span::plain(&gap));
                line.spans.insert(0, Span::new(&head, Label::Emphasis));
            }
            lines.push(line);
        }
        lines
    }
}

/// Draws the lines of a tree before a row.
fn guides(row: &Row, look: &Look) -> String {
    let signs = if look.unicode { ["│ ", "├ ", "└ "] } else { ["| ", "|-", "`-"] };
    let Some((own, above)) = row.last.get(1..).and_then(<[bool]>::split_last) else {
        return String::new();
    };
    let above = above.iter().map(|&is_last| if is_last { "  " } else { signs[0] });
    let own = if *own { signs[2] } else { signs[1] };
    above.chain([own]).collect()
}
