//! From notes to files: which deck each goes to, and what that deck says afterwards.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::cards::Note;
use crate::cli::error::Outcome;
use crate::cli::import::stage::Stage;
use crate::cli::import::target::Target;
use crate::content::merge::{self, Refused};
use crate::content::place::COLLECTION_FILE;
use crate::model::parallel;

/// How many cards a new deck has at most: more come in a further file.
const MOST_CARDS: usize = 5_000;

/// A deck file that an import makes or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Its path in the collection.
    pub(super) path: PathBuf,
    /// The title of the deck.
    pub(super) title: String,
    /// Cards that are new in it.
    pub(super) added: usize,
    /// Cards whose text has changed.
    pub(super) changed: usize,
}

/// What an import does to the files of a collection.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The decks.
    pub(super) decks: Vec<Change>,
    /// Cards that are not changed, because a comment of the author's stands in them.
    pub(super) kept: Vec<String>,
    /// Cards that no deck can have.
    pub(super) refused: Vec<Refused>,
}

/// Writes the decks of a collection into a stage. `title` is that of a new collection.
pub(super) fn decks(
    stage: &mut Stage,
    target: &Target,
    title: &str,
    new: Vec<(String, Note)>,
    changed: &[Note],
) -> Outcome<Plan> {
    let mut plan = Plan::default();
    let mut added: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for (deck, note) in new {
        added.entry(deck).or_default().push(note);
    }
    let mut names = Names::new(target);
    let changed: HashMap<&str, &Note> =
        changed.iter().map(|note| (note.id.local(), note)).collect();
    for deck in &target.decks {
        let replaced = deck.notes.iter().filter_map(|here| changed.get(here.note.id.local()));
        let replaced: Vec<Note> = replaced.map(|note| (*note).clone()).collect();
        let path = target.path_of(&deck.file);
        let title = deck.header.title.as_ref().map(|title| title.value.clone());
        let here = title.as_ref().and_then(|title| added.get_mut(title));
        let room = MOST_CARDS.saturating_sub(deck.notes.len());
        let here: Vec<Note> =
            here.map(|notes| notes.drain(..room.min(notes.len())).collect()).unwrap_or_default();
        if replaced.is_empty() && here.is_empty() {
            continue;
        }
        let merged = merge::merged(&target.folder.join(&path), &replaced, &here)?;
        plan.kept.extend(merged.kept);
        plan.refused.extend(merged.refused);
        let (added, changed) = (merged.added, merged.changed);
        if added + changed > 0 {
            stage.write(&path, &merged.after, true)?;
            let title = title.unwrap_or_default();
            plan.decks.push(Change { path, title, added, changed });
        }
    }
    let mut files: Vec<(PathBuf, &str, &[Note])> = Vec::new();
    for (title, notes) in &added {
        files
            .extend(notes.chunks(MOST_CARDS).map(|part| (names.give(title), title.as_str(), part)));
    }
    for ((path, title, part), written) in files.iter().zip(write_all(stage, &files)) {
        let refused = written?;
        let added = part.len() - refused.len();
        plan.refused.extend(refused);
        if added > 0 {
            stage.take(path);
            let (path, title) = (path.clone(), (*title).to_owned());
            plan.decks.push(Change { path, title, added, changed: 0 });
        }
    }
    if !target.has_file && target.decks.is_empty() && !plan.decks.is_empty() {
        let text = format!("name: {}\ntitle: {title}\n", target.name);
        stage.write(Path::new(COLLECTION_FILE), &text, false)?;
    }
    Ok(plan)
}

/// Writes new decks, on all processors; those that no card came into are not written. Returns the
/// cards of each that did not.
fn write_all(stage: &Stage, files: &[(PathBuf, &str, &[Note])]) -> Vec<Outcome<Vec<Refused>>> {
    let one = |(path, title, notes): &(PathBuf, &str, &[Note])| {
        let deck = merge::deck_text(title, notes);
        if deck.refused.len() < notes.len() {
            stage.fill(path, &deck.text)?;
        }
        Ok(deck.refused)
    };
    parallel::map(files, 2, one)
}

/// Gives names to deck files.
struct Names {
    taken: HashSet<String>,
}

impl Names {
    fn new(target: &Target) -> Names {
        let mut taken: HashSet<String> = target
            .decks
            .iter()
            .map(|deck| target.path_of(&deck.file).to_string_lossy().to_lowercase())
            .collect();
        // Files that mean something else beside decks.
        for name in ["collection", "sources", "reviews", "glossary"] {
            taken.insert(format!("{name}.yaml"));
        }
        Names { taken }
    }

    /// Returns a path for a deck.
    fn give(&mut self, deck: &str) -> PathBuf {
        let stem = merge::file_stem(deck);
        let mut name = format!("{stem}.yaml");
        let mut number = 1;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{stem}-{number}.yaml");
        }
        PathBuf::from(name)
    }
}
