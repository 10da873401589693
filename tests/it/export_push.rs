//! `export anki --push`, with an Anki that is made up.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::export_support::{Package, edit, sample};
use crate::harness::App;
use crate::import_anki::fixture;
use crate::import_pull::FakeAnki;

/// The number of today's day in the made up Anki.
const TODAY: i64 = 100;
/// Noon of 22 November 2026, where the tests are, in milliseconds; and of the day after.
const FIRST: i64 = 1_795_345_200_000;
const SECOND: i64 = FIRST + 86_400_000;

const REVEAL: &str = r#"{"do":"reveal"}"#;
const GOOD: &str = r#"{"do":"grade","grade":"good","took_ms":5000}"#;

/// A card in the made up Anki.
#[derive(Clone, Default)]
struct Card {
    id: i64,
    ord: i64,
    /// The times of its answers, and the buttons.
    reviews: Vec<(i64, u8)>,
    /// A search that finds it, as `is:suspended`.
    mark: &'static str,
}

fn card(id: i64, reviews: &[(i64, u8)]) -> Card {
    Card { id, reviews: reviews.to_vec(), ..Card::default() }
}

/// A note in the made up Anki: its id in our decks, or its number there.
#[derive(Clone, Default)]
struct Note {
    id: String,
    number: i64,
    tags: Vec<&'static str>,
    cards: Vec<Card>,
}

fn note(id: &str, cards: Vec<Card>) -> Note {
    Note { id: id.to_owned(), cards, ..Note::default() }
}

/// What the made up Anki has, and what it was given.
#[derive(Default)]
struct There {
    notes: Vec<Note>,
    /// The packages it was handed, as copies.
    packages: Vec<PathBuf>,
    /// The card that it does not let be changed.
    stubborn: i64,
}

/// Starts an Anki with some notes; copies of what it is handed go to a folder.
fn anki(app: &App, notes: Vec<Note>) -> (FakeAnki, Arc<Mutex<There>>) {
    let there = Arc::new(Mutex::new(There { notes, ..There::default() }));
    let (state, copies) = (there.clone(), app.path("copies"));
    fs::create_dir_all(&copies).unwrap();
    let fake = FakeAnki::new(Box::new(move |action, params| {
        answer(&mut state.lock().unwrap(), &copies, action, params)
    }));
    (fake, there)
}

fn answer(there: &mut There, copies: &Path, action: &str, params: &Value) -> Result<Value, String> {
    let cards = || there.notes.iter().flat_map(|note| &note.cards);
    Ok(match action {
        "version" => json!(6),
        "findNotes" => {
            let is_ours = params["query"].as_str().unwrap().contains("mid:1764000000000");
            let found =
                (0..there.notes.len()).filter(|at| there.notes[*at].id.is_empty() != is_ours);
            found.collect()
        }
        "notesInfo" => {
            let ids = params["notes"].as_array().unwrap().iter();
            let info = |at: &Value| {
                let note = &there.notes[at.as_u64().unwrap() as usize];
                let cards: Vec<i64> = note.cards.iter().map(|card| card.id).collect();
                json!({"noteId": note.number, "tags": note.tags, "cards": cards,
                       "fields": {"Id": {"value": note.id, "order": 7}}})
            };
            // The last one is gone by now.
            ids.map(info).chain([json!({})]).collect()
        }
        "importPackage" => {
            let copy = copies.join(format!("{}.apkg", there.packages.len()));
            fs::copy(params["path"].as_str().unwrap(), &copy).unwrap();
            there.packages.push(copy);
            json!(true)
        }
        "getReviewsOfCards" => {
            let row = |(id, ease): &(i64, u8)| json!({"id": id, "ease": ease, "factor": 2500});
            let log = |card: &Card| card.reviews.iter().map(row).collect::<Value>();
            Value::Object(cards().map(|card| (card.id.to_string(), log(card))).collect())
        }
        "findCards" => {
            let query = params["query"].as_str().unwrap();
            let (first, what) = query.rsplit_once(' ').unwrap();
            let found = cards().filter(|card| match what.split_once(':').unwrap() {
                ("card", number) => number.parse::<i64>().unwrap() == card.ord + 1,
                ("prop", due) => {
                    let days: i64 = due.strip_prefix("due>=-").unwrap().parse().unwrap();
                    first == format!("cid:{}", card.id) && TODAY <= days
                }
                _ => what == card.mark,
            });
            found.map(|card| card.id).collect()
        }
        "insertReviews" => Value::Null,
        "setSpecificValueOfCard" if params["card"] == there.stubborn => json!([[false, "no"]]),
        "setSpecificValueOfCard" => json!([true]),
        "multi" => {
            let actions = params["actions"].as_array().unwrap().clone();
            let mut result = |one: &Value| match answer(
                there,
                copies,
                one["action"].as_str().unwrap(),
                &one["params"],
            ) {
                Ok(result) => json!({"result": result, "error": null}),
                Err(error) => json!({"result": null, "error": error}),
            };
            actions.iter().map(&mut result).collect()
        }
        other => return Err(format!("unsupported action: {other}")),
    })
}

