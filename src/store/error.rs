//! What can go wrong with the database: always with the file's name and the way out.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::model::{ActionId, EventId};

/// Why the store could not do what was asked. Whatever it is, nothing was half done.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a later version. It was not touched.
    #[error(
        "`{file}` was written by a newer version (format {version}, this program knows {known}): \
         update this program, or name another file with `--db`"
    )]
    Newer {
        /// The database.
        file: PathBuf,
        /// The version of its format.
        version: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The file is a database, but not one of ours. It was not touched.
    #[error("`{file}` is a database of another program: name another file with `--db`")]
    Foreign {
        /// The database.
        file: PathBuf,
    },
    /// The file is something else altogether. It was not touched.
    #[error(
        "`{file}` is not a database: move it away, name another file with `--db`, or bring back a \
         backup with `revisit restore`"
    )]
    NotADatabase {
        /// The file.
        file: PathBuf,
    },
    /// The database is damaged.
    #[error(
        "`{file}` is damaged: bring back a backup with `revisit restore`, which keeps the damaged \
         file beside it"
    )]
    Corrupt {
        /// The database.
        file: PathBuf,
        /// What SQLite found.
        source: rusqlite::Error,
    },
    /// Another program holds the database.
    #[error("`{file}` is locked by another program: close it, then try again")]
    Locked {
        /// The database.
        file: PathBuf,
    },
    /// The database cannot be written to.
    #[error(
        "cannot write to `{file}`: make the file and its folder writable, or name another file \
         with `--db`"
    )]
    ReadOnly {
        /// The database.
        file: PathBuf,
    },
    /// The disk is full.
    #[error(
        "the disk that holds `{file}` is full: free some space, then try again; what was answered \
         before is kept"
    )]
    Full {
        /// The database.
        file: PathBuf,
    },
    /// The file cannot be opened.
    #[error(
        "cannot open `{file}`: it must be a file, in a folder that exists, that you may read and \
         write"
    )]
    CannotOpen {
        /// The file.
        file: PathBuf,
    },
    /// Another window has folded the log by other settings.
    #[error(
        "`{file}` was opened by another window with other scheduler settings: close one of the two \
         and start again"
    )]
    RulesChanged {
        /// The database.
        file: PathBuf,
    },
    /// The file has gone, or another one has its name.
    #[error(
        "`{file}` was moved, removed or replaced while it was open: nothing more was written to it; \
         put it back if you can, and start again"
    )]
    Moved {
        /// The database.
        file: PathBuf,
    },
    /// The action cannot be written, whatever the database.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A file beside the database could not be read or written.
    #[error("cannot read or write `{file}`: check the folder and the disk")]
    Io {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else that SQLite reports.
    #[error("the database `{file}` reports an error: run `revisit doctor` to check it")]
    Sqlite {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

/// Why an action is not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such action.
    #[error("there is no action {}: choose one from the history", name(.0))]
    UnknownAction(ActionId),
    /// A retraction cannot be taken back.
    #[error("action {} took something back, and that is final: answer again instead", name(.0))]
    RetractsRetraction(ActionId),
    /// The action has been taken back already.
    #[error("action {} was taken back already: there is nothing left to do", name(.0))]
    AlreadyRetracted(ActionId),
    /// The action has no entries.
    #[error("an action without entries cannot be written: give it at least one")]
    Empty,
    /// The action takes something back and does something else besides.
    #[error("an action takes something back or does something new, not both: make two of it")]
    Mixed,
    /// The entry names a card and has none, or the other way round.
    #[error("an event `{0}` names a card if and only if it happens to one: mend the entry")]
    Card(String),
    /// The entry is of a kind that this version does not know.
    #[error("events `{0}` are of a later version and cannot be written: update this program")]
    UnknownKind(String),
    /// An imported event does not say where it came from.
    #[error("an imported event `{0}` needs an origin: give it one, so that it is imported once")]
    NoOrigin(String),
    /// The origin is in the log already.
    #[error("the origin `{0}` is in the log already: import it, and it is skipped")]
    Origin(String),
}

fn name(id: &EventId) -> String {
    format!("{}/{}", id.device.0, id.seq)
}

/// What goes wrong inside, before the file is named.
#[derive(Debug)]
pub(super) enum Fault {
    Sql(rusqlite::Error),
    Refused(Refusal),
    RulesChanged,
    Moved,
    ReadOnly,
}

pub(super) type Inner<T> = Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Sql(error)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        Fault::Refused(refusal)
    }
}

impl Fault {
    /// Names the file.
    pub(super) fn of(self, file: &Path) -> StoreError {
        let file = file.to_owned();
        match self {
            Fault::Refused(refusal) => StoreError::Refused(refusal),
            Fault::RulesChanged => StoreError::RulesChanged { file },
            Fault::Moved => StoreError::Moved { file },
            Fault::ReadOnly => StoreError::ReadOnly { file },
            Fault::Sql(source) => match source.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    StoreError::Locked { file }
                }
                Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                    StoreError::ReadOnly { file }
                }
                Some(ErrorCode::DiskFull) => StoreError::Full { file },
                Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { file },
                Some(ErrorCode::CannotOpen) => StoreError::CannotOpen { file },
                Some(ErrorCode::DatabaseCorrupt) => StoreError::Corrupt { file, source },
                // A value that none of our versions would have written.
                None if is_unreadable(&source) => StoreError::Corrupt { file, source },
                _ => StoreError::Sqlite { file, source },
            },
        }
    }
}

fn is_unreadable(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

/// Makes the error for a value that cannot be read.
pub(super) fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}
