//! `export anki`: a package for Anki.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::cards::note::Translation;
use crate::cards::{CardIx, Note, NoteIx};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::export::args;
use crate::cli::export::foreign::{Foreigners, Speaker};
use crate::cli::export::push::{self, Handover, There};
use crate::cli::export::report::{self, Pushed};
use crate::cli::export::schedules::{self, Brought};
use crate::cli::export::{deck, order, readable, references};
use crate::cli::interrupt::Interrupt;
use crate::cli::world::{World, rules};
use crate::exchange::anki::ord;
use crate::exchange::export::anki::{
    ExportError, Ids, Item, Options, Package, Progress, Summary, history, merged_tags, type_key,
};
use crate::model::{Exported, Timestamp};
use crate::select::Standings;
use crate::store::{Access, StoreError};

/// Runs `export anki`.
pub(super) fn run(context: &Context, args: &args::Package) -> Outcome {
    check(args)?;
    // Whoever is not there should not keep anybody waiting.
    let anki = if args.push { Some(args.anki.open()?) } else { None };
    let mut world = World::open(context, Access::ReadWrite)?;
    world.report();
    let standings = world.standings()?;
    let notes = order::notes(&world, &args.filter, &standings)?;
    let foreigners = Foreigners::read(&world, &notes)?;
    let (file, summary, pushed) = if let Some(anki) = anki {
        let there = There::read(&anki, world.library(), &foreigners)?;
        let handover = Handover::new(context)?;
        let file = args.output.as_deref().unwrap_or(handover.path());
        let job = Job {
            world: &world,
            standings: &standings,
            foreigners: &foreigners,
            args,
            interrupt: None,
        };
        let (summary, said) = job.write(&notes, file, &there)?;
        push::hand_over(&anki, file)?;
        world.store.set_exported(&said)?;
        let before = there.count(&notes);
        let brought = match args.with_progress {
            true => schedules::bring(&anki, &world, &standings, &foreigners, &there, &notes)?,
            false => Brought::default(),
        };
        (args.output.clone(), summary, Some(Pushed { before, brought }))
    } else {
        let file = args.output.clone().unwrap_or_else(|| default_file(&world, &notes));
        let interrupt = Interrupt::watch()?;
        let interrupt = Some(&interrupt);
        let job =
            Job { world: &world, standings: &standings, foreigners: &foreigners, args, interrupt };
        let (summary, said) = job.write(&notes, &file, &There::default())?;
        world.store.set_exported(&said)?;
        (Some(file), summary, None)
    };
    report::print(context, args, file.as_deref(), &summary, pushed)
}

/// Refuses names that could be none.
fn check(args: &args::Package) -> Outcome {
    if args.output.as_deref() == Some(Path::new("-")) {
        return Err(CliError::usage("a package cannot go to stdout")
            .hint("name a file: `--output FILE.apkg`"));
    }
    let is_name = |name: &str| name.split("::").all(|level| !level.trim().is_empty());
    match &args.deck_name {
        Some(name) if !is_name(name) => Err(CliError::usage(format!(
            "a deck of Anki cannot be called `{name}`"
        ))
        .hint("levels stand between `::`, and none is empty: `--deck-name Backend::Interview`")),
        _ => Ok(()),
    }
}

/// Names the file after the collection, where there is one.
fn default_file(world: &World<'_>, notes: &[NoteIx]) -> PathBuf {
    let library = world.library();
    let of = |note: &NoteIx| library.decks[library.note(*note).deck as usize].collection;
    let first = notes.first().map(of);
    let is_one = notes.iter().all(|note| Some(of(note)) == first);
    let name = first.filter(|_| is_one).map(|at| &*library.collections[at as usize].name);
    PathBuf::from(format!("{}.apkg", name.unwrap_or("revisit")))
}

/// What exports said before.
struct Before {
    notes: Vec<Option<Exported>>,
    types: HashMap<String, Exported>,
    greatest: Option<i64>,
}

