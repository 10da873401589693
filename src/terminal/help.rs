//! The help: every key that works on the screen behind it, with a sentence each.

use crate::session::screen::{Act, Screen};
use crate::terminal::keys::hints;
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Line, width};

/// Draws the help of a screen.
pub(crate) fn lines(screen: &Screen, look: &Look) -> Vec<Line> {
    let mut rows: Vec<(String, &str)> =
        hints(screen).into_iter().map(|hint| (hint.key, hint.help)).collect();
    if screen.acts.contains(&Act::Type) {
        rows.push(("Tab".to_owned(), "Type the answer; Esc leaves the line"));
    }
    rows.push(("arrows".to_owned(), "Scroll what is taller than the screen"));
    rows.push(("PgUp PgDn".to_owned(), "Scroll by a screenful"));
    rows.push(("Ctrl-C".to_owned(), "Leave at once; every answer is kept"));
    rows.push(("?".to_owned(), "Close this help, like every other key"));
    let widest = rows.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
    let mut lines = vec![Line::of("Keys", Label::Heading), Line::empty()];
    for (key, help) in rows {
        let mut line = Line::of(&key, Label::Key);
        line.push(&" ".repeat(widest - width(&key) + 2), Label::Plain);
        let room = look.measure().saturating_sub(widest + 2);
        line.push(&crate::terminal::text::cut(help, room, look.signs().more), Label::Plain);
        lines.push(line);
    }
    lines
}
