//! `export csv`, `export json`, `export markdown`: documents, to a file or to stdout.

use std::io::{self, Write};
use std::path::Path;

use crate::cards::{CardIx, NoteIx};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::export::args::Text;
use crate::cli::export::{order, readable, references};
use crate::cli::output::{Out, failed};
use crate::cli::world::World;
use crate::exchange::export::{Entry, Exporter, write_file};
use crate::select::Standings;
use crate::store::Access;

/// Runs an export of a document.
pub(super) fn run(
    context: &Context,
    args: &Text,
    progress: bool,
    mut exporter: impl Exporter,
) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    let standings = world.standings()?;
    let mut notes = order::notes(&world, &args.filter, &standings)?;
    order::by_deck(&world, &mut notes);
    let job = Job { world: &world, standings: &standings, notes: &notes, progress };
    let mut stopped = Ok(());
    let mut write = |to: &mut dyn Write| job.write(&mut exporter, to, &mut stopped);
    let written = match args.output.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => {
            write_file(file, &mut write).map_err(|error| CliError::system(error, "write", file))
        }
        None => {
            let mut out = Out::new();
            match write(&mut out) {
                Ok(()) => out.finish(),
                Err(error) => Err(failed(error)),
            }
        }
    };
    stopped.and(written)
}

struct Job<'a> {
    world: &'a World<'a>,
    standings: &'a Standings,
    notes: &'a [NoteIx],
    progress: bool,
}

impl Job<'_> {
    /// Writes the document. What stops it that has nothing to do with the target goes to `stopped`.
    fn write(
        &self,
        exporter: &mut dyn Exporter,
        to: &mut dyn Write,
        stopped: &mut Outcome,
    ) -> io::Result<()> {
        let mut result = Ok(());
        self.world.shelf.read(self.notes, self.world.context.lang(), &mut |ix, read| {
            if let Some(note) = readable(self.world, read) {
                result = self.note(exporter, ix, &note, to);
            }
            result.is_ok()
        });
        result?;
        if self.progress
            && let Err(error) = self.add_progress(exporter, to)
        {
            *stopped = Err(error);
            return Err(io::ErrorKind::Other.into());
        }
        exporter.finish(to)
    }

    fn note(
        &self,
        exporter: &mut dyn Exporter,
        ix: NoteIx,
        note: &crate::cards::Note,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let library = self.world.library();
        let entry = library.note(ix);
        let deck = &library.decks[entry.deck as usize];
        let topic = entry.topic.map(|topic| library.topic(topic));
        let section = topic.and_then(|topic| topic.section);
        let state = |card| self.standings.of(card).cloned().unwrap_or_default();
        let card = |card: u32| {
            let card = CardIx(card);
            (library.card_id(card), self.progress.then(|| state(card)))
        };
        exporter.note(
            &Entry {
                note,
                collection: &library.collections[deck.collection as usize],
                deck: self.world.shelf.deck_path(ix),
                deck_title: self.world.shelf.deck_title(ix),
                section: section.map(|at| &library.sections[at as usize]),
                topic,
                sources: &references(self.world, ix, note),
                cards: &library.siblings(ix).map(card).collect::<Vec<_>>(),
                today: self.world.now().day,
            },
            to,
        )
    }

    fn add_progress(&self, exporter: &mut dyn Exporter, to: &mut dyn Write) -> Outcome {
        let library = self.world.library();
        let mut sorted = self.notes.to_vec();
        sorted.sort_unstable();
        let mut result = Ok(());
        self.world.store.logs(&mut |card, events| {
            let ix = library.find_card(card.as_str()).filter(|card| {
                result.is_ok() && sorted.binary_search(&library.note_of(*card)).is_ok()
            });
            let Some(ix) = ix else { return };
            let state = self.standings.of(ix).cloned().unwrap_or_default();
            result = exporter.progress(card, &state, events, to);
        })?;
        result.map_err(failed)
    }
}