impl Before {
    fn read(world: &World<'_>) -> Result<Before, StoreError> {
        let library = world.library();
        let mut before = Before {
            notes: vec![None; library.notes().len()],
            types: HashMap::new(),
            greatest: None,
        };
        // Both come sorted by id.
        let mut at = 0;
        world.store.exported(&mut |key, said| {
            if key.starts_with("type:") {
                before.types.insert(key.to_owned(), said);
                return;
            }
            // A note that is gone keeps its id.
            before.greatest = before.greatest.max(Some(said.id));
            while at < before.notes.len() && library.note_text(NoteIx(at as u32)) < key {
                at += 1;
            }
            if at < before.notes.len() && library.note_text(NoteIx(at as u32)) == key {
                before.notes[at] = Some(said);
            }
        })?;
        Ok(before)
    }
}

/// What goes into a package, whatever becomes of it.
#[derive(Clone, Copy)]
struct Job<'a> {
    world: &'a World<'a>,
    standings: &'a Standings,
    foreigners: &'a Foreigners,
    args: &'a args::Package,
    /// What may end it before its end; none where Anki is asked, for which nobody has to wait.
    interrupt: Option<&'a Interrupt>,
}

impl Job<'_> {
    /// Writes the package. Returns what it says of notes and note types that was not said before.
    fn write(
        self,
        notes: &[NoteIx],
        file: &Path,
        there: &There,
    ) -> Outcome<(Summary, Vec<(String, Exported)>)> {
        let Job { world, args, .. } = self;
        let failed = |error: ExportError| {
            let context = format!("cannot write {}", file.display());
            CliError::new(Kind::Outside, anyhow::Error::new(error).context(context))
        };
        let before = Before::read(world)?;
        let now = world.now();
        let options = Options {
            version: args.format.into(),
            now,
            rollover: world.context.settings.day.rollover,
            progress: args.with_progress,
        };
        let ids = self.ids(notes, &before);
        let mut package = Package::create(file, options).map_err(failed)?;
        let answered = match args.with_progress {
            true => self.histories(&ids, &mut package)?,
            false => HashMap::new(),
        };
        let mut said = Vec::new();
        let decks = deck::Names::new(world, args.deck_name.as_deref());
        let mut writer = Writer { job: self, answered: &answered, there, decks };
        let mut failure = None;
        world.shelf.read(notes, world.context.lang(), &mut |ix, read| {
            let (Some(id), Some(note)) = (ids[ix.0 as usize], readable(world, read)) else {
                return true;
            };
            match writer.note(ix, &note, id, before.notes[ix.0 as usize].as_ref(), &mut package) {
                Ok(new) => {
                    let key = || world.library().note_text(ix).to_owned();
                    said.extend(new.map(|new| (key(), new)));
                }
                Err(error) => failure = Some(error),
            }
            failure.is_none() && !self.interrupt.is_some_and(Interrupt::is_asked)
        });
        failure.map_or(Ok(()), Err).map_err(failed)?;
        self.interrupt.map_or(Ok(()), Interrupt::check)?;
        let (summary, types) =
            package.finish(&|id| before.types.get(&type_key(id)).cloned()).map_err(failed)?;
        said.extend(types.into_iter().map(|new| (type_key(new.id), new)));
        Ok((summary, said))
    }

    /// Returns the ids of notes in the package, by the place of a note in the library; none for what
    /// is not exported.
    fn ids(self, notes: &[NoteIx], before: &Before) -> Vec<Option<i64>> {
        let new = notes.iter().filter(|note| before.notes[note.0 as usize].is_none()).count();
        let mut fresh = Ids::after(before.greatest, new, self.world.now());
        let mut ids: Vec<Option<i64>> = vec![None; before.notes.len()];
        for note in notes {
            let known = before.notes[note.0 as usize].as_ref().map(|said| said.id);
            ids[note.0 as usize] = known.or_else(|| fresh.next());
        }
        // Cards that became notes go back to the one note they came from.
        for note in notes {
            match self.foreigners.speaker(*note) {
                Speaker::Itself => {}
                Speaker::Other(other) => ids[note.0 as usize] = ids[other.0 as usize],
                Speaker::Absent => ids[note.0 as usize] = None,
            }
        }
        ids
    }

    /// Writes the review log, and returns when each card was last answered.
    fn histories(
        self,
        ids: &[Option<i64>],
        package: &mut Package,
    ) -> Outcome<HashMap<CardIx, Timestamp>> {
        let library = self.world.library();
        let rules = rules(self.world.context);
        let mut answered = HashMap::new();
        let mut failure: Option<ExportError> = None;
        self.world.store.logs(&mut |card, events| {
            let Some(ix) = library.find_card(card.as_str()) else { return };
            let note = library.note_of(ix);
            let Some(id) = ids[note.0 as usize] else { return };
            if failure.is_some() {
                return;
            }
            let history = history(card, events, rules);
            answered.extend(history.answered.map(|at| (ix, at)));
            let ord = ord(library.part_of(ix), self.foreigners.card(note));
            failure = package.history(id, ord, &history).err();
        })?;
        match failure {
            Some(error) => Err(CliError::new(Kind::Outside, error)),
            None => Ok(answered),
        }
    }
}

