//! A drawing in a window: what fits, what is scrolled to, and how it is written in one go.

use std::io::{self, Write};

use crate::terminal::draw::Drawing;
use crate::terminal::key::Key;
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Line};
use crate::terminal::theme::paint;

/// Lines of the question that stay above an answer that is scrolled to.
const CONTEXT: usize = 3;
/// An answer that starts this far above the end of the window need not be scrolled to.
const VISIBLE: usize = 6;

/// How far the middle is scrolled.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scroll {
    /// The first line shown; `None` until a key has scrolled, so that the drawing decides.
    first: Option<usize>,
    /// The last place it can be scrolled to, in the drawing composed last.
    end: usize,
    /// Lines the window showed then.
    height: usize,
    /// Where the window was then.
    at: usize,
}

/// The lines of a whole screen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    lines: Vec<Line>,
    /// Where the cursor is shown: line and column, from 0.
    cursor: Option<(usize, usize)>,
}

impl Scroll {
    /// Takes a key that scrolls; says whether it was one.
    pub(crate) fn take(&mut self, key: &Key) -> bool {
        let page = self.height.saturating_sub(2).max(1);
        let to = match key {
            Key::Up => self.at.saturating_sub(1),
            Key::Down => self.at + 1,
            Key::PageUp => self.at.saturating_sub(page),
            Key::PageDown => self.at + page,
            Key::Home => 0,
            Key::End => self.end,
            _ => return false,
        };
        self.first = Some(to.min(self.end));
        self.at = to.min(self.end);
        true
    }

    /// Says whether nothing is left below.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }
}

/// Puts the parts of a drawing on a screen. Where they are taller than it, head and foot stay and
/// the middle scrolls; the blank lines around it then say how much there is above and below.
pub(crate) fn compose(drawing: &Drawing, scroll: &mut Scroll, look: &Look) -> Frame {
    let height = look.height.max(1);
    // On a very low screen the middle comes first: the keys are a matter of habit.
    let foot_room = height.saturating_sub(drawing.head.len() + 5).min(drawing.foot.len());
    let foot = &drawing.foot[..foot_room];
    let around = drawing.head.len()
        + foot.len()
        + usize::from(!drawing.head.is_empty())
        + usize::from(!foot.is_empty());
    let room = height.saturating_sub(around).max(1);
    let body = &drawing.body;
    scroll.height = room;
    scroll.end = body.len().saturating_sub(room);
    scroll.at = scroll.first.unwrap_or_else(|| first_line(drawing, room)).min(scroll.end);
    let below = body.len().saturating_sub(scroll.at + room);
    let signs = look.signs();

    let mut frame = Frame { lines: drawing.head.clone(), cursor: None };
    if !drawing.head.is_empty() {
        frame.lines.push(more(signs.up, scroll.at, "PgUp"));
    }
    let top = frame.lines.len();
    frame.lines.extend(body.iter().skip(scroll.at).take(room).cloned());
    if !foot.is_empty() {
        let mut edge = more(signs.down, below, if drawing.space_pages { "Space" } else { "PgDn" });
        if body.iter().any(|line| line.goes_on) {
            let gap = if below > 0 { "  " } else { "" };
            edge.push(&format!("{gap}{} code goes on (Right)", signs.right_of), Label::Dim);
        }
        frame.lines.push(edge);
        frame.lines.extend_from_slice(foot);
    }
    frame.lines.truncate(height);
    frame.cursor = drawing
        .cursor
        .filter(|(line, _)| (scroll.at..scroll.at + room).contains(line))
        .map(|(line, column)| (top + line - scroll.at, column));
    frame
}

/// The line to start from: the top, unless the answer, or the line being typed, were not seen then.
fn first_line(drawing: &Drawing, room: usize) -> usize {
    let wanted = match (drawing.cursor, drawing.answer_at) {
        (Some((line, _)), _) if line >= room => line + 1 - room,
        (_, Some(answer)) if answer + VISIBLE > room => answer.saturating_sub(CONTEXT),
        _ => 0,
    };
    if drawing.body.len() <= room { 0 } else { wanted }
}

fn more(sign: &str, lines: usize, key: &str) -> Line {
    match lines {
        0 => Line::empty(),
        1 => Line::of(&format!("{sign} 1 line ({key})"), Label::Dim),
        _ => Line::of(&format!("{sign} {lines} lines ({key})"), Label::Dim),
    }
}

/// Writes a frame over the one before, in one write and without flicker.
pub(crate) fn write_frame(out: &mut impl Write, frame: &Frame, look: &Look) -> io::Result<()> {
    let mut text = String::from("\x1b[?2026h\x1b[?25l");
    for (index, line) in frame.lines.iter().enumerate() {
        // No line ends: standard output would write what comes before the last one by itself.
        text.push_str(&format!("\x1b[{};1H", index + 1));
        text.push_str(&paint(line, look));
        text.push_str("\x1b[K");
    }
    text.push_str("\x1b[J");
    if let Some((line, column)) = frame.cursor {
        text.push_str(&format!("\x1b[{};{}H\x1b[?25h", line + 1, column + 1));
    }
    text.push_str("\x1b[?2026l");
    out.write_all(text.as_bytes())?;
    out.flush()
}
