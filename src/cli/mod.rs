//! The edge: reads the command line, takes the world in, calls what is below, prints.
//!
//! It decides nothing that a test could want to know about cards or schedules. Start with
//! [`main`]; each command has a file of its own.

pub mod args;
pub mod config;
pub mod context;
pub mod error;
pub mod help;
pub mod output;

use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Cli, Command};
use context::Context;
use error::{CliError, Kind, Outcome};

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
    match cli.command {
        Some(Command::Config(args)) => config::run(&context, &args),
        _ => Err(CliError::usage("wired in the next commits")),
    }
}
