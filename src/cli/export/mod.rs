//! `export`: notes and progress, for other programs.

mod anki;
pub mod args;
mod deck;
mod order;

use std::fs;

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
        Format::Anki(args) => anki::run(context, args),
        Format::Json(document) => json(context, document),
    }
}

fn json(context: &Context, args: &Document) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    let notes = order::notes(&world, &args.filter, &world.standings()?)?;
    let notes: Vec<_> =
        notes.into_iter().filter_map(|ix| world.shelf.note(ix, context.lang()).ok()).collect();
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
