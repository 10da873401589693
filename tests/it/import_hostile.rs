//! Packages that somebody made to do harm: refused, or skipped in part, with a reason; nothing is
//! written outside the folder, and the rest comes in.

use std::io::Write;

use revisit::exchange::import::anki::Limits;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::App;
use crate::import_anki::fixture;
use crate::import_support::{BASIC, Deck, Lab, package, stored, why, zip, zstd};

fn one_card(front: &str, back: &str) -> Vec<u8> {
    Deck::new().basic("g1", front, back).bytes()
}

#[test]
fn a_sound_package_is_read() {
    let lab = Lab::new();
    let collection = one_card("<img src=\"a.png\"> q", "b");
    let harvest =
        lab.read(&package(&collection, "{\"0\":\"a.png\"}", &[("0", b"picture")])).unwrap();
    assert_eq!((harvest.notes, harvest.new.len(), harvest.problems.count), (1, 1, 0));
    assert_eq!(harvest.new[0].0, "My::Deck");
    assert_eq!(lab.files(), ["into/media/a.png", "package.apkg"]);
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let mut lab = Lab::new();
    let limits = Limits { slack: 1 << 20, ratio: 20, ..Limits::default() };
    lab.limits = limits;
    let zeros = vec![0; 6 << 20];
    let said = why(lab.read(&package(&zeros, "{}", &[])));
    assert_eq!(said, "it is refused: `collection.anki21`: it grows to more than 20 times its size");
    // Packed twice.
    let latest =
        |collection: &[u8]| zip(&[("meta", b"\x08\x03"), ("collection.anki21b", collection)]);
    let said = why(lab.read(&latest(&zstd(&zeros))));
    assert!(said.contains("grows"), "{said}");
    let nested = zip(&[("meta", b"\x08\x03"), ("collection.anki21b", &zeros)]);
    assert!(why(lab.read(&nested)).contains("damaged"));
    // Large, and well packed or not.
    lab.limits = Limits { collection: 1 << 20, ..Limits::default() };
    let said = why(lab.read(&package(&zeros, "{}", &[])));
    assert_eq!(said, "it is refused: `collection.anki21`: it is larger than 1 MB");
    // A media file that is one costs itself.
    lab.limits = limits;
    let collection = one_card("<img src=\"a.png\"> <img src=\"b.png\">", "b");
    let media = "{\"0\":\"a.png\",\"1\":\"b.png\"}";
    let harvest = lab.read(&package(&collection, media, &[("0", &zeros), ("1", b"ok")])).unwrap();
    assert_eq!(harvest.media.files, ["b.png"]);
    assert_eq!(harvest.problems.list[0].message, "it grows to more than 20 times its size");
    assert!(!lab.files().iter().any(|file| file.ends_with("a.png")));
}

#[test]
fn names_that_leave_the_folder_are_left_out() {
    let lab = Lab::new();
    let names =
        ["../up.png", "/abs.png", "a/../../b.png", "..", "C:\\x.png", "c\\d.png", "x\u{0}y"];
    let list: serde_json::Map<String, serde_json::Value> =
        names.iter().enumerate().map(|(n, name)| (n.to_string(), (*name).into())).collect();
    let fields: String = names.iter().map(|name| format!("<img src=\"{name}\"> ")).collect();
    let collection = one_card(&format!("q {fields}"), "b");
    let files: Vec<(String, &[u8])> =
        (0..names.len()).map(|n| (n.to_string(), b"evil".as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, bytes)| (n.as_str(), *bytes)).collect();
    let text = serde_json::Value::Object(list).to_string();
    let harvest = lab.read(&package(&collection, &text, &files)).unwrap();
    assert_eq!(lab.files(), ["package.apkg"]);
    let told = |name: &str| harvest.problems.list.iter().any(|one| one.place.contains(name));
    assert!(names.iter().all(|name| told(name)), "{:?}", harvest.problems.list);
    assert_eq!(harvest.new.len(), 1);
    // Members may have any name: only known ones are looked at.
    let zip =
        zip(&[("collection.anki21", &one_card("a", "b")), ("../../evil", b"x"), ("/etc/x", b"x")]);
    lab.read(&zip).unwrap();
    assert_eq!(lab.files(), ["package.apkg"]);
}

