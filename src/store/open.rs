//! Opening the database: as little as possible, so that the first card shows at once.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::model::{DeviceId, Moment};
use crate::scheduler::Rules;
use crate::store::backup::{self, Folder};
use crate::store::error::{Fault, Inner, StoreError};
use crate::store::header::{self, Found};
use crate::store::inode::Inode;
use crate::store::{Store, migrate, rebuild};

/// What opening needs to know.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// The name of this computer.
    pub host: String,
    /// A random number: the id of the device, should a new one start.
    pub new_device: i64,
    /// Now.
    pub now: Moment,
    /// What states are folded by.
    pub rules: Rules,
    /// Whether anything may be written.
    pub access: Access,
    /// Where a copy goes before the database is migrated; nowhere by default.
    pub backups: Option<Folder>,
    /// How long to wait for another program's write, 5 seconds by default.
    pub patience: Duration,
}

/// Whether anything may be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// The file is made, migrated and folded again where that is needed.
    #[default]
    ReadWrite,
    /// The file is left as it is. One that is missing, of an earlier version or folded by other
    /// rules is read through a copy in memory.
    ReadOnly,
}

impl OpenOptions {
    /// Makes options for reading and writing, without backups.
    pub fn new(host: &str, new_device: i64, now: Moment, rules: Rules) -> OpenOptions {
        OpenOptions {
            host: host.to_owned(),
            new_device,
            now,
            rules,
            access: Access::default(),
            backups: None,
            patience: Duration::from_secs(5),
        }
    }
}

/// The settings of every connection that writes. WAL with `full` makes each commit durable with one
/// sync; `recursive_triggers` lets `insert or replace` meet the triggers that protect the log.
const PRAGMAS: &str = "pragma synchronous = full; pragma foreign_keys = on; \
    pragma recursive_triggers = on; pragma trusted_schema = off; \
    pragma journal_size_limit = 4194304;";

/// More than all statements of a session.
const STATEMENTS: usize = 64;

impl Store {
    /// Opens the database, and makes it where there is none; its folder must exist.
    ///
    /// On an unknown host, and after a restore, a new device starts. States folded by other rules,
    /// or by an earlier version of the fold, are folded again.
    ///
    /// # Errors
    ///
    /// A file that is not ours or was written by a later version is refused, and is not touched.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Store, StoreError> {
        let found = header::check(path)?;
        match options.access {
            Access::ReadWrite => open_writable(path, options),
            Access::ReadOnly => open_readable(path, found, options),
        }
    }

    /// Opens an empty database in memory.
    pub fn in_memory(options: &OpenOptions) -> Result<Store, StoreError> {
        let name = |fault: Fault| fault.of(Path::new(MEMORY));
        let conn = Connection::open_in_memory().map_err(|error| name(error.into()))?;
        let device = prepare(&conn, options).map_err(name)?;
        Ok(Store { device, ..store(conn, Path::new(MEMORY), options) })
    }
}

const MEMORY: &str = ":memory:";

fn store(conn: Connection, path: &Path, options: &OpenOptions) -> Store {
    Store {
        conn,
        file: path.to_owned(),
        inode: Inode::of(path),
        access: options.access,
        device: DeviceId(options.new_device),
        rules: options.rules,
    }
}

