//! The help: every key that works on the screen behind it, with a sentence each.

use crate::session::screen::{Act, Screen};
use crate::terminal::keys::hints;
use crate::terminal::look::Look;
use crate::terminal::markdown::render_item;
use crate::terminal::setting::Setting;
use crate::terminal::text::{Direction, Label, Line, Span, width};

/// Draws the help of a screen.
pub(crate) fn lines(screen: &Screen, look: &Look) -> Vec<Line> {
    let mut rows: Vec<(String, &str)> =
        hints(screen).into_iter().map(|hint| (hint.key, hint.help)).collect();
    if screen.acts.contains(&Act::Type) {
        rows.push(("Tab".to_owned(), "Type the answer; Esc leaves the line"));
    }
    rows.push(("Up Down".to_owned(), "Scroll what is taller than the screen"));
    rows.push(("Left Right".to_owned(), "Scroll code that is wider than the screen"));
    rows.push(("PgUp PgDn".to_owned(), "Scroll by a screenful"));
    rows.push(("Ctrl-C".to_owned(), "Leave at once; every answer is kept"));
    rows.push(("?".to_owned(), "Close this help, like every other key"));
    let widest = rows.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
    let setting = Setting::new(look, Direction::Ltr, None);
    let mut lines = vec![Line::of("Keys", Label::Heading), Line::empty()];
    for (key, help) in rows {
        let marker =
            [Span::new(&key, Label::Key), Span::plain(&" ".repeat(widest - width(&key) + 2))];
        lines.extend(render_item(help, &setting, &marker));
    }
    lines
}