fn push(app: &App, fake: &FakeAnki, args: &[&str]) -> Value {
    let all = [&["export", "anki", "--push", "--json", "--url", &fake.url], args].concat();
    app.run(all).ok().json()
}

/// The parameters of each request for an action, in order.
fn asked(fake: &FakeAnki, action: &str) -> Vec<Value> {
    let asked = fake.asked.lock().unwrap();
    let those = asked.iter().filter(|one| one["action"] == action);
    those.map(|one| one["params"].clone()).collect()
}

#[test]
fn a_package_is_handed_over_and_gone_afterwards() {
    let app = sample();
    let (fake, there) = anki(&app, Vec::new());
    let report = push(&app, &fake, &[]);
    assert_eq!((&report["notes"], &report["new"]), (&json!(15), &json!(15)));
    assert_eq!(report["pushed"]["notes_before"], 0);
    assert_eq!(report["file"], Value::Null);
    let package = Package::open(&there.lock().unwrap().packages[0]);
    assert_eq!(package.one::<i64>("select count(*) from notes"), 15);
    let left = fs::read_dir(app.path("cache/revisit")).unwrap();
    let left = left
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".apkg"));
    assert_eq!(left.count(), 0);
    // What was said is known the next time.
    assert_eq!(push(&app, &fake, &[])["new"], 0);
    let file = app.path("kept.apkg");
    let keep = ["-o", file.to_str().unwrap()];
    let ran = app.run([&["export", "anki", "--push", "--url", &fake.url], &keep[..]].concat()).ok();
    assert!(ran.out.contains("kept.apkg: 15 notes, 19 cards, 3 media files\n"), "{}", ran.out);
    assert!(file.exists());
    let ran = app.run(["export", "anki", "--push", "--url", &fake.url]).ok();
    assert!(ran.out.starts_with("to Anki: 15 notes, 19 cards, 3 media files\n"), "{}", ran.out);
}

#[test]
fn tags_that_a_person_gave_a_note_there_stay() {
    let mut app = sample();
    let (fake, there) = anki(&app, Vec::new());
    push(&app, &fake, &[]);
    let tags = vec!["mine", "marked", "section::storage", "topic::indexing", "FACET::why", "sql"];
    there.lock().unwrap().notes =
        vec![Note { tags, ..note("sample/ix.basic", vec![card(1, &[])]) }];
    app.at("2026-11-23T12:00:00+01:00");
    edit(app.path("own/indexing.yaml"), "tags: [sql, سریع]", "tags: [postgres, سریع]");
    let report = push(&app, &fake, &[]);
    assert_eq!((&report["changed"], &report["pushed"]["notes_before"]), (&json!(1), &json!(1)));
    let tags = |number: usize| -> String {
        let package = Package::open(&there.lock().unwrap().packages[number]);
        package.one("select tags from notes where guid = 'revisit:sample/ix.basic'")
    };
    // `sql` was taken off here, `level` and others there; `postgres` is new here.
    assert_eq!(tags(1), " mine marked section::storage topic::indexing FACET::why postgres ");
    // Of a database of before, nothing is known of what was exported: all tags there stay, and no note
    // counts as changed.
    let conn = Connection::open(app.db()).unwrap();
    conn.execute_batch("alter table exported drop column tags; pragma user_version = 3").unwrap();
    drop(conn);
    assert_eq!(push(&app, &fake, &[])["changed"], 0);
    assert!(tags(2).starts_with(" mine marked section::storage topic::indexing FACET::why sql "));
}

