//! `quiz` as a user runs it: flags, faces, documents, what is left in the log.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::App;
use crate::pty_terminal::Terminal;

/// A collection of two sections: `one` with four questions, `two` with two, and cards beside them.
fn collection() -> App {
    let app = App::new();
    app.write(
        "own/collection.yaml",
        "name: own\nsections:\n  - slug: one\n    title: Section one\n    topics:\n      - {slug: http, title: HTTP}\n  - slug: two\n    title: Section two\n    topics:\n      - {slug: sql, title: SQL}\n",
    );
    let typed = |name: &str| {
        format!(
            "  - id: {name}\n    kind: typed\n    tier: core\n    facet: how\n    front: \"Type {name}.\"\n    accept: [\"{name}\"]\n"
        )
    };
    let basic = |name: &str| {
        format!("  - id: {name}\n    front: \"What is {name}?\"\n    back: \"It is {name}.\"\n")
    };
    let deck = |topic: &str, questions: &[&str], others: &[&str]| {
        let questions: String = questions.iter().map(|name| typed(name)).collect();
        let others: String = others.iter().map(|name| basic(name)).collect();
        format!("topic: {topic}\ncards:\n{questions}{others}")
    };
    app.write("own/http.yaml", &deck("http", &["h1", "h2", "h3", "h4"], &["h5", "h6"]));
    app.write("own/sql.yaml", &deck("sql", &["s1", "s2"], &["s3"]));
    app
}

/// Runs a quiz line by line: answers each question with what `answer` says of its card.
fn run(app: &App, args: &[&str], answer: impl Fn(&str) -> Value) -> Vec<Value> {
    let mut all = vec!["quiz", "--jsonl"];
    all.extend(args);
    let (mut child, mut stdin, lines) = app.talk(all);
    let mut events = Vec::new();
    for line in lines {
        let event: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let say = match event["event"].as_str().expect("a name") {
            "question" => Some(answer(event["card"].as_str().expect("a card"))),
            "answer" => Some(json!({"do": "next"})),
            "report" => Some(json!({"do": "quit"})),
            _ => None,
        };
        events.push(event);
        if let Some(say) = say {
            use std::io::Write as _;
            writeln!(stdin, "{say}").expect("the program listens");
        }
    }
    assert!(child.wait().expect("it ends").success());
    events
}

fn named<'a>(events: &'a [Value], name: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["event"] == name).collect()
}

fn right(card: &str) -> Value {
    json!({"do": "answer", "text": &card["own/".len()..], "sure": "sure"})
}

#[test]
fn a_quiz_asks_what_has_a_right_answer_and_reports() {
    let app = collection();
    let events = run(&app, &[], right);
    let questions = named(&events, "question");
    assert_eq!(questions.len(), 6, "no basic card is asked");
    assert!(questions.iter().all(|event| event["of"] == 6));
    let report = &named(&events, "report")[0]["report"];
    assert_eq!((&report["asked"], &report["right"]), (&json!(6), &json!(6)));
    let low = report["interval_95"][0].as_f64().expect("a bound");
    assert!((low - 0.6097).abs() < 1e-3, "{low}");
    let topics: Vec<&str> =
        report["topics"].as_array().unwrap().iter().map(|t| t["title"].as_str().unwrap()).collect();
    assert_eq!(topics, ["HTTP", "SQL"]);
    assert_eq!(report["weakest"], json!([]));
}

#[test]
fn the_same_seed_asks_the_same_questions() {
    let app = App::bundled();
    let asked = |seed: &str| -> Vec<String> {
        let events = run(&app, &["--seed", seed, "--count", "5"], |_| json!({"do": "reveal"}));
        let questions = named(&events, "question");
        questions
            .iter()
            .map(|event| event["card"].to_string() + &event["options"].to_string())
            .collect()
    };
    let first = asked("11");
    assert_eq!(first.len(), 5);
    assert_eq!(first, asked("11"), "though all of them were missed meanwhile");
    assert_ne!(first, asked("12"));
}

