//! Which face a session has, and what is said when it is over.

use std::io::{self, BufReader, Write};

use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::world::World;
use crate::session::Prompter;
use crate::session::screen::Summary;
use crate::terminal::bidi::{Ordering, TerminalName};
use crate::terminal::jsonl::JsonLines;
use crate::terminal::lines::{LineInput, Patience, UntilAsked};
use crate::terminal::words::{count, duration};
use crate::terminal::{Look, Pipe, Signals, Tty};

/// The faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Keys and screens.
    Terminal,
    /// Lines in, lines out.
    Plain,
    /// JSON lines, for programs.
    JsonLines,
}

/// Chooses the face: as asked for, else by what stdin and stdout are. A terminal that knows no
/// control sequences gets lines.
pub fn choose(context: &Context, plain: bool, jsonl: bool) -> Face {
    if jsonl {
        return Face::JsonLines;
    }
    let is_dumb = context.env.term.as_deref() == Some("dumb");
    let is_screen = context.stdin_tty && context.stdout_tty && !is_dumb;
    if plain || context.env.accessible || !is_screen { Face::Plain } else { Face::Terminal }
}

/// Where a face of lines writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// What is asked and answered is the result.
    Stdout,
    /// The result is a document that comes afterwards.
    Stderr,
}

/// Opens a face. From now on Ctrl-C, a request to end and a closed terminal end the session, not
/// the process.
pub fn open(
    context: &Context,
    face: Face,
    world: &World<'_>,
    to: To,
) -> Outcome<Box<dyn Prompter>> {
    let signals = Signals::default();
    let wakes = signals.watch()?;
    if face == Face::Terminal {
        return Ok(Box::new(Tty::open(look(context), signals, wakes)?));
    }
    let patience = Patience::default();
    let input = BufReader::new(LineInput::new(signals.clone(), wakes, patience.clone()));
    let out: Box<dyn Write> = match to {
        To::Stdout => Box::new(io::stdout().lock()),
        To::Stderr => Box::new(io::stderr().lock()),
    };
    Ok(if face == Face::JsonLines {
        let version = env!("CARGO_PKG_VERSION");
        let lines = JsonLines::new(input, out, version, world.now().day, context.seed)?;
        Box::new(UntilAsked::new(lines, signals, patience))
    } else {
        Box::new(UntilAsked::new(Pipe::new(input, out, columns()), signals, patience))
    })
}

/// Returns the width of the terminal, 80 where there is none.
pub fn columns() -> usize {
    usize::from(console::Term::stdout().size().1)
}

fn look(context: &Context) -> Look {
    let env = &context.env;
    let terminal = TerminalName {
        term: env.term.as_deref().unwrap_or_default(),
        program: env.terminal_program.as_deref().unwrap_or_default(),
        is_konsole: env.is_konsole,
        is_mlterm: env.is_mlterm,
    };
    let (rows, columns) = console::Term::stdout().size();
    Look {
        width: usize::from(columns),
        height: usize::from(rows),
        unicode: env.unicode,
        colour: console::colors_enabled(),
        shift: 0,
        is_plain: false,
        bidi: Ordering::resolve(context.settings.ui.bidi, &terminal),
    }
}

/// Returns what reports are drawn for: the terminal, or a place where they are read line by line.
pub fn report(context: &Context) -> Look {
    let look = look(context);
    if context.stdout_tty && !context.env.accessible {
        return look;
    }
    Look { bidi: Ordering::Off, is_plain: true, height: usize::MAX, ..look }
}

/// Says in one line what a session came to, once the terminal is given back.
///
/// A terminal that is gone by then misses nothing; that is no failure of the session.
pub fn farewell(context: &Context, summary: &Summary) {
    if summary.reviews == 0 || context.common.quiet {
        return;
    }
    let cards = count(summary.reviews, "card");
    let spent = duration(summary.spent_ms);
    let remembered = match summary.seen {
        0 => String::new(),
        seen => {
            format!(", {:.0} % remembered", f64::from(summary.remembered * 100) / f64::from(seen))
        }
    };
    let _ = writeln!(io::stdout(), "{cards} in {spent}{remembered}. Everything is saved.");
}
