//! Why a package is not read.

use std::io;

/// Why a package is not read at all. Nothing has been written then.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The file cannot be read.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
    /// What it is unpacked into cannot be written.
    #[error("it cannot be unpacked")]
    Unpack(#[source] io::Error),
    /// It is no package.
    #[error("it is no package of Anki: {0}")]
    Foreign(String),
    /// It was made by a version that came later than this program.
    #[error(
        "it has version {0}, which this program does not know; export it from Anki again with `Support older Anki versions`"
    )]
    Version(u32),
    /// The collection in it is of another schema.
    #[error("its collection has schema {0}; schemas 11 and 14 to 18 are known")]
    Schema(i64),
    /// It is larger than anybody's collection.
    #[error("it is refused: {0}")]
    Refused(String),
    /// A member of it is damaged.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// The collection in it cannot be read.
    #[error("its collection is damaged")]
    Sqlite(#[from] rusqlite::Error),
}
