//! A file that appears under its name when it is whole, or not at all.

use std::fs::{self, File, Metadata};
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
    /// Makes an empty file beside the target, with the target's permissions where there is one. Where
    /// that is a link, the link stays and what it leads to is written. Fails where the target is no
    /// regular file, such as a device, where it may not be written, and where a link leads nowhere.
    pub(super) fn beside(target: &Path) -> io::Result<Temporary> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let there = there(target)?;
        let target = match there {
            Some(_) => fs::canonicalize(target)?,
            None => target.to_owned(),
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name = format!(".{name}.{}-{count}.tmp", std::process::id());
        let path = target.with_file_name(name);
        File::create_new(&path)?;
        let temporary = Temporary { target, path };
        if let Some(there) = there {
            fs::set_permissions(&temporary.path, there.permissions())?;
        }
        Ok(temporary)
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

/// Returns what is known of the file that is to be replaced; none where there is none.
fn there(target: &Path) -> io::Result<Option<Metadata>> {
    let refused = |kind, why| Err(io::Error::new(kind, why));
    match fs::metadata(target) {
        Ok(there) if !there.is_file() => {
            refused(io::ErrorKind::InvalidInput, "it is no regular file")
        }
        Ok(there) if there.permissions().readonly() => {
            refused(io::ErrorKind::PermissionDenied, "the file that is there is read-only")
        }
        Ok(there) => Ok(Some(there)),
        Err(_) if target.is_symlink() => {
            refused(io::ErrorKind::NotFound, "it is a link that leads nowhere")
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.path);
    }
}
