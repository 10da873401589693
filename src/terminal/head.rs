//! The quiet line above a card: what it is about, how far one has come, what time is left.

use crate::cards::Facet;
use crate::session::screen::{Head, Measures, Screen, Timer};
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Line, Span, cut, width};
use crate::terminal::words::clock;

/// The columns that the name of a topic wants at least.
const LEAST: usize = 4;

/// Draws the quiet line: what it is about on the left, what is left on the right.
pub(crate) fn lines(screen: &Screen, look: &Look) -> Vec<Line> {
    let Some(head) = &screen.head else { return Vec::new() };
    let signs = look.signs();
    let measure = look.measure();
    let dot = format!(" {} ", signs.dot);
    let mut marks: Vec<&str> = head.facet.map(Facet::name).into_iter().collect();
    marks.extend(head.is_new.then_some("new"));
    marks.extend(head.drill.then_some("again today"));
    marks.extend(head.flagged.then_some("flagged"));
    let marks: String = marks.iter().map(|mark| format!("{dot}{mark}")).collect();

    let wanted = width(&head.topic) + width(&marks);
    let times = times(&screen.timers, &dot);
    let long = left_in_words(head, &dot) + &times;
    let (left, bar) = if wanted + 2 + width(&long) + 1 + 10 <= measure {
        (long, 10)
    } else {
        let short = match head.count {
            Some((number, of)) => format!("{number}/{of}{times}"),
            None => format!("{} left{times}", head.left.total()),
        };
        (short, if measure >= 40 && times.is_empty() { 6 } else { 0 })
    };
    let right = width(&left) + if bar > 0 { bar + 1 } else { 0 };
    // Where there is no room for both, the name of what it is about is worth more.
    let marks = if right + 2 + width(&marks) + LEAST > measure { String::new() } else { marks };
    let room = measure.saturating_sub(right + 2 + width(&marks)).max(1);
    let topic = cut(Span::plain(&head.topic).text(), room, signs.more);
    let gap = measure.saturating_sub(width(&topic) + width(&marks) + right).max(1);

    let all = head.count.map_or(head.done + head.left.total(), |(_, of)| of);
    let filled = if all == 0 { bar } else { bar * head.done as usize / all as usize };
    let mut line = Line::of(&topic, Label::Dim);
    line.push(&marks, Label::Dim);
    line.push(&" ".repeat(gap), Label::Plain);
    line.push(&left, Label::Dim);
    if bar > 0 {
        line.push(" ", Label::Plain);
        line.push(&signs.full.repeat(filled), Label::Bar);
        line.push(&signs.rest.repeat(bar - filled), Label::Dim);
    }
    vec![line]
}

/// Says what is left of the times that run, each after a dot.
fn times(timers: &[Timer], dot: &str) -> String {
    let time = |timer: &Timer| {
        // A second that has begun is not over: 0:00 is the end.
        let shown = timer.left_ms().map_or(timer.spent_ms, |left| left.div_ceil(1000) * 1000);
        match timer.measures {
            Measures::This => format!("{dot}{}", clock(shown)),
            Measures::Whole => format!("{dot}{} in all", clock(shown)),
        }
    };
    timers.iter().map(time).collect()
}

fn left_in_words(head: &Head, dot: &str) -> String {
    if let Some((number, of)) = head.count {
        return format!("{number} of {of}");
    }
    let parts: Vec<String> =
        [(head.left.new, "new"), (head.left.learning, "learning"), (head.left.review, "review")]
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, name)| format!("{number} {name}"))
            .collect();
    if parts.is_empty() { "0 left".to_owned() } else { parts.join(dot) }
}