/// Puts what a package needs of a note together.
struct Writer<'a> {
    job: Job<'a>,
    answered: &'a HashMap<CardIx, Timestamp>,
    there: &'a There,
    decks: deck::Names<'a>,
}

impl Writer<'_> {
    fn note(
        &mut self,
        ix: NoteIx,
        note: &Note,
        id: i64,
        said: Option<&Exported>,
        package: &mut Package,
    ) -> Result<Option<Exported>, ExportError> {
        let Job { world, standings, foreigners, args, .. } = self.job;
        let library = world.library();
        // What stays in its own language stays so as a whole.
        let lang = world.context.lang().filter(|lang| lang.starts_with(&note.lang));
        let topic = library.note(ix).topic.map(|topic| {
            let title = lang.and_then(|lang| world.shelf.topic_title(topic, lang));
            title.unwrap_or_else(|| library.topic(topic).title.clone())
        });
        let progress = |card: u32| {
            let card = CardIx(card);
            let state = standings.of(card).cloned();
            let progress = Progress {
                state: state.unwrap_or_default(),
                answered: self.answered.get(&card).copied(),
            };
            (library.part_of(card), args.with_progress.then_some(progress))
        };
        let cards: Vec<_> = library.siblings(ix).map(progress).collect();
        let references = references(world, ix, note);
        let model = note.anki.as_ref().and_then(|anki| foreigners.model(world, ix, anki));
        let deck = match (world.shelf.deck_title(ix), args.deck_name.is_some()) {
            // It goes back where it came from.
            (Some(title), false) if model.is_some() => title.to_owned(),
            _ => self.decks.of(ix),
        };
        let tags = tags(world, ix, note);
        let base = said.map_or("", |said| &*said.tags);
        let shown = self.there.tags(ix).map(|theirs| merged_tags(base, theirs, &tags));
        package.note(&Item {
            note,
            id,
            model,
            is_sibling: foreigners.speaker(ix) != Speaker::Itself,
            deck: &deck,
            topic: topic.as_deref().unwrap_or_default(),
            tags: &tags,
            shown_tags: shown.as_deref(),
            sources: &references,
            link: world.shelf.deck_url(ix).as_deref(),
            said,
            cards: &cards,
            media: &|name| world.shelf.media(ix, name),
        })
    }
}

/// Returns the tags of a note: what it is about, as in filters, then its own.
fn tags(world: &World<'_>, ix: NoteIx, note: &Note) -> Vec<String> {
    let library = world.library();
    let mut tags = Vec::new();
    if let Some(topic) = library.note(ix).topic.map(|topic| library.topic(topic)) {
        let section = topic.section.map(|at| &library.sections[at as usize].slug);
        tags.extend(section.map(|slug| format!("section::{slug}")));
        tags.push(format!("topic::{}", topic.slug));
        tags.extend(topic.level.map(|level| format!("level::{}", level.name())));
        tags.push(format!("tier::{}", note.tier.name()));
    }
    tags.extend(note.facet.map(|facet| format!("facet::{}", facet.name())));
    tags.extend(note.tags.iter().cloned());
    if note.translation == Translation::Stale {
        tags.push("translation::stale".to_owned());
    }
    tags
}
