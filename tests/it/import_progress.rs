//! What packages of Anki say of progress, one after the other: what changed there comes over, and
//! what was not touched there stays as it is here.

use std::fs;

use serde_json::{Value, json};

use crate::harness::App;
use crate::import_support::{Deck, package};

/// Noon of the day before yesterday, in UTC milliseconds.
const START: i64 = 1_795_172_400_000;
const HOUR: i64 = 3_600_000;

/// Makes a collection of three cards, `a`, `b` and `c`.
fn deck() -> Deck {
    let mut deck = Deck::new();
    deck.basic("a", "a", "1").basic("b", "b", "2").basic("c", "c", "3");
    // It began in November 2023; days are those of the tests.
    deck.sql("update col set conf = '{\"schedVer\": 2, \"creationOffset\": -60}'");
    deck
}

/// Imports the collection as it is some hours later.
fn import(app: &App, deck: &mut Deck, hours: i64) -> Value {
    deck.sql(&format!("update col set mod = {}", START + hours * HOUR));
    let file = app.path("package.apkg");
    fs::write(&file, package(&deck.bytes(), "{}", &[])).unwrap();
    app.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]).ok().json()
}

fn added(app: &App, deck: &mut Deck, hours: i64) -> Value {
    import(app, deck, hours)["progress"]["added"].clone()
}

fn state(app: &App, card: &str) -> Value {
    app.run(["cards", card, "--json"]).ok().json()[0]["state"].clone()
}

/// Makes a card one that was learned some hours later, and is due on day 1120.
fn learn(deck: &mut Deck, guid: &str, hours: i64) {
    let at = START + hours * HOUR;
    deck.sql(&format!(
        "update cards set type = 2, queue = 2, due = 1120, ivl = 15, factor = 2300, reps = 4,
             mod = {at} / 1000 where nid = (select id from notes where guid = '{guid}');
         insert into revlog select {at}, id, -1, 3, 15, 6, 2300, 4000, 1 from cards
             where nid = (select id from notes where guid = '{guid}')"
    ));
}

/// Makes a card new again, and says so in the history.
fn forget(deck: &mut Deck, guid: &str, hours: i64) {
    let at = START + hours * HOUR;
    deck.sql(&format!(
        "update cards set type = 0, queue = 0, due = 1, ivl = 0, factor = 0, reps = 0,
             mod = {at} / 1000 where nid = (select id from notes where guid = '{guid}');
         insert into revlog select {at}, id, -1, 0, 0, 15, 0, 0, 4 from cards
             where nid = (select id from notes where guid = '{guid}')"
    ));
}

#[test]
fn a_package_without_progress_takes_none_away() {
    let app = App::new();
    let mut there = deck();
    learn(&mut there, "a", 1);
    there.sql("update cards set flags = 1, queue = -1 where nid = (select id from notes where guid = 'b')");
    import(&app, &mut there, 2);
    let before = [state(&app, "anki/a"), state(&app, "anki/b")];
    assert_eq!((&before[0]["phase"], &before[1]["suspended"]), (&json!("review"), &json!(true)));
    // As Anki writes it where progress is not asked for, and the cards were moved since.
    let mut plain = deck();
    plain.sql(&format!("update cards set mod = {}", (START + 9 * HOUR) / 1_000));
    assert_eq!(added(&app, &mut plain, 10), 0);
    assert_eq!([state(&app, "anki/a"), state(&app, "anki/b")], before);
    // Nor is a card forgotten because it is new with somebody who has progress with another.
    learn(&mut plain, "c", 11);
    import(&app, &mut plain, 12);
    assert_eq!(state(&app, "anki/a"), before[0]);
    assert_eq!(state(&app, "anki/c")["phase"], "review");
}

#[test]
fn a_card_that_was_forgotten_there_starts_again_and_can_be_learned_again() {
    let app = App::new();
    let mut there = deck();
    learn(&mut there, "a", 1);
    import(&app, &mut there, 2);
    assert_eq!(state(&app, "anki/a")["interval_days"], 15);
    let older = there.bytes();
    forget(&mut there, "a", 3);
    assert_eq!(added(&app, &mut there, 4), 1);
    assert_eq!(state(&app, "anki/a")["phase"], "new");
    // An older package does not bring the schedule back that was forgotten.
    fs::write(app.path("older.apkg"), package(&older, "{}", &[])).unwrap();
    app.run(["import".as_ref(), app.path("older.apkg").as_os_str()]).ok();
    assert_eq!(state(&app, "anki/a")["phase"], "new");
    // A day that was set by hand does, even without an answer.
    there.sql(&format!(
        "update cards set type = 2, queue = 2, due = 1130, ivl = 9, factor = 2500, mod = {at} / 1000
             where nid = (select id from notes where guid = 'a');
         insert into revlog select {at}, id, -1, 0, 9, 0, 2500, 0, 4 from cards
             where nid = (select id from notes where guid = 'a')",
        at = START + 5 * HOUR
    ));
    assert_eq!(added(&app, &mut there, 6), 1);
    let state = state(&app, "anki/a");
    assert_eq!((&state["phase"], &state["interval_days"]), (&json!("review"), &json!(9)));
    assert_eq!(added(&app, &mut there, 7), 0);
}

