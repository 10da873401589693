//! The database as a file: what is opened, what is refused untouched, and who shares it.

#![expect(clippy::unwrap_used, reason = "a test that fails may stop where it is")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use revisit::model::config::SameDay;
use revisit::model::{Action, Day, EventBody, Grade, Seen};
use revisit::scheduler::Rules;
use revisit::store::{Access, Difference, OpenOptions, Store, StoreError};
use rusqlite::Connection;

use crate::store::{DAY, card, moment, options, put, review};

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("progress.db")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn open(file: &Path) -> Result<Store, StoreError> {
    Store::open(file, &options("host"))
}

/// Makes a database with one answer in it.
fn made(file: &Path) {
    put(&mut open(file).unwrap(), &card("a"), review(Grade::Good), moment(DAY, 0));
}

fn reading() -> OpenOptions {
    OpenOptions { access: Access::ReadOnly, ..options("host") }
}

/// Says that opening fails, that the message names the file, and that nothing was touched.
fn refused(file: &Path) -> StoreError {
    let before = fs::read(file).ok();
    for options in [options("host"), reading()] {
        let error = Store::open(file, &options).unwrap_err();
        assert!(error.to_string().contains(&file.display().to_string()), "{error}");
        assert_eq!(fs::read(file).ok(), before);
    }
    open(file).unwrap_err()
}

#[cfg(unix)]
#[test]
fn a_file_that_is_no_longer_there_takes_no_answers() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    let mut store = open(&file).unwrap();
    let aside = folder.path().join("aside.db");
    let mut answer = || {
        let action = Action::on(card("a"), 1, Seen::Any, review(Grade::Good));
        store.append(&action, moment(DAY, 1))
    };
    fs::rename(&file, &aside).unwrap();
    assert!(matches!(answer(), Err(StoreError::Moved { .. })));
    // Another one under its name.
    made(&file);
    assert!(matches!(answer(), Err(StoreError::Moved { .. })));
    fs::rename(&aside, &file).unwrap();
    assert!(answer().is_ok(), "it is back");
}

#[test]
fn what_was_answered_is_there_when_the_file_is_opened_again() {
    let folder = folder();
    let file = file(&folder);
    let mut store = open(&file).unwrap();
    let done = put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 0));
    let device = store.device();
    drop(store);
    let store = open(&file).unwrap();
    assert_eq!(store.device(), device);
    assert_eq!(store.state(&card("a")).unwrap(), done.cards[0].1);
    assert_eq!(store.state(&card("a")).unwrap().state.due, Some(DAY + 1));
}

#[test]
fn the_journal_is_a_wal_and_the_schema_is_numbered() {
    let folder = folder();
    made(&file(&folder));
    let conn = Connection::open(file(&folder)).unwrap();
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, String>(0));
    assert_eq!(pragma("journal_mode").unwrap(), "wal");
    let number = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    assert_eq!(number("user_version").unwrap(), 4);
    assert_eq!(number("application_id").unwrap(), 0x7276_7374);
    let strict: Vec<(String, bool)> = conn
        .prepare("select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite%'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(strict.len() >= 5 && strict.iter().all(|(_, strict)| *strict), "{strict:?}");
}

#[test]
fn a_database_of_a_later_version_is_refused_and_not_touched() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(refused(&file), StoreError::Newer { version: 99, known: 4, .. }));

    // The same where the version stands in the WAL only, as after a crash.
    made(&folder.path().join("other.db"));
    let later = Connection::open(folder.path().join("other.db")).unwrap();
    later.pragma_update(None, "user_version", 99).unwrap();
    for suffix in ["", "-wal"] {
        let name = |stem: &str| folder.path().join(format!("{stem}.db{suffix}"));
        fs::copy(name("other"), name("crashed")).unwrap();
    }
    let wal = fs::read(folder.path().join("crashed.db-wal")).unwrap();
    assert!(matches!(refused(&folder.path().join("crashed.db")), StoreError::Newer { .. }));
    assert_eq!(fs::read(folder.path().join("crashed.db-wal")).unwrap(), wal);
}

