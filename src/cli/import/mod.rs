//! `import`: notes and progress from other programs.

pub mod args;

use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use args::Import;

/// Runs `import`.
pub fn run(_context: &Context, args: &Import) -> Outcome {
    Err(CliError::usage(format!("`{}` is of no known format", args.file.display())))
}
