//! `import anki --pull`: what was answered in Anki comes into the log.
//!
//! Anki writes the decks that have cards of ours into packages, with their progress. The packages are
//! read like any other; only progress of cards that are here comes in, and each answer once.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::context::{Context, random};
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::import::args::Import;
use crate::cli::import::package::{self, OWN};
use crate::cli::import::report::Report;
use crate::cli::import::stage::Stage;
use crate::cli::import::target::{self, Target};
use crate::cli::world::World;
use crate::exchange::anki::connect::Connect;
use crate::exchange::anki::notetype::ALL;
use crate::exchange::anki::{NOTE_TYPES_FILE, model};
use crate::exchange::import::anki::{Harvest, Wanted};
use crate::store::Access;

/// Runs `import anki --pull`.
pub(super) fn run(context: &Context, args: &Import) -> Outcome {
    let anki = args.anki.open()?;
    let access = if args.dry_run { Access::ReadOnly } else { Access::ReadWrite };
    let mut world = World::open(context, access)?;
    let folder = target::folder(context, args.into.as_deref(), OWN);
    let target = Target::open(&folder)?;
    let mut report = Report::new(&args.file, &folder, args.dry_run);
    let decks = decks(&anki, &note_types(&folder)?)?;
    if decks.is_empty() {
        context.note("note: Anki has no cards from here; `revisit export anki` brings them there");
    }
    let mut all = Harvest::default();
    let mut seen = HashSet::new();
    for deck in &decks {
        let stage = Stage::beside(&std::env::temp_dir().join("revisit"))?;
        let file = Exported::of(context, &anki, deck)?;
        let harvest =
            package::read(&world, &file.0, stage.folder(), Wanted::Progress, Some(&target))?;
        all.join(harvest, &mut seen);
    }
    report.pulled(&all);
    if !args.dry_run {
        let imported = package::log(&mut world, &all, &HashSet::new())?;
        report.events(&imported);
    }
    report.print(context, args.json)
}

/// Returns the ids of note types that notes of ours have in Anki: our own, and those that notes came
/// with.
fn note_types(folder: &Path) -> Outcome<Vec<i64>> {
    let mut ids: Vec<i64> = ALL.iter().map(|one| one.id()).collect();
    let path = folder.join(NOTE_TYPES_FILE);
    if let Ok(text) = std::fs::read_to_string(&path) {
        let (models, _) = model::read_all(&text).map_err(|error| {
            CliError::new(Kind::Input, error).hint(format!("look at {}", path.display()))
        })?;
        ids.extend(models.into_keys());
    }
    Ok(ids)
}

/// Returns the decks that have cards of some note types, without those that lie in another of them.
fn decks(anki: &Connect, note_types: &[i64]) -> Outcome<Vec<String>> {
    let terms: Vec<String> = note_types.iter().map(|id| format!("mid:{id}")).collect();
    let cards: Value = anki.call("findCards", &json!({ "query": terms.join(" OR ") }))?;
    if cards.as_array().is_none_or(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let decks: BTreeMap<String, Value> = anki.call("getDecks", &json!({ "cards": cards }))?;
    let names: Vec<String> = decks.into_keys().collect();
    let is_inner = |name: &String| {
        names
            .iter()
            .any(|other| name.strip_prefix(other).is_some_and(|rest| rest.starts_with("::")))
    };
    Ok(names.iter().filter(|name| !is_inner(name)).cloned().collect())
}

/// A package that Anki has written; it is gone when this is dropped.
struct Exported(PathBuf);

impl Exported {
    fn of(context: &Context, anki: &Connect, deck: &str) -> Outcome<Exported> {
        let folder = &context.paths.cache;
        std::fs::create_dir_all(folder)
            .map_err(|error| CliError::system(error, "make the folder", folder))?;
        let folder = std::fs::canonicalize(folder)?;
        let file = Exported(folder.join(format!("pull-{:013x}.apkg", random()?)));
        let path = file.0.display().to_string();
        let params = json!({ "deck": deck, "path": path, "includeSched": true });
        let done: bool = anki.call("exportPackage", &params)?;
        if !done || !file.0.is_file() {
            let message = anyhow::anyhow!("Anki wrote no package of the deck `{deck}` to {path}");
            return Err(CliError::new(Kind::Outside, message)
                .hint("export it from Anki yourself, with its schedule, and import that file"));
        }
        Ok(file)
    }
}

impl Drop for Exported {
    fn drop(&mut self) {
        // It may not be there.
        let _ = std::fs::remove_file(&self.0);
    }
}
