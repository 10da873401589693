//! A learning path as a tree with bars.
//!
//! A pure function from a [`Map`] to lines, for any width; the same for a terminal, a pager and a
//! pipe. Nothing is said by colour alone.

mod rows;

use crate::roadmap::{Map, Scope, Stage};
use crate::stats::TopicSummary;
use crate::terminal::flow::{Item, flow, words as flowing};
use crate::terminal::look::Look;
use crate::terminal::progress::{bar, meaning, sign, words};
use crate::terminal::roadmap::rows::Columns;
use crate::terminal::text::{Label, Line, Span, cut_spans, width};
use crate::terminal::wrap::wrap;

/// Names in a row of what could be next.
const NEXT: usize = 5;

/// Draws a map, or what lies around a topic of it.
pub fn lines(map: &Map, scope: Scope, look: &Look) -> Vec<Line> {
    let columns = Columns::new(map, look);
    let drawing = Drawing { map, scope, look, columns };
    match scope {
        Scope::All => drawing.all(),
        Scope::Around(place) => drawing.around(place),
    }
}

struct Drawing<'a> {
    map: &'a Map,
    scope: Scope,
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
        let spans = wrap(&[Span::new(title, Label::Heading)], self.columns.measure);
        spans.into_iter().map(Line::new).collect()
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
        // On a narrow screen the names stand below their label.
        let is_beside = self.columns.measure >= label + 24;
        let indent = if is_beside { label } else { 2 };
        let room = self.columns.measure.saturating_sub(indent).max(1);
        let mark = self.look.signs().more;
        let mut lines = Vec::new();
        for (name, places) in rows {
            if lines.is_empty() {
                lines.push(Line::empty());
            }
            let shown = places.iter().take(NEXT).map(|&place| {
                let mut spans = vec![sign(self.map.roadmap.stops[place].stage, self.look)];
                spans.extend(apart(&self.map.names[place].title));
                Item::new("  ", cut_spans(&spans, room, mark))
            });
            let mut items: Vec<Item> = shown.collect();
            if places.len() > NEXT {
                let more = format!("and {} more", places.len() - NEXT);
                items.push(Item::new("  ", vec![Span::new(&more, Label::Dim)]));
            }
            let mut rows = flow(items, room);
            rows.iter_mut().for_each(|row| row.indent = indent);
            match rows.first_mut() {
                Some(first) if is_beside => {
                    let gap = " ".repeat(label - width(name));
                    first.spans.insert(0, Span::new(&format!("{name}{gap}"), Label::Dim));
                    first.indent = 0;
                }
                _ => lines.push(Line::of(name, Label::Dim)),
            }
            lines.extend(rows);
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
}

/// Returns a title behind a space, with nothing behind it: pieces of a kind are joined when they flow,
/// and a title that is read from right to left must not take its neighbours along.
fn apart(title: &str) -> [Span; 3] {
    [Span::new(" ", Label::Dim), Span::plain(title), Span::new("", Label::Dim)]
}

fn count(number: usize, noun: &str) -> String {
    crate::terminal::words::count(u32::try_from(number).unwrap_or(u32::MAX), noun)
}
