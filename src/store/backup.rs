//! Copies of the database: made under dated names, thinned out, brought back.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::model::Day;
use crate::store::error::{Fault, StoreError};
use crate::store::header::{self, Found};
use crate::store::open::literal;
use crate::store::{Store, migrate};

/// How old the newest backup may grow, in days.
const WEEK: u32 = 7;

/// A folder of backups of one database, named after it and the day: `progress-2026-11-22.db`, and
/// `progress-2026-11-22-2.db` for the second of a day. Other files in it are left alone, those of
/// other databases too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The folder; it is made when it is needed.
    pub dir: PathBuf,
    /// The database's name without its ending: `progress`.
    pub stem: String,
    /// How many copies are kept; at least one is.
    pub keep: usize,
}

/// A copy in a [`Folder`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// The study day it was made on.
    pub day: Day,
    /// Its number on that day, from 1.
    pub number: u32,
    /// The file.
    pub file: PathBuf,
}

impl Folder {
    /// Returns the copies, oldest first; none where there is no such folder.
    pub fn list(&self) -> Result<Vec<Copied>, StoreError> {
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|source| failed(&self.dir, source))?,
        };
        let mut copies = Vec::new();
        for entry in entries {
            let name = entry.map_err(|source| failed(&self.dir, source))?.file_name();
            if let Some((day, number)) = name.to_str().and_then(|name| self.parse(name)) {
                copies.push(Copied { day, number, file: self.dir.join(name) });
            }
        }
        copies.sort();
        Ok(copies)
    }

    /// Reads the day and the number from a file's name.
    fn parse(&self, name: &str) -> Option<(Day, u32)> {
        let name = name.strip_prefix(&*self.stem)?.strip_prefix('-')?.strip_suffix(".db")?;
        let (day, rest) = name.split_at_checked("2026-11-22".len())?;
        let number = match rest {
            "" => 1,
            rest => rest.strip_prefix('-')?.parse().ok().filter(|&number| number > 1)?,
        };
        Some((day.parse().ok()?, number))
    }

    /// Says whether the newest copy is more than a week old, or there is none.
    pub fn is_due(&self, today: Day) -> Result<bool, StoreError> {
        Ok(self.list()?.last().is_none_or(|newest| today.days_since(newest.day) > WEEK))
    }

    /// Returns a name that is not taken.
    fn vacant(&self, day: Day) -> Result<PathBuf, StoreError> {
        let today = self.list()?.into_iter().filter(|copy| copy.day == day);
        let name = match today.map(|copy| copy.number).max() {
            None => format!("{}-{day}.db", self.stem),
            Some(number) => format!("{}-{day}-{}.db", self.stem, number.saturating_add(1)),
        };
        Ok(self.dir.join(name))
    }

    /// Removes the oldest copies, but those to be kept.
    fn thin_out(&self) -> Result<(), StoreError> {
        let copies = self.list()?;
        for copy in copies.iter().take(copies.len().saturating_sub(self.keep.max(1))) {
            fs::remove_file(&copy.file).map_err(|source| failed(&copy.file, source))?;
        }
        Ok(())
    }
}

impl Store {
    /// Copies the database into a folder under the day's name, and removes the oldest copies there.
    /// Returns the copy.
    pub fn backup(&self, folder: &Folder, day: Day) -> Result<PathBuf, StoreError> {
        copy(&self.conn, &self.file, folder, day)
    }

    /// Copies the database to a file, which must not exist.
    ///
    /// The copy is one moment's, also while other windows write. It is on disk, complete and
    /// checked, before it bears its name.
    pub fn backup_to(&self, file: &Path) -> Result<(), StoreError> {
        copy_to(&self.conn, &self.file, file)
    }
}

/// Copies a database, open as `conn` from `source`, into a folder.
pub(super) fn copy(
    conn: &Connection,
    source: &Path,
    folder: &Folder,
    day: Day,
) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(&folder.dir).map_err(|source| failed(&folder.dir, source))?;
    let file = folder.vacant(day)?;
    copy_to(conn, source, &file)?;
    folder.thin_out()?;
    Ok(file)
}

fn copy_to(conn: &Connection, source: &Path, file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        let error = io::Error::from(io::ErrorKind::AlreadyExists);
        return Err(failed(file, error));
    }
    let draft = beside(file, ".part");
    let made = write_copy(conn, source, &draft)
        .and_then(|()| fs::rename(&draft, file).map_err(|source| failed(file, source)))
        .and_then(|()| sync_folder(file));
    if made.is_err() {
        // What is left of a failed copy is of no use to anybody.
        let _ = fs::remove_file(&draft);
    }
    made
}

