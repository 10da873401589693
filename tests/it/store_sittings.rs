//! Finished quizzes and interviews in the log.

use std::fs;

use revisit::model::sitting::{Given, QuizItem};
use revisit::model::{
    Action, EventBody, Grade, Heard, InterviewRecord, Moment, NewEvent, PhaseRecord, PointRecord,
    PromptRecord, QuizRecord, Round, Seen, Seniority, Sure,
};
use revisit::scheduler::Rules;
use revisit::store::{OpenOptions, Store, Written};
use rusqlite::Connection;

use crate::store::{DAY, card, moment, options, put, retraction, review, written};

fn quiz(filter: &str) -> QuizRecord {
    QuizRecord {
        filter: filter.to_owned(),
        seed: u64::MAX,
        planned: 2,
        took_ms: 61_000,
        recorded: true,
        placed: false,
        items: vec![QuizItem {
            card: card("a"),
            topic: Some("kafka".to_owned()),
            facet: None,
            credit_ppm: 666_667,
            given: Given::Answer,
            sure: Some(Sure::Think),
            took_ms: 8_200,
        }],
    }
}

fn interview() -> InterviewRecord {
    InterviewRecord {
        began: moment(DAY, 0).at,
        filter: String::new(),
        round: Round::Deep,
        level: Seniority::Senior,
        seed: 7,
        planned: 3,
        planned_min: 45,
        prompt: PromptRecord {
            card: card("b"),
            rev: 2,
            topic: None,
            planned_min: 10,
            took_ms: 700_000,
            structure_ms: Some(45_000),
            points: vec![PointRecord { id: "p1".to_owned(), must: true, heard: Heard::Probed }],
            red_flags: vec![0],
            evidence: vec![2, 0],
            phases: vec![PhaseRecord { planned_ms: 600_000, took_ms: 700_000 }],
            notes: "Two lines,\nof notes".to_owned(),
            transcript: String::new(),
            skipped: false,
        },
    }
}

fn add(store: &mut Store, body: EventBody, moment: Moment) -> Written {
    let entry = NewEvent { card: None, rev: 0, origin: None, body };
    written(store.append(&Action { entries: vec![entry], seen: Seen::Any }, moment).unwrap())
}

#[test]
fn what_was_finished_is_read_back_oldest_first_and_what_was_undone_is_left_out() {
    let mut store = Store::in_memory(&options("host")).unwrap();
    put(&mut store, &card("a"), review(Grade::Again), moment(DAY, 0));
    let first = add(&mut store, EventBody::Quizzed(quiz("kafka")), moment(DAY, 1));
    add(&mut store, EventBody::Interviewed(Box::new(interview())), moment(DAY, 2));
    let undone = add(&mut store, EventBody::Quizzed(quiz("")), moment(DAY, 3));
    let last = add(&mut store, EventBody::Quizzed(quiz("is:weak")), moment(DAY + 1, 0));
    assert_eq!(store.newest_action().unwrap().unwrap().id, last.action);
    store.append(&retraction(undone.action), moment(DAY + 1, 1)).unwrap();
    let quizzes = store.quizzes().unwrap();
    let filters: Vec<&str> = quizzes.iter().map(|one| one.record.filter.as_str()).collect();
    assert_eq!(filters, ["kafka", "is:weak"]);
    assert_eq!((quizzes[0].action, &quizzes[0].record), (first.action, &quiz("kafka")));
    assert_eq!((quizzes[1].moment, last.moment), (last.moment, moment(DAY + 1, 0)));
    let interviews = store.interviews().unwrap();
    assert_eq!(interviews.len(), 1);
    assert_eq!(interviews[0].record, interview());
    assert_eq!(store.state(&card("b")).unwrap().newest, None, "a record touches no card");
    assert_eq!(store.unknown_events().unwrap(), 0);
    assert_eq!(store.verify().unwrap(), []);
    store.rebuild(&mut |_| ()).unwrap();
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_record_and_what_it_brings_about_are_one_action() {
    let mut store = Store::in_memory(&options("host")).unwrap();
    put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 0));
    let before = store.state(&card("a")).unwrap().state;
    let entry = |card, body| NewEvent { card, rev: 0, origin: None, body };
    let entries = vec![
        entry(None, EventBody::Interviewed(Box::new(interview()))),
        entry(Some(card("a")), EventBody::Rescheduled { due: DAY + 1, missed: true }),
    ];
    let action = Action { entries, seen: Seen::Any };
    let done = written(store.append(&action, moment(DAY, 1)).unwrap());
    assert_eq!(done.cards[0].1.state.missed, Some(DAY));
    store.append(&retraction(done.action), moment(DAY, 2)).unwrap();
    assert_eq!(store.interviews().unwrap(), []);
    assert_eq!(store.state(&card("a")).unwrap().state, before);
}

#[test]
fn they_are_found_by_their_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("progress.db");
    drop(Store::open(&file, &options("host")).unwrap());
    let conn = Connection::open(&file).unwrap();
    let plan: String = conn
        .query_row(
            "explain query plan select id from event e where e.card is null
             and e.target_seq is null and e.kind = 'quizzed' order by e.at_ms, e.device, e.seq",
            [],
            |row| row.get(3),
        )
        .unwrap();
    assert!(plan.contains("event_sitting"), "{plan}");
}

#[test]
fn a_database_of_the_first_version_is_migrated_with_its_states() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("progress.db");
    let mut store = Store::open(&file, &options("host")).unwrap();
    put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 0));
    let before = store.state(&card("a")).unwrap();
    drop(store);
    let conn = Connection::open(&file).unwrap();
    conn.execute_batch(
        "drop index event_sitting; drop table exported; delete from meta; pragma user_version = 1",
    )
    .unwrap();
    drop(conn);
    let first = fs::read(&file).unwrap();

    // To read it, nothing of it is changed.
    let reading = OpenOptions { access: revisit::store::Access::ReadOnly, ..options("host") };
    let store = Store::open(&file, &reading).unwrap();
    assert_eq!(store.state(&card("a")).unwrap(), before);
    assert_eq!(store.quizzes().unwrap(), []);
    drop(store);
    assert_eq!(fs::read(&file).unwrap(), first);

    let mut store = Store::open(&file, &options("host")).unwrap();
    assert_eq!(store.rules(), Rules::default());
    assert_eq!(store.state(&card("a")).unwrap(), before);
    add(&mut store, EventBody::Quizzed(quiz("")), moment(DAY, 1));
    assert_eq!(store.quizzes().unwrap().len(), 1);
    assert_eq!(store.verify().unwrap(), []);
}
