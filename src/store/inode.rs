//! Whether the database is still the file that was opened. One that was removed or replaced meanwhile
//! goes on taking answers, which are gone when it is closed.

use std::path::Path;

/// What tells a file from another of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inode {
    device: u64,
    number: u64,
}

impl Inode {
    /// Returns that of a file; none where there is no such file, and where a file that is open cannot be
    /// removed anyway.
    #[cfg(unix)]
    pub(super) fn of(file: &Path) -> Option<Inode> {
        use std::os::unix::fs::MetadataExt;
        let found = file.metadata().ok()?;
        Some(Inode { device: found.dev(), number: found.ino() })
    }

    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Option<Inode> {
        None
    }
}
