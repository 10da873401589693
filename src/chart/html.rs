//! A page for a browser: the path as a picture, on one page that needs nothing else.
//!
//! Style and script are part of the page, nothing is fetched, and the page forbids itself to fetch
//! anything. All text of decks is escaped. Light and dark follow the reader's system.

use crate::cards::Level;
use crate::chart::escape::html;
use crate::chart::layout::{Layout, layout};
use crate::chart::{Drawn, page};
use crate::model::Day;
use crate::roadmap::{Map, Scope, Stage};
use crate::stats::TopicSummary;

const STYLE: &str = include_str!("roadmap.css");
const SCRIPT: &str = include_str!("roadmap.js");

/// Pixels of the picture: a stop, the way from one to the next, and what is left free.
const STOP: (usize, usize) = (188, 60);
const PITCH: (usize, usize) = (236, 76);
const LEFT: usize = 164;
const PAD: usize = 20;

/// Writes maps as one page. `day` is the study day of the figures.
pub fn write(drawn: &Drawn, day: Day) -> String {
    let title = drawn.first().map_or("", |(map, _)| &map.title);
    let lang = drawn.first().map_or("en", |(map, _)| &map.lang);
    let bodies: String = drawn.iter().map(|(map, scope)| section(map, *scope)).collect();
    let (title, lang_code, direction) = (html(title), html(lang), page::direction(lang));
    format!(
        "<!doctype html>\n<html lang=\"{lang_code}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{bodies}\
         <footer>revisit, {day}</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn section(map: &Map, scope: Scope) -> String {
    let places = map.places(scope);
    let (tools, topics): (Vec<usize>, Vec<usize>) =
        places.iter().partition(|&&place| map.is_tool(place));
    let mut text = String::from("<main>\n");
    text.push_str(&page::top(map, scope, &places));
    text.push_str(&page::next(map, &places));
    if !topics.is_empty() {
        text.push_str(&page::legend(map, &topics));
        text.push_str(&picture(map, scope, &topics));
    }
    text.push_str(&page::tools(map, &tools));
    text.push_str(&page::table(map, &places));
    text.push_str("</main>\n");
    text
}

/// Draws the picture: bands, wires, stops.
fn picture(map: &Map, scope: Scope, topics: &[usize]) -> String {
    let layout = layout(map, topics);
    let frame = Frame::new(map, &layout);
    let mut text = format!(
        "<div class=\"scroll\" tabindex=\"0\"><div class=\"map\" style=\"width:{}px;height:{}px\">\n",
        frame.width, frame.height
    );
    for (number, band) in layout.bands.iter().enumerate() {
        let odd = if number % 2 == 1 { " odd" } else { "" };
        let (top, height) = (frame.top(band.first), frame.top(band.first + band.rows));
        let title = html(map.section_title(band.section));
        text.push_str(&format!(
            "<div class=\"band{odd}\" style=\"top:{top}px;height:{}px\"><b>{title}</b></div>\n",
            height - top
        ));
    }
    text.push_str(&format!(
        "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" aria-hidden=\"true\">\n",
        frame.width, frame.height
    ));
    for &(from, to) in &layout.links {
        text.push_str(&frame.wire(&layout, map, from, to));
    }
    text.push_str("</svg>\n");
    for &place in topics {
        if let Some(at) = layout.at[place] {
            text.push_str(&stop(map, scope, place, &frame, at));
        }
    }
    text.push_str("</div></div>\n");
    text
}

/// The size of a picture, and the side from which it is read.
struct Frame {
    width: usize,
    height: usize,
    is_rtl: bool,
}

impl Frame {
    fn new(map: &Map, layout: &Layout) -> Frame {
        let rows = layout.bands.last().map_or(0, |band| band.first + band.rows);
        Frame {
            width: LEFT + layout.columns * PITCH.0 - (PITCH.0 - STOP.0) + PAD,
            height: rows * PITCH.1,
            is_rtl: page::direction(&map.lang) == "rtl",
        }
    }

    fn top(&self, row: usize) -> usize {
        row * PITCH.1
    }

    /// Returns the near edge of a stop on the side where reading begins.
    fn near(column: usize) -> usize {
        LEFT + column * PITCH.0
    }

    /// Returns a distance from the side where reading begins as one from the left.
    fn x(&self, near: usize) -> usize {
        if self.is_rtl { self.width.saturating_sub(near) } else { near }
    }

    /// Draws a link as a line of straight pieces, which keeps to the gaps between columns and rows, so
    /// that no line runs behind a topic it does not lead to. Lines of one topic keep together.
    fn wire(&self, layout: &Layout, map: &Map, from: usize, to: usize) -> String {
        let (Some(start), Some(end)) = (layout.at[from], layout.at[to]) else {
            return String::new();
        };
        let (near, far) = (Frame::near(start.0) + STOP.0, Frame::near(end.0));
        let middle = |row: usize| self.top(row) + PITCH.1 / 2;
        let gap = PITCH.0 - STOP.0;
        let out = near + 10 + (from * 7) % (gap - 20);
        let mut points = vec![(near, middle(start.1)), (out, middle(start.1))];
        if end.0 > start.0 + 1 && (end.1 != start.1 || layout.is_between(start, end)) {
            let lane = self.top(end.1) + 2 + (from * 5) % (PITCH.1 - STOP.1 - 10);
            let enter = far - 8 - (from * 3) % 8;
            points.extend([(out, lane), (enter, lane), (enter, middle(end.1))]);
        } else {
            points.push((out, middle(end.1)));
        }
        points.push((far, middle(end.1)));
        let points: Vec<(usize, usize)> = points.iter().map(|&(x, y)| (self.x(x), y)).collect();
        let is_met = map.roadmap.stops[from].is_met && map.roadmap.stops[from].summary.cards > 0;
        let done = if is_met { " done" } else { "" };
        let path = rounded(&points);
        format!("<path class=\"wire{done}\" data-from=\"{from}\" data-to=\"{to}\" d=\"{path}\"/>\n")
    }
}

/// Writes a line through some points, its corners rounded.
fn rounded(points: &[(usize, usize)]) -> String {
    const RADIUS: i64 = 7;
    let point = |at: usize| -> (i64, i64) { (points[at].0 as i64, points[at].1 as i64) };
    let (x, y) = point(0);
    let mut path = format!("M{x} {y}");
    for at in 1..points.len().saturating_sub(1) {
        let (before, corner, after) = (point(at - 1), point(at), point(at + 1));
        // A piece shares its length with both of its corners.
        let toward = |(x, y): (i64, i64)| {
            let (dx, dy) = (x - corner.0, y - corner.1);
            let length = dx.abs() + dy.abs();
            let step = RADIUS.min(length / 2);
            (corner.0 + dx.signum() * step, corner.1 + dy.signum() * step)
        };
        let ((x1, y1), (x2, y2)) = (toward(before), toward(after));
        path.push_str(&format!("L{x1} {y1}Q{} {} {x2} {y2}", corner.0, corner.1));
    }
    let (x, y) = point(points.len() - 1);
    path.push_str(&format!("L{x} {y}"));
    path
}

fn stop(
    map: &Map,
    scope: Scope,
    place: usize,
    frame: &Frame,
    (column, row): (usize, usize),
) -> String {
    let (name, stop) = (&map.names[place], &map.roadmap.stops[place]);
    let here = if scope == Scope::Around(place) { " here" } else { "" };
    let stage = stop.stage.name();
    let side = Frame::near(column);
    let top = frame.top(row) + (PITCH.1 - STOP.1) / 2;
    let side_name = if frame.is_rtl { "right" } else { "left" };
    let mut text = format!(
        "<div class=\"stop {stage}{here}\" tabindex=\"0\" data-at=\"{place}\" title=\"{}\" \
         style=\"{side_name}:{side}px;top:{top}px\"><span class=\"name\">{}</span>",
        html(&hint(map, place)),
        html(&name.title)
    );
    let level = name.level.map_or("", Level::name);
    text.push_str(&format!("<span class=\"foot\"><span>{level}</span>"));
    if stop.summary.cards > 0 {
        let count = format!("{}/{}", stop.summary.known, stop.summary.cards);
        text.push_str(&format!("{}<span>{count}</span>", page::bar(&stop.summary)));
    }
    text.push_str("</span>");
    text.push_str("</div>\n");
    text
}

/// Says what a stop is, for who points at it.
fn hint(map: &Map, place: usize) -> String {
    let (name, stop) = (&map.names[place], &map.roadmap.stops[place]);
    let titles = |places: &[usize]| -> String {
        let titles: Vec<&str> = places.iter().map(|&at| map.names[at].title.as_str()).collect();
        titles.join(", ")
    };
    let mut parts = vec![name.title.clone()];
    parts.extend(name.step.map(|step| format!("step {step} of {}", map.steps())));
    parts.extend(name.level.map(|level| level.name().to_owned()));
    parts.push(page::stage_words(stop.stage).to_owned());
    parts.extend(page::figures(&stop.summary));
    if !stop.requires.is_empty() {
        parts.push(format!("builds on {}", titles(&stop.requires)));
    }
    if stop.stage == Stage::Waiting && !stop.waits_for.is_empty() {
        parts.push(format!("waits for {}", titles(&stop.waits_for)));
    }
    parts.join(" · ")
}

/// Returns the widths of the parts of a bar, in percent of it.
pub(crate) fn shares(summary: &TopicSummary) -> (f64, f64) {
    let all = f64::from(summary.cards.max(1));
    let share = |part: u32| (f64::from(part) * 1000.0 / all).round() / 10.0;
    (share(summary.known), share(summary.learning))
}
