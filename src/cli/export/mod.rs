//! `export`: notes and progress, for other programs.

pub mod args;

use std::fs;

use crate::cards::{Note, NoteIx};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::exchange::export::json;
use crate::store::Access;
use args::{Document, Export, Format};

/// Runs `export`.
pub fn run(context: &Context, args: &Export) -> Outcome {
    match &args.format {
        Format::Json(document) => json(context, document),
    }
}

fn json(context: &Context, args: &Document) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    let notes = notes(&world, &args.filter)?;
    let text = json::document(&notes)?;
    match &args.output {
        Some(file) => fs::write(file, text).map_err(|error| CliError::system(error, "write", file)),
        None => {
            let mut out = Out::new();
            out.line(text)?;
            out.finish()
        }
    }
}

fn notes(world: &World<'_>, filter: &[String]) -> Outcome<Vec<Note>> {
    let standings = world.standings()?;
    let mut found: Vec<NoteIx> = Vec::new();
    for card in world.select(filter, &standings)? {
        let note = world.library().note_of(card);
        if found.last() != Some(&note) {
            found.push(note);
        }
    }
    Ok(found.into_iter().filter_map(|ix| world.shelf.note(ix, world.context.lang()).ok()).collect())
}
