//! `interview`: a mock interview, and the interviews held so far.

mod choose;
mod errands;
mod history;
mod markdown;
mod recorder;

use std::path::Path;

use crate::cli::args::Interview;
use crate::cli::context::Context;
use crate::cli::drive::{self, Ending};
use crate::cli::error::{CliError, Outcome};
use crate::cli::face::{self, Face, To};
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::Seniority;
use crate::session::interview::draw::Drawn;
use crate::session::interview::history::{Held, Terms, held};
use crate::session::interview::report::Report;
use crate::session::interview::{MockInterview, Setup};
use crate::store::Access;
use crate::terminal::interview::report::farewell;
use crate::terminal::jsonl::interview::document;

/// Runs `interview`.
pub fn run(context: &Context, args: &Interview) -> Outcome {
    if let Some(file) = &args.markdown {
        check_target(file)?;
    }
    if args.history {
        return history::run(context, args);
    }
    let mut world = World::open(context, Access::ReadWrite)?;
    world.report();
    let earlier = all_held(&world)?;
    let level = args.level.map_or(context.settings.interview.level, Seniority::from);
    let (round, drawn) = choose::draw_for(&world, args, level, &earlier)?;
    let terms = Terms {
        filter: args.filter.join(" "),
        round,
        level,
        seed: context.seed,
        planned: u32::try_from(drawn.picks.len()).unwrap_or(u32::MAX),
        planned_min: drawn.picks.iter().map(|pick| pick.minutes).fold(0, u32::saturating_add),
    };
    let ended = hold(context, args, &mut world, terms, drawn, earlier)?;
    match ended {
        Ending::Left => Ok(()),
        Ending::Interrupted => Err(CliError::interrupted()),
    }
}

/// Holds an interview, and writes its report where that was asked for.
fn hold(
    context: &Context,
    args: &Interview,
    world: &mut World<'_>,
    terms: Terms,
    drawn: Drawn,
    earlier: Vec<Held>,
) -> Outcome<Ending> {
    let face = face::choose(context, args.plain, args.jsonl);
    let recorder = recorder::Recorder::new(context);
    let setup = Setup {
        terms,
        picks: drawn.picks,
        remarks: drawn.remarks,
        earlier,
        recorder: recorder.as_ref().map(recorder::Recorder::command),
    };
    let mut machine = MockInterview::new(setup, world.now());
    let mut errands = errands::InterviewErrands::new(recorder);
    let ended = {
        let to = if args.json { To::Stderr } else { To::Stdout };
        let mut prompter = face::open(context, face, world, to)?;
        let first = machine.start();
        drive::run(&mut machine, first, world, &mut errands, &mut *prompter)?
    };
    // What listens is ended before anything is said.
    drop(errands);
    let report = machine.is_begun().then(|| machine.report());
    publish(context, args, report.as_ref(), face)?;
    Ok(ended)
}

/// Prints and writes what was asked for.
fn publish(context: &Context, args: &Interview, report: Option<&Report>, face: Face) -> Outcome {
    if let (Some(file), Some(report)) = (&args.markdown, report) {
        markdown::write(file, report)?;
        context.note(&format!("the report is in {}", file.display()));
    }
    if args.json {
        let mut out = Out::new();
        out.json(&report.map(document))?;
        return out.finish();
    }
    if let (Some(report), false) = (report, face == Face::JsonLines || context.common.quiet) {
        let mut out = Out::new();
        out.line(farewell(report))?;
        // A terminal that is gone by then misses nothing.
        let _ = out.finish();
    }
    Ok(())
}

/// Returns all interviews held so far, oldest first.
fn all_held(world: &World<'_>) -> Outcome<Vec<Held>> {
    let sittings = world.store.interviews()?;
    Ok(held(sittings.into_iter().map(|one| (one.action.device, one.moment, one.record))))
}

/// Fails early where a report could not be written at the end of an hour.
fn check_target(file: &Path) -> Outcome {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(CliError::usage(format!("there is no folder `{}`", folder.display()))
            .hint("make it, or name another file with --markdown FILE"));
    }
    if file.is_dir() {
        return Err(CliError::usage(format!("`{}` is a folder", file.display()))
            .hint("name a file with --markdown FILE"));
    }
    Ok(())
}
