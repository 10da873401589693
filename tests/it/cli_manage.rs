//! Hiding, marking, resetting and undoing from the command line, and finding cards by filters.

use serde_json::Value;

use crate::harness::{App, root};

const REVEAL: &str = r#"{"do":"reveal"}"#;

fn grade(grade: &str) -> String {
    format!("{{\"do\":\"grade\",\"grade\":\"{grade}\"}}")
}

/// What is known of a card.
fn state(app: &App, card: &str) -> Value {
    app.run(["cards", card, "--json"]).ok().json()[0]["state"].clone()
}

/// The ids that a query finds, without the collection; none where nothing matches.
fn found(app: &App, query: &[&str]) -> Vec<String> {
    let ran = app.run([&["cards", "--json"], query].concat());
    if ran.code == 2 {
        assert!(ran.err.contains("no card matches"), "{}", ran.err);
        return Vec::new();
    }
    let rows = ran.ok().json();
    let id =
        |row: &Value| row["id"].as_str().and_then(|id| id.split_once('/')).map(|id| id.1.into());
    rows.as_array().into_iter().flatten().filter_map(id).collect()
}

#[test]
fn each_deed_does_its_own_and_undo_takes_it_back() {
    let app = App::new();
    app.own_cards(2);
    app.session(&[], &[REVEAL, &grade("good")]);
    let before = state(&app, "c1");
    assert_eq!((&before["phase"], &before["reps"]), (&Value::from("review"), &Value::from(1)));
    for (deed, back, field) in [
        ("suspend", "unsuspend", "suspended"),
        ("bury", "unbury", "buried"),
        ("flag", "unflag", "flagged"),
    ] {
        let done = app.run([deed, "c1"]).ok().out;
        assert!(done.contains("own/c1") && done.contains("`revisit undo`"), "{done}");
        assert_eq!(state(&app, "c1")[field], true, "{deed}");
        assert!(app.run([deed, "c1"]).ok().out.starts_with("Nothing to"), "{deed} twice");
        app.run([back, "c1"]).ok();
        assert_eq!(state(&app, "c1"), before, "{back}");
        let undone = app.run(["undo"]).ok().out;
        assert!(undone.starts_with("Undone: un") && undone.ends_with(" own/c1\n"), "{undone}");
        assert_eq!(state(&app, "c1")[field], true, "{back} undone");
        app.run(["undo"]).ok();
        assert_eq!(state(&app, "c1"), before, "{deed} undone");
    }
    app.run(["reset", "c1"]).ok();
    assert_eq!(state(&app, "c1")["phase"], "new");
    assert_eq!(app.run(["undo"]).ok().out, "Undone: reset own/c1\n");
    assert_eq!(state(&app, "c1"), before);
    let undone = app.run(["undo", "--json"]).ok().json();
    assert_eq!(undone["undone"], "good on own/c1");
    assert_eq!(undone["card"], "own/c1");
    assert_eq!(app.run(["undo", "--json"]).ok().json()["undone"], Value::Null);
    // Nothing of all that is forgotten.
    let history = app.run(["history", "c1", "--json"]).ok().json();
    let events: Vec<&Value> = history.as_array().into_iter().flatten().collect();
    assert_eq!(events.len(), 8);
    assert!(events.iter().all(|event| event["retracted"] == true));
}

#[test]
fn a_filter_asks_first_and_names_do_not() {
    let app = App::new();
    app.own_cards(3);
    let dry = app.run(["suspend", "deck:deck", "--dry-run", "--json"]).ok().json();
    assert_eq!(dry["cards"], serde_json::json!(["own/c1", "own/c2", "own/c3"]));
    assert_eq!((&dry["changed"], &dry["dry_run"]), (&Value::from(0), &Value::from(true)));
    assert!(!app.db().exists(), "a dry run writes nothing");
    let asked = app.run(["suspend", "deck:deck"]).code(2);
    assert!(asked.err.contains("would suspend 3 cards") && asked.err.contains("--yes"));
    let done = app.run(["suspend", "c1", "own/c3", "--json"]).ok().json();
    assert_eq!((&done["changed"], &done["dry_run"]), (&Value::from(2), &Value::from(false)));
    assert_eq!(found(&app, &["is:suspended"]), ["c1", "c3"]);
    assert_eq!(app.run(["undo"]).ok().out, "Undone: suspended 2 cards\n");
    assert_eq!(found(&app, &["is:suspended"]), [""; 0]);
}

#[test]
fn a_suspended_or_buried_card_is_not_asked_and_a_buried_one_comes_back() {
    let mut app = App::new();
    app.own_cards(3);
    app.run(["suspend", "c1"]).ok();
    app.run(["bury", "c2"]).ok();
    let asked = app.session(&[], &[]);
    assert_eq!(asked[1]["card"], "own/c3");
    assert_eq!(app.run(["due", "--json"]).ok().json()["new"], 1);
    app.at("2026-11-23T12:00:00+01:00");
    assert_eq!(found(&app, &["is:buried"]), [""; 0]);
    assert_eq!(app.run(["due", "--json"]).ok().json()["new"], 2);
}