#[test]
fn json_prints_the_report_and_nothing_else() {
    let app = collection();
    assert_eq!(app.feed(["quiz", "--json", "--count", "2", "http"], "").ok().json(), Value::Null);
    let ran = app.feed(["quiz", "--json", "--count", "2", "http"], "h1\n1\n\nh2\n3\n").ok();
    let report = ran.json();
    assert_eq!((&report["asked"], &report["filter"]), (&json!(2), &json!("http")));
    assert!(ran.err.contains("1 of 2. HTTP, how."), "{}", ran.err);
    let questions = report["questions"].as_array().expect("a list");
    assert_eq!(questions[1]["sure"], "guess");
    assert_eq!(report["day"], "2026-11-22");
    // The end of the input came before the last answer was told: all of it is there.
    let list = app.run(["quiz", "--history", "--json"]).ok().json();
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert_eq!((&list[0]["points"], &list[0]["filter"]), (&report["points"], &json!("http")));
}

#[test]
fn quizzes_are_listed() {
    let mut app = collection();
    assert_eq!(app.run(["quiz", "--history"]).ok().out, "No quiz so far.\n");
    run(&app, &["http"], right);
    app.at("2026-11-23T12:00:00+01:00");
    run(&app, &["--record"], |_| json!({"do": "reveal"}));
    let text = app.run(["quiz", "--history"]).ok().out;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "2026-11-22 12:00  100 %      4 of 4       0 s  http");
    assert_eq!(lines[1], "2026-11-23 12:00    0 %      0 of 6       0 s");
    let out = app.run(["undo"]).ok().out;
    assert_eq!(out, "Undone: a quiz of 6 questions\n");
    assert_eq!(app.run(["quiz", "--history"]).ok().out.lines().count(), 1);
}

