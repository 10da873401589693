//! The rubric while it is ticked, and what a prompt came to.

use crate::model::{Day, Heard, NoteId};
use crate::session::interview::report::PromptReport;
use crate::session::interview::screen::{FlagView, InterviewView, PointView, Rating};
use crate::terminal::answer::{below, remarked, signed};
use crate::terminal::draw::{Drawing, Pen};
use crate::terminal::flow::{flow, words};
use crate::terminal::interview::answer::{direction, own_words};
use crate::terminal::interview::report;
use crate::terminal::look::Look;
use crate::terminal::markdown::render_item;
use crate::terminal::text::{Direction, Label, Line, Span};
use crate::terminal::words::{count, date};

/// Draws the rubric: what is open stands behind a mark.
pub(super) fn rubric(view: &InterviewView, rating: &Rating, pen: &Pen<'_>, drawing: &mut Drawing) {
    let beside = beside(view, rating, pen);
    if let Some((left, right)) = columns(pen.look).filter(|_| !beside.is_empty()) {
        let left = Pen { look: &left, ..*pen };
        let right = Pen { look: &right, ..*pen };
        let points = points(view, rating, &left, drawing);
        let written = self::beside(view, rating, &right);
        if points.iter().chain(&written).all(|line| line.direction == Direction::Ltr) {
            drawing.body = side_by_side(points, written, left.look.measure());
            return;
        }
    }
    let mut lines = points(view, rating, pen, drawing);
    lines.push(Line::empty());
    lines.extend(beside);
    drawing.body = lines;
}

/// Stands above the points of no phase.
const NO_PHASE: &str = "In no phase";
/// The columns from which what was said stands beside the rubric.
const WIDE: usize = 110;
/// Columns between the two.
const GAP: usize = 3;

/// Returns the looks of two columns, where there is room for them.
fn columns(look: &Look) -> Option<(Look, Look)> {
    let room = look.room().checked_sub(GAP).filter(|_| look.width >= WIDE && !look.is_plain)?;
    // A look has its margins; a column has none of its own.
    let half = Look { width: room / 2 + 2 * look.margin(), ..*look };
    Some((half, half))
}

/// Puts lines beside others.
fn side_by_side(left: Vec<Line>, right: Vec<Line>, measure: usize) -> Vec<Line> {
    let count = left.len().max(right.len());
    let mut left = left.into_iter();
    let mut right = right.into_iter();
    let line = |_| {
        let mut line = left.next().unwrap_or_default();
        if let Some(other) = right.next().filter(|line| !line.is_empty()) {
            let gap = (measure + GAP).saturating_sub(line.width());
            line.push(&" ".repeat(gap + other.indent), Label::Plain);
            line.spans.extend(other.spans);
        }
        line
    };
    (0..count).map(line).collect()
}

/// Draws the points and the red flags.
fn points(
    view: &InterviewView,
    rating: &Rating,
    pen: &Pen<'_>,
    drawing: &mut Drawing,
) -> Vec<Line> {
    let direction = direction(view);
    let mut lines = pen.title("What was heard", Direction::Ltr);
    for (place, point) in rating.points.iter().enumerate() {
        if let Some(phase) = &point.phase {
            lines.push(Line::empty());
            lines.extend(pen.title(if phase.is_empty() { NO_PHASE } else { phase }, direction));
        }
        if place == rating.at {
            drawing.answer_at = Some(lines.len());
        }
        lines.extend(point_lines(point, place == rating.at, pen, direction));
    }
    if !rating.red_flags.is_empty() {
        lines.push(Line::empty());
        lines.extend(pen.title("Red flags: was any raised?", Direction::Ltr));
        for (place, flag) in rating.red_flags.iter().enumerate() {
            let is_open = rating.points.len() + place == rating.at;
            if is_open {
                drawing.answer_at = Some(lines.len());
            }
            lines.extend(flag_lines(flag, is_open, pen, direction));
        }
    }
    lines
}

/// Draws what stands beside the rubric: the answer in writing, and what a strong answer to the
/// follow-ups contains.
pub(super) fn beside(view: &InterviewView, rating: &Rating, pen: &Pen<'_>) -> Vec<Line> {
    let direction = direction(view);
    let mut lines = Vec::new();
    said(&rating.notes, &rating.transcript, pen, &mut lines);
    if !rating.follow_ups.is_empty() {
        lines.push(Line::empty());
        lines.extend(pen.title("A strong answer to the follow-ups", Direction::Ltr));
        for follow in &rating.follow_ups {
            lines.extend(signed("?", Label::Key, &follow.ask, pen, direction));
            lines.extend(below(2, &follow.strong, pen, direction));
        }
    }
    if lines.first().is_some_and(Line::is_empty) {
        lines.remove(0);
    }
    lines
}

/// Draws what the person wrote, and what was heard.
pub(super) fn said(notes: &str, transcript: &str, pen: &Pen<'_>, lines: &mut Vec<Line>) {
    for (title, text) in [("Your notes", notes), ("Your answer", transcript)] {
        if !text.is_empty() {
            lines.push(Line::empty());
            lines.extend(pen.title(title, Direction::Ltr));
            lines.extend(own_words(text, pen));
        }
    }
}

fn point_lines(point: &PointView, is_open: bool, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let must = point.must.map(|level| level.name().to_owned());
    let must =
        must.map(|level| if point.is_required { format!("{level}, required") } else { level });
    let letter = match point.heard {
        Some(Heard::Unprompted) => ("[u]", Label::Right),
        Some(Heard::Probed) => ("[p]", Label::Notice),
        Some(Heard::Missed) => ("[m]", Label::Wrong),
        None => ("[ ]", Label::Dim),
    };
    ticked(letter, is_open, &remarked(must, &point.text), pen, direction)
}

fn flag_lines(flag: &FlagView, is_open: bool, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let letter = match flag.raised {
        Some(true) => ("[y]", Label::Wrong),
        Some(false) => ("[n]", Label::Right),
        None => ("[ ]", Label::Dim),
    };
    ticked(letter, is_open, &flag.text, pen, direction)
}

/// Draws something that is ticked: the mark of what is open, the tick, the text.
fn ticked(
    (letter, label): (&str, Label),
    is_open: bool,
    text: &str,
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    let mark = if is_open { pen.look.signs().mark } else { " " };
    let marker =
        [Span::new(&format!("{mark} "), Label::Key), Span::new(&format!("{letter} "), label)];
    let setting = pen.setting(direction);
    let setting = if is_open { setting.labelled(Label::Strong) } else { setting };
    render_item(text, &setting, &marker)
}

/// Draws what a prompt came to.
pub(super) fn rated(
    report: &PromptReport,
    due: &[NoteId],
    due_on: Day,
    pen: &Pen<'_>,
) -> Vec<Line> {
    let mut lines = report::prompt_lines(report, pen);
    if !due.is_empty() {
        lines.push(Line::empty());
        let cards = count(u32::try_from(due.len()).unwrap_or(u32::MAX), "card");
        let verb = if due.len() == 1 { "waits" } else { "wait" };
        let text = format!("{cards} about what was missed {verb} for you on {}.", date(due_on));
        lines.extend(flow(words(&text, Label::Plain), pen.look.measure()));
    }
    lines
}
