//! Sessions through the program itself, as a script drives them.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::harness::{App, root};

/// A session that is talked to line by line.
struct Talk {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Talk {
    fn start(app: &App, args: &[&str]) -> Talk {
        let mut all = vec!["study", "--jsonl"];
        all.extend(args);
        let mut child = app
            .command(all)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdin = child.stdin.take().expect("piped");
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut talk = Talk { child, stdin, stdout };
        assert_eq!(talk.hear()["event"], "hello");
        talk
    }

    fn say(&mut self, line: &Value) {
        writeln!(self.stdin, "{line}").expect("the session listens");
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("the session speaks");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    fn ask(&mut self, line: &Value) -> Value {
        self.say(line);
        self.hear()
    }

    /// Reveals and grades the open question; returns what was graded and what came next.
    fn grade(&mut self, grade: &str) -> (Value, Value) {
        assert_eq!(self.ask(&json!({"do": "reveal"}))["event"], "answer");
        let graded = self.ask(&json!({"do": "grade", "grade": grade}));
        let next = self.hear();
        (graded, next)
    }

    fn quit(mut self) {
        self.say(&json!({"do": "quit"}));
        assert!(self.child.wait().expect("it ends").success());
    }
}

#[test]
fn a_session_speaks_the_protocol() {
    let app = App::new();
    app.own_cards(2);
    let mut talk = Talk::start(&app, &[]);
    let question = talk.hear();
    assert_eq!(question["event"], "question");
    assert_eq!(question["card"], "own/c1");
    assert_eq!(question["kind"], "basic");
    assert_eq!(question["front"], "Card 1: which number is this?");
    assert_eq!(question["drill"], false);
    assert_eq!(question["left"], json!({"new": 2, "learning": 0, "review": 0}));
    let early = talk.ask(&json!({"do": "grade", "grade": "good"}));
    assert_eq!(early["event"], "error");
    let answer = talk.ask(&json!({"do": "reveal"}));
    assert_eq!(answer["event"], "answer");
    assert_eq!(answer["back"], "1");
    assert_eq!(answer["grades"]["again"]["due"], "2026-11-23");
    assert_eq!(answer["grades"]["again"]["drill"], true);
    assert_eq!(answer["grades"]["good"]["interval_days"], 1);
    let graded = talk.ask(&json!({"do": "grade", "grade": "good", "took_ms": 4200}));
    assert_eq!(graded["event"], "graded");
    assert_eq!(graded["card"], "own/c1");
    assert_eq!(graded["due"], "2026-11-23");
    assert_eq!(talk.hear()["card"], "own/c2");
    let undone = talk.ask(&json!({"do": "undo"}));
    assert_eq!(undone["event"], "undone");
    assert_eq!(talk.hear()["card"], "own/c1");
    let nonsense = talk.ask(&json!({"do": "dance"}));
    assert_eq!(nonsense["event"], "error");
    assert!(nonsense["message"].as_str().is_some_and(|text| text.contains("dance")));
    let hidden = talk.ask(&json!({"do": "bury"}));
    assert_eq!(hidden["event"], "hidden");
    assert_eq!(talk.hear()["card"], "own/c2");
    talk.grade("good");
    talk.quit();
    let history = app.run(["history", "own/c1", "--json"]).ok().json();
    let events: Vec<&Value> =
        history.as_array().into_iter().flatten().map(|row| &row["event"]).collect();
    assert_eq!(events, ["reviewed", "buried"]);
    assert_eq!(history[0]["took_ms"], 4200);
    assert_eq!(history[0]["retracted"], true);
}

#[test]
fn the_end_of_input_ends_a_session_with_everything_kept() {
    let app = App::new();
    app.own_cards(2);
    let events = app.session(&[], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"easy"}"#]);
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(names, ["hello", "question", "answer", "graded", "question"]);
    assert_eq!(app.run(["due", "--json"]).ok().json()["new"], 1);
}

/// Months of study of one card, by its due days, give the intervals of the published algorithm.
#[test]
fn simulated_months_give_the_vectors_intervals() {
    let file = root().join("tests/it/fixtures/scheduling/sm2_vectors.json");
    let vectors: Value =
        serde_json::from_str(&fs::read_to_string(file).expect("readable")).expect("JSON");
    let vectors = vectors["vectors"].as_array().expect("a list");
    assert!(vectors.len() > 3);
    for vector in vectors {
        let app = App::new();
        app.own_cards(1);
        let mut talk = Talk::start(&app, &["--minutes", "1000"]);
        talk.hear();
        let grades = vector["grades"].as_array().expect("grades");
        for (grade, expected) in grades.iter().zip(vector["norm"].as_array().expect("states")) {
            let quality = grade.as_u64().expect("a number");
            let name = match quality {
                0..=2 => "again",
                3 => "hard",
                4 => "good",
                _ => "easy",
            };
            let (graded, mut next) = talk.grade(name);
            assert_eq!(graded["interval_days"], expected[1], "{vector}");
            let ease = graded["state"]["ease"].as_f64().map(|ease| (ease * 100.0).round() as u64);
            assert_eq!(ease, expected[2].as_u64(), "{vector}");
            if next["drill"] == true {
                next = talk.grade("good").1;
            }
            assert_eq!(next["event"], "done");
            let due = graded["due"].as_str().expect("a day").to_owned();
            let clock = talk.ask(&json!({"do": "clock", "now": format!("{due}T12:00:00+01:00")}));
            assert_eq!((&clock["event"], &clock["day"]), (&json!("clock"), &json!(due)));
            assert_eq!(talk.hear()["card"], "own/c1");
        }
        talk.quit();
    }
}

#[test]
fn one_card_graded_in_two_windows_gives_one_review_and_one_notice() {
    let app = App::new();
    app.own_cards(1);
    let mut first = Talk::start(&app, &[]);
    let mut second = Talk::start(&app, &[]);
    assert_eq!(first.hear()["card"], second.hear()["card"]);
    let (graded, _) = first.grade("good");
    assert_eq!(graded["event"], "graded");
    let (stale, next) = second.grade("good");
    assert_eq!(stale["event"], "stale");
    assert_eq!(next["event"], "done");
    first.quit();
    second.quit();
    let history = app.run(["history", "own/c1", "--json"]).ok().json();
    assert_eq!(history.as_array().map(Vec::len), Some(1));
}

#[test]
fn undo_reaches_over_sessions_and_kinds_of_action() {
    let app = App::new();
    app.own_cards(3);
    app.session(&[], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"good"}"#]);
    app.run(["suspend", "own/c2"]).ok();
    app.run(["flag", "own/c3"]).ok();
    app.run(["bury", "deck:deck", "--yes"]).ok();
    let undo = || app.run(["undo"]).ok().out;
    assert_eq!(undo(), "Undone: buried 3 cards\n");
    assert_eq!(undo(), "Undone: flagged own/c3\n");
    assert_eq!(undo(), "Undone: suspended own/c2\n");
    assert_eq!(undo(), "Undone: good on own/c1\n");
    assert_eq!(undo(), "Nothing to undo.\n");
    let cards = app.run(["cards", "--json"]).ok().json();
    for card in cards.as_array().expect("a list") {
        assert_eq!(card["state"]["phase"], "new", "{card}");
        assert_eq!(card["state"]["suspended"], false);
    }
}

#[test]
fn plain_lines_run_the_same_session() {
    let app = App::new();
    app.own_cards(2);
    let ran = app.feed(["study"], "\n\n3\n\n1\n:undo\n:quit\n").ok();
    assert!(ran.out.contains("Card 1: which number is this?"), "{}", ran.out);
    let history = app.run(["history", "own/c1", "--json"]).ok().json();
    assert_eq!(history[0]["grade"], "good");
}

#[test]
fn a_new_day_is_told_even_where_the_same_card_comes_first() {
    let app = App::new();
    app.own_cards(2);
    let mut talk = Talk::start(&app, &[]);
    assert_eq!(talk.hear()["card"], "own/c1");
    let clock = talk.ask(&json!({"do": "clock", "now": "2026-11-23T12:00:00+01:00"}));
    assert_eq!(clock["event"], "clock");
    assert_eq!(talk.hear()["card"], "own/c1");
    talk.quit();
}

#[test]
fn the_minutes_asked_for_are_those_of_each_day() {
    let app = App::new();
    app.own_cards(3);
    let mut talk = Talk::start(&app, &["--minutes", "1", "--new", "2"]);
    talk.hear();
    assert_eq!(talk.ask(&json!({"do": "reveal"}))["event"], "answer");
    talk.ask(&json!({"do": "grade", "grade": "good", "took_ms": 60_000}));
    assert_eq!(talk.hear()["event"], "done");
    talk.ask(&json!({"do": "clock", "now": "2026-11-23T12:00:00+01:00"}));
    assert_eq!(talk.hear()["event"], "question");
    talk.quit();
}

#[test]
fn more_new_cards_are_added_to_the_days_number() {
    let app = App::new();
    app.own_cards(20);
    let left = |args: &[&str]| app.session(args, &[])[1]["left"]["new"].clone();
    assert_eq!(left(&[]), 6);
    assert_eq!(left(&["--new", "+2"]), 8);
    assert_eq!(left(&["--new", "2"]), 2);
}

#[test]
fn a_streak_counts_days_on_which_only_hidden_siblings_were_left() {
    let mut app = App::new();
    app.write(
        "own/deck.yaml",
        "cards:\n  - id: both\n    kind: reversed\n    front: Term\n    back: Meaning\n",
    );
    let grade = [r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"good"}"#];
    let mut streaks = Vec::new();
    for day in 22..=25 {
        app.at(&format!("2026-11-{day}T12:00:00+01:00"));
        let events = app.session(&[], &grade);
        let done = events.last().expect("events");
        assert_eq!(done["event"], "done", "{day}");
        streaks.push(done["summary"]["streak"].clone());
    }
    assert_eq!(streaks, [1, 2, 3, 4]);
}

#[test]
fn what_was_written_in_the_editor_is_kept_where_the_deck_refuses_it() {
    let app = App::new();
    let deck = app.write("bad.yaml", "cards: {}\n");
    let script = app.write(
        "editor",
        "#!/bin/sh\nfor last; do :; done\nprintf 'cards:\\n  - id: mine\\n    front: A?\\n    back: B\\n' > \"$last\"\n",
    );
    let editor = format!("sh {}", script.display());
    let output = app
        .command(["new", "--editor", "--deck", &deck.display().to_string()])
        .env("EDITOR", editor)
        .output()
        .expect("the program runs");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(3), "{told}");
    let kept = told.split("kept in ").nth(1).expect("the draft is named");
    let kept = kept.lines().next().expect("a path");
    assert!(fs::read_to_string(kept).expect("it is there").contains("id: mine"));
    fs::remove_file(kept).expect("removed");
}

#[test]
fn an_id_is_new_in_its_whole_collection() {
    let app = App::new();
    app.write(
        "own/one.yaml",
        "retired: [gone]\ncards:\n  - id: same\n    front: A?\n    back: B\n",
    );
    let two = app.path("own/two.yaml").display().to_string();
    for id in ["same", "gone"] {
        let ran = app.run(["new", "--deck", &two, "--id", id, "--front", "C?", "--back", "D"]);
        assert!(ran.code(2).err.contains(id));
    }
}
