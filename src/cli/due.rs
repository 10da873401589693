//! `due`: how many cards are due, quick enough for a shell prompt.

use serde::Serialize;

use crate::cli::args::{Due, Study};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Out;
use crate::cli::study::StudyPlan;
use crate::cli::world::World;
use crate::store::Access;

#[derive(Serialize)]
struct Counts {
    due: u32,
    learning: u32,
    review: u32,
    new: u32,
}

/// Runs `due`.
pub fn run(context: &Context, args: &Due) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    let study = Study { filter: args.filter.clone(), ..Study::default() };
    let plan = StudyPlan::new(&world, &study)?;
    let queue = plan.queue(&world)?;
    let learning = queue.drills.len() as u32;
    let counts = Counts { due: queue.due + learning, learning, review: queue.due, new: queue.new };
    let mut out = Out::new();
    if args.json {
        out.json(&counts)?;
    } else {
        out.line(format!("{} due, {} new", counts.due, counts.new))?;
    }
    out.finish()?;
    if args.exit_code && counts.due > 0 { Err(CliError::found()) } else { Ok(()) }
}
