//! The first 100 bytes of a database file, read before SQLite may touch it.
//!
//! Opening a file in WAL mode is enough to change it: the last connection to close writes the log
//! back. A file that is not ours, or is of a later version, is therefore recognised first.
//! Offsets: <https://www.sqlite.org/fileformat.html#the_database_header>.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::store::error::StoreError;
use crate::store::migrate;

const SIZE: usize = 100;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const USER_VERSION: usize = 60;
const APPLICATION_ID: usize = 68;

/// What a path holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing, or an empty file.
    Nothing,
    /// A database of ours.
    Ours,
    /// A database that nothing was written to yet.
    Blank,
}

/// Returns what a path holds; fails where it must not be opened as a database.
pub(super) fn check(file: &Path) -> Result<Found, StoreError> {
    let cannot_open = || StoreError::CannotOpen { file: file.to_owned() };
    match fs::metadata(file) {
        Ok(data) if data.is_dir() => return Err(cannot_open()),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(_) => return Err(cannot_open()),
    }
    let mut head = Vec::with_capacity(SIZE);
    File::open(file)
        .and_then(|file| file.take(SIZE as u64).read_to_end(&mut head))
        .map_err(|_| cannot_open())?;
    if head.is_empty() {
        return Ok(Found::Nothing);
    }
    if head.len() < SIZE || !head.starts_with(MAGIC) {
        return Err(StoreError::NotADatabase { file: file.to_owned() });
    }
    judge(file, number(&head, APPLICATION_ID), number(&head, USER_VERSION))
}

/// Judges a database by its two numbers.
pub(super) fn judge(
    file: &Path,
    application_id: i64,
    user_version: i64,
) -> Result<Found, StoreError> {
    let file = file.to_owned();
    let known = migrate::LATEST;
    match (application_id, user_version) {
        (migrate::APPLICATION_ID, version) if version > known => {
            Err(StoreError::Newer { file, version, known })
        }
        (migrate::APPLICATION_ID, _) => Ok(Found::Ours),
        (0, 0) => Ok(Found::Blank),
        _ => Err(StoreError::Foreign { file }),
    }
}

fn number(head: &[u8], offset: usize) -> i64 {
    let bytes = [head[offset], head[offset + 1], head[offset + 2], head[offset + 3]];
    i64::from(i32::from_be_bytes(bytes))
}
