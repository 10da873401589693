//! `doctor`: what is wrong with database, decks, paths and terminal; mends what can be mended.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::cli::args::Doctor;
use crate::cli::backup;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::Severity;
use crate::store::{Access, Difference};
use crate::terminal::sanitize::sanitize;

/// One thing that was looked at.
#[derive(Serialize)]
struct Check {
    area: &'static str,
    ok: bool,
    message: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: String,
    fixed: bool,
}

impl Check {
    fn good(area: &'static str, message: impl Into<String>) -> Check {
        Check { area, ok: true, message: message.into(), help: String::new(), fixed: false }
    }

    fn bad(area: &'static str, message: impl Into<String>, help: impl Into<String>) -> Check {
        Check { area, ok: false, message: message.into(), help: help.into(), fixed: false }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    problems: usize,
    checks: &'a [Check],
}

/// Runs `doctor`.
pub fn run(context: &Context, args: &Doctor) -> Outcome {
    if args.fix {
        context.may_write()?;
    }
    let mut checks = Vec::new();
    settings(context, &mut checks);
    paths(context, &mut checks);
    terminal(context, &mut checks);
    let access = if args.fix { Access::ReadWrite } else { Access::ReadOnly };
    match World::open(context, access) {
        Ok(mut world) => {
            database(&mut world, args.fix, &mut checks)?;
            decks(&world, &mut checks)?;
        }
        Err(error) => {
            let help = "`revisit backup --list` shows the copies there are";
            checks.push(Check::bad("database", error.to_string(), help));
        }
    }
    let problems = checks.iter().filter(|check| !check.ok && !check.fixed).count();
    let mut out = Out::new();
    if args.json {
        out.json(&Report { problems, checks: &checks })?;
    } else {
        for check in &checks {
            let mark = match (check.ok, check.fixed) {
                (true, _) => "ok     ",
                (false, true) => "mended ",
                (false, false) => "PROBLEM",
            };
            out.line(format!("{mark}  {:<9} {}", check.area, sanitize(&check.message)))?;
            if !check.help.is_empty() && !check.fixed {
                out.line(format!("{:>19}{}", "", sanitize(&check.help)))?;
            }
        }
        if problems > 0 {
            out.line("")?;
            out.line(count(problems, "problem", "problems"))?;
        }
    }
    out.finish()?;
    if problems > 0 { Err(CliError::found()) } else { Ok(()) }
}

fn settings(context: &Context, checks: &mut Vec<Check>) {
    let file = context.paths.config.display().to_string();
    checks.push(match &context.fault {
        None => Check::good("settings", file),
        Some(fault) => Check::bad(
            "settings",
            fault.to_string(),
            "mend it there; until then the defaults are used here, and other commands stop",
        ),
    });
}

fn paths(context: &Context, checks: &mut Vec<Check>) {
    let paths = &context.paths;
    for (area, path) in [("database", &paths.db), ("cache", &paths.cache)] {
        let folder = if area == "cache" { path } else { path.parent().unwrap_or(path) };
        let shown = path.display().to_string();
        checks.push(match writable(folder) {
            Ok(()) => Check::good(area, shown),
            Err(why) => Check::bad(
                area,
                format!("{shown}: {} cannot be written to: {why}", folder.display()),
                "mend its permissions, or name another place",
            ),
        });
    }
    checks.push(Check::good("backups", paths.backups().display().to_string()));
}

/// Says whether a folder, or the nearest one above it that exists, can be written to.
fn writable(folder: &Path) -> std::io::Result<()> {
    let existing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
    let probe = existing.join(".revisit-probe");
    fs::write(&probe, b"")?;
    fs::remove_file(&probe)
}

fn terminal(context: &Context, checks: &mut Vec<Check>) {
    let (rows, columns) = console::Term::stdout().size();
    let kind = context.env.term.as_deref().unwrap_or("unknown");
    let words = if context.stdout_tty && context.stdin_tty {
        format!("{kind}, {columns} x {rows}, colour {}", console::colors_enabled())
    } else {
        "not a terminal here; sessions run line by line".to_owned()
    };
    checks.push(Check::good("terminal", words));
}

fn database(world: &mut World<'_>, fix: bool, checks: &mut Vec<Check>) -> Outcome {
    let found = world.store.verify()?;
    let unknown = world.store.unknown_events()?;
    if unknown > 0 {
        let events = count(usize::try_from(unknown).unwrap_or(usize::MAX), "event", "events");
        checks.push(Check::good("log", format!("{events} of a later version, kept and not used")));
    }
    if found.is_empty() {
        checks.push(Check::good("log", "sound; every state is what the log folds to"));
        return Ok(());
    }
    let broken = found
        .iter()
        .any(|one| matches!(one, Difference::Damage(_)) || matches!(one, Difference::Gap { .. }));
    let mut fixed = false;
    if fix && !broken {
        world.store.backup(&backup::folder(world.context), world.now().day)?;
        world.store.rebuild(&mut |_| {})?;
        fixed = world.store.verify()?.is_empty();
    }
    for difference in found.iter().take(10) {
        let help = if broken {
            "`revisit restore` brings a copy back"
        } else {
            "`revisit doctor --fix` folds the log again"
        };
        checks.push(Check { fixed, ..Check::bad("log", difference.to_string(), help) });
    }
    if found.len() > 10 {
        let more = format!("and {} more", found.len() - 10);
        checks.push(Check { fixed, ..Check::bad("log", more, "") });
    }
    Ok(())
}

fn decks(world: &World<'_>, checks: &mut Vec<Check>) -> Outcome {
    let library = world.library();
    let cards = count(library.card_count(), "card", "cards");
    let collections = count(library.collections.len(), "collection", "collections");
    checks.push(Check::good("decks", format!("{cards} in {collections}")));
    let errors: Vec<_> =
        world.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    for error in errors.iter().take(5) {
        let what = format!("{}: {}", error.place(), error.message);
        checks.push(Check::bad("decks", what, &*error.help));
    }
    if errors.len() > 5 {
        let more = format!("and {} more errors", errors.len() - 5);
        checks.push(Check::bad("decks", more, "`revisit lint` lists them"));
    }
    let mut strays = Vec::new();
    world.store.scan(&mut |card, _| {
        if library.find_card(card).is_none() {
            strays.push(card.to_owned());
        }
    })?;
    if !strays.is_empty() {
        let cards = count(strays.len(), "card", "cards");
        let some = strays.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if strays.len() > 5 { ", ..." } else { "" };
        // Their history is kept and they never count as due, so this is no problem.
        let message = format!("{cards} in the log that no deck has: {some}{more}");
        checks.push(Check::good("decks", message));
    }
    Ok(())
}
