//! `export anki`: a package for Anki.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::cards::note::Translation;
use crate::cards::{CardIx, Note, NoteIx};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::export::args::Anki;
use crate::cli::export::foreign::Foreigners;
use crate::cli::export::{deck, order, readable, references};
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::world::{World, rules};
use crate::exchange::anki::ord;
use crate::exchange::export::anki::{
    ExportError, Ids, Item, Options, Package, Progress, Summary, history, type_key,
};
use crate::model::{Exported, Timestamp};
use crate::select::Standings;
use crate::store::{Access, StoreError};

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    file: PathBuf,
    bytes: u64,
    notes: usize,
    cards: usize,
    reviews: usize,
    media: usize,
    decks: usize,
    new: usize,
    changed: usize,
    missing_media: Vec<Missing>,
    /// Notes that stay in Anki as they are, because nobody can tell which field was edited.
    stuck: Vec<String>,
}

#[derive(Serialize)]
struct Missing {
    card: String,
    file: String,
}

/// Runs `export anki`.
pub(super) fn run(context: &Context, args: &Anki) -> Outcome {
    let mut world = World::open(context, Access::ReadWrite)?;
    world.report();
    let standings = world.standings()?;
    let notes = order::notes(&world, &args.filter, &standings)?;
    let file = args.output.clone().unwrap_or_else(|| default_file(&world, &notes));
    let (summary, said) = write(&world, &standings, &notes, args, &file)?;
    world.store.set_exported(&said)?;
    print(context, args, &file, &summary)
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

fn write(
    world: &World<'_>,
    standings: &Standings,
    notes: &[NoteIx],
    args: &Anki,
    file: &std::path::Path,
) -> Outcome<(Summary, Vec<(String, Exported)>)> {
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
    let foreigners = Foreigners::read(world, notes)?;
    let new = notes.iter().filter(|note| before.notes[note.0 as usize].is_none()).count();
    let mut fresh = Ids::after(before.greatest, new, now);
    // By the place of a note in the library; none for what is not exported.
    let mut ids: Vec<Option<i64>> = vec![None; before.notes.len()];
    for note in notes {
        let known = before.notes[note.0 as usize].map(|said| said.id);
        ids[note.0 as usize] = known.or_else(|| fresh.next());
    }
    // Cards that became notes go back to the one note they came from.
    for note in notes {
        if let Some((first, _)) = foreigners.sibling(*note) {
            ids[note.0 as usize] = first.and_then(|first| ids[first.0 as usize]);
        }
    }
    let mut package = Package::create(file, options).map_err(failed)?;
    let answered = match args.with_progress {
        true => histories(world, &ids, &foreigners, &mut package)?,
        false => HashMap::new(),
    };
    let mut said = Vec::new();
    let mut writer = Writer {
        world,
        standings,
        args,
        foreigners: &foreigners,
        answered: &answered,
        decks: deck::Names::new(world, args.deck_name.as_deref()),
    };
    let mut failure = None;
    world.shelf.read(notes, world.context.lang(), &mut |ix, read| {
        let (Some(id), Some(note)) = (ids[ix.0 as usize], readable(world, read)) else {
            return true;
        };
        match writer.note(ix, &note, id, before.notes[ix.0 as usize], &mut package) {
            Ok(new) => {
                let key = || world.library().note_text(ix).to_owned();
                said.extend(new.map(|new| (key(), new)));
            }
            Err(error) => failure = Some(error),
        }
        failure.is_none()
    });
    failure.map_or(Ok(()), Err).map_err(failed)?;
    let (summary, types) =
        package.finish(&|id| before.types.get(&type_key(id)).copied()).map_err(failed)?;
    said.extend(types.into_iter().map(|new| (type_key(new.id), new)));
    Ok((summary, said))
}

/// Writes the review log, and returns when each card was last answered.
fn histories(
    world: &World<'_>,
    ids: &[Option<i64>],
    foreigners: &Foreigners,
    package: &mut Package,
) -> Outcome<HashMap<CardIx, Timestamp>> {
    let library = world.library();
    let rules = rules(world.context);
    let mut answered = HashMap::new();
    let mut failure: Option<ExportError> = None;
    world.store.logs(&mut |card, events| {
        let Some(ix) = library.find_card(card.as_str()) else { return };
        let Some(id) = ids[library.note_of(ix).0 as usize] else { return };
        if failure.is_some() {
            return;
        }
        let history = history(card, events, rules);
        answered.extend(history.answered.map(|at| (ix, at)));
        let card = foreigners.sibling(library.note_of(ix)).map_or(0, |(_, card)| card);
        failure = package.history(id, ord(library.part_of(ix), card), &history).err();
    })?;
    match failure {
        Some(error) => Err(CliError::new(Kind::Outside, error)),
        None => Ok(answered),
    }
}

/// Puts what a package needs of a note together.
struct Writer<'a> {
    world: &'a World<'a>,
    standings: &'a Standings,
    args: &'a Anki,
    foreigners: &'a Foreigners,
    answered: &'a HashMap<CardIx, Timestamp>,
    decks: deck::Names<'a>,
}

