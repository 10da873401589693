//! Which face a session has, and what is said when it is over.

use std::io::{self, BufReader, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::cli::args::Study;
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::world::World;
use crate::session::Prompter;
use crate::session::screen::Summary;
use crate::terminal::bidi::{Ordering, TerminalName};
use crate::terminal::jsonl::JsonLines;
use crate::terminal::pipe::Pipe;
use crate::terminal::{Look, Tty};

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

/// Chooses the face: as asked for, else by what stdin and stdout are.
pub fn choose(context: &Context, args: &Study) -> Face {
    if args.jsonl {
        Face::JsonLines
    } else if args.plain || context.env.accessible || !(context.stdin_tty && context.stdout_tty) {
        Face::Plain
    } else {
        Face::Terminal
    }
}

/// Opens a face.
pub fn open(
    context: &Context,
    face: Face,
    world: &World<'_>,
    interrupted: &Arc<AtomicBool>,
) -> Outcome<Box<dyn Prompter>> {
    let stdin = || BufReader::new(io::stdin());
    Ok(match face {
        Face::JsonLines => {
            let version = env!("CARGO_PKG_VERSION");
            let (day, seed) = (world.now().day, context.seed);
            Box::new(JsonLines::new(stdin(), io::stdout().lock(), version, day, seed)?)
        }
        Face::Plain => Box::new(Pipe::new(stdin(), io::stdout().lock(), columns())),
        Face::Terminal => Box::new(Tty::open(look(context), Arc::clone(interrupted))?),
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
        is_plain: false,
        bidi: Ordering::resolve(context.settings.ui.bidi, &terminal),
    }
}

/// Says in one line what a session came to, once the terminal is given back.
pub fn farewell(context: &Context, summary: &Summary) -> Outcome {
    if summary.reviews == 0 || context.common.quiet {
        return Ok(());
    }
    let minutes = summary.spent_ms as f64 / 60_000.0;
    let remembered = match summary.seen {
        0 => String::new(),
        seen => {
            format!(", {:.0} % remembered", f64::from(summary.remembered * 100) / f64::from(seen))
        }
    };
    let cards = crate::cli::manage::count(summary.reviews as usize, "card", "cards");
    writeln!(io::stdout(), "{cards} in {minutes:.0} min{remembered}. Everything is saved.")?;
    Ok(())
}
