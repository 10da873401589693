//! CSV, JSON and Markdown: what is in them, and that decks come back from JSON as they were.

#![expect(clippy::unwrap_used, reason = "a test that fails may stop where it is")]

use std::fs;

use serde_json::Value;

use crate::content_support::open_path;
use crate::harness::{App, root};

const REVEAL: &str = r#"{"do":"reveal"}"#;
const GOOD: &str = r#"{"do":"grade","grade":"good"}"#;

fn sample(args: &[&str]) -> String {
    let decks = root().join("tests/anki/decks");
    let all = [&["--decks", decks.to_str().unwrap(), "export"], args].concat();
    App::new().run(all).ok().out
}

#[test]
fn decks_come_back_from_json_as_they_were() {
    for decks in ["tests/anki/decks", "tests/it/fixtures/decks/model"] {
        let folder = root().join(decks);
        let app = App::new();
        let text = app.run(["--decks", folder.to_str().unwrap(), "export", "json"]).ok().out;
        let document: Value = serde_json::from_str(&text).unwrap();
        let collection = &document["collections"][0];
        let name = collection["name"].as_str().unwrap();
        let before = open_path(&folder);
        app.write(
            "again/collection.yaml",
            &fs::read_to_string(folder.join("collection.yaml")).unwrap(),
        );
        for deck in collection["decks"].as_array().unwrap() {
            let file = deck["file"].as_str().unwrap();
            app.write(&format!("again/{file}"), &deck["deck"].to_string());
        }
        let after = open_path(&app.path("again"));
        assert_eq!(before.shelf.library().notes().len(), after.shelf.library().notes().len());
        for at in 0..before.shelf.library().notes().len() as u32 {
            let ix = revisit::cards::NoteIx(at);
            assert_eq!(before.shelf.note(ix, None), after.shelf.note(ix, None), "{name}");
        }
    }
}

#[test]
fn json_has_progress_where_it_is_asked_for() {
    let app = App::new();
    app.own_cards(2);
    app.session(&["--limit", "1"], &[REVEAL, GOOD]);
    let plain = app.run(["export", "json"]).ok().json();
    assert_eq!(plain["revisit"], 1);
    assert_eq!(plain.get("progress"), None);
    let document = app.run(["export", "json", "--with-progress"]).ok().json();
    let progress = document["progress"].as_object().unwrap();
    assert_eq!(progress.keys().collect::<Vec<_>>(), ["own/c1"]);
    let card = &progress["own/c1"];
    assert_eq!((&card["state"]["due"], &card["state"]["reps"]), (&"2026-11-23".into(), &1.into()));
    let event = &card["events"][0];
    assert_eq!((&event["event"], &event["grade"]), (&"reviewed".into(), &"good".into()));
    assert_eq!(event["at"], "2026-11-22T12:00:00+01:00");
    let filtered = app.run(["export", "json", "c2", "--with-progress"]).ok().json();
    assert_eq!(filtered.get("progress"), None);
    assert_eq!(
        filtered["collections"][0]["decks"][0]["deck"]["cards"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn csv_has_a_row_for_each_card() {
    let text = sample(&["csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        head.join(","),
        "id,collection,deck,section,topic,level,kind,facet,tier,tags,lang,front,back,gist,more,source,rev,as_of"
    );
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 19);
    let row = |id: &str| rows.iter().find(|row| &row[0] == id).unwrap();
    assert_eq!(&row("sample/ix.reversed#back")[12], "Covering index");
    assert_eq!(&row("sample/ix.basic")[9], "sql سریع");
    assert!(row("sample/ix.basic")[12].starts_with("Because of **selectivity**:\n\n- the first"));
    assert_eq!(
        &row("sample/ix.cloze#c1")[11],
        "In C++, `std::[…]` is a tree and `unordered_map` is not; […] is a call."
    );

    let app = App::new();
    app.own_cards(1);
    app.session(&[], &[REVEAL, GOOD]);
    let text = app.run(["export", "csv", "--with-progress"]).ok().out;
    assert!(
        text.ends_with(",review,2026-11-23,1,2.50,1,0,false,false,false,2.3065,2.1181\r\n"),
        "{text}"
    );
}

#[test]
fn markdown_reads_as_a_page() {
    insta::assert_snapshot!(sample(&["markdown"]));
}

#[test]
fn a_document_appears_whole_or_not_at_all() {
    let app = App::new();
    app.own_cards(1);
    let file = app.path("out.json");
    app.run(["export", "json", "-o", file.to_str().unwrap()]).ok();
    serde_json::from_str::<Value>(&fs::read_to_string(&file).unwrap()).unwrap();
    app.run(["export", "json", "-o", app.path("gone/out.json").to_str().unwrap()]).code(4);
    let names: Vec<_> =
        fs::read_dir(app.path("")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_str().unwrap().ends_with(".tmp")), "{names:?}");
    #[cfg(unix)]
    app.run(["export", "csv", "-o", "/dev/null"]).ok();
}

#[test]
fn documents_hold_nothing_that_steers_a_terminal() {
    let app = App::new();
    let front = "cards:\n  - id: e1\n    front: \"a\\x9b31m\\u202E\\e[2J\\rb\"\n    back: b\n";
    app.write("own/deck.yaml", front);
    for format in ["csv", "json", "markdown"] {
        let out = app.run(["export", format]).ok().out;
        assert!(!out.contains(['\u{9b}', '\u{202e}', '\u{1b}']), "{format}: {out}");
    }
    let json = app.run(["export", "json"]).ok().json();
    let card = &json["collections"][0]["decks"][0]["deck"]["cards"][0];
    assert_eq!(card["front"], "a\u{9b}31m\u{202e}\u{1b}[2J\rb", "JSON keeps it, escaped");
}