impl Writer<'_> {
    fn note(
        &mut self,
        ix: NoteIx,
        note: &Note,
        id: i64,
        said: Option<Exported>,
        package: &mut Package,
    ) -> Result<Option<Exported>, ExportError> {
        let world = self.world;
        let library = world.library();
        // What stays in its own language stays so as a whole.
        let lang = world.context.lang().filter(|lang| lang.starts_with(&note.lang));
        let topic = library.note(ix).topic.map(|topic| {
            let title = lang.and_then(|lang| world.shelf.topic_title(topic, lang));
            title.unwrap_or_else(|| library.topic(topic).title.clone())
        });
        let progress = |card: u32| {
            let card = CardIx(card);
            let state = self.standings.of(card).cloned();
            let progress = Progress {
                state: state.unwrap_or_default(),
                answered: self.answered.get(&card).copied(),
            };
            (library.part_of(card), self.args.with_progress.then_some(progress))
        };
        let cards: Vec<_> = library.siblings(ix).map(progress).collect();
        let references = references(world, ix, note);
        let model = note.anki.as_ref().and_then(|anki| self.foreigners.model(world, ix, anki));
        let deck = match (world.shelf.deck_title(ix), self.args.deck_name.is_some()) {
            // It goes back where it came from.
            (Some(title), false) if model.is_some() => title.to_owned(),
            _ => self.decks.of(ix),
        };
        package.note(&Item {
            note,
            id,
            model,
            is_sibling: self.foreigners.sibling(ix).is_some(),
            deck: &deck,
            topic: topic.as_deref().unwrap_or_default(),
            tags: &tags(world, ix, note),
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

fn print(context: &Context, args: &Anki, file: &std::path::Path, summary: &Summary) -> Outcome {
    let mut out = Out::new();
    if args.json {
        out.json(&Report {
            file: file.to_owned(),
            bytes: summary.bytes,
            notes: summary.notes,
            cards: summary.cards,
            reviews: summary.reviews,
            media: summary.media,
            decks: summary.decks,
            new: summary.new,
            changed: summary.changed,
            missing_media: summary
                .missing
                .iter()
                .map(|(card, file)| Missing { card: card.clone(), file: file.clone() })
                .collect(),
            stuck: summary.stuck.clone(),
        })?;
        return out.finish();
    }
    for (card, file) in summary.missing.iter().take(5) {
        context.note(&format!("warning: {card}: there is no file `{file}` in the collection"));
    }
    if let Some(more) = summary.missing.len().checked_sub(6) {
        context.note(&format!("warning: {} more files are missing", more + 1));
    }
    for note in summary.stuck.iter().take(5) {
        context.note(&format!(
            "warning: {note} came out of a template of Anki and was edited here: it stays there as it is"
        ));
    }
    let mut parts =
        vec![count(summary.notes, "note", "notes"), count(summary.cards, "card", "cards")];
    if summary.media > 0 {
        parts.push(count(summary.media, "media file", "media files"));
    }
    if args.with_progress {
        parts.push(count(summary.reviews, "review", "reviews"));
    }
    out.line(format!("{}: {}", file.display(), parts.join(", ")))?;
    let old = summary.notes - summary.new;
    if old > 0 {
        out.line(format!(
            "since the last export: {} changed, {} new, the others as they were",
            summary.changed, summary.new
        ))?;
    }
    out.finish()
}
