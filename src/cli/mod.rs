//! The edge: reads the command line, takes the world in, calls what is below, prints.
//!
//! It decides nothing that a test could want to know about cards or schedules. Start with
//! [`main`]; each command has a file of its own.

pub mod args;
pub mod backup;
pub mod cards;
pub mod config;
pub mod context;
pub mod decks;
pub mod doctor;
pub mod drive;
pub mod due;
pub mod edit;
pub mod error;
pub mod face;
pub mod help;
pub mod history;
pub mod lint;
pub mod manage;
pub mod new;
pub mod output;
pub mod shell;
pub mod stats;
pub mod study;
pub mod undo;
pub mod world;

use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Cli, Command};
use context::Context;
use error::{Kind, Outcome};
use manage::Deed;

/// Runs the program and returns its exit status.
pub fn main() -> ExitCode {
    let outcome = match parse(std::env::args_os()) {
        Ok(cli) => run(cli),
        Err(error) => {
            let code = if error.use_stderr() { Kind::Usage.code() } else { 0 };
            // A reader that has gone is no failure.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = error.print(&mut std::io::stderr().lock());
            ExitCode::from(error.kind.code())
        }
    }
}

/// Reads the command line. `-KEY:...` with a known key is a negated filter term, not a flag.
pub fn parse(args: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Cli, clap::Error> {
    let args = args.into_iter().map(|arg| match arg.to_str().and_then(negated) {
        Some(term) => term.into(),
        None => arg,
    });
    Cli::from_arg_matches(&help::command().try_get_matches_from(args)?)
}

fn negated(arg: &str) -> Option<String> {
    let term = arg.strip_prefix('-')?;
    let (key, _) = term.split_once(':')?;
    crate::select::filter::KEYS.contains(&key).then(|| format!("not:{term}"))
}

fn run(cli: Cli) -> Outcome {
    let context = Context::new(cli.common)?;
    match cli.command.unwrap_or_else(|| Command::Study(args::Study::default())) {
        Command::Study(args) => study::run(&context, &args),
        Command::Stats(args) => stats::run(&context, &args),
        Command::Due(args) => due::run(&context, &args),
        Command::Cards(args) => cards::run(&context, &args),
        Command::Decks(args) => decks::run(&context, &args),
        Command::Edit(args) => edit::run(&context, &args),
        Command::Undo(args) => undo::run(&context, &args),
        Command::Suspend(args) => manage::run(&context, &args, Deed::Suspend),
        Command::Unsuspend(args) => manage::run(&context, &args, Deed::Unsuspend),
        Command::Bury(args) => manage::run(&context, &args, Deed::Bury),
        Command::Unbury(args) => manage::run(&context, &args, Deed::Unbury),
        Command::Flag(args) => manage::run(&context, &args, Deed::Flag),
        Command::Unflag(args) => manage::run(&context, &args, Deed::Unflag),
        Command::Reset(args) => manage::run(&context, &args, Deed::Reset),
        Command::History(args) => history::run(&context, &args),
        Command::Backup(args) => backup::backup(&context, &args),
        Command::Restore(args) => backup::restore(&context, &args),
        Command::Doctor(args) => doctor::run(&context, &args),
        Command::Config(args) => config::run(&context, &args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man => shell::man(),
        Command::Lint(args) => lint::run(&context, &args),
        Command::New(args) => new::run(&context, &args),
    }
}
