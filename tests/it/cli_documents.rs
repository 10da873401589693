//! The JSON documents have the fields that `schema/README.md` promises, and the right numbers in them.

use serde_json::{Value, json};

use crate::harness::{App, root};

const REVEAL: &str = r#"{"do":"reveal"}"#;

fn fields(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// Runs a command on the model topic, which has every kind of card.
fn model(app: &App, args: &[&str]) -> Value {
    let decks = root().join("tests/it/fixtures/decks/model");
    let decks = decks.to_str().expect("UTF-8");
    app.run([&["--decks", decks], args].concat()).ok().json()
}

/// Studies on a day: a grade and the milliseconds it took, card by card.
fn study(app: &mut App, day: &str, answers: &[(&str, u32)]) {
    let lines: Vec<String> = answers
        .iter()
        .flat_map(|(grade, took)| {
            let line = json!({"do": "grade", "grade": grade, "took_ms": took});
            [REVEAL.to_owned(), line.to_string()]
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let events = app.at(&format!("{day}T12:00:00+01:00")).session(&[], &lines);
    assert_eq!(events.last().expect("an event")["event"], "done");
}

#[test]
fn due_has_its_four_numbers() {
    let mut app = App::new();
    app.own_cards(12);
    let due = |app: &App| app.run(["due", "--json"]).ok().json();
    assert_eq!(due(&app), json!({"due": 0, "learning": 0, "review": 0, "new": 6}));
    app.session(
        &[],
        &[REVEAL, r#"{"do":"grade","grade":"again"}"#, REVEAL, r#"{"do":"grade","grade":"good"}"#],
    );
    assert_eq!(due(&app), json!({"due": 1, "learning": 1, "review": 0, "new": 4}));
    app.at("2026-11-23T12:00:00+01:00");
    assert_eq!(due(&app), json!({"due": 2, "learning": 0, "review": 2, "new": 6}));
    assert_eq!(app.run(["due"]).ok().out, "2 due, 6 new\n");
}

#[test]
fn cards_have_what_their_kind_asks_and_how_they_stand() {
    let app = App::new();
    let common = [
        "id",
        "collection",
        "deck",
        "topic",
        "kind",
        "facet",
        "tier",
        "tags",
        "rev",
        "lang",
        "file",
        "line",
        "front",
        "back",
    ];
    let own: [(&str, &[&str]); 8] = [
        ("idem.unknown-outcome", &[]),
        ("idem.retry-budget#back", &[]),
        ("idem.method-classes#c2", &[]),
        ("idem.race", &["options"]),
        ("idem.claim-then-work", &["items"]),
        ("idem.retry-after", &["accept"]),
        ("idem.store-500", &["choice", "because", "cost", "flips_if", "otherwise"]),
        ("idem.interview-double-charge", &["key_points", "red_flags", "follow_ups"]),
    ];
    for (card, more) in own {
        let found = model(&app, &["cards", card, "--json"]);
        let row = &found[0];
        let named = fields(row);
        assert_eq!(named[..common.len()], common, "{card}");
        for field in more.iter().chain(&["source", "state"]) {
            assert!(named.contains(field), "{card}: {field}");
        }
        assert_eq!(row["id"], format!("backend/{card}"));
        assert!(row["front"].as_str().is_some_and(|text| !text.is_empty()), "{card}");
        assert!(row["back"].as_str().is_some_and(|text| !text.is_empty()), "{card}");
        assert_eq!(
            fields(&row["state"]),
            [
                "phase",
                "due",
                "interval_days",
                "ease",
                "reps",
                "lapses",
                "suspended",
                "buried",
                "flagged",
                "missed",
                "stability",
                "difficulty",
                "retrievability",
            ]
        );
    }
    let mcq = &model(&app, &["cards", "idem.race", "--json"])[0]["options"];
    assert_eq!(fields(&mcq[0]), ["text", "correct", "why"]);
    let right = mcq.as_array().into_iter().flatten().filter(|option| option["correct"] == true);
    assert_eq!(right.count(), 1);
}

#[test]
fn decks_are_counted_by_topic_kind_and_facet() {
    let app = App::new();
    let found = model(&app, &["decks", "--json"]);
    assert_eq!(fields(&found), ["collections"]);
    let collection = &found["collections"][0];
    for field in ["name", "title", "topics", "decks"] {
        assert!(fields(collection).contains(&field), "{field}");
    }
    let topics = collection["topics"].as_array().expect("topics");
    let topic = topics.iter().find(|topic| topic["cards"] != 0).expect("a topic with cards");
    assert_eq!(
        fields(topic),
        ["slug", "section", "title", "level", "cards", "by_kind", "by_facet", "page", "languages"]
    );
    assert_eq!(topic["slug"], "idempotency-and-safe-retries");
    assert_eq!((&topic["page"], &topic["languages"]), (&json!(true), &json!(["fa"])));
    let sum = |counts: &Value| -> u64 {
        counts.as_object().into_iter().flatten().filter_map(|(_, count)| count.as_u64()).sum()
    };
    assert_eq!(Some(sum(&topic["by_kind"])), topic["cards"].as_u64());
    let deck = &collection["decks"][0];
    assert_eq!(fields(deck), ["name", "file", "topic", "cards"]);
}

#[test]
fn history_tells_every_event_oldest_first() {
    let mut app = App::new();
    app.own_cards(1);
    study(&mut app, "2026-11-22", &[("good", 4200)]);
    app.run(["suspend", "c1"]).ok();
    let found = app.run(["history", "c1", "--json"]).ok().json();
    let review = &found[0];
    assert_eq!(
        fields(review),
        [
            "at",
            "day",
            "event",
            "grade",
            "mode",
            "took_ms",
            "interval_days",
            "due",
            "retracted",
            "device",
            "seq",
        ]
    );
    assert_eq!(review["at"], "2026-11-22T12:00:00.000+01:00");
    assert_eq!((&review["event"], &review["grade"]), (&json!("reviewed"), &json!("good")));
    assert_eq!((&review["mode"], &review["took_ms"]), (&json!("study"), &json!(4200)));
    assert_eq!((&review["interval_days"], &review["due"]), (&json!(1), &json!("2026-11-23")));
    assert_eq!((&found[1]["event"], &found[1]["seq"]), (&json!("suspended"), &json!(2)));
    // Every reader of JSON takes the number in whole.
    assert!(review["device"].as_u64().is_some_and(|device| device < 1 << 53));
}

/// Two cards over three days. First day: c1 good, c2 again, then its drill. Second: both good.
/// Third: c2 again, then its drill.
#[test]
fn stats_are_what_a_hand_counts() {
    let mut app = App::new();
    app.own_cards(2);
    study(&mut app, "2026-11-22", &[("good", 4000), ("again", 6000), ("good", 2000)]);
    study(&mut app, "2026-11-23", &[("good", 5000), ("good", 5000)]);
    study(&mut app, "2026-11-24", &[("again", 3000), ("good", 1000)]);
    let stats = app.run(["stats", "--json"]).ok().json();
    assert_eq!(
        fields(&stats),
        [
            "day",
            "today",
            "streak",
            "retention",
            "forecast",
            "heatmap",
            "hardest",
            "cards",
            "suspended",
            "topics",
        ]
    );
    assert_eq!(stats["day"], "2026-11-24");
    assert_eq!(stats["today"], json!({"new": 0, "reviews": 1, "spent_ms": 4000, "due": 0}));
    assert_eq!(stats["streak"], json!({"days": 3, "today": true, "longest": 3}));
    // First reviews and drills do not count: two passes on the second day, a fail on the third.
    for (place, days) in [7, 30, 365].into_iter().enumerate() {
        let retention = &stats["retention"][place];
        assert_eq!(retention["days"], days);
        assert_eq!(retention["young"], retention["all"]);
        assert_eq!(
            (&retention["all"]["reviews"], &retention["all"]["passes"]),
            (&json!(3), &json!(2))
        );
        let share = retention["all"]["share"].as_f64().expect("a share");
        assert!((share - 2.0 / 3.0).abs() < 1e-9);
        // Wilson's bounds of 2 in 3.
        let bound = |at: usize| retention["all"]["interval_95"][at].as_f64().expect("a bound");
        assert!((bound(0) - 0.2077).abs() < 1e-4 && (bound(1) - 0.9385).abs() < 1e-4);
        assert_eq!(retention["mature"]["share"], Value::Null);
    }
    // c2 comes back tomorrow; c1, after six days, on the 29th.
    let mut due = vec![0; 30];
    (due[1], due[5]) = (1, 1);
    let forecast = json!({"from": "2026-11-24", "due": due, "overdue": 0, "later": 0});
    assert_eq!(stats["forecast"], forecast);
    assert_eq!(
        stats["heatmap"],
        json!([
            {"day": "2026-11-22", "answers": 3, "level": 4},
            {"day": "2026-11-23", "answers": 2, "level": 3},
            {"day": "2026-11-24", "answers": 2, "level": 3},
        ])
    );
    let hardest = stats["hardest"].as_array().expect("a list");
    assert_eq!(hardest.len(), 1);
    assert_eq!(fields(&hardest[0]), ["card", "lapses", "reps", "ease", "difficulty"]);
    assert_eq!((&hardest[0]["card"], &hardest[0]["lapses"]), (&json!("own/c2"), &json!(1)));
    assert_eq!(stats["suspended"], 0);
    let text = app.run(["stats"]).ok().out;
    for line in [
        "Today     1 review, 0 new, 0 min; 0 due",
        "Streak    3 days, longest 3",
        "  last   7 days   67 % of 3       -               67 % of 3 ",
        "Next 30 days: 2 reviews, 0 of them overdue; 0 later",
        "7 answers in a year",
        "1 lapse in 3 reviews",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn stats_sum_topics_up() {
    let app = App::new();
    let stats = model(&app, &["stats", "--json"]);
    let topic = &stats["topics"][0];
    assert_eq!(
        fields(topic),
        ["cards", "new", "learning", "known", "core", "readiness", "slug", "title"]
    );
    // The interview prompt is not part of the day.
    assert_eq!((&topic["cards"], &topic["new"]), (&json!(22), &json!(22)));
    assert_eq!(topic["readiness"], 0.0);
}

#[test]
fn the_other_documents_have_their_fields() {
    let app = App::new();
    app.own_cards(1);
    let lint = app.run(["lint", "--format", "json"]).ok().json();
    assert_eq!(fields(&lint), ["errors", "warnings", "diagnostics"]);
    assert_eq!(
        fields(&lint["diagnostics"][0]),
        ["rule", "severity", "file", "line", "column", "card", "message", "help"]
    );
    let done = app.run(["flag", "c1", "--json"]).ok().json();
    assert_eq!(done, json!({"cards": ["own/c1"], "changed": 1, "dry_run": false}));
    assert_eq!(fields(&app.run(["backup", "--json"]).ok().json()), ["file"]);
    let list = app.run(["backup", "--list", "--json"]).ok().json();
    assert_eq!(fields(&list[0]), ["day", "file", "bytes"]);
    assert_eq!(list[0]["day"], "2026-11-22");
    let doctor = app.run(["doctor", "--json"]).ok().json();
    assert_eq!(fields(&doctor), ["problems", "checks"]);
    assert_eq!(fields(&doctor["checks"][0]), ["area", "ok", "message", "fixed"]);
    let settings = app.run(["config", "show", "--json"]).ok().json();
    let sections = ["study", "scheduler", "day", "leech", "decks", "interview", "ui", "backup"];
    assert_eq!(fields(&settings), sections);
    let undone = app.run(["undo", "--json"]).ok().json();
    assert_eq!(undone, json!({"undone": "flagged own/c1", "card": "own/c1"}));
}

#[test]
fn documents_hold_nothing_that_steers_a_terminal() {
    let app = App::new();
    app.write(
        "own/deck.yaml",
        "cards:\n  - id: e1\n    front: \"\\x9b31m\\u202E\\e[2J\"\n    back: b\n",
    );
    let ran = app.run(["cards", "--json"]).ok();
    assert_eq!(ran.json()[0]["front"], "\u{9b}31m\u{202e}\u{1b}[2J");
    assert!(!ran.out.contains(['\u{9b}', '\u{202e}', '\u{1b}']), "{}", ran.out);
    app.write("own/collection.yaml", "name: own\ntitle: \"\\e[31mmine\"\n");
    let text = app.run(["cards"]).ok().out
        + &app.run(["cards", "e1"]).ok().out
        + &app.run(["decks"]).ok().out;
    assert!(!text.contains(['\u{9b}', '\u{202e}', '\u{1b}']), "{text}");
}

/// Says whether what is documented is what was said: `…` stands for any text, and fields may be left
/// out.
fn agrees(documented: &Value, said: &Value) -> bool {
    match (documented, said) {
        (Value::String(text), Value::String(_)) if text == "…" => true,
        (Value::Object(documented), Value::Object(said)) => documented
            .iter()
            .all(|(field, value)| said.get(field).is_some_and(|said| agrees(value, said))),
        (Value::Array(documented), Value::Array(said)) => {
            documented.len() == said.len()
                && documented.iter().zip(said).all(|(value, said)| agrees(value, said))
        }
        _ => documented == said,
    }
}

/// Plays a documented session and holds it against what the program says.
fn plays(heading: &str, args: &[&str]) {
    let text = std::fs::read_to_string(root().join("schema/README.md")).expect("readable");
    let example = text.split(&format!("### {heading}\n")).nth(1).expect("there is an example");
    let lines = |mark: &str| -> Vec<&str> {
        let lines = example.lines().take_while(|line| !line.starts_with("##"));
        lines.filter_map(|line| line.strip_prefix(mark)).collect()
    };
    let mut app = App::bundled();
    app.at("2026-11-22T09:00:00+01:00");
    let ran = app.feed(args, &format!("{}\n", lines("<- ").join("\n"))).ok();
    let json = |line: &str| serde_json::from_str(line).expect("a documented line is JSON");
    let said: Vec<Value> = ran.out.lines().map(json).collect();
    let documented: Vec<Value> = lines("-> ").into_iter().map(json).collect();
    assert!(documented.len() > 10);
    for (documented, said) in documented.iter().zip(&said) {
        assert!(agrees(documented, said), "documented {documented}\nsaid {said}");
    }
    assert_eq!(documented.len(), said.len());
}

#[test]
fn the_documented_session_is_what_the_program_says() {
    plays("An example", &["study", "--jsonl", "idem.retry-after"]);
}

#[test]
fn the_documented_quiz_is_what_the_program_says() {
    plays("A quiz", &["quiz", "--jsonl", "idem.retry-after"]);
}

#[test]
fn the_documented_interview_is_what_the_program_says() {
    plays("An interview", &["interview", "--jsonl", "idem.interview-double-charge"]);
}

#[test]
fn every_event_and_status_is_documented() {
    let text = std::fs::read_to_string(root().join("schema/README.md")).expect("readable");
    let folder = root().join("src/terminal/jsonl");
    for file in ["event.rs", "face.rs", "interview.rs", "quiz.rs"] {
        let source = std::fs::read_to_string(folder.join(file)).expect("readable");
        for after in source.split("\"event\": \"").skip(1) {
            let event = after.split('"').next().unwrap_or_default();
            assert!(text.contains(&format!("| `{event}` |")), "{event} is not documented");
        }
    }
    for status in [0, 1, 2, 3, 4, 70, 130] {
        assert!(text.contains(&format!("| {status} |")), "status {status}");
    }
}
