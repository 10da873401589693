//! A screen as lines: a pure function, the same for the same values.
//!
//! Three parts: the quiet line above, the middle, and the keys below. A face that is too small
//! scrolls the middle and keeps the other two. Start with [`draw`].

use crate::session::screen::{Act, Body, Notice, Screen};
use crate::terminal::card;
use crate::terminal::draft::Draft;
use crate::terminal::flow::{Item, flow, flow_evenly, words};
use crate::terminal::head;
use crate::terminal::highlight::Highlighter;
use crate::terminal::interview;
use crate::terminal::key::Key;
use crate::terminal::keys::{hints, meaning};
use crate::terminal::look::Look;
use crate::terminal::markdown::render;
use crate::terminal::opening::{self, is_inline};
use crate::terminal::quiz;
use crate::terminal::setting::Setting;
use crate::terminal::summary;
use crate::terminal::text::{Direction, Label, Line, Span};
use crate::terminal::theme::paint_all;
use crate::terminal::words::{count, date};
use crate::terminal::wrap::wrap;

/// A screen as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The quiet line above; empty where there is no card.
    pub head: Vec<Line>,
    /// The middle.
    pub body: Vec<Line>,
    /// Notices and keys.
    pub foot: Vec<Line>,
    /// The line of the middle at which the answer starts.
    pub answer_at: Option<usize>,
    /// Where the person writes: a line of the middle, and a column of the screen.
    pub cursor: Option<(usize, usize)>,
    /// Whether Space, having nothing else to do, shows what is below.
    pub space_pages: bool,
}

/// What a drawing is made with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen<'a> {
    pub(crate) look: &'a Look,
    pub(crate) highlighter: Option<&'a Highlighter>,
}

impl Pen<'_> {
    pub(crate) fn setting(&self, direction: Direction) -> Setting<'_> {
        Setting::new(self.look, direction, self.highlighter)
    }

    pub(crate) fn markdown(&self, text: &str, direction: Direction) -> Vec<Line> {
        render(text, &self.setting(direction))
    }

    /// Draws a title, which is no Markdown.
    pub(crate) fn title(&self, text: &str, direction: Direction) -> Vec<Line> {
        let measure = self.look.measure();
        let line = |spans| Line { spans, direction, measure, ..Line::default() };
        wrap(&[Span::new(text, Label::Heading)], measure).into_iter().map(line).collect()
    }
}

impl Drawing {
    /// Returns the whole drawing as it is written, each line with its line end.
    pub fn text(&self, look: &Look) -> String {
        paint_all(&self.lines(), look)
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for part in [&self.head, &self.body, &self.foot] {
            if !part.is_empty() {
                if !lines.is_empty() {
                    lines.push(Line::empty());
                }
                lines.extend_from_slice(part);
            }
        }
        lines
    }
}

/// Draws a screen, with what the person has begun to answer, for a place of a certain look.
pub fn draw(
    screen: &Screen,
    draft: &Draft,
    look: &Look,
    highlighter: Option<&Highlighter>,
) -> Drawing {
    let pen = Pen { look, highlighter };
    let head = match &screen.body {
        Body::Interview(view) => interview::head(view, &screen.timers, look),
        _ => head::lines(screen, look),
    };
    let mut drawing = Drawing { head, ..Drawing::default() };
    body(screen, draft, &pen, &mut drawing);
    drawing.foot = foot(screen, draft, look);
    drawing.space_pages = !draft.is_typing && meaning(&screen.acts, &Key::Char(' ')).is_none();
    drawing
}

fn body(screen: &Screen, draft: &Draft, pen: &Pen<'_>, drawing: &mut Drawing) {
    drawing.body = match &screen.body {
        Body::Card(view) => {
            card::body(view, draft, pen, drawing);
            return;
        }
        Body::Interview(view) => {
            interview::body(view, draft, pen, drawing);
            return;
        }
        Body::Done(summary) => summary::lines(summary, pen),
        Body::QuizEnd(end) => quiz::report(end, pen),
        Body::Offers(offers) => quiz::offers(offers, pen),
        Body::TopicSummary { title, text } => {
            let direction = direction_of_text(text);
            let mut lines = pen.title(title, direction);
            lines.push(Line::empty());
            lines.extend(pen.markdown(text, direction));
            lines
        }
        other => {
            let here = hints(screen).into_iter().filter(|hint| is_inline(other, hint.act));
            opening::lines(other, here.collect(), pen.look)
        }
    };
}

/// Returns a page without the heading that only repeats its title.
pub(crate) fn without_title<'p>(title: &str, page: &'p str) -> &'p str {
    let (first, rest) = page.trim_start().split_once('\n').unwrap_or((page, ""));
    let repeats = first.strip_prefix("# ").is_some_and(|heading| heading.trim() == title.trim());
    if repeats { rest } else { page }
}

