//! Databases and decks that are not as they should be; copies, and the way back.

use std::fs::{self, File};

use rusqlite::Connection;
use serde_json::json;

use crate::harness::App;

const REVEAL: &str = r#"{"do":"reveal"}"#;
const GOOD: &str = r#"{"do":"grade","grade":"good"}"#;

fn study(app: &App) {
    app.session(&[], &[REVEAL, GOOD]);
}

fn backups(app: &App) -> Vec<String> {
    let list = app.run(["backup", "--list", "--json"]).ok().json();
    let rows = list.as_array().expect("a list");
    rows.iter().filter_map(|row| row["day"].as_str().map(str::to_owned)).collect()
}

#[test]
fn what_is_no_database_of_ours_is_refused_untouched_by_every_command() {
    type Break<'a> = (&'a str, &'a dyn Fn(&App));
    let reasons: [Break<'_>; 5] = [
        ("is not a database", &|app| {
            fs::write(app.db(), "dear diary, it rained").expect("written")
        }),
        ("cannot open", &|app| fs::create_dir(app.db()).expect("made")),
        ("is a database of another program", &|app| {
            let conn = Connection::open(app.db()).expect("opened");
            conn.execute_batch("pragma user_version = 3; create table t (x);").expect("made");
        }),
        ("was written by a newer version", &|app| {
            app.run(["flag", "c1"]).ok();
            let conn = Connection::open(app.db()).expect("opened");
            conn.execute_batch("pragma journal_mode = delete; pragma user_version = 99")
                .expect("changed");
        }),
        ("is damaged", &|app| {
            app.run(["flag", "c1"]).ok();
            let conn = Connection::open(app.db()).expect("opened");
            conn.execute_batch("pragma journal_mode = delete").expect("changed");
            drop(conn);
            let mut bytes = fs::read(app.db()).expect("readable");
            bytes[4096..].fill(0xff);
            fs::write(app.db(), bytes).expect("written");
        }),
    ];
    for (reason, prepare) in reasons {
        let app = App::new();
        app.own_cards(2);
        prepare(&app);
        let before = fs::read(app.db()).ok();
        let commands: [&[&str]; 8] = [
            &["due"],
            &["stats"],
            &["cards"],
            &["history", "c1"],
            &["flag", "c2"],
            &["undo"],
            &["study"],
            &["backup"],
        ];
        for args in commands {
            let ran = app.run(args).code(4);
            assert!(ran.err.contains(reason), "{reason}, {args:?}: {}", ran.err);
            assert!(ran.err.contains("progress.db"), "{reason}, {args:?}: {}", ran.err);
            assert_eq!(ran.out, "", "{reason}, {args:?}");
        }
        let doctor = app.run(["doctor"]).code(1);
        assert!(doctor.out.contains("PROBLEM") && doctor.out.contains(reason), "{}", doctor.out);
        assert_eq!(fs::read(app.db()).ok(), before, "{reason}");
    }
}

#[test]
fn a_database_in_the_place_of_which_there_is_a_file_or_nothing_is_made_or_named() {
    let app = App::new();
    app.own_cards(1);
    app.write("file", "");
    let ran = app.run(["--db", "file/progress.db", "flag", "c1"]).code(4);
    assert!(ran.err.contains("file"), "{}", ran.err);
    app.run(["--db", "new/folder/progress.db", "flag", "c1"]).ok();
    assert!(app.path("new/folder/progress.db").exists());
    app.run(["--db", "nowhere/progress.db", "due"]).ok();
    assert!(!app.path("nowhere").exists(), "reading makes nothing");
}

