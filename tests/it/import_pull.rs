//! `import anki --pull`, with an Anki that is made up.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::harness::App;
use crate::import_support::zip;

/// What an Anki answers to an action: a result, or why not.
type Answer = Box<dyn Fn(&str, &Value) -> Result<Value, String> + Send>;

/// Something that listens like AnkiConnect, on a port of its own.
pub(crate) struct FakeAnki {
    pub(crate) url: String,
    pub(crate) asked: Arc<Mutex<Vec<Value>>>,
}

impl FakeAnki {
    pub(crate) fn new(answer: Answer) -> FakeAnki {
        FakeAnki::raw(Box::new(move |request: &Value| {
            let action = request["action"].as_str().unwrap_or_default();
            match answer(action, &request["params"]) {
                Ok(result) => json!({"result": result, "error": null}).to_string(),
                Err(error) => json!({"result": null, "error": error}).to_string(),
            }
        }))
    }

    pub(crate) fn raw(answer: Box<dyn Fn(&Value) -> String + Send>) -> FakeAnki {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // A caller that goes away is its own affair.
                let _ = serve(stream, &answer, &log);
            }
        });
        FakeAnki { url, asked }
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &dyn Fn(&Value) -> String,
    log: &Mutex<Vec<Value>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let request: Value = serde_json::from_slice(&body).unwrap();
        let text = answer(&request);
        log.lock().unwrap().push(request);
        if text.starts_with("HTTP/") {
            return stream.write_all(text.as_bytes());
        }
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}",
            text.len()
        )?;
    }
}

/// An Anki with one deck, which it exports as a copy of a file.
fn with_package(package: PathBuf) -> FakeAnki {
    FakeAnki::new(Box::new(move |action, params| {
        Ok(match action {
            "version" => json!(6),
            "findCards" => json!([1, 2]),
            "getDecks" => json!({"Own": [1], "Own::Inner": [2]}),
            "exportPackage" => {
                assert_eq!(
                    (&params["deck"], &params["includeSched"]),
                    (&json!("Own"), &json!(true))
                );
                fs::copy(&package, params["path"].as_str().unwrap()).unwrap();
                json!(true)
            }
            other => return Err(format!("unsupported action: {other}")),
        })
    }))
}

/// Exports the cards, and gives them to somebody who changes the collection.
fn studied(app: &App, change: impl Fn(&Connection)) -> PathBuf {
    let file = app.path("studied.apkg");
    let out = file.to_str().unwrap().to_owned();
    app.run(["export", "anki", "-o", &out, "--with-progress"]).ok();
    let mut archive = ::zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut collection = Vec::new();
    archive.by_name("collection.anki21").unwrap().read_to_end(&mut collection).unwrap();
    let path = app.path("collection.db");
    fs::write(&path, collection).unwrap();
    let conn = Connection::open(&path).unwrap();
    change(&conn);
    drop(conn);
    fs::write(&file, zip(&[("collection.anki21", &fs::read(&path).unwrap()), ("media", b"{}")]))
        .unwrap();
    file
}

/// Adds an answer to the history of the card of a note.
fn answer(conn: &Connection, guid: &str, at_ms: i64, grade: u8) {
    let sql = "insert into revlog select ?2, c.id, -1, ?3, 4, 1, 2500, 3000, 1
        from cards c join notes n on n.id = c.nid where n.guid = ?1 and c.ord = 0";
    assert_eq!(conn.execute(sql, (format!("revisit:own/{guid}"), at_ms, grade)).unwrap(), 1);
}

/// Noon of a day of November 2026, one hour east of Greenwich.
fn noon(day: i64) -> i64 {
    1_793_530_800_000 + (day - 1) * 86_400_000
}

fn pull(app: &App, anki: &FakeAnki, args: &[&str]) -> crate::harness::Ran {
    let mut all = vec!["import", "anki", "--pull", "--url", &anki.url];
    all.extend_from_slice(args);
    app.run(all)
}

fn state(app: &App, card: &str) -> Value {
    app.run(["cards", card, "--json"]).ok().json()[0]["state"].clone()
}