#[test]
fn a_media_file_that_would_be_a_deck_is_renamed() {
    let lab = Lab::new();
    let collection = one_card("[sound:x.yaml] [sound:.hidden]", "b");
    let media = "{\"0\":\"x.yaml\",\"1\":\".hidden\"}";
    lab.read(&package(&collection, media, &[("0", b"cards: []"), ("1", b"x")])).unwrap();
    assert_eq!(lab.files(), ["into/media/_.hidden_", "into/media/_x.yaml_", "package.apkg"]);
}

#[test]
fn links_and_encrypted_members_are_no_files() {
    let lab = Lab::new();
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default();
    zip.start_file("collection.anki21", plain).unwrap();
    zip.write_all(&one_card("<img src=\"a.png\"> <img src=\"b.png\">", "b")).unwrap();
    zip.start_file("media", plain).unwrap();
    zip.write_all(b"{\"0\":\"a.png\",\"1\":\"b.png\"}").unwrap();
    zip.add_symlink("0", "/etc/passwd", plain).unwrap();
    zip.add_directory("1", plain).unwrap();
    let harvest = lab.read(&zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(lab.files(), ["package.apkg"]);
    assert_eq!(harvest.problems.count, 2, "{:?}", harvest.problems.list);
    assert_eq!(harvest.problems.list[0].message, "it is a link or a folder, and no file");
    // The bit that says a member is encrypted, in both of its heads.
    let mut bytes = stored(&[("collection.anki21", &one_card("a", "b"))]);
    let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    let said = why(lab.read(&bytes));
    assert!(said.contains("encrypted") || said.contains("Password"), "{said}");
}

#[test]
fn a_wrong_checksum_is_noticed() {
    let lab = Lab::new();
    let collection = one_card("<img src=\"a.png\">", "b");
    let good = stored(&[
        ("collection.anki21", &collection),
        ("media", b"{\"0\":\"a.png\"}"),
        ("0", b"PICTURE"),
    ]);
    let flip = |what: &[u8]| {
        let mut bytes = good.clone();
        let at = bytes.windows(what.len()).position(|part| part == what).unwrap();
        bytes[at] ^= 1;
        bytes
    };
    let harvest = lab.read(&flip(b"PICTURE")).unwrap();
    assert_eq!(harvest.problems.list[0].place, "media `a.png`");
    assert_eq!(harvest.media.files, Vec::<String>::new());
    assert_eq!(lab.files(), ["package.apkg"]);
    let said = why(lab.read(&flip(b"CREATE TABLE notes")));
    assert!(said.starts_with("it is damaged: `collection.anki21`"), "{said}");
    // The latest packages have a checksum of their own.
    let entry = |sha1: &[u8]| {
        let mut list = vec![0x0a, (7 + 2 + 2 + sha1.len()) as u8, 0x0a, 5];
        list.extend_from_slice(b"a.png");
        list.extend_from_slice(&[0x10, 2, 0x1a, sha1.len() as u8]);
        list.extend_from_slice(sha1);
        zstd(&list)
    };
    let latest = zip(&[
        ("meta", b"\x08\x03"),
        ("collection.anki21b", &zstd(&collection)),
        ("media", &entry(&[7; 20])),
        ("0", &zstd(b"ok")),
    ]);
    let lab = Lab::new();
    let harvest = lab.read(&latest).unwrap();
    assert_eq!(harvest.problems.list[0].message, "its checksum is wrong");
    assert_eq!(lab.files(), ["package.apkg"]);
}

#[test]
fn what_ends_too_early_is_refused() {
    let lab = Lab::new();
    let packed = zstd(&one_card("a", "b"));
    let cut = &packed[..packed.len() / 2];
    let said = why(lab.read(&zip(&[("meta", b"\x08\x03"), ("collection.anki21b", cut)])));
    assert!(said.starts_with("it is damaged: `collection.anki21b`"), "{said}");
    let whole = package(&one_card("a", "b"), "{}", &[]);
    for len in [0, 1, 4, 30, whole.len() / 2, whole.len() - 1] {
        let said = why(lab.read(&whole[..len]));
        assert!(said.contains("no package") || said.contains("damaged"), "{len}: {said}");
    }
    let collection = one_card("a", "b");
    let said = why(lab.read(&package(&collection[..collection.len() / 2], "{}", &[])));
    assert!(said.contains("damaged"), "{said}");
    assert!(why(lab.read(&package(b"no database", "{}", &[]))).contains("no SQLite file"));
}

#[test]
fn a_list_of_a_million_files_is_refused() {
    let lab = Lab::new();
    let collection = one_card("a", "b");
    let mut list = String::from("{");
    for n in 0..1_000_000 {
        list.push_str(&format!("\"{n}\":\"{n}\","));
    }
    list.push_str("\"x\":\"x\"}");
    let members: [(&str, &[u8]); 2] =
        [("collection.anki21", &collection), ("media", list.as_bytes())];
    let said = why(lab.read(&stored(&members)));
    assert!(said.contains("it names more than 400000 files"), "{said}");
    let entries = [0x0a, 3, 0x0a, 1, b'a'].repeat(1_000_000);
    let latest = [
        ("meta", b"\x08\x03".as_slice()),
        ("collection.anki21b", &zstd(&collection)),
        ("media", &zstd(&entries)),
    ];
    let said = why(lab.read(&stored(&latest)));
    assert!(said.contains("it names more than 400000 files"), "{said}");
    // A zip that says it has as many members.
    let mut bytes = stored(&[("a", b"")]);
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let mut record = b"PK\x06\x06".to_vec();
    record.extend_from_slice(&[0; 28]);
    record.extend_from_slice(&1_000_000_u64.to_le_bytes());
    record.extend_from_slice(&[0; 16]);
    let mut locator = b"PK\x06\x07".to_vec();
    locator.extend_from_slice(&[0; 4]);
    locator.extend_from_slice(&(end as u64).to_le_bytes());
    locator.extend_from_slice(&[0; 4]);
    let mut tail = bytes.split_off(end);
    tail[8..12].fill(0xff);
    bytes.extend([record, locator, tail].concat());
    let said = why(lab.read(&bytes));
    assert_eq!(said, "it is refused: it has 1000000 members, more than 400000");
}

#[test]
fn nothing_in_the_collection_is_run() {
    let lab = Lab::new();
    let read = |sql: &str| {
        lab.read(&package(&Deck::new().basic("g1", "a", "b").sql(sql).bytes(), "{}", &[]))
    };
    // A trigger would run where something is written; nothing is.
    let harvest = read(
        "create trigger t after update on notes begin delete from notes; end;
        create view v as select * from notes;",
    )
    .unwrap();
    assert_eq!(harvest.new.len(), 1);
    for (sql, table) in [
        (
            "drop table notes; create view notes as select 1 as id, 'g' as guid, 1 as mid, 1 as mod, '' as tags, '' as flds",
            "notes",
        ),
        ("drop table cards; create virtual table cards using fts5(id)", "cards"),
        (
            "drop table revlog; create table revlog (id integer, cid integer as (id * 2), ease, ivl, lastIvl, factor, time, type)",
            "revlog",
        ),
        (
            "drop table revlog; create table revlog (id integer, cid integer generated always as (abs(id)) stored)",
            "revlog",
        ),
    ] {
        let said = why(read(sql));
        assert_eq!(said, format!("it is refused: `{table}` in its collection is no plain table"));
    }
    let said = why(read("drop table revlog"));
    assert_eq!(said, "it is damaged: its collection has no table `revlog`");
}

#[test]
fn an_unknown_schema_or_version_is_refused() {
    let lab = Lab::new();
    for schema in [0, 1, 10, 12, 13, 19, 400] {
        let mut deck = Deck::new();
        deck.sql(&format!("update col set ver = {schema}"));
        let said = why(lab.read(&package(&deck.bytes(), "{}", &[])));
        assert!(said.starts_with(&format!("its collection has schema {schema};")), "{said}");
    }
    let said = why(lab.read(&zip(&[("meta", b"\x08\x09"), ("collection.anki21b", b"x")])));
    assert!(said.starts_with("it has version 9"), "{said}");
    assert!(why(lab.read(&zip(&[("hello", b"x")]))).contains("no collection"));
    assert!(why(lab.read(b"hello")).contains("no package"));
    for sql in ["update col set models = '{'", "update col set decks = '['", "delete from col"] {
        why(lab.read(&package(&Deck::new().sql(sql).bytes(), "{}", &[])));
    }
}

#[test]
fn a_note_that_is_wrong_costs_itself() {
    let lab = Lab::new();
    let huge = "x".repeat(3 << 20);
    let mut deck = Deck::new();
    deck.basic("g1", "good", "one")
        .basic("huge", "big", &huge)
        .basic("g1", "the same guid", "again")
        .basic("", "no guid", "at all")
        .basic(&"g".repeat(300), "long guid", "b")
        .note("few", BASIC, &["one field"])
        .note("many", BASIC, &["a", "b", "c"])
        .note("gone", 4711, &["a", "b"])
        .basic("empty", " <br> ", "b")
        .basic("g2", "good", "too");
    deck.sql("update notes set flds = x'ff00fe1f6262' where guid = 'g2'");
    let harvest = lab.read(&package(&deck.bytes(), "{}", &[])).unwrap();
    assert_eq!((harvest.notes, harvest.new.len(), harvest.left_out), (10, 2, 8));
    let told: Vec<&str> =
        harvest.problems.list.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "a field of it has 3072 KB; at most 1024 KB are taken in",
            "another note has the same guid; the first counts",
            "it has no guid that could be kept",
            "it has no guid that could be kept",
            "it has 1 fields, its note type 2",
            "it has 3 fields, its note type 2",
            "its note type is not in the package",
            "its question is empty",
        ]
    );
}

