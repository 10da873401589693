//! `--lock`: what is released from now on. Lines are added or brought up to date, never removed.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;

use crate::content::LintInput;
use crate::content::lock::{LOCK_FILE, LockFile, Locked};
use crate::content::write::{self, WriteError};

/// A new text of `ids.lock`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockUpdate {
    /// The file, as findings name it.
    pub file: String,
    /// The text it was made from; absent where there was no such file.
    pub before: Option<String>,
    /// Its new text.
    pub text: String,
    /// The ids that were not in it.
    pub added: Vec<String>,
    /// The ids whose text or revision changed since they were locked.
    pub changed: Vec<String>,
}

/// Why a collection cannot be locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockError {
    /// Lines of the lock, named by their file, cannot be read and would be lost.
    Broken(String),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LockError::Broken(file) = self;
        write!(f, "`{file}` has lines that cannot be read and would be lost; mend them first")
    }
}

impl std::error::Error for LockError {}

/// Returns the lock of a collection as it is now; none where nothing changes. Cards without an id of
/// their own are left out: their ids follow their text.
pub fn update(input: &LintInput) -> Result<Option<LockUpdate>, LockError> {
    let root = input.root.trim_end_matches('/');
    let (file, before, mut lock) = match &input.lock {
        Some((file, lock)) => (file.label.clone(), file.text.as_str(), lock.clone()),
        None if root.is_empty() || root == "." => (LOCK_FILE.to_owned(), "", LockFile::default()),
        None => (format!("{root}/{LOCK_FILE}"), "", LockFile::default()),
    };
    if !lock.diagnostics.is_empty() {
        return Err(LockError::Broken(file));
    }
    let mut seen = HashSet::new();
    let notes: Vec<Locked> = input
        .decks
        .iter()
        .flat_map(|deck| &deck.notes)
        .filter(|located| located.has_id && seen.insert(located.note.id.as_str()))
        .map(|located| Locked::of(&located.note))
        .collect();
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for note in &notes {
        match lock.find(&note.id) {
            None => added.push(note.id.clone()),
            Some(known) if (known.rev, known.fingerprint) != (note.rev, note.fingerprint) => {
                changed.push(note.id.clone());
            }
            Some(_) => {}
        }
    }
    if added.is_empty() && changed.is_empty() {
        return Ok(None);
    }
    lock.update(notes);
    added.sort();
    changed.sort();
    let text = format!("{}{}", opening(before), lock.write());
    let before = input.lock.as_ref().map(|_| before.to_owned());
    Ok(Some(LockUpdate { file, before, text, added, changed }))
}

impl LockUpdate {
    /// Writes the file, in one step, if it still is as it was read.
    pub fn write(&self) -> Result<(), WriteError> {
        let path = Path::new(&self.file);
        match &self.before {
            Some(before) => write::replace(path, before, &self.text),
            None => write::create(path, &self.text),
        }
    }
}

/// The comments with which a lock begins.
fn opening(text: &str) -> String {
    let comments = text.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    comments.collect()
}
