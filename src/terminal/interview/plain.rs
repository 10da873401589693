//! An interview in lines: what is new since the last screen, and nothing twice.

use crate::model::Response;
use crate::session::Input;
use crate::session::interview::moves::Move;
use crate::session::interview::screen::{Answering, Deed, InterviewView, Rating, Stage};
use crate::session::screen::{Act, Measures, Screen, Timer};
use crate::terminal::draft::Draft;
use crate::terminal::draw::{Drawing, Pen};
use crate::terminal::flow::{flow, words};
use crate::terminal::interview::answer::direction;
use crate::terminal::interview::{body, rate};
use crate::terminal::keys::ascii_digit;
use crate::terminal::text::{Label, Line};
use crate::terminal::words::{clock, duration};

/// Returns what is new on the screen.
pub(in crate::terminal) fn lines(
    before: Option<&InterviewView>,
    view: &InterviewView,
    timers: &[Timer],
    pen: &Pen<'_>,
) -> Vec<Line> {
    let same = before.filter(|before| {
        before.prompt == view.prompt
            && std::mem::discriminant(&before.stage) == std::mem::discriminant(&view.stage)
    });
    match (&view.stage, same.map(|before| &before.stage)) {
        (Stage::Answering(now), Some(Stage::Answering(then))) => {
            answering(view, then, now, timers, pen)
        }
        (
            Stage::Probing { number, notes, .. },
            Some(Stage::Probing { number: last, notes: then, .. }),
        ) if number == last => noted(then, notes, timers, pen),
        (Stage::Rating(now), Some(Stage::Rating(then))) => {
            if now.at == then.at {
                Vec::new()
            } else {
                open(view, now, pen)
            }
        }
        (Stage::Rating(now), _) => {
            let mut lines = rate::beside(view, now, pen);
            lines.push(Line::empty());
            lines.extend(open(view, now, pen));
            lines
        }
        (Stage::Probing { .. }, _) => {
            // The prompt was told already.
            let mut drawing = whole(view, pen);
            let from = drawing.answer_at.unwrap_or(0).min(drawing.body.len());
            drawing.body.split_off(from)
        }
        (now, Some(then)) if now == then => Vec::new(),
        _ => {
            let mut lines = about(view, pen);
            lines.extend(whole(view, pen).body);
            lines
        }
    }
}

fn whole(view: &InterviewView, pen: &Pen<'_>) -> Drawing {
    let mut drawing = Drawing::default();
    body(view, &Draft::default(), pen, &mut drawing);
    drawing
}

/// Says which prompt it is, where one begins.
fn about(view: &InterviewView, pen: &Pen<'_>) -> Vec<Line> {
    match (&view.prompt, &view.stage) {
        (Some(prompt), Stage::Answering(_)) => {
            let of = view.terms.planned;
            let text = format!(
                "Prompt {} of {of}, {}. {} min.",
                prompt.number, prompt.topic, prompt.minutes
            );
            let mut lines = say(&text, pen);
            lines.push(Line::empty());
            lines
        }
        _ => Vec::new(),
    }
}

fn answering(
    view: &InterviewView,
    then: &Answering,
    now: &Answering,
    timers: &[Timer],
    pen: &Pen<'_>,
) -> Vec<Line> {
    if let Some(phase) = now.phase.as_ref().filter(|_| now.phase != then.phase) {
        let text = format!("Phase {} of {}: {}.", phase.number, phase.of, phase.name);
        return say(&format!("{text} {}.", duration(phase.planned_ms)), pen);
    }
    if let (Some(ms), None) = (now.structure_ms, then.structure_ms) {
        return say(&format!("Outline after {}.", clock(ms)), pen);
    }
    let handed = now.evidence.iter().zip(&then.evidence).find(|(now, then)| now != then);
    if let Some((piece, _)) = handed {
        let mut lines = say(&format!("{}:", piece.ask), pen);
        lines.extend(pen.markdown(piece.shows.as_deref().unwrap_or(""), direction(view)));
        return lines;
    }
    noted(&then.notes, &now.notes, timers, pen)
}

/// Says that notes were taken; where nothing changed, how late it is.
fn noted(then: &str, now: &str, timers: &[Timer], pen: &Pen<'_>) -> Vec<Line> {
    if then != now {
        return say("Noted.", pen);
    }
    let timer = timers.iter().find(|timer| timer.measures == Measures::This);
    let time = timer.and_then(|timer| Some((timer.spent_ms, timer.limit_ms?)));
    time.map_or_else(Vec::new, |(spent, limit)| {
        say(&format!("{} of {}.", clock(spent), clock(limit)), pen)
    })
}

/// Draws the point or the red flag that is open, alone.
fn open(view: &InterviewView, rating: &Rating, pen: &Pen<'_>) -> Vec<Line> {
    let (points, flags) = (rating.points.len(), rating.red_flags.len());
    let direction = direction(view);
    let (title, text) = match (rating.points.get(rating.at), rating.at.checked_sub(points)) {
        (Some(point), _) => {
            let required = if point.is_required { ", required" } else { "" };
            let phase = point.phase.as_ref().filter(|phase| !phase.is_empty());
            let phase = phase.map_or(String::new(), |phase| format!("{phase}. "));
            (format!("{phase}Point {} of {points}{required}:", rating.at + 1), &point.text)
        }
        (None, Some(place)) if place < flags => {
            let title = format!("Red flag {} of {flags}: was it raised?", place + 1);
            (title, &rating.red_flags[place].text)
        }
        _ => return Vec::new(),
    };
    let mut lines = say(&title, pen);
    lines.extend(pen.markdown(text, direction));
    lines
}

fn say(text: &str, pen: &Pen<'_>) -> Vec<Line> {
    flow(words(text, Label::Plain), pen.look.room())
}

/// Reads a line that is no command: a number of evidence, or notes. `None` leaves it to the keys.
pub(in crate::terminal) fn parse(screen: &Screen, text: &str) -> Option<Input> {
    let has = |deed| screen.acts.contains(&Act::Interview(deed));
    if !has(Deed::Note) {
        return None;
    }
    let digits: String = text.chars().map(ascii_digit).collect();
    if has(Deed::Evidence)
        && let Ok(number @ 1..) = digits.parse::<usize>()
    {
        return Some(Input::Interview(Move::Evidence(number - 1)));
    }
    Some(Input::Answer(Response::Text(text.to_owned())))
}