#[test]
fn what_was_missed_is_weak_for_two_weeks_and_scheduled_only_where_it_was_recorded() {
    let mut app = collection();
    let answer = |card: &str| match card {
        "own/h1" => json!({"do": "answer", "text": "wrong", "sure": "sure"}),
        "own/h2" => json!({"do": "answer", "text": "h2", "sure": "guess"}),
        _ => right(card),
    };
    run(&app, &["http"], answer);
    let ids = |app: &App, filter: &str| -> Vec<String> {
        let ran = app.run(["cards", filter, "--json"]);
        if ran.code == 2 {
            return Vec::new();
        }
        let cards = ran.ok().json();
        let cards = cards.as_array().expect("a list").iter();
        cards.map(|card| card["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&app, "is:weak"), ["own/h1", "own/h2"]);
    assert_eq!(ids(&app, "-is:new"), Vec::<String>::new(), "the schedule is as it was");
    let history = app.run(["history", "h2"]).ok().out;
    assert!(history.contains("again, quiz, guess"), "{history}");
    let row = &app.run(["history", "h2", "--json"]).ok().json()[0];
    assert_eq!(
        (&row["mode"], &row["sure"], &row["due"]),
        (&json!("quiz"), &json!("guess"), &json!(null))
    );
    assert!(app.run(["cards", "is:weak"]).ok().out.contains("new, weak"));

    app.at("2026-12-05T12:00:00+01:00");
    assert_eq!(ids(&app, "is:weak").len(), 2);
    assert_eq!(app.run(["due", "is:weak", "--json"]).ok().json()["new"], 2);
    app.at("2026-12-06T12:00:00+01:00");
    assert_eq!(ids(&app, "is:weak").len(), 0);

    run(&app, &["http", "--record"], answer);
    assert_eq!(
        ids(&app, "-is:new"),
        ["own/h1", "own/h2"],
        "what was right and not due is only logged"
    );
    app.at("2026-12-07T12:00:00+01:00");
    assert_eq!(ids(&app, "is:due"), ["own/h1", "own/h2"]);
    let stats = app.run(["stats", "--json"]).ok().json();
    assert_eq!(stats["retention"][0]["all"]["reviews"], 0);
    assert_eq!(app.run(["doctor"]).code, 0);
}

#[test]
fn placing_offers_sections_that_are_known() {
    let app = collection();
    // Line by line: section one is known, of section two nothing.
    let script = |answers: &str, rest: &str| format!("{answers}{rest}");
    let mut answers = String::new();
    let events = run(&app, &["--place"], |_| json!({"do": "reveal"}));
    for question in named(&events, "question") {
        let card = &question["card"].as_str().expect("a card")["own/".len()..];
        answers.push_str(if card.starts_with('h') { card } else { "wrong" });
        answers.push_str("\n1\n\n");
    }
    let order: Vec<&str> =
        named(&events, "question").iter().map(|q| q["topic"].as_str().unwrap()).collect();
    assert_eq!(order[..4], ["http", "sql", "http", "sql"], "evenly from all sections");
    let ran = app.feed(["quiz", "--place"], &script(&answers, "\n\nq\n")).ok();
    assert!(ran.out.contains("You seem to know"), "{}", ran.out);
    assert!(ran.out.contains("1. Section one"), "{}", ran.out);
    assert!(ran.out.contains("4 of 4 right; 6 new cards would count as known"), "{}", ran.out);
    assert!(!ran.out.contains("Section two"), "{}", ran.out);
    assert!(ran.out.contains("6 cards count as known."), "{}", ran.out);
    let cards = app.run(["cards", "-is:new", "--json"]).ok().json();
    assert_eq!(cards.as_array().map(Vec::len), Some(6));
    assert_eq!(app.run(["undo"]).ok().out, "Undone: \"I know this\" on 6 cards\n");
    app.run(["cards", "-is:new"]).code(2);
}

#[test]
fn the_first_start_can_find_out_what_is_known() {
    let app = collection();
    // Everything is given up; then the day begins.
    let ran =
        app.feed(["study", "--plain"], &format!("p\n{}q\nq\n:quit\n", ":pass\n\n".repeat(6))).ok();
    assert!(ran.out.contains("[Enter] start; [:place] find what I already know"), "{}", ran.out);
    assert!(ran.out.contains("Quiz: 0 of 6, 0 %"), "{}", ran.out);
    assert_eq!(ran.out.matches("New here.").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("New topic: HTTP."), "{}", ran.out);
    assert_eq!(app.run(["quiz", "--history", "--json"]).ok().json()[0]["placed"], true);
}

#[test]
fn an_unclear_wish_is_answered_with_what_to_say() {
    let app = collection();
    for (args, says) in [
        (&["quiz", "httq"][..], "did you mean `http`?"),
        (&["quiz", "kind:basic"], "none of these cards can be asked in a quiz"),
        (&["quiz", "--place", "h5"], "core cards"),
        (&["quiz", "--time-limit", "soon"], "write it as 60s, 2m or 1m30s"),
        (&["quiz", "--time-limit", "0"], "from one second to a day"),
        (&["quiz", "--time-limit-total", "9999999999999h"], "write it as 60s, 2m or 1m30s"),
        (&["quiz", "--count", "0"], "0 is not in 1..=1000"),
        (&["quiz", "--jsonl", "--json"], "cannot be used with"),
    ] {
        let ran = app.run(args).code(2);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
        assert!(ran.out.is_empty());
    }
    let empty = App::new();
    let ran = empty.run(["quiz"]).code(2);
    assert!(ran.err.contains("there are no cards"), "{}", ran.err);
}

#[test]
fn hidden_cards_are_not_asked_unless_by_name() {
    let app = collection();
    app.run(["suspend", "h1", "h2", "h3"]).ok();
    let asked = |args: &[&str]| named(&run(&app, args, right), "question").len();
    assert_eq!(asked(&["http"]), 1);
    assert_eq!(asked(&["h1", "h2"]), 2);
}

#[test]
fn time_that_is_limited_runs_out_by_itself() {
    let mut app = collection();
    app.ticking();
    let args = ["quiz", "--plain", "--time-limit", "1s", "--count", "2"];
    let mut child = app
        .command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Nothing is said, and the question is over all the same.
    let stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut lines = stdout.lines().map(|line| line.expect("a line"));
    assert!(lines.any(|line| line.contains("The time is up.")));
    assert!(lines.any(|line| line.contains("Not answered in time.")));
    drop(child.stdin.take());
    assert!(lines.any(|line| line.contains("1 too late, 1 not reached")));
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_running_time_is_shown_second_by_second() {
    let mut app = collection();
    app.ticking();
    let mut command = app.command(["quiz", "--time-limit", "60s", "--time-limit-total", "10m"]);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    let mut terminal = Terminal::run(&command, 80, 24);
    terminal.sees("1:00").sees("10:00 in all").sees("0:59").sees("9:59 in all").sees("0:58");
    // What was typed meanwhile, and the help, outlive the seconds.
    terminal.press("abc").sees("› abc").sees("0:56").sees("› abc");
    terminal.press("\x1b").sees("Tab type the answer");
    terminal.press("?").sees("Close this help");
    let before = terminal.text();
    terminal.press("x").sees("› abc");
    assert!(before.contains("Keys"), "{before}");
    terminal.press("d").sees("Not answered.").press("q").sees("not reached").press("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    assert!(terminal.text().contains("0 of 1 question in"), "{}", terminal.text());
}
