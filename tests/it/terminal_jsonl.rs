//! The protocol's encoding.

use revisit::model::{Day, Grade, Response, Sure};
use revisit::scheduler::{CardState, Sm2};
use revisit::session::screen::{CardView, Head, Screen};
use revisit::session::{Input, Prompter};
use revisit::terminal::jsonl::{Command, JsonLines, event, parse};
use serde_json::{Value, json};

use crate::terminal_screens as screens;

fn card(mut screen: Screen) -> CardView {
    screens::view(&mut screen).clone()
}

fn doing(input: Input) -> Result<Command, String> {
    Ok(Command::Do { input, took_ms: None, sure: None })
}

fn read(line: &str) -> Result<Command, String> {
    parse(line).map_err(|error| error.to_string())
}

#[test]
fn lines_are_commands() {
    for (line, input) in [
        (r#"{"do":"reveal"}"#, Input::Reveal),
        (r#"{"do":"know"}"#, Input::Know),
        (r#" {"do": "undo"} "#, Input::Undo),
        (r#"{"do":"bury"}"#, Input::Bury),
        (r#"{"do":"suspend"}"#, Input::Suspend),
        (r#"{"do":"flag"}"#, Input::Flag),
        (r#"{"do":"quit"}"#, Input::Quit),
        (r#"{"do":"grade","grade":"good"}"#, Input::Grade(Grade::Good)),
        (r#"{"do":"answer","choice":2}"#, Input::Answer(Response::Choice(1))),
        (r#"{"do":"answer","order":[2,1,3]}"#, Input::Answer(Response::Order(vec![1, 0, 2]))),
        (r#"{"do":"answer","text":"x"}"#, Input::Answer(Response::Text("x".to_owned()))),
        (r#"{"do":"next"}"#, Input::Continue),
        (r#"{"do":"skip"}"#, Input::Skip),
        (r#"{"do":"sure","sure":"think"}"#, Input::Sure(Sure::Think)),
        (r#"{"do":"toggle","section":1}"#, Input::Toggle(0)),
    ] {
        assert_eq!(read(line), doing(input), "{line}");
    }
    assert_eq!(
        read(r#"{"do":"grade","grade":"again","took_ms":1500}"#),
        Ok(Command::Do { input: Input::Grade(Grade::Again), took_ms: Some(1500), sure: None })
    );
    assert_eq!(
        read(r#"{"do":"clock","now":"2026-11-23T09:00:00Z"}"#),
        Ok(Command::Clock { now: "2026-11-23T09:00:00Z".to_owned() })
    );
}

#[test]
fn a_line_that_is_no_text_is_an_error_and_the_next_one_counts() {
    let mut written = Vec::new();
    let lines: &[u8] = b"\xff\n{\"do\":\"reveal\"}\n\xff";
    let mut face = JsonLines::new(lines, &mut written, "0", Day(0), 7).expect("memory takes it");
    let screen = screens::basic();
    face.show(&screen).expect("memory takes it");
    assert_eq!(face.next(&screen, None).expect("memory gives it"), Some(Input::Reveal));
    assert_eq!(face.next(&screen, None).expect("memory gives it"), None);
    drop(face);
    let written = String::from_utf8(written).expect("text");
    let error = r#"{"event":"error","message":"this line is not UTF-8"}"#;
    assert_eq!(written.matches(error).count(), 2, "{written}");
}

#[test]
fn a_line_that_is_not_understood_says_what_to_send() {
    for (line, message) in [
        ("", "not a JSON object"),
        ("reveal", "send one object per line, such as {\"do\":\"reveal\"}"),
        ("[1]", "not a JSON object (another kind of value)"),
        ("{}", "`do` is missing: name one of reveal, know,"),
        (r#"{"do":1}"#, "`do` is expected to be a text"),
        (r#"{"do":"jump"}"#, "`jump` is not known: `do` is one of reveal"),
        (r#"{"do":"reveal","card":"x"}"#, "`reveal` has no field `card`: use `took_ms`"),
        (r#"{"do":"grade"}"#, "`grade` is expected to be one of again, hard, good, easy"),
        (r#"{"do":"grade","grade":"fine"}"#, "`grade` is expected to be one of again"),
        (r#"{"do":"answer"}"#, "one of `choice`, `order` and `text`"),
        (r#"{"do":"answer","choice":1,"text":"x"}"#, "one of `choice`, `order` and `text`"),
        (
            r#"{"do":"answer","choice":0}"#,
            "`choice` is expected to be the number of an option, from 1",
        ),
        (r#"{"do":"answer","choice":-1}"#, "`choice` is expected"),
        (r#"{"do":"answer","order":[1,"2"]}"#, "`order` is expected"),
        (r#"{"do":"answer","order":[1,0]}"#, "`order` is expected"),
        (r#"{"do":"answer","text":5}"#, "`text` is expected to be a text"),
        (r#"{"do":"know","took_ms":-5}"#, "`took_ms` is expected to be a whole number"),
        (r#"{"do":"clock"}"#, "`now` is expected to be a time such as"),
    ] {
        let said = read(line).unwrap_err();
        assert!(said.contains(message), "{line}: {said}");
    }
}

#[test]
fn a_question_carries_what_its_kind_needs() {
    let head = Head { slug: Some("idem".to_owned()), ..screens::head() };
    let question = |screen: Screen| event::question(&card(screen), &head);
    let basic = question(screens::basic());
    assert_eq!(basic["event"], "question");
    assert_eq!(basic["card"], "backend/idem.x");
    assert_eq!(basic["kind"], "basic");
    assert_eq!(basic["topic"], "idem");
    assert_eq!(basic["facet"], "why");
    assert_eq!(basic["drill"], false);
    assert_eq!(basic["left"], json!({"new": 3, "learning": 1, "review": 12}));
    assert!(basic["front"].as_str().unwrap().starts_with("A POST that creates"));
    assert_eq!(question(screens::mcq())["options"].as_array().unwrap().len(), 3);
    assert_eq!(question(screens::order())["items"].as_array().unwrap().len(), 4);
    assert_eq!(question(screens::cloze())["hint"], "partial update");
    assert!(question(screens::cloze())["text"].as_str().unwrap().contains("[partial update]"));
    assert!(question(screens::scenario())["setup"].is_string());
    assert!(question(screens::scenario())["ask"].is_string());
    assert_eq!(question(screens::interview())["minutes"], 15);
}

fn answer(screen: Screen) -> Value {
    event::answer(&card(screen).revealed.expect("an answer"))
}

#[test]
fn an_answer_says_what_each_grade_would_do() {
    let basic = answer(screens::basic_revealed());
    assert_eq!(basic["event"], "answer");
    assert!(basic["back"].as_str().unwrap().starts_with("A timeout"));
    assert_eq!(basic["gist"], "a timeout does not say what was lost");
    assert_eq!(basic["source"][0]["id"], "rfc9110");
    assert_eq!(basic["source"][0]["place"], "9.2.2");
    let grades = json!({
        "again": {"due": "2024-10-05", "interval_days": 1, "drill": true},
        "hard": {"due": "2024-10-19", "interval_days": 15},
        "good": {"due": "2024-10-19", "interval_days": 15},
        "easy": {"due": "2024-10-20", "interval_days": 16},
    });
    assert_eq!(basic["grades"], grades);
    assert!(basic.get("correct").is_none());
}

#[test]
fn a_judged_answer_explains_and_suggests() {
    let wrong = answer(screens::mcq_judged(2));
    assert_eq!(wrong["correct"], false);
    assert_eq!(wrong["suggested"], "again");
    assert_eq!(wrong["choice"], 3);
    assert!(wrong["explain"].as_str().unwrap().starts_with("The insert does fail"));
    assert_eq!(wrong["options"][1]["correct"], true);
    let right = answer(screens::mcq_judged(1));
    assert_eq!((&right["correct"], &right["suggested"]), (&json!(true), &json!("good")));
    assert_eq!(answer(screens::typed_judged("x", false))["accept"][1], "retry-after");
    assert_eq!(answer(screens::order_judged())["items"].as_array().unwrap().len(), 4);
    assert!(answer(screens::scenario_revealed(1))["flips_if"].is_string());
    let interview = answer(screens::interview_revealed());
    assert_eq!(interview["key_points"][0]["must"], "mid");
    assert_eq!(interview["follow_ups"][0]["if_missed"], "lease");
}

#[test]
fn the_other_events_have_their_fields() {
    let id = "backend/idem.x".parse().unwrap();
    let day = "2026-11-22".parse().unwrap();
    assert_eq!(
        event::hello("0.1.0", day, 7),
        json!({"event":"hello","protocol":1,"version":"0.1.0","day":"2026-11-22","seed":7})
    );
    let sm2 = Sm2 { n: 3, interval_days: 15, ease_hundredths: 250 };
    let state = CardState { due: Some(day), sm2, ..CardState::default() };
    let graded = event::graded(&id, Grade::Good, &state);
    assert_eq!(graded["grade"], "good");
    assert_eq!((&graded["due"], &graded["interval_days"]), (&json!("2026-11-22"), &json!(15)));
    assert_eq!(graded["state"]["ease"], 2.5);
    let hidden = event::hidden(&id, event::HiddenBy::Bury);
    assert_eq!(hidden, json!({"event":"hidden","card":"backend/idem.x","by":"bury"}));
    let flagged = event::flagged(true);
    assert_eq!(flagged, json!({"event":"flagged","flagged":true}));
    assert_eq!(event::undone("good"), json!({"event":"undone","what":"good"}));
    assert_eq!(event::error("no"), json!({"event":"error","message":"no"}));
    let clock = event::clock("2026-11-22T09:00:00Z", day);
    assert_eq!(clock["day"], "2026-11-22");
    let done = event::done(&screens::summary());
    assert_eq!(done["summary"]["streak"], 12);
    assert_eq!(done["summary"]["misses"][0]["card"], "backend/idem.race");
}

#[test]
fn events_are_one_line_each_and_hold_no_raw_controls() {
    let mut view = card(screens::basic());
    view.question = revisit::cards::Question::Plain { front: "a\nb\u{1b}[31m".to_owned() };
    let line = event::question(&view, &screens::head()).to_string();
    assert!(!line.contains('\n') && !line.contains('\u{1b}'), "{line}");
    let back: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(back["front"], "a\nb\u{1b}[31m");
}