/// Says whether a card is flagged, suspended, buried.
fn marks(app: &App, card: &str) -> (bool, bool, bool) {
    let state = state(app, &format!("anki/{card}"));
    let is = |mark: &str| state[mark] == json!(true);
    (is("flagged"), is("suspended"), is("buried"))
}

#[test]
fn marks_that_changed_there_come_over_and_those_set_here_stay() {
    let mut app = App::new();
    let mut there = deck();
    let mark = |deck: &mut Deck, guid: &str, flag: u8, queue: i8| {
        // A flag leaves the time of the card as it was.
        deck.sql(&format!(
            "update cards set flags = {flag}, queue = {queue}
                 where nid = (select id from notes where guid = '{guid}')"
        ));
    };
    learn(&mut there, "c", 1);
    mark(&mut there, "a", 1, 0);
    mark(&mut there, "b", 0, -1);
    let found = import(&app, &mut there, 47);
    assert_eq!(
        (&found["progress"]["flagged"], &found["progress"]["suspended"]),
        (&json!(1), &json!(1))
    );
    let older = there.bytes();
    // The flag is moved to a card that was answered long ago, one card is shown again, one buried.
    mark(&mut there, "a", 0, -3);
    mark(&mut there, "b", 0, 0);
    mark(&mut there, "c", 2, 2);
    let found = import(&app, &mut there, 48);
    assert_eq!(
        (&found["progress"]["flagged"], &found["progress"]["buried"]),
        (&json!(1), &json!(1)),
        "{found}"
    );
    assert_eq!(marks(&app, "a"), (false, false, true));
    assert_eq!(marks(&app, "b"), (false, false, false));
    assert_eq!(marks(&app, "c"), (true, false, false));
    assert_eq!(added(&app, &mut there, 48), 0);
    fs::write(app.path("older.apkg"), package(&older, "{}", &[])).unwrap();
    app.run(["import".as_ref(), app.path("older.apkg").as_os_str()]).ok();
    assert_eq!(marks(&app, "c"), (true, false, false), "an older package changes nothing");
    // What is changed here stays, and what is changed there afterwards comes over.
    app.run(["unflag", "anki/c"]).ok();
    app.run(["suspend", "anki/b"]).ok();
    app.at("2026-11-22T20:00:00+01:00");
    mark(&mut there, "a", 0, 0);
    assert_eq!(added(&app, &mut there, 49), 1);
    assert_eq!(marks(&app, "a"), (false, false, false));
    assert_eq!(marks(&app, "b"), (false, true, false));
    assert_eq!(marks(&app, "c"), (false, false, false));
    mark(&mut there, "c", 0, 2);
    import(&app, &mut there, 50);
    mark(&mut there, "c", 3, 2);
    import(&app, &mut there, 51);
    assert_eq!(marks(&app, "c"), (true, false, false));
}

#[test]
fn the_history_of_a_card_tells_what_was_answered_there() {
    let app = App::new();
    let mut there = deck();
    learn(&mut there, "a", 1);
    import(&app, &mut there, 2);
    let text = app.run(["history", "anki/a"]).ok().out;
    let rows: Vec<Vec<&str>> =
        text.lines().skip(3).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows,
        [
            vec!["2026-11-20", "13:00", "good,", "imported", "4.0", "s", "15", "d"],
            vec!["2026-11-20", "13:00", "imported", "state", "15", "d", "2026-12-08"],
        ],
        "{text}"
    );
    let events = app.run(["history", "anki/a", "--json"]).ok().json();
    assert_eq!(
        (&events[0]["grade"], &events[0]["took_ms"], &events[0]["interval_days"]),
        (&json!("good"), &json!(4_000), &json!(15))
    );
}

#[test]
fn what_fsrs_knew_there_is_known_here() {
    let app = App::new();
    let mut there = deck();
    let cards =
        [("a", r#"{"pos":1,"s":17.25,"d":8.5}"#), ("b", r#"{"s":1e9,"d":-4}"#), ("c", "{}")];
    for ((guid, data), hours) in cards.into_iter().zip(1..) {
        learn(&mut there, guid, hours);
        there.sql(&format!(
            "update cards set data = '{data}'
                 where nid = (select id from notes where guid = '{guid}')"
        ));
    }
    import(&app, &mut there, 4);
    let memory = |card: &str| {
        let state = state(&app, card);
        (state["stability"].clone(), state["difficulty"].clone())
    };
    assert_eq!(memory("anki/a"), (json!(17.25), json!(8.5)));
    assert_eq!(memory("anki/b"), (json!(36_500.0), json!(1.0)), "brought into its bounds");
    assert_eq!(memory("anki/c"), (Value::Null, Value::Null));
}