#[test]
fn schedules_of_cards_that_are_there_are_brought_up_to_date_where_it_is_asked_for() {
    let mut app = App::new();
    app.own_cards(7);
    let each = [REVEAL, GOOD].repeat(6);
    app.session(&["--limit", "6"], &each);
    app.at("2026-11-23T12:00:00+01:00");
    app.session(&["c1"], &[REVEAL, GOOD]);
    let marked = |id, mark| Card { mark, ..card(id, &[]) };
    let notes = vec![
        // The first answer is there, its id moved on.
        note("own/c1", vec![card(11, &[(FIRST + 1, 3)])]),
        // Answered there too, by somebody who has not pulled.
        note("own/c2", vec![card(12, &[(SECOND + 9_000_000, 3)])]),
        // Suspended there; a card that has another number is not it.
        note("own/c3", vec![Card { ord: 3, ..card(10, &[]) }, marked(13, "is:suspended")]),
        note("own/c4", vec![marked(14, "deck:filtered")]),
        // All that happened is known there.
        note("own/c5", vec![card(15, &[(FIRST, 3), (7, 3)])]),
        // Given another day there by hand.
        note("own/c6", vec![card(16, &[(SECOND + 9_000_000, 0)])]),
        // Never answered here.
        note("own/c7", vec![card(17, &[])]),
    ];
    let (fake, there) = anki(&app, notes);
    let plain = push(&app, &fake, &[]);
    assert_eq!(plain["pushed"]["schedules"], 0);
    let report = push(&app, &fake, &["--with-progress", "--key", "secret"]);
    let pushed = json!({"notes_before": 7, "schedules": 2, "reviews": 2, "unpulled": 1, "borrowed": 1, "refused": 0});
    assert_eq!(report["pushed"], pushed);
    let reviews = &asked(&fake, "insertReviews")[0]["reviews"];
    assert_eq!(reviews[0], json!([SECOND, 11, -1, 3, 6, 1, 2500, 5000, 1]));
    // Several cards were answered at one moment: each row has an id of its own.
    assert_eq!(reviews[1], json!([FIRST + 2, 13, -1, 3, 1, 0, 0, 5000, 0]));
    let actions = asked(&fake, "multi").remove(0)["actions"].take();
    // Each action of many is asked for with the key.
    assert!(actions.as_array().unwrap().iter().all(|one| one["key"] == "secret"));
    let value = |at: usize, key: &str| {
        let change = &actions[at]["params"];
        let place = change["keys"].as_array().unwrap().iter().position(|one| one == key).unwrap();
        change["newValues"][place].clone()
    };
    let change = &actions[0]["params"];
    assert_eq!((&change["card"], &change["warning_check"]), (&json!(11), &json!(true)));
    assert_eq!(value(0, "due"), TODAY + 6);
    assert_eq!((value(0, "ivl"), value(0, "reps")), (json!(6), json!(2)));
    assert_eq!((value(0, "factor"), value(0, "queue")), (json!(2500), json!(2)));
    assert_eq!(value(0, "last_review_time"), SECOND / 1000);
    assert!(value(0, "memory_state")["stability"].as_f64().unwrap() > 2.0);
    assert_eq!((&actions[1]["params"]["card"], value(1, "queue")), (&json!(13), json!(-1)));
    // What Anki does not let be changed gets no rows, and is told.
    there.lock().unwrap().stubborn = 13;
    let args = ["export", "anki", "--push", "--with-progress", "--url", &fake.url];
    let ran = app.run(args).ok();
    for said in [
        "1 card has answers in Anki that are not here; `revisit import anki --pull`",
        "1 card is in a filtered deck",
        "did not change the schedule of 1 card",
    ] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert!(ran.out.contains("in Anki: 7 were there"), "{}", ran.out);
    assert!(ran.out.contains("brought up to date: 1 schedule, 1 review added"), "{}", ran.out);
    assert_eq!(asked(&fake, "insertReviews")[1]["reviews"].as_array().unwrap().len(), 1);
}

#[test]
fn a_card_that_starts_again_here_starts_again_there() {
    let mut app = App::new();
    app.own_cards(1);
    app.session(&["--limit", "1"], &[REVEAL, GOOD]);
    app.at("2026-11-23T12:00:00+01:00");
    app.run(["reset", "c1", "--yes"]).ok();
    let (fake, _) = anki(&app, vec![note("own/c1", vec![card(11, &[(FIRST, 3)])])]);
    assert_eq!(push(&app, &fake, &["--with-progress"])["pushed"]["schedules"], 1);
    let change = &asked(&fake, "multi")[0]["actions"][0]["params"];
    let keys = ["due", "type", "queue", "ivl"];
    assert!(keys.iter().zip(change["keys"].as_array().unwrap()).all(|(want, key)| want == key));
    assert_eq!(
        change["newValues"].as_array().unwrap()[..4],
        [json!(0), json!(0), json!(0), json!(0)]
    );
    assert_eq!(asked(&fake, "insertReviews")[0]["reviews"][0][3], 0);
}

