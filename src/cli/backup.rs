//! `backup` and `restore`: copies of the database, and back.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::args::{Backup, Restore};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::output::Out;
use crate::cli::world::open_store;
use crate::model::{Clock, Day};
use crate::store::backup::{Folder, restore as put_back};
use crate::store::{Access, StoreError};

#[derive(Serialize)]
struct Made {
    file: PathBuf,
}

#[derive(Serialize)]
struct Listed {
    day: Day,
    file: PathBuf,
    bytes: u64,
}

/// Returns the folder of backups.
pub fn folder(context: &Context) -> Folder {
    let stem = context.paths.db.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Folder { dir: context.paths.backups(), stem, keep: context.settings.backup.keep }
}

/// Runs `backup`.
pub fn backup(context: &Context, args: &Backup) -> Outcome {
    let mut out = Out::new();
    if args.list {
        let copies = folder(context).list()?;
        let listed = copies.into_iter().map(|copy| Listed {
            day: copy.day,
            bytes: std::fs::metadata(&copy.file).map_or(0, |meta| meta.len()),
            file: copy.file,
        });
        let listed: Vec<Listed> = listed.collect();
        if args.json {
            out.json(&listed)?;
        } else if listed.is_empty() {
            out.line(format!("No backups in {} yet.", context.paths.backups().display()))?;
        } else {
            for copy in listed {
                let kib = copy.bytes.div_ceil(1024);
                out.line(format!("{}  {kib:>8} KiB  {}", copy.day, copy.file.display()))?;
            }
        }
        return out.finish();
    }
    if !context.paths.db.exists() {
        let message = format!("there is no database at {} yet", context.paths.db.display());
        return Err(CliError::usage(message).hint("`revisit` starts one"));
    }
    let store = open_store(context, Access::ReadOnly)?;
    let file = match &args.to {
        Some(file) => {
            vacant(file)?;
            store.backup_to(file)?;
            file.clone()
        }
        None => {
            // A copy of a day that is only pretended would push out a real one.
            context.may_write()?;
            store.backup(&folder(context), context.now().day)?
        }
    };
    if args.json {
        out.json(&Made { file })?;
    } else {
        out.line(format!("Copied to {}", file.display()))?;
    }
    out.finish()
}

/// Fails where a copy cannot be made, before anything is tried.
fn vacant(file: &Path) -> Outcome {
    if file.exists() {
        return Err(CliError::usage(format!("{} exists already", file.display()))
            .hint("name another file; without one the copy gets a name of its own"));
    }
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.is_dir() => {
            Err(CliError::usage(format!("there is no folder {}", folder.display())))
        }
        _ => Ok(()),
    }
}

/// Runs `restore`.
pub fn restore(context: &Context, args: &Restore) -> Outcome {
    context.may_write()?;
    let in_folder = context.paths.backups().join(&args.from);
    let from = if args.from.exists() { args.from.clone() } else { in_folder };
    if !from.is_file() {
        return Err(CliError::usage(format!("there is no file {}", args.from.display()))
            .hint("`revisit backup --list` shows the copies there are"));
    }
    let db = &context.paths.db;
    if !args.yes && db.exists() {
        if !context.can_ask() {
            return Err(CliError::usage(format!("this would replace {}", db.display()))
                .hint("say --yes; the replaced database is kept beside it"));
        }
        context.confirm(&format!("replace {} (it is kept beside)?", db.display()))?;
    }
    let kept = put_back(&from, db, context.now().day).map_err(|error| match error {
        StoreError::NotADatabase { file } | StoreError::Foreign { file } if file == from => {
            let message = anyhow::anyhow!("{} is no copy of a database of ours", file.display());
            CliError::new(Kind::Input, message)
                .hint("`revisit backup --list` shows the copies there are")
        }
        error => error.into(),
    })?;
    let mut out = Out::new();
    out.line(format!("Restored {} from {}", db.display(), from.display()))?;
    if let Some(kept) = kept {
        out.line(format!("The replaced database is {}", kept.display()))?;
    }
    out.finish()
}
