//! How labels look, and whether they look like anything.
//!
//! The colours are the terminal's own and keep away from white, black and yellow, so that they can
//! be read on a dark and on a light ground. Nothing is said by colour alone.

use console::{Style, set_colors_enabled, set_colors_enabled_stderr};

use crate::model::config::ColorChoice;
use crate::terminal::bidi::{self, Ordering};
use crate::terminal::look::Look;
use crate::terminal::text::{Direction, Label, Line, Token};

/// What has a say in whether colours are used, read at the edge.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColourWish<'a> {
    /// `--color`, or the setting.
    pub choice: ColorChoice,
    /// `NO_COLOR`.
    pub no_color: Option<&'a str>,
    /// `CLICOLOR_FORCE`.
    pub clicolor_force: Option<&'a str>,
    /// `CLICOLOR`.
    pub clicolor: Option<&'a str>,
    /// `TERM`.
    pub term: Option<&'a str>,
    /// Whether the output is a terminal.
    pub is_terminal: bool,
}

/// Decides whether colours are used: the choice, else `NO_COLOR` (not empty), else
/// `CLICOLOR_FORCE`, else `CLICOLOR=0`, else `TERM=dumb`, else whether it is a terminal.
pub fn wants_colour(wish: &ColourWish<'_>) -> bool {
    match wish.choice {
        ColorChoice::Always => return true,
        ColorChoice::Never => return false,
        ColorChoice::Auto => {}
    }
    if wish.no_color.is_some_and(|value| !value.is_empty()) {
        return false;
    }
    if wish.clicolor_force.is_some_and(|value| !matches!(value, "" | "0")) {
        return true;
    }
    wish.clicolor != Some("0") && wish.term != Some("dumb") && wish.is_terminal
}

/// Makes the decision known to the console crate, which would otherwise decide by itself, twice.
pub fn apply(colour: bool) {
    set_colors_enabled(colour);
    set_colors_enabled_stderr(colour);
}

/// Returns a line as it is written: in drawing order, aligned, and styled where colours are used.
pub fn paint(line: &Line, look: &Look) -> String {
    if line.is_empty() {
        return String::new();
    }
    let margin = look.margin();
    let is_rtl = line.direction == Direction::Rtl;
    let free = match look.bidi {
        Ordering::App if is_rtl => margin + line.measure.saturating_sub(line.width()),
        Ordering::Terminal if is_rtl => 0,
        _ => margin + line.indent,
    };
    let mut painted = " ".repeat(free);
    let mut pieces = bidi::arrange(line, look.bidi);
    if look.bidi == Ordering::Terminal && is_rtl {
        // The terminal sets this line from its right edge; the indent follows the direction mark.
        pieces.insert(1, (" ".repeat(margin + line.indent), Label::Plain));
    }
    for (text, label) in pieces {
        if look.colour && label != Label::Plain {
            painted.push_str(&style(label).force_styling(true).apply_to(text).to_string());
        } else {
            painted.push_str(&text);
        }
    }
    let end = painted.trim_end_matches(' ').len();
    painted.truncate(end);
    painted
}

/// Returns the lines as text, each with a line end.
pub fn paint_all(lines: &[Line], look: &Look) -> String {
    lines.iter().map(|line| paint(line, look) + "\n").collect()
}

fn style(label: Label) -> Style {
    let style = Style::new();
    match label {
        Label::Plain => style,
        Label::Strong | Label::Heading | Label::Key => style.bold(),
        Label::Emphasis => style.italic(),
        Label::Code | Label::Token(Token::Type) => style.cyan(),
        Label::Link => style.underlined(),
        Label::Quote | Label::Hint | Label::Dim => style.dim(),
        Label::Answer | Label::Right => style.green().bold(),
        Label::Wrong => style.red().bold(),
        Label::Notice => style.magenta(),
        Label::Typed => style.underlined(),
        Label::Bar | Label::Token(Token::Text) => style.green(),
        Label::Token(Token::Keyword) => style.magenta(),
        Label::Token(Token::Constant) => style.red(),
        Label::Token(Token::Comment) => style.dim().italic(),
        Label::Token(Token::Function) => style.blue(),
    }
}