#[test]
fn what_is_answered_in_anki_counts_as_if_it_were_answered_here() {
    let grades = ["again", "hard", "good", "easy"];
    // Studied here all along.
    let mut here = App::new();
    here.own_cards(3);
    // Studied here, then in Anki.
    let mut away = App::new();
    away.own_cards(3);
    let plan = [(22, "c1", 3), (23, "c1", 3), (22, "c2", 1), (23, "c2", 3), (24, "c2", 2)];
    let study = |app: &mut App, day: i64, card: &str, grade: usize| {
        app.at(&format!("2026-11-{day}T12:00:00+01:00"));
        let grade =
            format!("{{\"do\":\"grade\",\"grade\":\"{}\",\"took_ms\":3000}}", grades[grade - 1]);
        app.session(&[card, "--limit", "1"], &["{\"do\":\"reveal\"}", &grade]);
    };
    for (day, card, grade) in plan {
        study(&mut here, day, card, grade);
        study(&mut away, day, card, grade);
    }
    let more = [(25, "c2", 3), (29, "c1", 4), (29, "c3", 3), (30, "c3", 1)];
    for (day, card, grade) in more {
        study(&mut here, day, card, grade);
    }
    away.at("2026-11-24T13:00:00+01:00");
    let package = studied(&away, |conn| {
        for (number, (day, card, grade)) in (0..).zip(more) {
            answer(conn, card, noon(day) + number, u8::try_from(grade).unwrap());
        }
    });
    for app in [&mut here, &mut away] {
        app.at("2026-12-01T12:00:00+01:00");
    }
    let anki = with_package(package);
    let found = pull(&away, &anki, &["--json"]).ok().json();
    assert_eq!(
        (&found["progress"]["added"], &found["progress"]["ours"]),
        (&json!(4), &json!(5)),
        "{found}"
    );
    for card in ["c1", "c2", "c3"] {
        assert_eq!(state(&away, card), state(&here, card), "{card}");
    }
    assert_eq!(away.run(["due", "--json"]).ok().json(), here.run(["due", "--json"]).ok().json());
    // However often it runs.
    for _ in 0..2 {
        let again = pull(&away, &anki, &["--json"]).ok().json();
        assert_eq!(again["progress"]["added"], 0);
    }
    // What was pulled is not taken for new when it comes back in a file.
    let file = away.path("studied.apkg");
    let again = away.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]).ok().json();
    assert_eq!((&again["progress"]["added"], &again["notes"]["new"]), (&json!(0), &json!(0)));
    // And is undone like any action.
    away.run(["undo"]).ok();
    assert_eq!(state(&away, "c3")["phase"], "new");
}

#[test]
fn what_has_no_counterpart_is_told() {
    let mut app = App::new();
    app.own_cards(2);
    let package = studied(&app, |conn| {
        answer(conn, "c1", noon(22), 3);
        // Given another day by hand, then forgotten by hand; moved by Anki itself; out of time.
        let by_hand = "insert into revlog select ?1, id, -1, 0, ?2, 1, ?3, 0, ?4 from cards where ord = 0 limit 1";
        conn.execute(by_hand, (noon(23), 9, 2_500, 4)).unwrap();
        conn.execute(by_hand, (noon(23) + 5, 3, 2_500, 5)).unwrap();
        answer(conn, "c2", noon(22) + 400 * 86_400_000, 3);
        conn.execute_batch(
            "update cards set queue = -1, mod = 1795000000 where id = (select max(id) from cards)",
        )
        .unwrap();
        conn.execute_batch("insert into notes select id + 5000, 'gone', mid, mod, usn, tags, flds, sfld, csum, flags, data from notes limit 1").unwrap();
        conn.execute_batch(
            "update notes set flds = replace(flds, 'own/c', 'elsewhere/c') where guid = 'gone'",
        )
        .unwrap();
    });
    app.at("2026-11-24T12:00:00+01:00");
    let anki = with_package(package);
    let found = pull(&app, &anki, &["--json"]).ok().json();
    let progress = &found["progress"];
    assert_eq!(
        (&progress["reviews"], &progress["not_understood"]),
        (&json!(1), &json!(2)),
        "{found}"
    );
    assert_eq!((&progress["misdated"], &progress["suspended"]), (&json!(1), &json!(1)));
    assert_eq!((&found["notes"]["same"], &found["notes"]["unknown"]), (&json!(2), &json!(1)));
    assert_eq!(state(&app, "c2")["suspended"], true);
    let said = pull(&app, &anki, &[]).ok().out;
    assert!(said.contains("Anki: 3 notes, 2 known here, 1 not"), "{said}");
    assert!(said.contains("2 changes by hand not understood"), "{said}");
    assert!(said.contains("1 answer dated"), "{said}");
    // A dry run writes nothing.
    let mut fresh = App::new();
    fresh.own_cards(2);
    fresh.at("2026-11-24T12:00:00+01:00");
    pull(&fresh, &anki, &["--dry-run"]).ok();
    assert!(!fresh.db().exists());
}

