//! Copies of the database, and bringing one back.

#![expect(clippy::unwrap_used, reason = "a test that fails may stop where it is")]

use std::fs;
use std::path::PathBuf;

use revisit::model::Grade;
use revisit::store::backup::{Folder, restore};
use revisit::store::{Store, StoreError};
use rusqlite::Connection;

use crate::store::{DAY, card, moment, options, put, review};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> Store {
        Store::open(&self.path("progress.db"), &options("host")).unwrap()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn backups_bear_the_day_and_the_oldest_make_way() {
    let place = Place::new();
    let mut store = place.open();
    put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 0));
    let folder = Folder { dir: place.path("backups"), stem: "progress".to_owned(), keep: 3 };
    assert!(folder.is_due(DAY).unwrap());
    for day in [DAY - 9, DAY - 1, DAY, DAY] {
        store.backup(&folder, day).unwrap();
    }
    fs::write(place.path("backups/notes.txt"), "mine").unwrap();
    fs::write(place.path("backups/progress-2020.db"), "mine too").unwrap();
    let last = store.backup(&folder, DAY).unwrap();
    assert_eq!(last, place.path("backups/progress-2026-11-22-3.db"));
    assert_eq!(
        place.names("backups"),
        [
            "notes.txt",
            "progress-2020.db",
            "progress-2026-11-22-2.db",
            "progress-2026-11-22-3.db",
            "progress-2026-11-22.db",
        ]
    );
    assert!(!folder.is_due(DAY + 7).unwrap());
    assert!(folder.is_due(DAY + 8).unwrap());
}

#[test]
fn a_backup_is_complete_while_others_write_and_overwrites_nothing() {
    let place = Place::new();
    let mut store = place.open();
    let mut other = place.open();
    put(&mut other, &card("a"), review(Grade::Good), moment(DAY, 0));
    store.backup_to(&place.path("copy.db")).unwrap();
    put(&mut store, &card("b"), review(Grade::Good), moment(DAY, 1));
    let copy = Store::open(&place.path("copy.db"), &options("host")).unwrap();
    assert_eq!((copy.state_count().unwrap(), copy.verify().unwrap()), (1, Vec::new()));
    drop(copy);
    assert!(matches!(store.backup_to(&place.path("copy.db")), Err(StoreError::Io { .. })));
    assert_eq!(place.names("."), ["copy.db", "progress.db", "progress.db-shm", "progress.db-wal"]);
}

#[test]
fn a_damaged_database_does_not_push_out_good_backups() {
    let place = Place::new();
    let mut store = place.open();
    for index in 0..200 {
        put(&mut store, &card(&format!("c{index}")), review(Grade::Good), moment(DAY, 0));
    }
    let folder = Folder { dir: place.path("backups"), stem: "progress".to_owned(), keep: 1 };
    store.backup(&folder, DAY - 1).unwrap();
    drop(store);
    let mut bytes = fs::read(place.path("progress.db")).unwrap();
    let conn = Connection::open(place.path("progress.db")).unwrap();
    let root: u32 = conn
        .query_row("select rootpage from sqlite_schema where name = 'event'", [], |row| row.get(0))
        .unwrap();
    drop(conn);
    bytes[(root as usize - 1) * 4096..root as usize * 4096].fill(0xa5);
    fs::write(place.path("progress.db"), &bytes).unwrap();
    let error = place.open().backup(&folder, DAY).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    assert_eq!(place.names("backups"), ["progress-2026-11-21.db"]);
}

#[test]
fn a_restore_starts_a_new_device_and_keeps_what_it_replaces() {
    let place = Place::new();
    let mut store = place.open();
    let first = put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 0));
    store.backup_to(&place.path("copy.db")).unwrap();
    put(&mut store, &card("a"), review(Grade::Good), moment(DAY + 1, 0));
    drop(store);
    let database = place.path("progress.db");
    let replaced = restore(&place.path("copy.db"), &database, DAY).unwrap().unwrap();
    assert_eq!(replaced, place.path("progress.db.replaced-2026-11-22"));
    assert_eq!(place.names("."), ["copy.db", "progress.db", "progress.db.replaced-2026-11-22"]);

    let mut store = place.open();
    assert_eq!(store.history(&card("a")).unwrap().len(), 1);
    let next = put(&mut store, &card("a"), review(Grade::Good), moment(DAY + 1, 0));
    assert_ne!(next.action.device, first.action.device);
    assert_eq!(next.action.seq, 1);
    assert_eq!(store.device(), place.open().device());
    assert_eq!(store.verify().unwrap(), []);

    let before = Store::open(&replaced, &options("host")).unwrap();
    assert_eq!(before.device(), first.action.device);
    assert_eq!(before.history(&card("a")).unwrap().len(), 2);

    drop(store);
    let again = restore(&place.path("copy.db"), &database, DAY).unwrap().unwrap();
    assert_eq!(again, place.path("progress.db.replaced-2026-11-22-2"));
}

#[test]
fn a_restore_replaces_a_damaged_file_and_a_missing_one() {
    let place = Place::new();
    place.open().backup_to(&place.path("copy.db")).unwrap();
    fs::write(place.path("progress.db"), "not a database any more").unwrap();
    let replaced = restore(&place.path("copy.db"), &place.path("progress.db"), DAY).unwrap();
    assert_eq!(fs::read(replaced.unwrap()).unwrap(), b"not a database any more");
    assert_eq!(place.open().verify().unwrap(), []);
    assert_eq!(restore(&place.path("copy.db"), &place.path("new.db"), DAY).unwrap(), None);
    assert!(place.path("new.db").exists());
}

#[test]
fn a_restore_from_something_else_or_into_an_open_database_changes_nothing() {
    let place = Place::new();
    let mut store = place.open();
    store.backup_to(&place.path("copy.db")).unwrap();
    put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 0));
    let database = place.path("progress.db");
    let error = restore(&place.path("copy.db"), &database, DAY).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    assert_eq!(store.state_count().unwrap(), 1);
    drop(store);

    let bytes = fs::read(&database).unwrap();
    fs::write(place.path("text"), "x".repeat(200)).unwrap();
    for name in ["text", "nowhere.db"] {
        restore(&place.path(name), &database, DAY).unwrap_err();
    }
    assert_eq!(fs::read(&database).unwrap(), bytes);
    assert_eq!(place.names("."), ["copy.db", "progress.db", "text"]);
}