#[test]
fn filters_find_what_they_say() {
    let app = App::new();
    let model = root().join("tests/it/fixtures/decks/model");
    let model = model.to_str().expect("UTF-8");
    let count = |query: &[&str]| found(&app, &[&["--decks", model], query].concat()).len();
    let all = count(&[]);
    assert_eq!(all, 23);
    assert_eq!(count(&["idempotency-and-safe-retries"]), all);
    assert_eq!(count(&["section:web-fundamentals"]), all);
    assert_eq!(count(&["collection:backend"]), all);
    assert_eq!(count(&["deck:idempotency-and-safe-retries"]), all);
    assert_eq!(count(&["level:intermediate"]), all);
    assert_eq!(count(&["is:new"]), all);
    assert_eq!(count(&["idem.race"]), 1);
    assert_eq!(count(&["backend/idem.race"]), 1);
    // A note with its siblings, and one of them.
    assert_eq!(count(&["idem.method-classes"]), 3);
    assert_eq!(count(&["idem.method-classes#c2"]), 1);
    assert_eq!(count(&["idem.race", "idem.method-classes"]), 4);
    let mcq = count(&["kind:mcq"]);
    assert_eq!(mcq, 2);
    assert_eq!(count(&["kind:mcq,order"]), 3);
    assert_eq!(count(&["not:kind:mcq"]), all - mcq);
    assert_eq!(count(&["-kind:mcq"]), all - mcq);
    let core = count(&["tier:core"]);
    assert_eq!(core + count(&["tier:more"]), all);
    assert!(0 < core && core < all);
    let why = count(&["facet:why"]);
    assert_eq!(count(&["facet:why,mistake"]), why + count(&["facet:mistake"]));
    assert_eq!(count(&["facet:why", "facet:mistake"]), 0);
    assert_eq!(count(&["kind:mcq facet:mistake"]), count(&["kind:mcq", "facet:mistake"]));
    // Text, in any case, and within quotes.
    assert_eq!(count(&["RETRY-AFTER"]), count(&["retry-after"]));
    assert_eq!(count(&["\"full jitter\""]), 1);
    assert_eq!((count(&["jitter"]), count(&["full", "jitter"])), (3, 1));
    for state in ["due", "learning", "review", "leech", "suspended", "buried", "flagged"] {
        assert_eq!(count(&[&format!("is:{state}")]), 0, "{state}");
    }
}

#[test]
fn states_are_found_as_they_come_about() {
    let mut app = App::new();
    app.own_cards(3);
    app.write("config/revisit/config.toml", "[leech]\nlapses = 1\n");
    app.session(&[], &[REVEAL, &grade("good"), REVEAL, &grade("again")]);
    app.run(["flag", "c3"]).ok();
    assert_eq!(found(&app, &["is:new"]), ["c3"]);
    assert_eq!(found(&app, &["is:review"]), ["c1"]);
    assert_eq!(found(&app, &["is:learning"]), ["c2"]);
    assert_eq!(found(&app, &["is:flagged"]), ["c3"]);
    assert_eq!(found(&app, &["is:due"]), ["c2"]);
    app.at("2026-11-23T12:00:00+01:00");
    assert_eq!(found(&app, &["is:due"]), ["c1", "c2"]);
    assert_eq!(found(&app, &["is:leech"]), [""; 0]);
    app.session(&["c1"], &[REVEAL, &grade("again")]);
    assert_eq!(found(&app, &["is:leech"]), ["c1"]);
    assert_eq!(found(&app, &["is:learning,new"]), ["c1", "c3"]);
}

#[test]
fn a_card_that_no_deck_has_any_more_is_never_due_and_keeps_its_history() {
    let mut app = App::new();
    app.own_cards(2);
    app.session(&[], &[REVEAL, &grade("good"), REVEAL, &grade("good")]);
    app.at("2026-11-23T12:00:00+01:00");
    assert_eq!(app.run(["due", "--json"]).ok().json()["due"], 2);
    app.own_cards(1);
    assert_eq!(app.run(["due", "--json"]).ok().json()["due"], 1);
    assert_eq!(app.run(["stats", "--json"]).ok().json()["today"]["due"], 1);
    let asked = app.session(&[], &[REVEAL, &grade("good")]);
    let last = asked.last().expect("an event");
    assert_eq!((&last["event"], &last["summary"]["left"]), (&"done".into(), &0.into()));
    assert_eq!(app.run(["history", "own/c2", "--json"]).ok().json()[0]["grade"], "good");
    let doctor = app.run(["doctor"]).ok().out;
    assert!(doctor.contains("1 card in the log that no deck has: own/c2"), "{doctor}");
    // It comes back as it was.
    app.own_cards(2);
    assert_eq!(app.run(["due", "--json"]).ok().json()["due"], 1);
}
