//! A learning path as a tree with bars.
//!
//! A pure function from a [`Map`] to lines, for any width; the same for a terminal, a pager and a
//! pipe. Nothing is said by colour alone.

use crate::cards::Level;
use crate::roadmap::tree::Row;
use crate::roadmap::{Map, Scope, Stage};
use crate::stats::TopicSummary;
use crate::terminal::draw::{Pen, direction_of_text};
use crate::terminal::flow::{Item, flow, words as flowing};
use crate::terminal::look::Look;
use crate::terminal::progress::{bar, meaning, sign, words};
use crate::terminal::text::{Label, Line, Span, cut, width};

/// Names in a row of what could be next.
const NEXT: usize = 5;
/// The widest a roadmap is drawn, in columns.
const MEASURE: usize = 96;

/// Draws a map, or what lies around a topic of it.
pub fn lines(map: &Map, scope: Scope, look: &Look) -> Vec<Line> {
    let columns = Columns::new(map, look);
    let drawing = Drawing { map, look, columns };
    match scope {
        Scope::All => drawing.all(),
        Scope::Around(place) => drawing.around(place),
    }
}

/// The columns of a row: step, tree with title, level, bar, count.
struct Columns {
    /// All of them.
    measure: usize,
    step: usize,
    level: usize,
    bar: usize,
    count: usize,
    /// Where tools begin behind the name of their group.
    group: usize,
}

impl Columns {
    fn new(map: &Map, look: &Look) -> Columns {
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

    /// Returns the columns that tree and title share.
    fn title(&self) -> usize {
        let right = self.level + self.bar + 1 + self.count;
        self.measure.saturating_sub(self.step + right + 2).max(12)
    }
}

struct Drawing<'a> {
    map: &'a Map,
    look: &'a Look,
    columns: Columns,
}

