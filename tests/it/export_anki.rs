//! Packages for Anki: what is in them, and what the next one says of it. Whether Anki agrees is for
//! `anki_judge.rs` to show.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::export_support::{Package, edit, export, sample, unpacked};
use crate::harness::App;

#[test]
fn every_kind_has_its_note_type_and_the_cards_that_anki_would_make() {
    let (package, report) = export(&sample(), &[]);
    let members: Vec<&str> = package.members.keys().map(String::as_str).collect();
    let wanted = ["0", "1", "2", "collection.anki2", "collection.anki21", "media", "meta"];
    assert_eq!(members, wanted);
    assert_eq!(package.members["meta"], [8, 2]);
    assert_eq!(report["notes"], 15);
    assert_eq!(report["cards"], 19);
    let types: Vec<i64> = package.all("select distinct mid from notes order by mid");
    assert_eq!(types, (0..8).map(|kind| 1_764_000_000_000 + kind).collect::<Vec<i64>>());
    let models: String = package.one("select models from col");
    let models: Value = serde_json::from_str(&models).unwrap();
    let mut rows = package.db.prepare("select mid, flds from notes").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (kind, fields) in rows.collect::<Result<Vec<(i64, String)>, _>>().unwrap() {
        let named = models[kind.to_string()]["flds"].as_array().unwrap().len();
        assert_eq!(fields.split('\u{1f}').count(), named, "{kind}");
    }
    let ords = |id: &str| -> Vec<i64> {
        package.all(&format!(
            "select ord from cards join notes on nid = notes.id where guid = 'revisit:{id}' order by ord"
        ))
    };
    assert_eq!(ords("sample/ix.basic"), [0]);
    assert_eq!(ords("sample/ix.reversed"), [0, 1]);
    assert_eq!(ords("sample/ix.cloze-code"), [0, 2, 11]);
    let places: Vec<i64> = package.all("select due from cards order by id");
    let mut sorted = places.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=19).collect::<Vec<i64>>());
    assert_eq!(package.one::<i64>("select count(*) from cards where type + queue <> 0"), 0);
    assert_eq!(package.one::<i64>("select count(*) from revlog"), 0);
}