/// The direction of a text whose language is not told: that of its first letter.
pub(crate) fn direction_of_text(text: &str) -> Direction {
    match text.chars().find(|c| c.is_alphabetic()) {
        Some(c) if crate::terminal::bidi::is_rtl_letter(c) => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

/// Draws what happened and the keys that work now.
fn foot(screen: &Screen, draft: &Draft, look: &Look) -> Vec<Line> {
    let measure = look.measure();
    let mut lines = Vec::new();
    for text in screen.notices.iter().filter_map(notice) {
        let mut items = words(&text, Label::Notice);
        items.insert(0, Item::new("", vec![Span::new(look.signs().mark, Label::Notice)]));
        lines.extend(flow(items, measure));
    }
    if !lines.is_empty() {
        lines.push(Line::empty());
    }
    let dot = format!(" {} ", look.signs().dot);
    if draft.is_typing {
        let can_reveal = screen.acts.contains(&Act::Reveal);
        let is_empty = draft.field.text().trim().is_empty();
        let enter = match &screen.body {
            Body::Interview(_) => "note it down",
            _ if is_empty && can_reveal => "reveal",
            _ => "answer",
        };
        let keys = [("Enter", enter), ("Esc", "other keys")];
        lines.extend(flow(keys.map(|(key, label)| key_item(&dot, key, label)).into(), measure));
        return lines;
    }
    let mut main: Vec<Item> = Vec::new();
    let mut grades: Vec<Item> = Vec::new();
    let mut rest: Vec<Item> = Vec::new();
    if screen.acts.contains(&Act::Type) {
        main.push(key_item(&dot, "Tab", "type the answer"));
    }
    if draft.is_sorted(screen) {
        main.push(key_item(&dot, "Enter", "answer"));
    }
    for hint in hints(screen) {
        let item = key_item(&dot, &hint.key, &hint.label);
        match hint.act {
            act if is_inline(&screen.body, act) => {}
            // The grade that it would take names the key.
            Act::Suggested(_) => {}
            Act::Sure(_) => grades.push(item),
            Act::Grade(grade) if screen.acts.contains(&Act::Suggested(grade)) => {
                grades.push(key_item(&dot, &format!("{}/Enter", hint.key), &hint.label));
            }
            Act::Grade(_) => grades.push(item),
            _ if hint.is_main => main.push(item),
            _ => rest.push(item),
        }
        if hint.act == Act::Sort && !draft.sorted.is_empty() {
            main.push(key_item(&dot, "Backspace", "take back"));
        }
    }
    rest.push(key_item(&dot, "?", "keys"));
    lines.extend(flow(main, measure));
    lines.extend(flow_evenly(&grades, measure));
    lines.extend(flow_evenly(&rest, measure));
    lines
}

/// Makes a key with its label, for a row of them.
pub(crate) fn key_item(between: &str, key: &str, label: &str) -> Item {
    let spans = vec![Span::new(key, Label::Key), Span::new(&format!(" {label}"), Label::Dim)];
    Item::new(between, spans)
}

/// Says what happened, in one sentence; `None` for what the next card says by itself.
pub fn notice(notice: &Notice) -> Option<String> {
    Some(match notice {
        Notice::Graded { .. } | Notice::Answered(_) => return None,
        Notice::Placed { cards } => format!("{} as known.", counts(*cards)),
        Notice::Rejected(why) => sentence(why),
        Notice::Clock { now } => format!("It is {} now.", now.day),
        Notice::Stale => "Answered in another window; nothing was written.".to_owned(),
        Notice::Undone { what } => format!("Undone: {what}."),
        Notice::NothingToUndo => "There is nothing to undo.".to_owned(),
        Notice::Leech { card, lapses, suspended } => {
            let end =
                if *suspended { "it is suspended" } else { "reword it, split it or suspend it" };
            format!("{card} was forgotten {}: {end}.", count(*lapses, "time"))
        }
        Notice::Buried(card) => format!("{card} is buried until tomorrow."),
        Notice::Suspended(card) => format!("{card} is suspended."),
        Notice::Flagged(true) => "Flagged.".to_owned(),
        Notice::Flagged(false) => "The flag is removed.".to_owned(),
        Notice::Known { card, due } => format!("{card} counts as known; first due {}.", date(*due)),
        Notice::Edited => "Edited; this is how it reads now.".to_owned(),
        Notice::Broken(text) | Notice::Message(text) => sentence(text),
    })
}

fn counts(cards: u32) -> String {
    let verb = if cards == 1 { "counts" } else { "count" };
    format!("{} {verb}", count(cards, "card"))
}

/// Makes a sentence of an error's text. A name or a path at its start stays as it is.
fn sentence(text: &str) -> String {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let is_word = !rest.is_empty() && first.bytes().all(|byte| byte.is_ascii_lowercase());
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    match text.get(..1) {
        Some(letter) if is_word => format!("{}{}{end}", letter.to_uppercase(), &text[1..]),
        _ => format!("{text}{end}"),
    }
}
