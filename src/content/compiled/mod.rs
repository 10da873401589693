//! The index: a file in the cache folder for each collection, with all of its [`Table`].
//!
//! It may be deleted at any time. One that is damaged, of another version of the program or of
//! another folder is ignored and written anew; a failure to write it is harmless.
//!
//! A file of the collection is taken over from the index while its size, time and number are the
//! same, and if it was last modified before the program began to read: within one tick of the
//! file system's clock a second change would leave no trace.

mod bytes;
mod layout;
mod rows;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::content::root::{Root, Stamp};
use crate::content::table::Table;
use crate::content::walk::Found;

pub(crate) use rows::Rows;

/// The cache folder, and who uses it.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: Option<PathBuf>,
    version: String,
}

/// A table as it was when it was written.
#[derive(Debug)]
pub(crate) struct Old {
    /// The table.
    pub(crate) table: Table,
    /// When reading for it began, in nanoseconds since 1970; what is older cannot have changed
    /// unseen. The bundle's is never reached.
    began_ns: u64,
}

/// An index that is being made.
#[derive(Debug)]
pub(crate) struct Draft {
    file: File,
    temporary: PathBuf,
    place: PathBuf,
    began_ns: u64,
}

impl Cache {
    /// Uses a folder, which need not exist.
    pub(crate) fn new(folder: Option<PathBuf>, version: &str) -> Cache {
        Cache { folder, version: version.to_owned() }
    }

    /// Uses none.
    pub(crate) fn none() -> Cache {
        Cache { folder: None, version: String::new() }
    }

    /// Reads the table of a collection, if there is a sound one.
    pub(crate) fn read(&self, root: &Root) -> Option<Old> {
        let key = Key::of(root);
        let bytes = fs::read(self.place(&key)?).ok()?;
        let (table, began_ns) = layout::read(bytes, &self.version, &key)?;
        Some(Old { table, began_ns })
    }

    /// Begins a new index: notes the time, by the clock of the file system.
    pub(crate) fn begin(&self, root: &Root) -> Option<Draft> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let place = self.place(&Key::of(root))?;
        fs::create_dir_all(place.parent()?).ok()?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = place.with_extension(format!("{}-{count}.tmp", std::process::id()));
        let mut file = File::create_new(&temporary).ok()?;
        // An empty file may carry no time of its own on some systems.
        file.write_all(b"revisit").ok()?;
        let began_ns = Stamp::of(&file.metadata().ok()?).mtime_ns;
        Some(Draft { file, temporary, place, began_ns })
    }

    /// Writes a table in place of the one before. A failure leaves that one, or none.
    pub(crate) fn write(&self, draft: Option<Draft>, root: &Root, table: &Table) {
        let Some(draft) = draft else { return };
        let bytes = layout::write(table, &self.version, &Key::of(root), draft.began_ns);
        if draft.commit(&bytes).is_err() {
            let _ = fs::remove_file(&draft.temporary);
        }
    }

    fn place(&self, key: &Key) -> Option<PathBuf> {
        let name = match &key.folder {
            Some(_) => format!("decks-{:016x}.index", bytes::checksum(key.path.as_bytes())),
            None => format!("bundled-{}.index", key.path),
        };
        Some(self.folder.as_ref()?.join(name))
    }
}

impl Draft {
    fn commit(&self, bytes: &[u8]) -> std::io::Result<()> {
        let mut file = &self.file;
        file.set_len(0)?;
        std::io::Seek::rewind(&mut file)?;
        file.write_all(bytes)?;
        fs::rename(&self.temporary, &self.place)
    }
}

impl Old {
    /// Says whether these are the files the table was made of, all unchanged.
    pub(crate) fn holds_all(&self, files: &[Found]) -> bool {
        let rows = &self.table.files;
        rows.len() == files.len()
            && rows
                .iter()
                .zip(files)
                .all(|(row, found)| row.found == *found && self.is_fresh(found))
    }

    /// Says whether a file, its state being as noted, cannot have changed.
    pub(crate) fn is_fresh(&self, found: &Found) -> bool {
        found.stamp.mtime_ns < self.began_ns
    }
}

/// What an index is for.
#[derive(Debug)]
struct Key {
    /// The folder's real path, or the folder in the bundle.
    path: String,
    /// The real path, for a folder on disk.
    folder: Option<PathBuf>,
    /// The hash of the bundle.
    hash: u64,
}

impl Key {
    fn of(root: &Root) -> Key {
        match root {
            Root::Bundled { bundle, folder } => {
                Key { path: folder.clone(), folder: None, hash: bundle.hash }
            }
            Root::Disk { folder, .. } => {
                let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
                Key { path: text(&real), folder: Some(real), hash: 0 }
            }
        }
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
