//! `completions`: a script for a shell.

use std::io::Write;

use crate::cli::args::Completions;
use crate::cli::error::Outcome;
use crate::cli::help;
use crate::cli::output::Out;

/// Runs `completions`.
pub fn completions(args: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "revisit", &mut script);
    let mut out = Out::new();
    out.write_all(&script)?;
    out.finish()
}
