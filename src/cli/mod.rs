//! The edge: reads the command line, takes the world in, calls what is below, prints.
//!
//! It decides nothing that a test could want to know about cards or schedules. Start with
//! [`main`]; each command has a file of its own.

pub mod anki;
pub mod args;
pub mod backup;
pub mod cards;
pub mod cited;
pub mod config;
pub mod context;
pub mod decks;
pub mod doctor;
pub mod draft;
pub mod drive;
pub mod due;
pub mod edit;
pub mod error;
pub mod export;
pub mod face;
pub mod find;
pub mod form;
pub mod help;
pub mod history;
pub mod import;
pub mod interrupt;
pub mod interview;
pub mod lint;
pub mod man;
pub mod manage;
pub mod new;
pub mod output;
pub mod quiz;
pub mod read;
pub mod reading_list;
pub mod roadmap;
pub mod shell;
pub mod stats;
pub mod study;
pub mod target;
pub mod topics;
pub mod undo;
pub mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::{ContextKind, ContextValue};

use crate::select::filter::negated;
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

/// Reads the command line.
///
/// `-KEY:...` with a known key is a negated filter term, not a flag, and `help COMMAND` is
/// `COMMAND --help`.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut args: Vec<OsString> = args
        .into_iter()
        .map(|arg| match arg.to_str().and_then(negated) {
            Some(term) => format!("not:{term}").into(),
            None => arg,
        })
        .collect();
    if args.get(1).is_some_and(|arg| arg == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    let matches = help::command().try_get_matches_from(&args).map_err(|error| tip(error, &args))?;
    Cli::from_arg_matches(&matches)
}

/// Says what to type where a word is no command: most likely it is what somebody wants to study, unless
/// it stands behind a command that has commands of its own.
fn tip(mut error: clap::Error, args: &[OsString]) -> clap::Error {
    let given = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(given)) if !given.contains(char::is_whitespace) => given.clone(),
        _ => return error,
    };
    let command = help::command();
    let mut before = args.iter().skip(1).take_while(|arg| **arg != *given);
    let is_first = !before.any(|arg| command.find_subcommand(arg).is_some());
    if is_first && error.get(ContextKind::SuggestedSubcommand).is_none() {
        let tip = format!("to study cards, say `revisit study {given}`");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

fn run(cli: Cli) -> Outcome {
    let command = cli.command.unwrap_or_else(|| Command::Study(args::Study::default()));
    // What wants nothing of the world works whatever the settings are; `doctor` and `config` are
    // there to mend them.
    let common = cli.common;
    let sound = |common| Context::new(common)?.sound();
    match command {
        Command::Study(args) => study::run(&sound(common)?, &args),
        Command::Quiz(args) => quiz::run(&sound(common)?, &args),
        Command::Interview(args) => interview::run(&sound(common)?, &args),
        Command::Read(args) => read::run(&sound(common)?, &args),
        Command::Roadmap(args) => roadmap::run(&sound(common)?, &args),
        Command::Stats(args) => stats::run(&sound(common)?, &args),
        Command::Due(args) => due::run(&sound(common)?, &args),
        Command::Cards(args) => cards::run(&sound(common)?, &args),
        Command::Decks(args) => decks::run(&sound(common)?, &args),
        Command::Edit(args) => edit::run(&sound(common)?, &args),
        Command::Undo(args) => undo::run(&sound(common)?, &args),
        Command::Suspend(args) => manage::run(&sound(common)?, &args, Deed::Suspend),
        Command::Unsuspend(args) => manage::run(&sound(common)?, &args, Deed::Unsuspend),
        Command::Bury(args) => manage::run(&sound(common)?, &args, Deed::Bury),
        Command::Unbury(args) => manage::run(&sound(common)?, &args, Deed::Unbury),
        Command::Flag(args) => manage::run(&sound(common)?, &args, Deed::Flag),
        Command::Unflag(args) => manage::run(&sound(common)?, &args, Deed::Unflag),
        Command::Reset(args) => manage::run(&sound(common)?, &args, Deed::Reset),
        Command::History(args) => history::run(&sound(common)?, &args),
        Command::Export(args) => export::run(&sound(common)?, &args),
        Command::Import(args) => import::run(&sound(common)?, &args),
        Command::Backup(args) => backup::backup(&sound(common)?, &args),
        Command::Restore(args) => backup::restore(&sound(common)?, &args),
        Command::Doctor(args) => doctor::run(&Context::new(common)?, &args),
        Command::Config(args) => config::run(&Context::new(common)?, &args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man => man::man(),
        Command::Lint(args) => lint::run(&sound(common)?, &args),
        Command::New(args) => new::run(&sound(common)?, &args),
    }
}
