//! Every answer that was acknowledged survives `kill -9`, at whatever moment it comes.

use std::io::Write;

use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};
use serde_json::Value;

use crate::harness::App;

const KILLS: usize = 200;
const CARDS: usize = 4_500;
const ANSWERS: usize = 20;

#[test]
fn a_killed_session_keeps_every_answer_it_acknowledged() {
    let app = App::new();
    app.own_cards(CARDS);
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut acknowledged: Vec<String> = Vec::new();
    let mut killed_midway = 0;
    for _ in 0..KILLS {
        let args = ["study", "--jsonl", "--minutes", "1000", "--new", "4500"];
        let (mut child, mut stdin, mut lines) = app.talk(args);
        // Everything is said at once, so that the kill meets the session wherever it is by then.
        let said = "{\"do\":\"reveal\"}\n{\"do\":\"grade\",\"grade\":\"good\"}\n".repeat(ANSWERS);
        stdin.write_all(said.as_bytes()).expect("a pipe holds this much");
        let heard = rng.random_range(1..60);
        let before = acknowledged.len();
        for line in lines.by_ref().take(heard) {
            note(&line.expect("a line"), "graded", &mut acknowledged);
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        // What had been written to the pipe by then was acknowledged too; a half line was not.
        for line in lines.map_while(Result::ok) {
            note(&line, "graded", &mut acknowledged);
        }
        killed_midway += usize::from(acknowledged.len() - before < ANSWERS);
    }
    assert!(acknowledged.len() > KILLS, "only {} answers", acknowledged.len());
    assert!(killed_midway > KILLS / 2);
    let cards = app.run(["cards", "--json"]).ok().json();
    let reviewed: Vec<&str> = cards
        .as_array()
        .expect("a list")
        .iter()
        .filter(|card| card["state"]["reps"] == 1)
        .filter_map(|card| card["id"].as_str())
        .collect();
    for card in &acknowledged {
        assert!(reviewed.contains(&card.as_str()), "{card} was acknowledged and is lost");
    }
    app.run(["doctor"]).ok();
}

#[test]
fn a_killed_quiz_keeps_every_answer_it_acknowledged() {
    let app = App::new();
    let card =
        |n| format!("  - {{id: c{n}, kind: typed, front: \"Type {n}.\", accept: [\"{n}\"]}}\n");
    app.write("own/deck.yaml", &format!("cards:\n{}", (1..=900).map(card).collect::<String>()));
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..KILLS / 4 {
        let seed = round.to_string();
        let args = ["quiz", "--jsonl", "--record", "--count", "50", "--seed", &seed];
        let (mut child, mut stdin, mut lines) = app.talk(args);
        let said = "{\"do\":\"reveal\"}\n{\"do\":\"next\"}\n".repeat(ANSWERS);
        stdin.write_all(said.as_bytes()).expect("a pipe holds this much");
        let heard = rng.random_range(1..60);
        for line in lines.by_ref().take(heard) {
            note(&line.expect("a line"), "answered", &mut acknowledged);
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        for line in lines.map_while(Result::ok) {
            note(&line, "answered", &mut acknowledged);
        }
    }
    assert!(acknowledged.len() > KILLS, "only {} answers", acknowledged.len());
    let cards = app.run(["cards", "is:weak", "--json"]).ok().json();
    let missed: Vec<&str> =
        cards.as_array().expect("a list").iter().filter_map(|card| card["id"].as_str()).collect();
    for card in &acknowledged {
        assert!(missed.contains(&card.as_str()), "{card} was acknowledged and is lost");
    }
    app.run(["doctor"]).ok();
}

/// Notes the card of an event of that name.
fn note(line: &str, name: &str, acknowledged: &mut Vec<String>) {
    let Ok(event) = serde_json::from_str::<Value>(line) else { return };
    let card = event["card"].as_str().filter(|_| event["event"] == name);
    acknowledged.extend(card.map(str::to_owned));
}