fn write_copy(conn: &Connection, source: &Path, draft: &Path) -> Result<(), StoreError> {
    if draft.exists() {
        fs::remove_file(draft).map_err(|source| failed(draft, source))?;
    }
    let at = |error: rusqlite::Error| Fault::from(error).of(draft);
    let mut copy = Connection::open(literal(draft)).map_err(at)?;
    pages(conn, &mut copy).map_err(at)?;
    // One file, without a WAL beside it.
    copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(())).map_err(at)?;
    let sound: String =
        copy.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(at)?;
    if sound != "ok" {
        // The copy is as its original: a good backup must not make way for it.
        let error = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        return Err(Fault::from(rusqlite::Error::SqliteFailure(error, Some(sound))).of(source));
    }
    copy.close().map_err(|(_, error)| at(error))?;
    File::open(draft).and_then(|file| file.sync_all()).map_err(|source| failed(draft, source))
}

/// Copies all pages of a database into another, which is replaced.
pub(super) fn pages(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    Backup::new(from, to)?.run_to_completion(i32::MAX, std::time::Duration::ZERO, None)
}

/// Puts a backup in the place of a database, and returns where the replaced one was put, `None`
/// where there was none.
///
/// The next opening starts a new device, so that the events written from now on are not taken for
/// those that were written after the backup was made. No other program may have the database open.
///
/// # Errors
///
/// A backup that is not sound, and a database that is open elsewhere, change nothing.
pub fn restore(backup: &Path, database: &Path, today: Day) -> Result<Option<PathBuf>, StoreError> {
    if header::check(backup)? == Found::Nothing {
        return Err(StoreError::CannotOpen { file: backup.to_owned() });
    }
    let at = |error: rusqlite::Error| Fault::from(error).of(backup);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(literal(backup), flags).map_err(at)?;
    if migrate::version(&conn).map_err(at)? == 0 {
        return Err(StoreError::Foreign { file: backup.to_owned() });
    }
    let draft = beside(database, ".restored");
    let restored = write_copy(&conn, backup, &draft)
        .and_then(|()| mark(&draft).map_err(|error| Fault::from(error).of(&draft)))
        .and_then(|()| put_in_place(&draft, database, today));
    if restored.is_err() {
        let _ = fs::remove_file(&draft);
    }
    restored
}

/// Moves a draft to where the database is. If the draft cannot take its place, the database goes
/// back there.
fn put_in_place(draft: &Path, database: &Path, today: Day) -> Result<Option<PathBuf>, StoreError> {
    let replaced = put_aside(database, today)?;
    if let Err(source) = fs::rename(draft, database) {
        if let Some(replaced) = &replaced {
            let _ = fs::rename(replaced, database);
        }
        return Err(failed(database, source));
    }
    sync_folder(database)?;
    Ok(replaced)
}

/// Notes in a database that it was a backup.
fn mark(file: &Path) -> rusqlite::Result<()> {
    let conn = Connection::open(literal(file))?;
    conn.execute("insert or replace into meta (key, value) values ('restored', 1)", [])?;
    conn.close().map_err(|(_, error)| error)
}

/// Renames a database and what stands beside it.
fn put_aside(database: &Path, today: Day) -> Result<Option<PathBuf>, StoreError> {
    if !database.exists() {
        return Ok(None);
    }
    settle(database)?;
    let mut aside = beside(database, &format!(".replaced-{today}"));
    let mut number = 1;
    while aside.exists() {
        number += 1;
        aside = beside(database, &format!(".replaced-{today}-{number}"));
    }
    for suffix in ["", "-wal", "-shm"] {
        let (from, to) = (beside(database, suffix), beside(&aside, suffix));
        if from.exists() {
            fs::rename(&from, to).map_err(|source| failed(&from, source))?;
        }
    }
    Ok(Some(aside))
}

/// Takes a database's WAL into its file, which nobody else may have open. A file that cannot be
/// read as a database is left as it is: it is to be replaced for that very reason.
fn settle(database: &Path) -> Result<(), StoreError> {
    if header::check(database).is_err() {
        return Ok(());
    }
    let leave_wal = || -> rusqlite::Result<()> {
        let conn = Connection::open(literal(database))?;
        conn.busy_timeout(std::time::Duration::from_millis(200))?;
        conn.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))
    };
    match leave_wal().map_err(|error| Fault::from(error).of(database)) {
        Err(error @ StoreError::Locked { .. }) => Err(error),
        _ => Ok(()),
    }
}

/// Returns the path with something added to its name.
fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    name.into()
}

/// Makes a rename in a file's folder durable, where the system can.
fn sync_folder(file: &Path) -> Result<(), StoreError> {
    let folder = match file.parent() {
        _ if !cfg!(unix) => return Ok(()),
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| failed(file, source))
}

fn failed(file: &Path, source: io::Error) -> StoreError {
    StoreError::Io { file: file.to_owned(), source }
}