#[test]
fn doctor_finds_what_was_tampered_with_and_mends_it_after_a_backup() {
    let app = App::new();
    app.own_cards(2);
    study(&app);
    let good = app.run(["cards", "--json"]).ok().json();
    let conn = Connection::open(app.db()).expect("opened");
    conn.execute_batch("update card_state set due = due + 5; update day_stat set answers = 9")
        .expect("a projection can be changed");
    drop(conn);
    let found = app.run(["doctor"]).code(1).out;
    assert!(found.contains("the state of `own/c1` is not what its events give"), "{found}");
    assert!(found.contains("`revisit doctor --fix`"), "{found}");
    assert_eq!(backups(&app).len(), 0, "looking copies nothing");
    let mended = app.run(["doctor", "--fix"]).ok().out;
    assert!(mended.contains("mended   log"), "{mended}");
    assert_eq!(backups(&app), ["2026-11-22"]);
    app.run(["doctor"]).ok();
    assert_eq!(app.run(["cards", "--json"]).ok().json(), good);
}

#[test]
fn the_database_is_copied_once_a_week() {
    let mut app = App::new();
    app.own_cards(9);
    study(&app);
    assert_eq!(backups(&app).len(), 0, "there was nothing to copy yet");
    study(&app);
    assert_eq!(backups(&app), ["2026-11-22"]);
    study(app.at("2026-11-28T12:00:00+01:00"));
    assert_eq!(backups(&app), ["2026-11-22"]);
    study(app.at("2026-11-30T12:00:00+01:00"));
    assert_eq!(backups(&app), ["2026-11-22", "2026-11-30"]);
}

#[test]
fn a_copy_brings_everything_back_and_what_it_replaces_is_kept() {
    let app = App::new();
    app.own_cards(2);
    study(&app);
    let copied = app.run(["backup"]).ok().out;
    assert!(copied.contains("progress-2026-11-22.db"), "{copied}");
    app.run(["backup", "mine.db"]).ok();
    let again = app.run(["backup", "mine.db"]).code(2);
    assert!(again.err.contains("mine.db exists already"), "{}", again.err);
    app.run(["backup", "nowhere/mine.db"]).code(2);
    app.run(["reset", "c1"]).ok();
    let asked = app.run(["restore", "mine.db"]).code(2);
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    // Its name in the folder of backups is enough.
    let restored = app.run(["restore", "progress-2026-11-22.db", "--yes"]).ok().out;
    assert!(restored.contains("progress.db.replaced-2026-11-22"), "{restored}");
    assert_eq!(app.run(["cards", "c1", "--json"]).ok().json()[0]["state"]["reps"], 1);
    // The replaced one can be brought back likewise.
    app.run(["restore", "progress.db.replaced-2026-11-22", "--yes"]).ok();
    assert_eq!(app.run(["cards", "c1", "--json"]).ok().json()[0]["state"]["phase"], "new");
    // What is no copy replaces nothing.
    app.write("note.txt", "not a copy");
    app.run(["restore", "note.txt", "--yes"]).code(3);
    app.run(["restore", "nowhere.db", "--yes"]).code(2);
    app.run(["doctor"]).ok();
}

#[test]
fn hostile_decks_cost_themselves_and_nothing_else() {
    let app = App::new();
    app.own_cards(1);
    let huge = File::create(app.path("own/huge.yaml")).expect("made");
    huge.set_len(1 << 30).expect("a file with a hole");
    fs::write(app.path("own/noise.yaml"), [0xff, 0xfe, 0x00, 0x9b].repeat(999)).expect("written");
    fs::write(app.path("own/latin.yaml"), b"cards:\n  - id: l1\n    front: caf\xe9\n    back: b\n")
        .expect("written");
    app.write("own/deep.yaml", &format!("cards: {}", "[".repeat(50_000)));
    app.write("own/alias.yaml", "cards:\n  - &a\n    id: a1\n    front: a?\n    back: b\n  - *a\n");
    app.write("own/cut.yaml", "cards:\n  - id: q1\n    front: \"what");
    app.write(
        "own/out.yaml",
        "page: ../../secret.md\ncards:\n  - id: o1\n    front: a?\n    back: b\n",
    );
    app.write("secret.md", "# secret");
    let lint = app.run(["lint", "--format", "json"]).code(1).json();
    let found = lint["diagnostics"].as_array().expect("a list");
    for file in ["huge", "noise", "latin", "deep", "alias", "cut", "out"] {
        let named = |one: &serde_json::Value| {
            one["file"].as_str().is_some_and(|name| name.ends_with(&format!("own/{file}.yaml")))
                && one["severity"] == "error"
                && one["message"].as_str().is_some_and(|text| !text.is_empty())
        };
        assert!(found.iter().any(named), "{file}: {lint:#}");
    }
    let ran = app.run(["cards", "--json"]).ok();
    assert_eq!(ran.json()[0]["id"], "own/c1");
    assert!(ran.err.contains("`revisit lint`"), "{}", ran.err);
    assert_eq!(app.session(&["c1"], &[])[1]["card"], "own/c1");
}