#[test]
fn what_is_not_ours_is_refused_and_not_touched() {
    let folder = folder();
    let file = |name: &str| folder.path().join(name);

    fs::write(file("text"), "cards:\n  - id: tcp-handshake\n".repeat(20)).unwrap();
    assert!(matches!(refused(&file("text")), StoreError::NotADatabase { .. }));
    fs::write(file("short"), "no").unwrap();
    assert!(matches!(refused(&file("short")), StoreError::NotADatabase { .. }));

    Connection::open(file("anki")).unwrap().execute_batch("create table notes (id)").unwrap();
    assert!(matches!(refused(&file("anki")), StoreError::Foreign { .. }));
    let marked = Connection::open(file("marked")).unwrap();
    marked.execute_batch("pragma application_id = 5; create table t (id)").unwrap();
    drop(marked);
    assert!(matches!(refused(&file("marked")), StoreError::Foreign { .. }));

    assert!(matches!(refused(folder.path()), StoreError::CannotOpen { .. }));
    let error = open(&file("nowhere/progress.db")).unwrap_err();
    assert!(matches!(error, StoreError::CannotOpen { .. }));
}

#[test]
fn an_empty_file_becomes_a_database() {
    let folder = folder();
    fs::write(file(&folder), "").unwrap();
    made(&file(&folder));
    assert_eq!(open(&file(&folder)).unwrap().state_count().unwrap(), 1);
}

#[test]
fn damage_is_reported_and_never_panics() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    let sound = fs::read(&file).unwrap();
    let mut found = 0;
    for page in 0..sound.len() / 4096 {
        let mut bytes = sound.clone();
        let from = page * 4096 + if page == 0 { 100 } else { 0 };
        bytes[from..(page + 1) * 4096].fill(0xa5);
        fs::write(&file, &bytes).unwrap();
        match open(&file).and_then(|store| store.verify()) {
            Err(StoreError::Corrupt { file: named, .. }) => {
                assert_eq!(named, file);
                found += 1;
            }
            Ok(differences) => found += usize::from(!differences.is_empty()),
            Err(error) => panic!("page {page}: {error:?}"),
        }
        let _ = fs::remove_file(folder.path().join("progress.db-wal"));
    }
    // All pages but those that hold nothing yet.
    assert!(found * 2 > sound.len() / 4096, "{found} of {}", sound.len() / 4096);

    fs::write(&file, &sound[..4096 * 3]).unwrap();
    let error = open(&file).and_then(|store| store.verify()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}

#[test]
fn a_projection_that_does_not_fit_the_log_is_found_and_mended() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    let conn = Connection::open(&file).unwrap();
    for sql in [
        "update card_state set state = zeroblob(68)",
        "update card_state set state = zeroblob(3)",
        "update card_state set due = due + 1",
        "update card_state set newest = 0",
        "delete from card_state",
        "insert into card_state (card, newest, state) values ('own/z', 1, zeroblob(68))",
        "update day_stat set passes = 0",
        "delete from day_stat",
    ] {
        conn.execute(sql, []).unwrap();
        let mut store = open(&file).unwrap();
        assert_eq!(store.verify().unwrap().len(), 1, "{sql}");
        store.rebuild(&mut |_| ()).unwrap();
        assert_eq!(store.verify().unwrap(), [], "{sql}");
    }
    conn.execute_batch(
        "insert into event (device, seq, action_seq, at_ms, offset_min, day, kind, card, rev)
         values (7, 5, 5, 1, 0, 20779, 'flagged', 1, 0)",
    )
    .unwrap();
    let mut store = open(&file).unwrap();
    store.rebuild(&mut |_| ()).unwrap();
    let gap = Difference::Gap { device: store.device(), missing: 3 };
    assert_eq!(store.verify().unwrap(), [gap]);
}