impl Drawing<'_> {
    fn all(&self) -> Vec<Line> {
        let map = self.map;
        let all = map.places(Scope::All);
        let (tools, topics): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|&&place| map.is_tool(place));
        let mut lines = self.title(&map.title);
        let has_cards = |place: &&usize| map.roadmap.stops[**place].stage != Stage::Empty;
        let mut facts = vec![count(topics.len(), "topic")];
        if !tools.is_empty() {
            facts.push(count(tools.len(), "tool"));
        }
        facts.push(format!("{} with cards", all.iter().filter(has_cards).count()));
        lines.extend(self.facts(&facts));
        lines.extend(self.known(&map.roadmap.total(all.iter().copied())));
        lines.extend(self.cycles());
        lines.extend(self.next());
        lines.extend(self.legend(&all));
        for (section, places) in map.by_section(&all) {
            lines.push(Line::empty());
            lines.push(self.section(map.section_title(section), &places));
            let (tools, topics): (Vec<usize>, Vec<usize>) =
                places.iter().partition(|&&place| map.is_tool(place));
            lines.extend(self.tree(&topics));
            for (group, tools) in map.by_group(&tools) {
                lines.extend(self.tools(group, &tools));
            }
        }
        lines
    }

    fn around(&self, place: usize) -> Vec<Line> {
        let map = self.map;
        let (name, stop) = (&map.names[place], &map.roadmap.stops[place]);
        let mut lines = self.title(&name.title);
        let section = name.section.map(|section| map.section_title(Some(section)).to_owned());
        let level = name.level.map(|level| level.name().to_owned());
        let step = name.step.map(|step| format!("step {step} of {}", map.steps()));
        let facts: Vec<String> = [section, level, step].into_iter().flatten().collect();
        lines.extend(self.facts(&facts));
        match stop.stage {
            Stage::Empty => lines.extend(self.remark("No cards yet.")),
            Stage::Aside => lines.extend(self.remark("None of its cards is reviewed.")),
            _ => lines.extend(self.known(&stop.summary)),
        }
        lines.extend(self.cycles());
        let before = map.roadmap.before(place);
        lines.push(Line::empty());
        lines.push(self.heading("What leads to it"));
        if before.is_empty() {
            lines.extend(self.remark("Nothing: it can be begun right away."));
        }
        lines.extend(before.iter().map(|&place| self.row(place, "")));
        if !stop.helps.is_empty() {
            lines.push(Line::empty());
            lines.push(self.heading("Good to know first"));
            lines.extend(stop.helps.iter().map(|&place| self.row(place, "")));
        }
        let after = map.roadmap.after(place);
        lines.push(Line::empty());
        lines.push(self.heading("What it opens"));
        if after.is_empty() {
            lines.extend(self.remark("Nothing builds on it."));
        }
        lines.extend(self.tree(&after));
        lines.push(Line::empty());
        lines.extend(self.commands(place, &before));
        lines
    }

    /// Says what to do next: the first step that is open, and where to read.
    fn commands(&self, place: usize, before: &[usize]) -> Vec<Line> {
        let stops = &self.map.roadmap.stops;
        let mut way = before.iter().chain([&place]);
        let can_go_on = |&&at: &&usize| match stops[at].stage {
            Stage::Open => true,
            Stage::Begun => stops[at].summary.new > 0,
            _ => false,
        };
        let study = way.find(can_go_on).map(|&at| format!("study {}", self.map.names[at].slug));
        let read = format!("read {}", self.map.names[place].slug);
        let commands = study.into_iter().chain([read]);
        commands.map(|command| Line::of(&format!("revisit {command}"), Label::Key)).collect()
    }

    fn title(&self, title: &str) -> Vec<Line> {
        let pen = Pen { look: self.look, highlighter: None };
        pen.title(title, direction_of_text(title))
    }

    fn heading(&self, text: &str) -> Line {
        Line::of(text, Label::Heading)
    }

    fn remark(&self, text: &str) -> Vec<Line> {
        flow(flowing(text, Label::Dim), self.columns.measure)
    }

    fn facts(&self, facts: &[String]) -> Vec<Line> {
        let dot = format!(" {} ", self.look.signs().dot);
        let items = facts.iter().map(|fact| Item::new(&dot, vec![Span::new(fact, Label::Dim)]));
        flow(items.collect(), self.columns.measure)
    }

    /// Draws how well some cards are known: a bar, and numbers.
    fn known(&self, summary: &TopicSummary) -> Vec<Line> {
        if summary.cards == 0 {
            return Vec::new();
        }
        let columns = 30.min(self.columns.measure);
        let items = vec![
            Item::new("", bar(summary, columns, self.look)),
            Item::new("  ", vec![Span::plain(&words(summary))]),
        ];
        let mut lines = vec![Line::empty()];
        lines.extend(flow(items, self.columns.measure));
        lines
    }

    /// Names circles of prerequisites.
    fn cycles(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for cycle in &self.map.roadmap.cycles {
            let names: Vec<&str> =
                cycle.iter().map(|&at| self.map.names[at].slug.as_str()).collect();
            let text =
                format!("These topics require each other in a circle: {}.", names.join(", "));
            lines.push(Line::empty());
            lines.extend(flow(flowing(&text, Label::Notice), self.columns.measure));
        }
        lines
    }

    /// Names what to go on with, and what is unlocked.
    fn next(&self) -> Vec<Line> {
        let rows = [("Go on with", self.map.begun()), ("Unlocked", self.map.next())];
        let rows: Vec<_> = rows.into_iter().filter(|(_, places)| !places.is_empty()).collect();
        let label = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0) + 2;
        let mut lines = Vec::new();
        for (name, places) in rows {
            if lines.is_empty() {
                lines.push(Line::empty());
            }
            let shown = places.iter().take(NEXT).map(|&place| {
                let spans = vec![
                    sign(self.map.roadmap.stops[place].stage, self.look),
                    Span::plain(" "),
                    Span::plain(&self.map.names[place].title),
                ];
                Item::new("  ", spans)
            });
            let mut items: Vec<Item> = shown.collect();
            if places.len() > NEXT {
                let more = format!("and {} more", places.len() - NEXT);
                items.push(Item::new("  ", vec![Span::new(&more, Label::Dim)]));
            }
            let room = self.columns.measure.saturating_sub(label).max(12);
            for (number, line) in flow(items, room).into_iter().enumerate() {
                let head = if number == 0 { name } else { "" };
                let head = format!("{head}{}", " ".repeat(label - width(head)));
                let mut spans = vec![Span::new(&head, Label::Dim)];
                spans.extend(line.spans);
                lines.push(Line::new(spans));
            }
        }
        lines
    }

    /// Says what the signs mean that are there.
    fn legend(&self, places: &[usize]) -> Vec<Line> {
        let has = |stage| places.iter().any(|&at| self.map.roadmap.stops[at].stage == stage);
        use Stage::{Aside, Begun, Empty, Known, Open, Waiting};
        let stages = [Known, Begun, Open, Waiting, Empty, Aside];
        let items = stages.into_iter().filter(|&stage| has(stage)).map(|stage| {
            let name = Span::new(&format!(" {}", meaning(stage)), Label::Dim);
            Item::new("   ", vec![sign(stage, self.look), name])
        });
        let items: Vec<Item> = items.collect();
        if items.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![Line::empty()];
        lines.extend(flow(items, self.columns.measure));
        lines
    }

    /// Draws the line above a section: its title, and how well its cards are known.
    fn section(&self, title: &str, places: &[usize]) -> Line {
        let summary = self.map.roadmap.total(places.iter().copied());
        let columns = &self.columns;
        let room = columns.measure.saturating_sub(columns.bar + columns.count + 3);
        let room = if summary.cards > 0 { room } else { columns.measure };
        let title = cut(Span::plain(title).text(), room, self.look.signs().more);
        let mut line = Line::of(&title, Label::Heading);
        if summary.cards > 0 {
            let gap = (room + 2).saturating_sub(width(&title));
            line.push(&" ".repeat(gap), Label::Plain);
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

    fn tree(&self, places: &[usize]) -> Vec<Line> {
        let mut lines = Vec::new();
        for row in self.map.roadmap.tree(places) {
            lines.push(self.row(row.place, &guides(&row, self.look)));
            lines.extend(self.waits(&row));
        }
        lines
    }

    /// Draws a topic: sign, title, level, and how well its cards are known.
    fn row(&self, place: usize, guides: &str) -> Line {
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
        let room = columns.title().saturating_sub(width(guides) + 2).max(8);
        // A topic without figures may use their room.
        let free = columns.level + columns.bar + 1 + columns.count;
        let most = if is_empty && columns.level == 0 { room + free } else { room };
        let title = cut(Span::plain(&name.title).text(), most, self.look.signs().more);
        line.push(&title, if is_empty { Label::Dim } else { Label::Plain });
        if columns.level == 0 && is_empty {
            return line;
        }
        let gap = " ".repeat((room + 2).saturating_sub(width(&title)).max(1));
        line.push(&gap, Label::Plain);
        if columns.level > 0 {
            let level = name.level.map_or("", Level::name);
            line.push(&format!("{level:<0$}", columns.level), Label::Dim);
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
        let section = self.map.names[row.place].section;
        let elsewhere = stop.waits_for.iter().filter(|&&at| self.map.names[at].section != section);
        let names: Vec<&str> = elsewhere.map(|&at| self.map.names[at].title.as_str()).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let indent = self.columns.step + 2 * row.last.len();
        let room = self.columns.measure.saturating_sub(indent).max(12);
        let text = format!("after {}", names.join(", "));
        let mut lines = flow(flowing(&text, Label::Dim), room);
        lines.iter_mut().for_each(|line| line.indent = indent);
        lines
    }

    /// Draws the tools of a group in running lines: there are many, and each is small.
    fn tools(&self, group: &str, tools: &[usize]) -> Vec<Line> {
        let stops = &self.map.roadmap.stops;
        let item = |&place: &usize| {
            let (name, stop) = (&self.map.names[place], &stops[place]);
            let mut spans = Vec::new();
            if stop.summary.cards == 0 {
                spans.push(Span::new(&name.title, Label::Dim));
            } else {
                spans.push(sign(stop.stage, self.look));
                spans.push(Span::plain(&format!(" {}", name.title)));
                let count = format!(" {}/{}", stop.summary.known, stop.summary.cards);
                spans.push(Span::new(&count, Label::Dim));
            }
            Item::new("   ", spans)
        };
        let label = self.columns.group;
        let room = self.columns.measure.saturating_sub(label).max(12);
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

fn count(number: usize, noun: &str) -> String {
    crate::terminal::words::count(u32::try_from(number).unwrap_or(u32::MAX), noun)
}
