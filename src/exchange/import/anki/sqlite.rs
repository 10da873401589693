//! An SQLite file that a stranger made: opened to be read, and believed as little as possible.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use crate::exchange::import::anki::error::PackageError;

/// The largest value that is read, in bytes.
const LARGEST_VALUE: i32 = 128 << 20;

/// Makes sure that a file is an SQLite file that can be read alone, and returns its size.
pub(super) fn prepare(path: &Path) -> Result<u64, PackageError> {
    let mut file =
        File::options().read(true).write(true).open(path).map_err(PackageError::Unpack)?;
    let mut header = [0; 100];
    let foreign = || PackageError::Damaged("its collection is no SQLite file".to_owned());
    file.read_exact(&mut header).map_err(|_| foreign())?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(foreign());
    }
    if header[18..20] != [1, 1] {
        // Written with a log that is not here: it is read as it stands. The file is our own copy.
        file.seek(SeekFrom::Start(18)).map_err(PackageError::Unpack)?;
        file.write_all(&[1, 1]).map_err(PackageError::Unpack)?;
    }
    Ok(file.metadata().map_err(PackageError::Unpack)?.len())
}

/// Opens a collection to be read, so that nothing in it is ever run.
pub(super) fn connect(path: &Path) -> Result<Connection, PackageError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        conn.set_db_config(setting, value)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_COLUMN, 100),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 10),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ] {
        conn.set_limit(limit, most)?;
    }
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    // The later schemas keep names in an order of Anki's own. Nothing here asks for that order.
    conn.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
    Ok(conn)
}

/// Refuses what only looks like a table: a view, a virtual table, one with columns that are computed.
pub(super) fn check_table(conn: &Connection, name: &str) -> Result<(), PackageError> {
    let sql = "select type, sql from sqlite_schema where name = ?1 collate nocase";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([name])?;
    let Some(row) = rows.next()? else {
        return Err(PackageError::Damaged(format!("its collection has no table `{name}`")));
    };
    let (kind, sql) = (text(row, 0), without_comments(&text(row, 1).to_ascii_lowercase()));
    let is_plain = kind == "table"
        && sql.split_whitespace().nth(1) == Some("table")
        && !sql.contains("generated")
        && !sql.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "as");
    if !is_plain || rows.next()?.is_some() {
        return Err(PackageError::Refused(format!("`{name}` in its collection is no plain table")));
    }
    Ok(())
}

fn without_comments(sql: &str) -> String {
    let mut result = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = [rest.find("--"), rest.find("/*")].into_iter().flatten().min() {
        result.push_str(&rest[..at]);
        result.push(' ');
        let end = if rest[at..].starts_with("--") { "\n" } else { "*/" };
        rest = rest[at..].split_once(end).map_or("", |(_, after)| after);
    }
    result + rest
}

/// Returns a column as a number; 0 where it is none.
pub(super) fn number(row: &Row<'_>, column: usize) -> i64 {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => number,
        Ok(ValueRef::Real(number)) => number as i64,
        Ok(ValueRef::Text(text)) => {
            std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        }
        _ => 0,
    }
}

/// Returns a column as a text.
pub(super) fn text(row: &Row<'_>, column: usize) -> String {
    text_in(row, column).into_owned()
}

/// Returns a column as a text, where it stands if it is one.
pub(super) fn text_in<'r>(row: &'r Row<'_>, column: usize) -> Cow<'r, str> {
    match row.get_ref(column) {
        Ok(ValueRef::Text(text) | ValueRef::Blob(text)) => String::from_utf8_lossy(text),
        Ok(ValueRef::Integer(number)) => number.to_string().into(),
        Ok(ValueRef::Real(number)) => number.to_string().into(),
        _ => Cow::Borrowed(""),
    }
}