#[test]
fn a_day_that_was_set_there_schedules_a_card_that_is_new_here() {
    let mut app = App::new();
    app.own_cards(3);
    let package = studied(&app, |conn| {
        let set_day = "update cards set type = 2, queue = 2, ivl = 7, factor = 2500,
            due = (?1 - (select crt from col)) / 86400 + 7
            where nid = (select id from notes where guid = ?2)";
        let log = "insert into revlog select ?1, id, -1, 0, 7, 0, 2500, 0, 4 from cards
            where nid = (select id from notes where guid = ?2)";
        conn.execute(set_day, (noon(23) / 1_000, "revisit:own/c1")).unwrap();
        conn.execute(log, (noon(23), "revisit:own/c1")).unwrap();
        // This one was answered before: it keeps its interval.
        answer(conn, "c2", noon(22), 3);
        conn.execute(set_day, (noon(23) / 1_000, "revisit:own/c2")).unwrap();
        conn.execute(log, (noon(23) + 1, "revisit:own/c2")).unwrap();
    });
    app.at("2026-11-24T12:00:00+01:00");
    let anki = with_package(package);
    let found = pull(&app, &anki, &["--json"]).ok().json();
    assert_eq!(
        (&found["progress"]["not_understood"], &found["progress"]["schedules"]),
        (&json!(0), &json!(1)),
        "{found}"
    );
    for (card, interval) in [("c1", 7), ("c2", 1)] {
        let state = state(&app, card);
        assert_eq!(
            (&state["phase"], &state["due"], &state["interval_days"]),
            (&json!("review"), &json!("2026-11-30"), &json!(interval)),
            "{card}"
        );
    }
    assert_eq!(state(&app, "c3")["phase"], "new");
    assert_eq!(pull(&app, &anki, &["--json"]).ok().json()["progress"]["added"], 0);
}

#[test]
fn each_way_in_which_anki_is_not_there_is_told() {
    let app = App::new();
    app.own_cards(1);
    let refuse = |why: &'static str| {
        FakeAnki::new(Box::new(move |action, _| match action {
            "version" => Ok(json!(6)),
            _ => Err(why.to_owned()),
        }))
    };
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = FakeAnki { url: format!("http://{closed}"), asked: Arc::default() };
    let cases: [(FakeAnki, i32, &str, &str); 8] = [
        (nobody, 4, "Anki does not answer at http://127.0.0.1", "start Anki"),
        (FakeAnki::new(Box::new(|_, _| Ok(json!(5)))), 4, "speaks version 5", "update AnkiConnect"),
        (FakeAnki::raw(Box::new(|_| "5".to_owned())), 4, "speaks version 5", "update AnkiConnect"),
        (
            FakeAnki::raw(Box::new(|_| "<html>".to_owned())),
            4,
            "is not AnkiConnect",
            "another address",
        ),
        (refuse("valid api key must be provided"), 4, "wants a key", "--key KEY"),
        (refuse("collection is not available"), 4, "no profile is open", "open a profile"),
        (refuse("unsupported action"), 4, "does not know `findCards`", "update AnkiConnect"),
        (refuse("\u{1b}[2Jno"), 4, "Anki refuses `findCards`", "look at Anki"),
    ];
    for (anki, code, error, hint) in cases {
        let ran = pull(&app, &anki, &[]).code(code);
        assert!(ran.err.contains(error) && ran.err.contains(hint), "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    }
    for (url, error) in [
        ("http://192.0.2.1:8765", "is not on this machine"),
        ("http://example.org", "is not on this machine"),
        ("https://127.0.0.1", "is no address"),
    ] {
        let ran = app.run(["import", "anki", "--pull", "--url", url]).code(2);
        assert!(ran.err.contains(error), "{}", ran.err);
    }
    let ran = app.run(["import", "x.apkg", "--pull"]).code(2);
    assert!(ran.err.contains("revisit import anki --pull"), "{}", ran.err);
    let ran = app.run(["import", "anki"]).code(4);
    assert!(ran.err.contains("--pull"), "{}", ran.err);
}

#[test]
fn a_key_is_sent_and_an_empty_anki_is_told() {
    let app = App::new();
    app.own_cards(1);
    let anki = FakeAnki::new(Box::new(|action, _| {
        Ok(if action == "version" { json!(6) } else { json!([]) })
    }));
    let ran = pull(&app, &anki, &["--key", "secret"]).ok();
    assert!(ran.err.contains("Anki has no cards from here"), "{}", ran.err);
    let asked = anki.asked.lock().unwrap();
    assert!(asked.iter().all(|request| request["key"] == "secret" && request["version"] == 6));
    assert!(asked[1]["params"]["query"].as_str().unwrap().starts_with("mid:1764000000000 OR mid:"));
    // An Anki that cannot write where it is asked to.
    let lies = FakeAnki::new(Box::new(|action, _| {
        Ok(match action {
            "version" => json!(6),
            "findCards" => json!([1]),
            "getDecks" => json!({"Own": [1]}),
            _ => json!(true),
        })
    }));
    let ran = pull(&app, &lies, &[]).code(4);
    assert!(ran.err.contains("Anki wrote no package of the deck `Own`"), "{}", ran.err);
}
