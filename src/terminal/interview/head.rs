//! The quiet line above: which prompt it is on the left, the time on the right.

use crate::session::interview::screen::InterviewView;
use crate::session::screen::{Measures, Timer};
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Line, cut, width};
use crate::terminal::words::clock;

/// Draws the line.
pub(in crate::terminal) fn head(view: &InterviewView, timers: &[Timer], look: &Look) -> Vec<Line> {
    let Some(prompt) = &view.prompt else { return Vec::new() };
    let signs = look.signs();
    let measure = look.measure();
    let dot = format!(" {} ", signs.dot);
    let times: Vec<&Timer> = timers.iter().filter(|timer| !timer.ends).collect();
    let of = view.terms.planned;
    let place = format!("{} of {of}", prompt.number);
    let long = format!("Interview{dot}{}{dot}prompt {place}", view.terms.level.name());
    // What does not fit is left out from the least to the most important.
    let candidates = [
        (format!("{long}{dot}{}", prompt.topic), in_words(&times, true, &dot)),
        (long, in_words(&times, true, &dot)),
        (format!("Prompt {place}"), in_words(&times, true, &dot)),
        (format!("Prompt {place}"), in_words(&times, false, &dot)),
    ];
    let fits = |(left, right): &&(String, String)| width(left) + width(right) + 2 <= measure;
    let last = candidates.last().cloned().unwrap_or_default();
    let (left, right) = candidates.iter().find(fits).cloned().unwrap_or(last);
    let room = measure.saturating_sub(width(&right) + 2).max(4.min(measure));
    let left = cut(crate::terminal::text::Span::plain(&left).text(), room, signs.more);
    let gap = measure.saturating_sub(width(&left) + width(&right)).max(1);
    let mut line = Line::of(&left, Label::Dim);
    line.push(&" ".repeat(gap), Label::Plain);
    let over = times.first().is_some_and(|timer| timer.left_ms() == Some(0));
    line.push(&right, if over { Label::Notice } else { Label::Dim });
    vec![line]
}

/// Says how the time stands: `3:12 of 10:00`, with the whole behind it where there is room.
fn in_words(timers: &[&Timer], with_whole: bool, dot: &str) -> String {
    let shown = timers.iter().filter(|timer| with_whole || timer.measures == Measures::This);
    let words: Vec<String> = shown.map(|timer| time(timer)).collect();
    words.join(dot)
}

fn time(timer: &Timer) -> String {
    let spent = clock(timer.spent_ms);
    let name = if timer.measures == Measures::Whole { "in all " } else { "" };
    let paused = if timer.runs { "" } else { ", paused" };
    match timer.limit_ms {
        Some(limit) if timer.spent_ms > limit => {
            format!("{name}{spent}, {} over{paused}", clock(timer.spent_ms - limit))
        }
        Some(limit) => format!("{name}{spent} of {}{paused}", clock(limit)),
        None => format!("{name}{spent}{paused}"),
    }
}
