//! The files of a collection: which there are, and what each is for.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::content::place::{COLLECTION_FILE, Place};
use crate::content::raw::is_lang;
use crate::content::root::{Root, Stamp, io_words};
use crate::content::table::page_of;
use crate::model::{Diagnostic, Severity};

/// The name of a language's term base, in the folder of the language.
pub const GLOSSARY_FILE: &str = "glossary.yaml";
/// How deep a collection's folders are looked into.
const MAX_DEPTH: usize = 32;
/// How many files and folders of a collection are looked at.
const MAX_ENTRIES: usize = 200_000;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `collection.yaml`.
    Collection,
    /// A deck.
    Deck,
    /// `sources.yaml`.
    Sources,
    /// `i18n/<lang>/collection.yaml`.
    Titles,
    /// A translation.
    Translation,
}

/// A file of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path in the collection.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// Its state; all zero in the bundle.
    pub stamp: Stamp,
}

impl Found {
    /// Returns the language whose folder the file is in.
    pub fn lang(&self) -> Option<&str> {
        lang_of(&self.path)
    }
}

/// The files of a collection.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is read, sorted by path.
    pub files: Vec<Found>,
    /// The paths of Markdown files.
    pub pages: HashSet<String>,
    /// What could not be looked at.
    pub diagnostics: Vec<Diagnostic>,
}

/// Lists the files of a collection.
pub(crate) fn list(place: &Place) -> Listing {
    let root = &place.root;
    let mut listing = Listing::default();
    match root {
        Root::Bundled { bundle, folder } => {
            for path in bundle.paths(folder) {
                listing.take(path.to_owned(), || Some(Stamp::default()));
            }
        }
        Root::Disk { folder, .. } => {
            let mut walk = Walk { place, left: MAX_ENTRIES, seen: HashSet::new() };
            match &place.only {
                None => walk.folder(folder, "", 0, &mut listing),
                Some(only) => walk.only(folder, only, &mut listing),
            }
        }
    }
    listing.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    listing
}

/// Returns what a file is for, by its path in the collection.
pub fn role(path: &str) -> Option<Role> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    if !is_yaml || name.starts_with('.') {
        return None;
    }
    if let Some(rest) = path.strip_prefix("i18n/") {
        lang_of(path)?;
        let is_top = rest.split('/').count() == 2;
        // A language's term base is for authors and the lint.
        if is_top && name == GLOSSARY_FILE {
            return None;
        }
        let is_titles = is_top && name == "collection.yaml";
        return Some(if is_titles { Role::Titles } else { Role::Translation });
    }
    match name {
        "collection.yaml" if folder.is_empty() => Some(Role::Collection),
        "sources.yaml" if folder.is_empty() => Some(Role::Sources),
        "collection.yaml" | "sources.yaml" | "reviews.yaml" => None,
        _ => Some(Role::Deck),
    }
}

/// Says whether a file would be found as a deck, by its path in the collection.
pub fn is_deck(path: &str) -> bool {
    let is_seen = |part: &str| !part.starts_with('.') && !part.contains('\\') && part != "i18n";
    path.split('/').all(is_seen) && role(path) == Some(Role::Deck)
}

/// Returns the language whose folder a path is in.
fn lang_of(path: &str) -> Option<&str> {
    let (lang, _) = path.strip_prefix("i18n/")?.split_once('/')?;
    Some(lang).filter(|lang| is_lang(lang))
}

impl Listing {
    fn take(&mut self, path: String, stamp: impl FnOnce() -> Option<Stamp>) {
        if let Some(role) = role(&path) {
            if let Some(stamp) = stamp() {
                self.files.push(Found { path, role, stamp });
            }
        } else if path.ends_with(".md") {
            self.pages.insert(path);
        }
    }
}

struct Walk<'p> {
    place: &'p Place,
    left: usize,
    /// The real folders on the way, so that a link that leads back is not followed.
    seen: HashSet<PathBuf>,
}

impl Walk<'_> {
    /// Takes one deck, and what belongs to its collection as a whole.
    fn only(&mut self, folder: &Path, only: &str, listing: &mut Listing) {
        let stamp = |path: &str| fs::metadata(folder.join(path)).ok().map(|data| Stamp::of(&data));
        if let Some(stamp) = stamp(only) {
            listing.files.push(Found { path: only.to_owned(), role: Role::Deck, stamp });
        }
        let page = page_of(only, None);
        if stamp(&page).is_some() {
            listing.pages.insert(page);
        }
        if self.place.has_file {
            for name in [COLLECTION_FILE, "sources.yaml"] {
                listing.take(name.to_owned(), || stamp(name));
            }
            let translations = folder.join("i18n");
            if translations.is_dir() {
                self.folder(&translations, "i18n", 1, listing);
            }
        }
    }

    fn folder(&mut self, folder: &Path, path: &str, depth: usize, listing: &mut Listing) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("cannot be listed: {}", io_words(&error));
                let label = self.place.root.label(path);
                listing.diagnostics.push(Diagnostic::file(
                    "deck/read",
                    Severity::Error,
                    label.trim_end_matches('/'),
                    message,
                ));
                return;
            }
        };
        for entry in entries.flatten() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            if self.left == 0 {
                let message = format!("more than {MAX_ENTRIES} files and folders");
                let label = self.place.root.shown();
                let finding = Diagnostic::file("deck/limit", Severity::Error, &label, message);
                listing.diagnostics.push(finding.help("name the folder of the decks itself"));
            }
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let label = self.place.root.label(path);
                let message = format!("the name of {} is not UTF-8", entry.path().display());
                let finding = Diagnostic::file("deck/read", Severity::Warning, &label, message);
                listing.diagnostics.push(finding.help("rename it"));
                continue;
            };
            if name.starts_with('.') || name.contains('\\') {
                continue;
            }
            let below = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            let Ok(kind) = entry.file_type() else { continue };
            let place = entry.path();
            let is_folder = kind.is_dir() || (kind.is_symlink() && place.is_dir());
            // Translations have one folder, at the top.
            let is_other = match path {
                "" => self.place.without.iter().any(|other| other == name),
                _ => name == "i18n",
            };
            if is_folder && (depth >= MAX_DEPTH || is_other) {
                continue;
            }
            if is_folder {
                let real = fs::canonicalize(&place).ok().filter(|_| kind.is_symlink());
                let is_new = real.is_none_or(|real| self.enter(folder, real));
                if is_new {
                    self.folder(&place, &below, depth + 1, listing);
                }
            } else {
                listing.take(below, || Some(Stamp::of(&fs::metadata(&place).ok()?)));
            }
        }
    }

    /// Says whether a linked folder may be looked into: once, and not if it holds the link.
    fn enter(&mut self, folder: &Path, real: PathBuf) -> bool {
        let from = fs::canonicalize(folder).unwrap_or_default();
        !from.starts_with(&real) && self.seen.insert(real)
    }
}
