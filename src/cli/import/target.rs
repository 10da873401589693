//! The collection that an import writes to: what is there before.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::cards::Note;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::import::args::Import;
use crate::cli::import::stage::Stage;
use crate::content::deck::DeckFile;
use crate::content::place::{COLLECTION_FILE, slug};
use crate::content::source::SourceFile;
use crate::content::{self, Level, LintInput, Paths, Request};
use crate::model::Severity;

/// The collection that an import writes to.
pub(super) struct Target {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Its name.
    pub(super) name: String,
    /// Whether it says so itself.
    pub(super) has_file: bool,
    /// Its decks; none where there is no such folder yet.
    pub(super) decks: Vec<DeckFile>,
}

impl Target {
    /// Looks at a folder. A deck in it that cannot be read is no place to import to: its cards would
    /// come twice.
    pub(super) fn open(folder: &Path) -> Outcome<Target> {
        let mut target = Target {
            folder: folder.to_owned(),
            name: slug(&folder.file_name().unwrap_or_default().to_string_lossy()),
            has_file: folder.join(COLLECTION_FILE).is_file(),
            decks: Vec::new(),
        };
        if !folder.exists() {
            return Ok(target);
        }
        if !folder.is_dir() {
            return Err(CliError::usage(format!("{} is no folder", folder.display()))
                .hint("name the folder of a collection with --into DIR"));
        }
        let level =
            Level { name: "--into".to_owned(), paths: Paths::Named(vec![folder.to_owned()]) };
        let opened = content::open(&Request { levels: vec![level], ..Request::default() });
        let error = opened.diagnostics.iter().find(|one| one.severity == Severity::Error);
        if let Some(error) = error.filter(|_| target.has_file || !is_empty(folder)) {
            let message = anyhow::anyhow!("{}: {}", error.place(), error.message);
            return Err(CliError::new(Kind::Input, message)
                .hint("mend this deck first: a card that cannot be read would come twice"));
        }
        let root = folder.display().to_string();
        let collections = &opened.shelf.library().collections;
        if let Some(at) = collections.iter().position(|one| one.root == root) {
            let LintInput { name, decks, .. } = opened.shelf.deck_files(at as u32);
            target.name = name;
            target.decks = decks;
        }
        Ok(target)
    }

    /// Returns the ids that it has, or had.
    pub(super) fn ids(&self) -> HashSet<String> {
        let ids = self.decks.iter().flat_map(|deck| {
            let notes = deck.notes.iter().map(|located| located.note.id.local().to_owned());
            notes.chain(deck.header.retired.iter().map(|id| id.value.clone()))
        });
        ids.collect()
    }

    /// Returns the notes that came from Anki, by guid and number of card.
    pub(super) fn foreign(&self) -> HashMap<(String, u16), Note> {
        let notes = self.decks.iter().flat_map(|deck| &deck.notes);
        notes
            .filter_map(|located| {
                let anki = located.note.anki.as_ref()?;
                Some(((anki.guid.clone(), anki.card), located.note.clone()))
            })
            .collect()
    }

    /// Returns all notes by their own ids.
    pub(super) fn notes(&self) -> HashMap<String, Note> {
        let notes = self.decks.iter().flat_map(|deck| &deck.notes);
        notes.map(|located| (located.note.id.local().to_owned(), located.note.clone())).collect()
    }

    /// Returns the ids of notes that came from Anki, by guid.
    pub(super) fn guids(&self) -> HashMap<String, String> {
        let foreign = self.foreign().into_iter().filter(|((_, card), _)| *card == 0);
        foreign.map(|((guid, _), note)| (guid, note.id.local().to_owned())).collect()
    }

    /// Returns the path of a deck in its folder.
    pub(super) fn path_of(&self, file: &SourceFile) -> PathBuf {
        let root = format!("{}/", self.folder.display());
        PathBuf::from(file.label.strip_prefix(&root).unwrap_or(&file.label))
    }
}

fn is_empty(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_none())
}

/// Makes the folder in which files wait for their place: beside it, or nowhere near it where nothing
/// is to be written.
pub(super) fn stage(args: &Import, folder: &Path) -> Outcome<Stage> {
    match args.dry_run {
        true => Stage::beside(&std::env::temp_dir().join("revisit")),
        false => Stage::beside(folder),
    }
}

/// Returns the folder that was asked for, else one in the data folder.
pub(super) fn folder(context: &Context, into: Option<&Path>, name: &str) -> PathBuf {
    into.map_or_else(|| context.paths.decks().join(name), Path::to_path_buf)
}