#[test]
fn notes_that_came_from_anki_are_found_there_again() {
    let mut app = App::new();
    let package = fixture("sm2").join("sched_legacy.apkg");
    app.run(["import".as_ref(), package.as_os_str()]).ok();
    let from = Package::open(&package);
    let sql = "select n.id from notes n join cards c on c.nid = n.id join revlog r on r.cid = c.id
         where c.ord = 0 and c.queue = 2 and c.type = 2 and c.odid = 0
         and (select count(*) from cards d where d.nid = n.id) = 1 order by n.id limit 1";
    let number: i64 = from.one(sql);
    let id: i64 = from.one(&format!("select id from cards where nid = {number}"));
    let mut statement = from.db.prepare("select id, ease from revlog where cid = ?1").unwrap();
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let reviews: Vec<(i64, u8)> = rows.collect::<Result<_, _>>().unwrap();
    let there =
        Note { number, tags: vec!["mine"], cards: vec![card(id, &reviews)], ..Note::default() };
    let (fake, _) = anki(&app, vec![there]);
    let report = push(&app, &fake, &["--with-progress"]);
    assert_eq!(report["pushed"]["notes_before"], 1);
    // It follows Anki: there is nothing to bring.
    assert_eq!(report["pushed"]["schedules"], 0, "{report}");
    // Answered here it leads.
    let decks = fs::read_dir(app.path("data/revisit/decks/anki")).unwrap();
    let decks: String =
        decks.filter_map(|file| fs::read_to_string(file.unwrap().path()).ok()).collect();
    let (before, _) = decks.split_once(&format!("note: {number}\n")).unwrap();
    let ours = before.rsplit("- id: ").next().unwrap().lines().next().unwrap();
    app.at("2027-11-23T12:00:00+01:00");
    app.session(&[ours, "--limit", "1"], &[REVEAL, GOOD]);
    let report = push(&app, &fake, &["--with-progress"]);
    assert_eq!(
        (&report["pushed"]["schedules"], &report["pushed"]["reviews"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(asked(&fake, "multi")[0]["actions"][0]["params"]["card"], id);
}

#[test]
fn what_anki_does_not_take_is_not_said_to_be_there() {
    let app = sample();
    let fake = FakeAnki::new(Box::new(|action, _| match action {
        "version" => Ok(json!(6)),
        "findNotes" => Ok(json!([])),
        _ => Err("file not found".to_owned()),
    }));
    let ran = app.run(["export", "anki", "--push", "--url", &fake.url]).code(4);
    let said = "error: Anki refuses `importPackage`: file not found";
    assert!(ran.err.contains(said) && ran.err.contains("with `-o FILE`"), "{}", ran.err);
    let (fake, _) = anki(&app, Vec::new());
    assert_eq!(push(&app, &fake, &[])["new"], 15);
}

#[test]
fn an_anki_that_is_not_there_or_too_old_is_told_before_anything_is_done() {
    let app = sample();
    // A port that nobody listens on any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let run = |url: &str, code| app.run(["export", "anki", "--push", "--url", url]).code(code).err;
    let silent = run(&format!("http://127.0.0.1:{port}"), 4);
    assert!(silent.contains("Anki does not answer") && silent.contains("2055492159"), "{silent}");
    let old = FakeAnki::new(Box::new(|_, _| Ok(json!(5))));
    assert!(run(&old.url, 4).contains("version 6 is needed"), "{}", run(&old.url, 4));
    let key = FakeAnki::new(Box::new(|_, _| Err("valid api key must be provided".to_owned())));
    assert!(run(&key.url, 4).contains("--key"), "{}", run(&key.url, 4));
    let no = FakeAnki::raw(Box::new(|_| "HTTP/1.1 403 Forbidden\r\n\r\n".to_owned()));
    assert!(run(&no.url, 4).contains("does not let this program in"), "{}", run(&no.url, 4));
    let away = run("http://anki.example.org:8765", 2);
    assert!(away.contains("is not on this machine") && away.contains("--allow-remote"), "{away}");
    assert!(!app.db().exists(), "nothing was begun");
}