#[test]
fn fields_are_html_that_says_what_the_card_says() {
    let (package, _) = export(&sample(), &[]);
    let basic = package.fields("sample/ix.basic");
    assert_eq!(
        basic[0],
        "Why does <code>a &lt; b &amp;&amp; c</code> need an index on <i>both</i> columns?"
    );
    assert_eq!(basic[2], "selectivity of both");
    assert_eq!(
        basic[4],
        "<ul><li><a href=\"https://www.postgresql.org/docs/18/?a=1&amp;b=2\">PostgreSQL \
         &lt;documentation&gt; &amp; more</a> <span class=\"place\">indexes-intro</span></li>\
         <li><a href=\"https://www.rfc-editor.org/rfc/rfc9110\">RFC 9110: HTTP Semantics</a> \
         <span class=\"place\">9.2.2</span></li><li>unknown <span class=\"place\">1</span></li></ul>\
         <span class=\"id\"><a href=\"https://example.org/decks/sample/indexing.yaml\">sample/ix.basic\
         </a></span>"
    );
    let topic = "<span data-id=\"sample/ix.basic\">Indexing (B::tree)</span>";
    assert_eq!(basic[5..], [topic, "why", "sample/ix.basic", "en", "ltr", "", "", "", ""]);
    let mcq = package.fields("sample/ix.mcq");
    assert!(mcq[2].contains("<li class=\"right\">An index-only scan <code>(a, b)</code><div class=\"why\">The visibility"), "{}", mcq[2]);
    assert_eq!(mcq[2].matches("<li class=\"wrong\">").count(), 2);
    let order = package.fields("sample/ix.order");
    assert_ne!(order[1].replace("ul>", "ol>"), order[2], "the items are not in the right order");
    let rtl = package.fields("sample/rtl");
    assert_eq!(rtl[9], "rtl", "most of its letters are");
    let tags: String = package.one("select tags from notes where guid = 'revisit:sample/ix.basic'");
    assert_eq!(
        tags,
        " section::storage topic::indexing level::intermediate tier::core facet::why sql سریع "
    );
    let decks: String = package.one("select decks from col");
    let decks: Value = serde_json::from_str(&decks).unwrap();
    let mut names: Vec<&str> =
        decks.as_object().unwrap().values().map(|deck| deck["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["Default", "Loose::Ends", "Sample::Storage: files & more::Indexing (B:tree)"]
    );
    let (renamed, _) = export(&sample(), &["--deck-name", "Work::SQL", "ix.basic"]);
    assert!(
        renamed
            .one::<String>("select decks from col")
            .contains("\"Work::SQL::Storage: files & more::")
    );
    assert_eq!(renamed.one::<i64>("select count(*) from notes"), 1);
}

#[test]
fn only_what_changed_is_said_to_be_newer() {
    let mut app = sample();
    let (first, report) = export(&app, &[]);
    assert_eq!((&report["new"], &report["changed"]), (&Value::from(15), &Value::from(0)));
    app.at("2026-11-23T12:00:00+01:00");
    let (same, report) = export(&app, &[]);
    assert_eq!(first.said(), same.said());
    assert_eq!((&report["new"], &report["changed"]), (&Value::from(0), &Value::from(0)));

    app.at("2026-11-24T12:00:00+01:00");
    edit(app.path("own/indexing.yaml"), "What does this print?", "What is printed?");
    edit(
        app.path("own/indexing.yaml"),
        "  - id: ix.remote\n",
        "  - id: ix.new\n    front: New?\n    back: Yes.\n  - id: ix.remote\n",
    );
    edit(
        app.path("own/loose.yaml"),
        "  - id: x-00000001\n    front: A deck without a topic goes where its title says?\n    back: Yes.\n",
        "",
    );
    fs::rename(app.path("own/loose.yaml"), app.path("own/moved.yaml")).unwrap();
    let (edited, report) = export(&app, &[]);
    assert_eq!((&report["new"], &report["changed"]), (&Value::from(1), &Value::from(2)));
    let noon = 1_795_518_000;
    let (before, after) = (first.said(), edited.said());
    assert!(!after.contains_key("revisit:sample/x-00000001"));
    for (guid, (id, modified)) in &after {
        match (guid.as_str(), before.get(guid)) {
            // The way back to a moved deck is another one.
            ("revisit:sample/ix.code" | "revisit:sample/rtl", Some((old, _))) => {
                assert_eq!((*id, *modified), (*old, noon))
            }
            ("revisit:sample/ix.new", old) => {
                assert_eq!((old, *modified), (None, noon));
                assert!(before.values().all(|(old, _)| old != id), "its id is its own");
            }
            (_, old) => assert_eq!(Some(&(*id, *modified)), old, "{guid}"),
        }
    }

    app.at("2026-11-25T12:00:00+01:00");
    let (persian, report) = export(&app, &["--lang", "fa"]);
    assert_eq!(report["changed"], 3, "those that are translated");
    assert_eq!(persian.fields("sample/ix.mcq")[10..12], ["fa", "rtl"]);
    assert_eq!(persian.fields("sample/ix.code")[8..10], ["en", "ltr"]);

    // The same second does not keep an edit from being newer.
    edit(app.path("own/indexing.yaml"), "What is printed?", "What appears?");
    let (again, _) = export(&app, &[]);
    assert_eq!(again.said()["revisit:sample/ix.mcq"].1, noon + 86_400 + 1);
}

#[test]
fn a_note_type_is_newer_since_the_export_that_changed_it() {
    let mut app = sample();
    export(&app, &[]);
    let stamp = |package: &Package| -> i64 {
        let models: String = package.one("select models from col");
        let models: Value = serde_json::from_str(&models).unwrap();
        models["1764000000000"]["mod"].as_i64().unwrap()
    };
    app.at("2026-11-23T12:00:00+01:00");
    let first = stamp(&export(&app, &[]).0);
    assert_eq!(first, 1_795_345_200, "the first export");
    // An earlier version of the program had other templates.
    let db = Connection::open(app.db()).unwrap();
    db.execute("update exported set hash = 1 where key = 'type:1764000000000'", []).unwrap();
    assert_eq!(stamp(&export(&app, &[]).0), first + 86_400);
}

#[test]
fn media_go_along_and_belong_to_what_a_note_says() {
    let mut app = sample();
    let (package, _) = export(&app, &[]);
    let names: Value = serde_json::from_slice(&package.members["media"]).unwrap();
    let names: Vec<&str> =
        names.as_object().unwrap().values().map(|n| n.as_str().unwrap()).collect();
    assert_eq!(names, ["tree.png", "a b c.mp3", "درخت.png"]);
    assert_eq!(package.members["0"], fs::read(app.path("own/media/tree.png")).unwrap());
    let media = package.fields("sample/ix.media");
    assert_eq!(media[0], "What does this show? <img src=\"tree.png\" alt=\"a tree\">");
    assert_eq!(
        media[1],
        "<p>A B-tree. [sound:a b c.mp3]</p><p><img src=\"درخت.png\"> and math \\(x^2\\)</p>"
    );
    assert!(package.fields("sample/ix.code")[1].contains("&#91;sound:no.mp3] is text"));

    app.at("2026-11-23T12:00:00+01:00");
    fs::write(app.path("own/media/tree.png"), "another picture").unwrap();
    let (changed, report) = export(&app, &[]);
    assert_eq!(report["changed"], 1);
    assert_ne!(
        package.said()["revisit:sample/ix.media"],
        changed.said()["revisit:sample/ix.media"]
    );
}

#[test]
fn a_note_reaches_no_file_outside_its_collection() {
    let app = App::new();
    app.write("secret.png", "secret");
    app.write(
        "own/deck.yaml",
        "cards:\n  - id: a\n    front: \"![up](../secret.png) ![abs](/etc/hostname) ![gone](gone.png)\"\n    back: b\n",
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(app.path("secret.png"), app.path("own/link.png")).unwrap();
    edit(app.path("own/deck.yaml"), "gone.png)", "gone.png) ![link](link.png)");
    let (package, report) = export(&app, &[]);
    assert_eq!(package.fields("own/a")[0], "up abs gone link");
    assert_eq!(report["media"], 0);
    assert_eq!(report["missing_media"].as_array().unwrap().len(), 4);
    let ran = app.run(["export", "anki"]).ok();
    assert!(
        ran.err.contains("own/a: there is no file `../secret.png` in the collection"),
        "{}",
        ran.err
    );
    assert!(app.path("own.apkg").exists(), "named after the collection");
}

#[test]
fn the_latest_form_says_the_same_in_schema_18() {
    let app = sample();
    let (legacy, _) = export(&app, &[]);
    let (latest, _) = export(&app, &["--format", "latest"]);
    assert_eq!(latest.members["meta"], [8, 3]);
    assert_eq!(latest.one::<i64>("select ver from col"), 18);
    for sql in ["select flds from notes order by id", "select tags from notes order by id"] {
        assert_eq!(legacy.all::<String>(sql), latest.all::<String>(sql));
    }
    let cards = "select id * 1000 + ord from cards order by id";
    assert_eq!(legacy.all::<i64>(cards), latest.all::<i64>(cards));
    assert_eq!(latest.one::<i64>("select count(*) from notetypes"), 8);
    let decks: Vec<String> = latest.all("select name from decks order by name");
    assert_eq!(decks[1], "Loose\u{1f}Ends");
    assert_eq!(unpacked(&latest.members["0"]), fs::read(app.path("own/media/tree.png")).unwrap());
}

#[test]
fn a_failed_export_leaves_what_was_there() {
    let app = sample();
    let file = app.path("there/out.apkg");
    let run = |app: &App| app.run(["export", "anki", "-o", file.to_str().unwrap()]);
    let ran = run(&app).code(4);
    assert!(ran.err.contains("there/out.apkg"), "{}", ran.err);
    fs::create_dir(app.path("there")).unwrap();
    run(&app).ok();
    let before = fs::read(&file).unwrap();
    // A folder where the picture was cannot be read as one.
    app.run(["export", "anki", "-o", app.path("own").to_str().unwrap()]).code(4);
    app.run(["export", "anki", "nothing-like-it", "-o", file.to_str().unwrap()]).code(2);
    assert_eq!(fs::read(&file).unwrap(), before);
    let left: Vec<_> = fs::read_dir(app.path("there")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing else is left behind");
    // Nothing is kept of an export that failed.
    let empty = sample();
    empty.run(["export", "anki", "-o", empty.path("gone/out.apkg").to_str().unwrap()]).code(4);
    let (_, report) = export(&empty, &[]);
    assert_eq!(report["new"], 15);
}
