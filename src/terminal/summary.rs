//! The end of a session.

use crate::session::screen::{Miss, Summary};
use crate::terminal::draw::{Pen, direction_of_text};
use crate::terminal::markdown::render_item;
use crate::terminal::setting::Setting;
use crate::terminal::text::{Label, Line, Span, width};
use crate::terminal::words::{count, date, duration};

/// Draws a summary: what was done, what comes, what was missed.
pub(crate) fn lines(summary: &Summary, pen: &Pen<'_>) -> Vec<Line> {
    let title = if summary.left == 0 { "Done for today." } else { "Done." };
    let mut lines = vec![Line::of(title, Label::Heading), Line::empty()];
    let facts = facts(summary);
    let names = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    for (name, value) in facts {
        let gap = " ".repeat(names - width(name) + 2);
        let mut line = Line::of(name, Label::Dim);
        line.push(&gap, Label::Plain);
        line.push(&value, Label::Plain);
        lines.push(line);
    }
    if !summary.misses.is_empty() {
        lines.push(Line::empty());
        lines.push(Line::of("Missed today", Label::Heading));
        for miss in &summary.misses {
            lines.push(Line::empty());
            lines.extend(miss_lines(miss, pen));
        }
    }
    lines
}

fn facts(summary: &Summary) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Time", duration(summary.spent_ms))];
    facts.push((
        "Cards",
        match summary.new {
            0 => summary.reviews.to_string(),
            new if new == summary.reviews => format!("{new}, all new"),
            new => format!("{}, {new} of them new", summary.reviews),
        },
    ));
    if summary.seen > 0 {
        let percent = (u64::from(summary.remembered) * 200 / u64::from(summary.seen)).div_ceil(2);
        let of = format!("{percent} % ({} of {})", summary.remembered, summary.seen);
        facts.push(("Remembered", of));
    }
    if summary.left > 0 {
        facts.push(("Left today", count(summary.left, "card")));
    }
    facts.push((
        "Tomorrow",
        match (summary.tomorrow, summary.next_due) {
            (0, Some(day)) => format!("nothing due; next on {}", date(day)),
            (0, None) => "nothing due".to_owned(),
            (due, _) => format!("{due} due"),
        },
    ));
    if summary.streak > 0 {
        facts.push(("Streak", count(summary.streak, "day")));
    }
    facts
}

/// Draws a missed card: the front behind the sign of what is wrong, the back behind a mark.
fn miss_lines(miss: &Miss, pen: &Pen<'_>) -> Vec<Line> {
    let signs = pen.look.signs();
    let columns = width(signs.wrong).max(width(signs.mark)) + 1;
    let sign = |sign: &str, label| {
        let gap = " ".repeat(columns - width(sign));
        [Span::new(&format!("{sign}{gap}"), label)]
    };
    let direction = direction_of_text(&miss.front);
    let wrong = sign(signs.wrong, Label::Wrong);
    let mut lines = render_item(&miss.front, &pen.setting(direction), &wrong);
    let direction = direction_of_text(&miss.back);
    let setting = Setting { strong: Label::Answer, ..pen.setting(direction) };
    lines.extend(render_item(&miss.back, &setting, &sign(signs.mark, Label::Answer)));
    lines
}
