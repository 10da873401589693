//! `export`: notes and progress, for other programs.

mod anki;
pub mod args;
mod deck;
mod document;
mod foreign;
mod order;
mod push;
mod report;
mod schedules;

use crate::cards::{Note, NoteIx};
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::world::World;
use crate::exchange::export::Reference;
use crate::exchange::export::csv::Csv;
use crate::exchange::export::json::Json;
use crate::exchange::export::markdown::Markdown;
use crate::model::{Clock, Diagnostic};
use args::{Export, Format};

/// Runs `export`.
pub fn run(context: &Context, args: &Export) -> Outcome {
    match &args.format {
        Format::Anki(args) => anki::run(context, args),
        Format::Csv(args) => {
            let exporter = Csv::new(args.with_progress);
            document::run(context, &args.text, args.with_progress, exporter)
        }
        Format::Json(args) => {
            let exporter = Json::new(context.clock.now().day);
            document::run(context, &args.text, args.with_progress, exporter)
        }
        Format::Markdown(args) => document::run(context, args, false, Markdown::default()),
    }
}

/// Returns a note, or says why it is left out.
fn readable(world: &World<'_>, read: Result<Note, Diagnostic>) -> Option<Note> {
    read.map_err(|why| {
        world.context.note(&format!("warning: {}: {}", why.place(), why.message));
    })
    .ok()
}

/// Returns what a note rests on.
fn references(world: &World<'_>, ix: NoteIx, note: &Note) -> Vec<Reference> {
    let lines = world.sources(ix, note).into_iter();
    lines
        .map(|line| Reference { citation: line.citation, title: line.title, url: line.url })
        .collect()
}
