//! Putting a text in place of a file, in one step and for good.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::content::write::{WriteError, shown};

/// Puts a text in place of another, in one step. Fails, and leaves the file, where it does not
/// hold that other text any more.
pub fn replace(path: &Path, before: &str, after: &str) -> Result<(), WriteError> {
    let io = |source| WriteError::Io { file: shown(path), source };
    // The link stays, its target is written.
    let real = fs::canonicalize(path).map_err(io)?;
    let permissions = fs::metadata(&real).map_err(io)?.permissions();
    if permissions.readonly() {
        return Err(io(io::ErrorKind::PermissionDenied.into()));
    }
    let temporary = Temporary::create(&real).map_err(io)?;
    temporary.fill(after).map_err(io)?;
    fs::set_permissions(&temporary.path, permissions).map_err(io)?;
    if fs::read(&real).map_err(io)? != before.as_bytes() {
        return Err(WriteError::Changed { file: shown(path) });
    }
    temporary.rename(&real).map_err(io)
}

/// Writes a new file, in one step. Fails where there is one.
pub fn create(path: &Path, text: &str) -> Result<(), WriteError> {
    let io = |source| WriteError::Io { file: shown(path), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(io)?;
    }
    let mut file = File::create_new(path).map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)
}

/// A file beside another, which it is going to replace; gone if it does not.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn create(beside: &Path) -> io::Result<Temporary> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = beside.file_name().unwrap_or_default().to_string_lossy();
        let name = format!(".{name}.{}-{count}.tmp", std::process::id());
        let path = beside.with_file_name(name);
        File::create_new(&path)?;
        Ok(Temporary { path })
    }

    fn fill(&self, text: &str) -> io::Result<()> {
        let mut file = File::options().write(true).open(&self.path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    /// Takes the place of a file; the folder is synced where the system can.
    fn rename(self, place: &Path) -> io::Result<()> {
        fs::rename(&self.path, place)?;
        if let Some(folder) = place.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the rename there is nothing left to remove.
        let _ = fs::remove_file(&self.path);
    }
}