#[test]
fn a_locked_database_says_so_after_a_while() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    let other = Connection::open(&file).unwrap();
    let options = OpenOptions { patience: Duration::from_millis(20), ..options("host") };
    let mut store = Store::open(&file, &options).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let action = crate::store::retraction(store.newest_action().unwrap().unwrap().id);
    let error = store.append(&action, moment(DAY, 1)).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    other.execute_batch("rollback").unwrap();
    store.append(&action, moment(DAY, 1)).unwrap();
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_written_to_says_so_and_can_be_read() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    // The super-user may write all the same.
    if fs::OpenOptions::new().append(true).open(&file).is_err() {
        let error = open(&file).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    }
    let store = Store::open(&file, &reading()).unwrap();
    assert_eq!(store.state(&card("a")).unwrap().state.due, Some(DAY + 1));
}

#[test]
fn reading_only_changes_nothing_whatever_there_is() {
    let folder = folder();
    let missing = Store::open(&file(&folder), &reading()).unwrap();
    assert_eq!(missing.state_count().unwrap(), 0);
    assert!(!file(&folder).exists());

    made(&file(&folder));
    let before = fs::read(file(&folder)).unwrap();
    let rules = Rules { same_day: SameDay::Strict };
    for options in [reading(), OpenOptions { rules, ..reading() }] {
        let mut store = Store::open(&file(&folder), &options).unwrap();
        assert_eq!(store.state_count().unwrap(), 1);
        assert_eq!(store.verify().unwrap(), []);
        let action = crate::store::retraction(
            store
                .newest_action()
                .unwrap()
                .map_or(revisit::model::EventId { device: store.device(), seq: 1 }, |action| {
                    action.id
                }),
        );
        let error = store.append(&action, moment(DAY, 1)).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }));
        let error = store.rebuild(&mut |_| ()).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }));
    }
    assert_eq!(fs::read(file(&folder)).unwrap(), before);
}

#[test]
fn other_rules_fold_everything_again_and_stop_the_window_with_the_old_ones() {
    let folder = folder();
    let file = file(&folder);
    let a = card("a");
    let mut lenient = open(&file).unwrap();
    put(&mut lenient, &a, review(Grade::Hard), moment(DAY, 0));
    assert_eq!(lenient.state(&a).unwrap().state.drill, None);
    let rules = Rules { same_day: SameDay::Strict };
    let strict = Store::open(&file, &OpenOptions { rules, ..options("host") }).unwrap();
    assert_eq!(strict.state(&a).unwrap().state.drill, Some(DAY));
    assert_eq!(strict.verify().unwrap(), []);
    let action = crate::store::retraction(strict.newest_action().unwrap().unwrap().id);
    let error = lenient.append(&action, moment(DAY, 1)).unwrap_err();
    assert!(matches!(error, StoreError::RulesChanged { .. }), "{error:?}");
}

#[test]
fn another_host_is_another_device_and_numbers_its_own_events() {
    let folder = folder();
    let file = file(&folder);
    made(&file);
    let mut other = Store::open(&file, &options("laptop")).unwrap();
    assert_ne!(other.device(), open(&file).unwrap().device());
    let done = put(&mut other, &card("a"), review(Grade::Good), moment(DAY + 1, 0));
    assert_eq!((done.action.device, done.action.seq), (other.device(), 1));
    assert_eq!(open(&file).unwrap().last_day().unwrap(), Some(DAY));
    assert_eq!(other.last_day().unwrap(), Some(DAY + 1));
}

#[test]
fn many_windows_open_and_write_one_file_at_once() {
    let folder = folder();
    let file = file(&folder);
    let windows: Vec<_> = (0..4)
        .map(|window| {
            let file = file.clone();
            thread::spawn(move || {
                let mut store = open(&file).unwrap();
                for turn in 0..25 {
                    let card = card(&format!("c{}", (window + turn) % 7));
                    put(&mut store, &card, EventBody::Flagged, moment(Day(DAY.0), i64::from(turn)));
                }
            })
        })
        .collect();
    windows.into_iter().for_each(|window| window.join().unwrap());
    let store = open(&file).unwrap();
    assert_eq!(store.verify().unwrap(), []);
    assert_eq!(store.newest_action().unwrap().unwrap().id.seq, 100);
    assert_eq!(store.state_count().unwrap(), 7);
}
