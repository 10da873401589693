//! `export anki --push`: into an Anki that is running, through AnkiConnect.
//!
//! Notes go as a package, which Anki takes in a hundred times faster than one by one. What a package
//! cannot do is done around it: tags that a person has given notes there are kept, and schedules of
//! cards that are there already are brought up to date (`schedules`).

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;

use crate::cards::NoteIx;
use crate::cards::library::Library;
use crate::cli::context::{Context, random};
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::export::foreign::Foreigners;
use crate::exchange::anki::connect::{Connect, ConnectError};
use crate::exchange::anki::notetype::ALL;

/// How many notes or cards are asked about in one request.
pub(super) const BATCH: usize = 500;

/// What a running Anki has of ours.
#[derive(Debug, Default)]
pub(super) struct There {
    /// What finds all of it, as a search.
    pub(super) query: String,
    notes: HashMap<NoteIx, NoteThere>,
}

#[derive(Debug)]
struct NoteThere {
    tags: Vec<String>,
    cards: Vec<i64>,
}

/// A note as AnkiConnect tells of it.
#[derive(Deserialize)]
struct NoteInfo {
    #[serde(rename = "noteId")]
    id: i64,
    tags: Vec<String>,
    fields: HashMap<String, FieldInfo>,
    cards: Vec<i64>,
}

#[derive(Deserialize)]
struct FieldInfo {
    value: String,
}

/// A note that is gone by the time it is asked about has nothing.
#[derive(Deserialize)]
#[serde(untagged)]
enum Found {
    Note(NoteInfo),
    Gone {},
}

impl There {
    /// Asks for the notes of our note types, whose field `Id` says which note each is, and for those
    /// that came from there, by their ids.
    pub(super) fn read(
        anki: &Connect,
        library: &Library,
        foreigners: &Foreigners,
    ) -> Result<There, ConnectError> {
        let ours = of_types(ALL.iter().map(|one| one.id()));
        let theirs = of_types(foreigners.note_types());
        let by_id = foreigners.by_id();
        let mut there = There::default();
        there.ask(anki, &ours, &|note| {
            library.find_note(note.fields.get("Id").map_or("", |field| field.value.trim()))
        })?;
        if by_id.is_empty() {
            there.query = ours;
        } else {
            there.ask(anki, &theirs, &|note| by_id.get(&note.id).copied())?;
            there.query = format!("({ours} OR {theirs})");
        }
        Ok(there)
    }

    fn ask(
        &mut self,
        anki: &Connect,
        query: &str,
        find: &dyn Fn(&NoteInfo) -> Option<NoteIx>,
    ) -> Result<(), ConnectError> {
        let ids: Vec<i64> = anki.call("findNotes", &json!({ "query": query }))?;
        for ids in ids.chunks(BATCH) {
            let found: Vec<Found> = anki.call("notesInfo", &json!({ "notes": ids }))?;
            for note in found {
                if let Found::Note(note) = note
                    && let Some(ix) = find(&note)
                {
                    let NoteInfo { tags, cards, .. } = note;
                    self.notes.insert(ix, NoteThere { tags, cards });
                }
            }
        }
        Ok(())
    }

    /// Returns the tags a note has there.
    pub(super) fn tags(&self, note: NoteIx) -> Option<&[String]> {
        self.notes.get(&note).map(|note| note.tags.as_slice())
    }

    /// Returns the cards a note has there, in the order of their templates.
    pub(super) fn cards(&self, note: NoteIx) -> &[i64] {
        self.notes.get(&note).map_or(&[], |note| &note.cards)
    }

    /// Returns how many of some notes are there.
    pub(super) fn count(&self, notes: &[NoteIx]) -> usize {
        notes.iter().filter(|note| self.notes.contains_key(note)).count()
    }
}

/// Returns a search for everything of some note types.
fn of_types(ids: impl Iterator<Item = i64>) -> String {
    let terms: Vec<String> = ids.map(|id| format!("mid:{id}")).collect();
    format!("({})", terms.join(" OR "))
}

/// A file that Anki reads; it is gone when this is dropped.
pub(super) struct Handover(PathBuf);

impl Handover {
    /// Makes room for a package, at a place that both programs see.
    pub(super) fn new(context: &Context) -> Outcome<Handover> {
        let folder = &context.paths.cache;
        fs::create_dir_all(folder)
            .map_err(|error| CliError::system(error, "make the folder", folder))?;
        let folder = fs::canonicalize(folder)?;
        Ok(Handover(folder.join(format!("push-{:013x}.apkg", random()?))))
    }

    /// Returns its path.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Handover {
    fn drop(&mut self) {
        // It may not be there.
        let _ = fs::remove_file(&self.0);
    }
}

/// Lets Anki take a package in.
pub(super) fn hand_over(anki: &Connect, file: &Path) -> Outcome {
    const BY_HAND: &str = "write it with `-o FILE`, and open that file in Anki";
    let params = json!({"path": fs::canonicalize(file)?.display().to_string()});
    match anki.call("importPackage", &params) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let message = anyhow::anyhow!("Anki did not take the package in");
            Err(CliError::new(Kind::Outside, message).hint(BY_HAND))
        }
        Err(error @ ConnectError::Refused { .. }) => Err(CliError::from(error)
            .hint(format!("if Anki is not allowed to read your files: {BY_HAND}"))),
        Err(error) => Err(error.into()),
    }
}
