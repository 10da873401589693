//! `import FILE.apkg`: notes, media and progress of a package of Anki.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use crate::cards::Library;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::import::args::Import;
use crate::cli::import::plan::{self, Plan};
use crate::cli::import::report::Report;
use crate::cli::import::stage::Stage;
use crate::cli::import::target::{self, Target};
use crate::cli::interrupt::Interrupt;
use crate::cli::manage::count;
use crate::cli::world::World;
use crate::exchange::anki::NOTE_TYPES_FILE;
use crate::exchange::anki::model;
use crate::exchange::import::anki::{
    self, CardLog, Harvest, Limits, PackageError, Presence, Present, Wanted,
};
use crate::exchange::import::html;
use crate::exchange::import::ids::Ids;
use crate::model::{CardId, EventBody, NoteId, Timestamp};
use crate::store::{Access, Imported};

/// The collection that packages go to where none is named.
pub(super) const OWN: &str = "anki";

/// Runs `import` on a package.
pub(super) fn run(context: &Context, args: &Import) -> Outcome {
    let access = if args.dry_run { Access::ReadOnly } else { Access::ReadWrite };
    let mut world = World::open(context, access)?;
    let folder = target::folder(context, args.into.as_deref(), OWN);
    let target = Target::open(&folder)?;
    let mut stage = target::stage(args, &folder)?;
    // What was unpacked by then goes again.
    let interrupt = Interrupt::watch()?;
    let mut harvest = read(&world, &args.file, stage.folder(), Wanted::All, Some(&target))?;
    let mut report = Report::new(&args.file, &folder, args.dry_run);
    interrupt.check()?;
    report.harvest(&harvest);
    let unpacked = stage.folder().to_owned();
    media(&mut stage, &unpacked, &target, &harvest, &mut report)?;
    let models = models(&target, &harvest)?;
    if let Some((text, replaces)) = models {
        stage.write(Path::new(NOTE_TYPES_FILE), &text, replaces)?;
    }
    let new = std::mem::take(&mut harvest.new);
    report.show(new.iter().map(|(deck, note)| (deck.as_str(), note)));
    let plan = plan::decks(&mut stage, &target, "Anki", new, &harvest.changed)?;
    report.plan(&target, &plan);
    let mut absent: HashSet<NoteId> = refused(&target, &plan).collect();
    let own = own(context, args, &unpacked, &mut harvest, &mut report, &mut absent)?;
    // From here on decks and progress come together.
    interrupt.check()?;
    if !args.dry_run {
        // What belongs to another collection alone does not come along.
        for name in harvest.media.files.iter().filter(|name| !belongs(&harvest, name, &target.name))
        {
            let file = unpacked.join(html::path(name));
            std::fs::remove_file(&file)
                .map_err(|error| CliError::system(error, "remove", &file))?;
        }
        for stage in own {
            stage.commit()?;
        }
        stage.commit()?;
        let imported = log(&mut world, &harvest, &absent)?;
        report.events(&imported);
    }
    report.print(context, args.json)
}

/// Reads a package with what is known here.
pub(super) fn read(
    world: &World<'_>,
    file: &Path,
    folder: &Path,
    wanted: Wanted,
    target: Option<&Target>,
) -> Outcome<Harvest> {
    let library = world.library();
    let log = logs(world)?;
    let at = |at: Timestamp| world.context.clock.at(at);
    let present = Present {
        collection: target.map_or_else(|| OWN.to_owned(), |target| target.name.clone()),
        ids: Ids::new(target.map(Target::ids).unwrap_or_default()),
        notes: target.map(Target::foreign).unwrap_or_default(),
        find: &|id| presence(library, id),
        has_media: &|name| {
            target.is_some_and(|target| target.folder.join(html::path(name)).exists())
        },
        log: &log,
        at: &at,
        now: world.now(),
        limits: Limits::default(),
    };
    anki::read(file, folder, wanted, present).map_err(|error| {
        let kind = match error {
            PackageError::Read(_) | PackageError::Unpack(_) => Kind::Outside,
            _ => Kind::Input,
        };
        let context = format!("{} was not imported", file.display());
        CliError::new(kind, anyhow::Error::new(error).context(context))
    })
}

fn presence(library: &Library, id: &NoteId) -> Presence {
    if library.find_note(id.as_str()).is_some() {
        Presence::Here
    } else if library.collections.iter().any(|one| one.name == id.collection()) {
        Presence::Collection
    } else {
        Presence::Nowhere
    }
}

/// Returns what is known of every card that something has happened to.
fn logs(world: &World<'_>) -> Outcome<HashMap<CardId, CardLog>> {
    let mut logs: HashMap<CardId, CardLog> = HashMap::new();
    world.store.logs(&mut |card, events| {
        let mut log = CardLog::default();
        for (moment, _, body) in events {
            let grade = match body {
                EventBody::Reviewed(reviewed) => Some(Some(reviewed.grade)),
                EventBody::Known | EventBody::Rescheduled { .. } | EventBody::Reset => Some(None),
                _ => None,
            };
            log.acts.extend(grade.map(|grade| (moment.at, grade)));
            log.leads |= grade.is_some() && !matches!(body, EventBody::Reset);
        }
        logs.insert(card.clone(), log);
    })?;
    world.store.scan(&mut |card, state| {
        if let Ok(card) = card.parse::<CardId>()
            && let Some(log) = logs.get_mut(&card)
        {
            log.is_scheduled = state.due.is_some();
            log.hidden = state.hidden;
        }
    })?;
    world.store.imported_marks(&mut |card, at, body| {
        let Some(log) = logs.get_mut(card) else { return };
        log.told = Some(at);
        let there = &mut log.hidden_there;
        match body {
            EventBody::Suspended => there.suspended = true,
            EventBody::Unsuspended => there.suspended = false,
            EventBody::Flagged => there.flagged = true,
            EventBody::Unflagged => there.flagged = false,
            EventBody::Buried { until } => there.buried_until = Some(*until),
            EventBody::Unburied => there.buried_until = None,
            _ => {}
        }
    })?;
    Ok(logs)
}

