//! A file that appears under its name when it is whole, or not at all.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A file beside its target, under a name that nobody looks for. It is removed when it is dropped,
/// unless it has taken the target's place by then.
#[derive(Debug)]
pub(super) struct Temporary {
    target: PathBuf,
    path: PathBuf,
}

impl Temporary {
    /// Makes an empty file beside the target. Where that is a link, the link stays and what it leads
    /// to is written. Fails where the target is there and no regular file, such as a device.
    pub(super) fn beside(target: &Path) -> io::Result<Temporary> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        if fs::metadata(&target).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
        }
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name = format!(".{name}.{}-{count}.tmp", std::process::id());
        let path = target.with_file_name(name);
        File::create_new(&path)?;
        Ok(Temporary { target, path })
    }

    /// Returns its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it, empty, for writing and for reading what was written.
    pub(super) fn create(&self) -> io::Result<File> {
        File::options().read(true).write(true).create(true).truncate(true).open(&self.path)
    }

    /// Puts it in the target's place, in one step. What was there is gone.
    pub(super) fn replace(self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.path);
    }
}