#[test]
fn decks_come_from_files_folders_and_the_environment_and_the_first_of_a_name_counts() {
    let app = App::new();
    let deck = |id: &str| format!("cards:\n  - id: {id}\n    front: a?\n    back: b\n");
    app.write("one/net/a.yaml", &deck("n1"));
    app.write("one/net/b.yaml", &deck("n2"));
    app.write("two/net/a.yaml", &deck("n3"));
    app.write("data/revisit/decks/mine/a.yaml", &deck("m1"));
    let ids = |args: &[&str], environment: &str| {
        let mut command = app.command([args, &["cards", "--json"]].concat());
        let output = command.env("REVISIT_DECKS", environment).output().expect("it runs");
        assert!(output.status.success());
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let rows = rows.as_array().expect("a list").clone();
        let ids: Vec<String> =
            rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect();
        (ids, String::from_utf8(output.stderr).expect("UTF-8"))
    };
    assert_eq!(ids(&[], "").0, ["mine/m1"]);
    assert_eq!(ids(&["--decks", "one/net"], "").0, ["mine/m1", "net/n1", "net/n2"]);
    assert_eq!(ids(&["--decks", "one/net/b.yaml"], "").0, ["mine/m1", "net/n2"]);
    assert_eq!(ids(&[], "two/net").0, ["mine/m1", "net/n3"]);
    let (both, told) = ids(&["--decks", "one/net"], "two/net");
    assert_eq!(both, ["mine/m1", "net/n1", "net/n2"]);
    assert!(told.contains("`net` is taken from one/net, not from two/net"), "{told}");
    let (missing, told) = ids(&[], "nowhere");
    assert_eq!(missing, ["mine/m1"]);
    assert!(told.contains("warning: nowhere: there is no such file or folder"), "{told}");
    assert_eq!(
        app.run(["due", "--json"]).ok().json(),
        json!({"due": 0, "learning": 0, "review": 0, "new": 1})
    );
}

#[cfg(unix)]
#[test]
fn edit_opens_the_card_and_says_what_the_edit_broke() {
    let app = App::new();
    app.own_cards(1);
    let editor = app.write("editor", "#!/bin/sh\necho \"$@\" > opened\n[ -z \"$APPEND\" ] || echo \"$APPEND\" >> own/deck.yaml\n");
    let edit = |card: &str, append: &str| {
        let mut command = app.command(["edit", card]);
        command
            .env("EDITOR", format!("sh {}", editor.display()))
            .env("APPEND", append)
            .output()
            .expect("it runs")
    };
    assert_eq!(edit("c1", "").status.code(), Some(0));
    let opened = fs::read_to_string(app.path("opened")).expect("the editor ran");
    assert!(opened.trim_end().ends_with("own/deck.yaml"), "{opened}");
    let broken = edit("c1", "  - id: c1");
    assert_eq!(broken.status.code(), Some(3));
    let err = String::from_utf8(broken.stderr).expect("UTF-8");
    assert!(err.contains("own/deck.yaml:5:") && err.contains("`revisit edit own/c1`"), "{err}");
    assert_eq!(edit("nosuch", "").status.code(), Some(2));
    // Without a terminal no editor is guessed, and nothing is copied.
    let none = app.run(["edit", "c1"]).code(2);
    assert!(none.err.contains("EDITOR"), "{}", none.err);
    let bundled = App::bundled();
    bundled.run(["edit", "idem.race"]).code(2);
    assert!(!bundled.path("data").exists());
}