#[test]
fn a_damaged_package_ends_in_time_and_writes_nothing_outside() {
    let good = std::fs::read(fixture("sm2").join("sched_legacy.apkg")).unwrap();
    let collection = one_card("<b>a</b> {{c1::x}}", "b");
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % below
    };
    let lab = Lab::new();
    for round in 0..150 {
        let package = if round % 2 == 0 {
            let mut bytes = good.clone();
            for _ in 0..4 {
                let at = random(bytes.len());
                bytes[at] = random(256) as u8;
            }
            bytes
        } else {
            let mut bytes = collection.clone();
            for _ in 0..6 {
                // The first pages hold the schema and the roots of the tables.
                let at = random(bytes.len().min(if round % 4 == 1 { 4_096 } else { usize::MAX }));
                bytes[at] = random(256) as u8;
            }
            package(&bytes, "{}", &[])
        };
        let _ = lab.read(&package);
        for file in lab.files() {
            let inside = file.starts_with("into/media/") || file == "into/.collection.db";
            assert!(inside || file == "package.apkg", "{file}");
        }
    }
}

#[test]
fn a_refused_package_leaves_nothing_behind() {
    let app = App::new();
    let bad = app.path("bad.apkg");
    std::fs::write(&bad, package(&Deck::new().sql("update col set ver = 99").bytes(), "{}", &[]))
        .unwrap();
    let ran = app.run(["import".as_ref(), bad.as_os_str()]).code(3);
    assert!(ran.err.contains("bad.apkg was not imported"), "{}", ran.err);
    assert!(ran.err.contains("schema 99"), "{}", ran.err);
    assert!(!app.path("data/revisit/decks").exists());
    app.run(["import", "nothing.apkg"]).code(4);
    app.run(["import", "."]).code(4);
    // What came before stays as it was.
    let good = fixture("sm2").join("plain_legacy.apkg");
    app.run(["import".as_ref(), good.as_os_str()]).ok();
    let before = std::fs::read_dir(app.path("data/revisit/decks")).unwrap().count();
    app.run(["import".as_ref(), bad.as_os_str()]).code(3);
    assert_eq!(std::fs::read_dir(app.path("data/revisit/decks")).unwrap().count(), before);
}

#[test]
fn messages_about_a_package_do_not_steer_the_terminal() {
    let app = App::new();
    let mut deck = Deck::new();
    deck.basic("g1", "\u{1b}]0;owned\u{7}\u{202e}q \u{9b}2J", "b").basic("e\u{1b}[2J", "", "b");
    let file = app.path("x.apkg");
    let media = "{\"0\":\"../\\u001b[2Jx.png\"}";
    std::fs::write(&file, package(&deck.bytes(), media, &[])).unwrap();
    for args in [vec!["import", "x.apkg", "--dry-run"], vec!["import", "x.apkg"]] {
        let ran = app.run(args).ok();
        let said = ran.out + &ran.err;
        assert!(!said.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{said:?}");
    }
    let deck = std::fs::read_to_string(app.path("data/revisit/decks/anki/my.deck.yaml")).unwrap();
    assert!(!deck.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{deck}");
    app.run(["lint", "data/revisit/decks/anki"]).ok();
}
