//! Where collections come from: from a list of levels to the folders on them.
//!
//! A folder with a `collection.yaml` is a collection. A folder without one is a collection too,
//! named after itself; the folders directly in it that have a `collection.yaml` are their own. A
//! file stands for the collection it lies in, and for no other deck of it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::content::bundled::Bundle;
use crate::content::root::{Root, io_words};
use crate::model::id::MAX_ID_BYTES;
use crate::model::{Diagnostic, Severity};

/// The file that makes a folder a collection.
pub const COLLECTION_FILE: &str = "collection.yaml";

/// One of the places that decks come from.
#[derive(Clone, Debug)]
pub struct Level {
    /// What to call it in messages: `--decks`, `REVISIT_DECKS`.
    pub name: String,
    /// What is there.
    pub paths: Paths,
}

/// What a level holds.
#[derive(Clone, Debug)]
pub enum Paths {
    /// Files and folders that somebody named; a missing one is an error.
    Named(Vec<PathBuf>),
    /// A folder of collections, each in a folder of its own; it need not exist.
    Folder(PathBuf),
}

/// A place that holds one collection.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Its files.
    pub(crate) root: Root,
    /// The only deck that is wanted of it.
    pub(crate) only: Option<String>,
    /// Whether a `collection.yaml` is there.
    pub(crate) has_file: bool,
    /// The folders in it that are collections of their own.
    pub(crate) without: Vec<String>,
    /// Whether it is no fault to find no deck there.
    pub(crate) may_be_empty: bool,
}

impl Place {
    /// Returns the name that a collection without a file takes from its folder.
    pub(crate) fn folder_name(&self) -> String {
        match &self.root {
            Root::Bundled { folder, .. } => folder.clone(),
            Root::Disk { folder, .. } => name_of(folder),
        }
    }
}

/// Returns the name that a collection without a file takes from its folder, which need not exist.
pub fn name_of(folder: &Path) -> String {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    slug(&real.file_name().unwrap_or_default().to_string_lossy())
}

/// Lists the places of a level.
pub(crate) fn places(level: &Level, findings: &mut Vec<Diagnostic>) -> Vec<Place> {
    let mut places = Vec::new();
    match &level.paths {
        Paths::Named(paths) => {
            for path in paths {
                named(level, path, &mut places, findings);
            }
        }
        Paths::Folder(folder) if folder.is_dir() => {
            for (name, inner) in inner_folders(folder) {
                let shown = folder.join(name).display().to_string();
                places.push(Place { may_be_empty: true, ..place(inner, shown, None) });
            }
            let loose = place(folder.clone(), folder.display().to_string(), None);
            let without = inner_folders(folder).into_iter().map(|(name, _)| name).collect();
            places.push(Place { without, may_be_empty: true, ..loose });
        }
        Paths::Folder(_) => {}
    }
    places
}

/// Returns the places of a bundle.
pub(crate) fn bundled(bundle: Bundle) -> Vec<Place> {
    let place = |folder: &str| Place {
        root: Root::Bundled { bundle, folder: folder.to_owned() },
        only: None,
        has_file: true,
        without: Vec::new(),
        may_be_empty: true,
    };
    bundle.collections().map(place).collect()
}

fn named(level: &Level, path: &Path, places: &mut Vec<Place>, findings: &mut Vec<Diagnostic>) {
    let shown = path.display().to_string();
    match fs::metadata(path) {
        Err(error) => {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
                _ => format!("cannot be read: {}", io_words(&error)),
            };
            let finding = Diagnostic::file("deck/path", Severity::Error, &shown, message);
            findings.push(finding.help(format!("look at {}", level.name)));
        }
        Ok(metadata) if metadata.is_dir() => {
            let outer = place(path.to_owned(), shown.clone(), None);
            if outer.has_file {
                places.push(outer);
                return;
            }
            let mut without = Vec::new();
            for (name, inner) in inner_folders(path) {
                let inner = place(inner, path.join(&name).display().to_string(), None);
                if inner.has_file {
                    without.push(name);
                    places.push(inner);
                }
            }
            // A folder of collections is none itself, unless it has decks beside them.
            let may_be_empty = !without.is_empty();
            places.push(Place { without, may_be_empty, ..outer });
        }
        Ok(_) => places.push(of_file(path)),
    }
}

/// Returns the collection that a file lies in: that of the nearest folder with a
/// `collection.yaml`, else of its own folder.
pub(crate) fn of_file(path: &Path) -> Place {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let real = fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let steps = real.ancestors().position(|above| above.join(COLLECTION_FILE).is_file());
    let Some(steps) = steps.filter(|&steps| steps > 0) else {
        let shown = folder.display().to_string();
        return place(folder, shown, Some(name));
    };
    let root = real.ancestors().nth(steps).unwrap_or(&real).to_owned();
    let inside = real.strip_prefix(&root).unwrap_or(Path::new(""));
    let inside: Vec<String> = inside
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    let only = format!("{}/{name}", inside.join("/"));
    // As many folders up from what was written, where it says that many.
    let above = folder.ancestors().nth(steps).filter(|above| {
        let plain = folder.components().rev().take(steps);
        !above.as_os_str().is_empty()
            && plain.into_iter().all(|p| matches!(p, Component::Normal(_)))
    });
    let shown = above.unwrap_or(&root).display().to_string();
    place(root, shown, Some(only))
}

fn place(folder: PathBuf, shown: String, only: Option<String>) -> Place {
    let has_file = folder.join(COLLECTION_FILE).is_file();
    let root = Root::Disk { folder, shown };
    Place { root, only, has_file, without: Vec::new(), may_be_empty: false }
}

/// Lists the folders directly in a folder, by name.
fn inner_folders(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut inner: Vec<(String, PathBuf)> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())))
        .filter(|(name, _)| !name.starts_with('.') && name != "i18n")
        .collect();
    inner.sort();
    inner
}

/// Makes an id of a name, such as a folder's.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_ID_BYTES {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "decks".to_owned() } else { slug.to_owned() }
}
