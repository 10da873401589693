//! `import`: notes and progress from other programs.

pub mod args;
mod lines;
mod package;
mod plan;
mod pull;
mod report;
mod stage;
mod table;
mod target;

use std::fs::File;
use std::io::Read;

use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use args::Import;

/// Runs `import`.
pub fn run(context: &Context, args: &Import) -> Outcome {
    if !args.dry_run {
        context.may_write()?;
    }
    if args.pull {
        if args.file.as_os_str() != "anki" {
            return Err(CliError::usage("--pull reads from a running Anki, and from no file")
                .hint("revisit import anki --pull"));
        }
        return pull::run(context, args);
    }
    let mut start = [0; 4];
    let read = File::open(&args.file).and_then(|mut file| file.read(&mut start));
    read.map_err(|error| {
        let failed = CliError::system(error, "read", &args.file);
        match args.file.to_str() {
            Some("anki") => failed.hint("`revisit import anki --pull` asks a running Anki"),
            _ => failed,
        }
    })?;
    if start == *b"PK\x03\x04" || start == *b"PK\x05\x06" {
        return package::run(context, args);
    }
    let ending = args.file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if matches!(ending.as_str(), "apkg" | "colpkg") {
        let message =
            anyhow::anyhow!("{} is no package of Anki: it is no zip", args.file.display());
        return Err(CliError::new(Kind::Input, message)
            .hint("it may have been cut short on its way; get it again"));
    }
    table::run(context, args)
}
