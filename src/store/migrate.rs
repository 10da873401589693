//! The schema's versions: an ordered list of files, counted by `user_version`.
//!
//! A file is never edited once released; a change is a new file at the end. Each runs in the one
//! transaction of the migration, so that a database is of one version or the next.

use rusqlite::Connection;

/// What marks a database as ours: `rvst`.
pub(super) const APPLICATION_ID: i64 = 0x7276_7374;

const MIGRATIONS: &[&str] = &[
    include_str!("../../schema/sqlite/0001_init.sql"),
    include_str!("../../schema/sqlite/0002_sittings.sql"),
    include_str!("../../schema/sqlite/0003_exported.sql"),
    include_str!("../../schema/sqlite/0004_exported_tags.sql"),
];

/// The newest version of the schema.
pub(super) const LATEST: i64 = MIGRATIONS.len() as i64;

/// Returns the version of a database, 0 for an empty one.
pub(super) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings a database to the newest version. The caller holds the transaction.
pub(super) fn run(conn: &Connection) -> rusqlite::Result<()> {
    let version = usize::try_from(version(conn)?).unwrap_or(0);
    for sql in MIGRATIONS.iter().skip(version) {
        conn.execute_batch(sql)?;
    }
    conn.pragma_update(None, "user_version", LATEST)
}