fn open_writable(path: &Path, options: &OpenOptions) -> Result<Store, StoreError> {
    let name = |fault: Fault| fault.of(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(path, flags, options)?;
    if conn.is_readonly("main").map_err(|error| name(error.into()))? {
        return Err(StoreError::ReadOnly { file: path.to_owned() });
    }
    let version = migrate::version(&conn).map_err(|error| name(error.into()))?;
    if let Some(folder) = &options.backups
        && (1..migrate::LATEST).contains(&version)
    {
        backup::copy(&conn, path, folder, options.now.day)?;
    }
    let device = prepare(&conn, options).map_err(name)?;
    Ok(Store { device, ..store(conn, path, options) })
}

fn open_readable(path: &Path, found: Found, options: &OpenOptions) -> Result<Store, StoreError> {
    let mut copy = Connection::open_in_memory().map_err(|error| Fault::from(error).of(path))?;
    if found != Found::Nothing {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = connect(path, flags, options)?;
        keep_statements(&conn).map_err(|error| Fault::from(error).of(path))?;
        if let Some(device) = current(&conn, options).map_err(|fault| fault.of(path))? {
            return Ok(Store { device, ..store(conn, path, options) });
        }
        backup::pages(&conn, &mut copy).map_err(|error| Fault::from(error).of(path))?;
    }
    let device = prepare(&copy, options).map_err(|fault| fault.of(path))?;
    Ok(Store { device, ..store(copy, path, options) })
}

/// Opens a connection and makes sure that the file is ours, whatever its WAL says.
fn connect(path: &Path, flags: OpenFlags, options: &OpenOptions) -> Result<Connection, StoreError> {
    let name = |error: rusqlite::Error| Fault::from(error).of(path);
    let conn = Connection::open_with_flags(literal(path), flags).map_err(name)?;
    conn.busy_timeout(options.patience).map_err(name)?;
    // A refused file is left with its WAL as it is.
    let leave_wal = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    conn.set_db_config(leave_wal, true).map_err(name)?;
    let (application, version, is_empty) = identity(&conn).map_err(name)?;
    let found = header::judge(path, application, version)?;
    if found == Found::Blank && !is_empty {
        return Err(StoreError::Foreign { file: path.to_owned() });
    }
    conn.set_db_config(leave_wal, false).map_err(name)?;
    Ok(conn)
}

/// Reads what a database says of itself: its two numbers, and whether it has no tables. All at one
/// moment, since another program may be making it just now.
fn identity(conn: &Connection) -> rusqlite::Result<(i64, i64, bool)> {
    let tx = conn.unchecked_transaction()?;
    let is_empty = tx.query_row("select count(*) = 0 from sqlite_schema", [], |row| row.get(0))?;
    let application = tx.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok((application, migrate::version(&tx)?, is_empty))
}

/// Returns a path that SQLite takes for a file's name, not for a URI.
pub(super) fn literal(path: &Path) -> Cow<'_, Path> {
    if path.as_os_str().as_encoded_bytes().starts_with(b"file:") {
        Cow::Owned(Path::new(".").join(path))
    } else {
        Cow::Borrowed(path)
    }
}

/// Makes a connection ready for writing: journal, schema, device, projections. Returns the device.
fn prepare(conn: &Connection, options: &OpenOptions) -> Inner<DeviceId> {
    keep_statements(conn)?;
    conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    conn.execute_batch(PRAGMAS)?;
    if let Some(device) = current(conn, options)? {
        return Ok(device);
    }
    // Another program may be doing the same: everything is looked at again inside.
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    migrate::run(&tx)?;
    let device = match device(&tx, &options.host)? {
        Some(device) => device,
        None => new_device(&tx, options)?,
    };
    if rebuild::fingerprint(&tx)? != Some(rebuild::wanted(options.rules)) {
        rebuild::run(&tx, options.rules, &mut |_| ())?;
    }
    tx.commit()?;
    Ok(device)
}

/// Lets a statement be compiled once. Without the planner's guarantee that a plan does not depend on
/// the values bound, those that meet a partial index are compiled again for each value.
fn keep_statements(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Returns the device, if nothing has to be written before this database can be used.
fn current(conn: &Connection, options: &OpenOptions) -> Inner<Option<DeviceId>> {
    if migrate::version(conn)? != migrate::LATEST
        || rebuild::fingerprint(conn)? != Some(rebuild::wanted(options.rules))
    {
        return Ok(None);
    }
    device(conn, &options.host)
}

/// Returns the device in use on a host; `None` for an unknown host and after a restore.
fn device(conn: &Connection, host: &str) -> Inner<Option<DeviceId>> {
    let id = conn
        .prepare_cached(
            "select id from device where host = ?1
             and not exists (select 1 from meta where key = 'restored')
             order by num desc limit 1",
        )?
        .query_row([host], |row| row.get(0))
        .optional()?;
    Ok(id.map(DeviceId))
}

fn new_device(conn: &Connection, options: &OpenOptions) -> Inner<DeviceId> {
    let mut id = options.new_device;
    let mut taken = conn.prepare("select 1 from device where id = ?1")?;
    while taken.exists([id])? {
        id = id.wrapping_add(1);
    }
    conn.execute(
        "insert into device (id, host, created_ms) values (?1, ?2, ?3)",
        (id, &options.host, options.now.at.0),
    )?;
    conn.execute("delete from meta where key = 'restored'", [])?;
    Ok(DeviceId(id))
}