fn belongs(harvest: &Harvest, media: &str, collection: &str) -> bool {
    harvest.media_of.get(media).is_some_and(|of| of.contains(collection))
}

/// Takes the media of a collection along that are not there yet. They lie unpacked in a folder.
fn media(
    stage: &mut Stage,
    unpacked: &Path,
    target: &Target,
    harvest: &Harvest,
    report: &mut Report,
) -> Outcome {
    for name in &harvest.media.files {
        if !belongs(harvest, name, &target.name) {
            continue;
        }
        let path = html::path(name);
        let (path, there) = (Path::new(&path), target.folder.join(&path));
        if !there.exists() {
            stage.bring(&unpacked.join(path), path)?;
        } else if !same_file(&unpacked.join(path), &there) {
            report.problem(
                format!("media `{name}`"),
                "another file of this name is here already; it stays".to_owned(),
            );
        }
    }
    Ok(())
}

/// Compares two files, piece by piece.
fn same_file(a: &Path, b: &Path) -> bool {
    use std::io::Read;
    let open = |path: &Path| std::fs::File::open(path).map(std::io::BufReader::new);
    let (Ok(a), Ok(b)) = (open(a), open(b)) else { return false };
    let mut b = b.bytes();
    let same = a.bytes().all(|byte| match (byte, b.next()) {
        (Ok(a), Some(Ok(b))) => a == b,
        _ => false,
    });
    same && b.next().is_none()
}

/// Returns the note types of the collection, where there are new ones, and whether there were any.
fn models(target: &Target, harvest: &Harvest) -> Outcome<Option<(String, bool)>> {
    if harvest.models.is_empty() {
        return Ok(None);
    }
    let path = target.folder.join(NOTE_TYPES_FILE);
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(CliError::system(error, "read", &path)),
    };
    let mut all: BTreeMap<i64, model::Model> = match &before {
        None => BTreeMap::new(),
        Some(text) => {
            let read = model::read_all(text);
            read.map_err(|error| {
                CliError::new(Kind::Input, error).hint(format!("look at {}", path.display()))
            })?
            .0
        }
    };
    let modified = |model: &model::Model| model.json.get("mod").and_then(|at| at.as_i64());
    for (id, model) in &harvest.models {
        match all.get(id) {
            Some(known) if modified(known) >= modified(model) => {}
            Some(known) => {
                let model = model.clone().in_place_of(known);
                all.insert(*id, model);
            }
            None => drop(all.insert(*id, model.clone())),
        }
    }
    let text = model::write_all(all.values());
    Ok((before.as_ref() != Some(&text)).then_some((text, before.is_some())))
}

/// Returns the notes that no deck of a collection can have.
fn refused(target: &Target, plan: &Plan) -> impl Iterator<Item = NoteId> {
    let new = plan.refused.iter().filter(|refused| refused.is_new);
    new.map(|refused| NoteId::new(&target.name, &refused.id))
}

/// Stages the notes of our own note types of which nothing is here, each in its collection. Those that
/// do not come in go to `absent`.
fn own(
    context: &Context,
    args: &Import,
    unpacked: &Path,
    harvest: &mut Harvest,
    report: &mut Report,
    absent: &mut HashSet<NoteId>,
) -> Outcome<Vec<Stage>> {
    let mut stages = Vec::new();
    for (name, notes) in std::mem::take(&mut harvest.own) {
        let folder = target::folder(context, args.into.as_deref(), &name);
        let target = Target::open(&folder)?;
        if target.name != name {
            let message = format!(
                "its {} are not put into the collection `{}`; without --into they get a folder of \
                 their own",
                count(notes.len(), "note", "notes"),
                target.name
            );
            report.leave_out(format!("collection `{name}`"), message, notes.len());
            absent.extend(notes.into_iter().map(|(_, note)| note.id));
            continue;
        }
        report.show(notes.iter().map(|(deck, note)| (deck.as_str(), note)));
        let mut stage = target::stage(args, &folder)?;
        media(&mut stage, unpacked, &target, harvest, report)?;
        let plan: Plan = plan::decks(&mut stage, &target, &name, notes, &[])?;
        report.plan(&target, &plan);
        absent.extend(refused(&target, &plan));
        stages.push(stage);
    }
    Ok(stages)
}

/// Writes what happened to cards into the log, as one action; but not to those of notes that are left
/// out.
pub(super) fn log(
    world: &mut World<'_>,
    harvest: &Harvest,
    absent: &HashSet<NoteId>,
) -> Outcome<Imported> {
    let is_absent = |card: &CardId| !absent.is_empty() && absent.contains(&card.note());
    let events = harvest.events.iter();
    let mut events = events.filter(|(_, event)| !event.card.as_ref().is_some_and(is_absent));
    Ok(world.store.import_events(&mut events)?)
}
