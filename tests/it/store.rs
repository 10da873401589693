//! The store: what is written, what is refused, and what can be read back.

#![expect(clippy::unwrap_used, reason = "a test that fails may stop where it is")]

use revisit::model::{
    Action, CardId, Day, EventBody, EventId, Grade, Mode, Moment, NewEvent, QuizRecord, Response,
    Reviewed, Seen, Sure, Timestamp,
};
use revisit::scheduler::Rules;
use revisit::store::{Appended, CardNow, OpenOptions, Refusal, Store, StoreError, Written};
use rusqlite::Connection;

pub(crate) const DAY: Day = Day(20_779);

pub(crate) fn moment(day: Day, ms: i64) -> Moment {
    Moment { at: Timestamp(i64::from(day.0) * 86_400_000 + ms), day, offset_min: 60 }
}

pub(crate) fn options(host: &str) -> OpenOptions {
    OpenOptions::new(host, 7, moment(DAY, 0), Rules::default())
}

pub(crate) fn card(name: &str) -> CardId {
    format!("own/{name}").parse().unwrap()
}

pub(crate) fn review(grade: Grade) -> EventBody {
    let (took_ms, mode, response) = (4_200, Mode::Study, None);
    EventBody::Reviewed(Reviewed {
        grade,
        took_ms,
        mode,
        schedules: true,
        response,
        sure: None,
        emptied: false,
    })
}

pub(crate) fn retraction(action: EventId) -> Action {
    let body = EventBody::Retracted { action };
    Action { entries: vec![NewEvent { card: None, rev: 0, origin: None, body }], seen: Seen::Any }
}

pub(crate) fn written(appended: Appended) -> Written {
    match appended {
        Appended::Done(written) => written,
        Appended::Stale(now) => panic!("stale: {now:?}"),
    }
}

pub(crate) fn put(store: &mut Store, card: &CardId, body: EventBody, moment: Moment) -> Written {
    written(store.append(&Action::on(card.clone(), 1, Seen::Any, body), moment).unwrap())
}

pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Refusal {
    match result {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn memory() -> Store {
    Store::in_memory(&options("host")).unwrap()
}

/// One body of every kind that can be appended to a card.
fn bodies() -> Vec<EventBody> {
    let response = Some(Response::Order(vec![2, 0, 1]));
    let mode = Mode::Interview;
    let grade = Grade::Hard;
    vec![
        review(Grade::Again),
        review(Grade::Easy),
        EventBody::Reviewed(Reviewed {
            grade,
            took_ms: 1,
            mode,
            schedules: false,
            response,
            sure: Some(Sure::Guess),
            emptied: false,
        }),
        EventBody::Suspended,
        EventBody::Unsuspended,
        EventBody::Buried { until: DAY + 3 },
        EventBody::Unburied,
        EventBody::Flagged,
        EventBody::Unflagged,
        EventBody::Reset,
        EventBody::Known,
        EventBody::Rescheduled { due: DAY + 9, missed: false },
        EventBody::Rescheduled { due: DAY + 1, missed: true },
        EventBody::ImportedReview { grade: Grade::Good, took_ms: 900, interval_days: 12 },
        EventBody::ImportedState {
            due: DAY + 4,
            interval_days: 30,
            ease_hundredths: 210,
            reps: 6,
            lapses: 2,
            memory: None,
        },
    ]
}

#[test]
fn every_kind_of_event_reads_back_as_it_was_written() {
    let mut store = memory();
    for (index, body) in bodies().into_iter().enumerate() {
        let card = card(&format!("c{index}"));
        let written = put(&mut store, &card, body.clone(), moment(DAY, 5));
        let info = store.action_info(written.action).unwrap().unwrap();
        let event = &info.events[0];
        assert_eq!((&event.body, &event.card, event.rev), (&body, &Some(card), 1));
        assert_eq!((event.id, event.action), (written.events[0], written.action));
        assert_eq!(event.moment, written.moment);
    }
    assert_eq!(store.unknown_events().unwrap(), 0);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn undo_brings_back_the_state_before_every_kind_of_event() {
    for body in bodies() {
        let mut store = memory();
        let card = card("a");
        put(&mut store, &card, review(Grade::Good), moment(DAY - 3, 0));
        put(&mut store, &card, EventBody::Flagged, moment(DAY - 2, 0));
        let before = store.state(&card).unwrap();
        let days = store.day_stats(DAY - 9, DAY + 9).unwrap();
        let done = put(&mut store, &card, body, moment(DAY, 0));
        let undone = written(store.append(&retraction(done.action), moment(DAY, 1)).unwrap());
        assert_eq!(undone.cards[0].1.state, before.state);
        assert_eq!(store.state(&card).unwrap(), undone.cards[0].1);
        assert_eq!(undone.cards[0].1.newest, Some(undone.action));
        assert_eq!(store.day_stats(DAY - 9, DAY + 9).unwrap(), days);
        assert_eq!(store.verify().unwrap(), []);
    }
}

#[test]
fn undo_goes_back_action_by_action_and_takes_back_whole_ones() {
    let mut store = memory();
    let (a, b) = (card("a"), card("b"));
    let first = put(&mut store, &a, review(Grade::Good), moment(DAY, 0));
    let entry = |card: &CardId| NewEvent {
        card: Some(card.clone()),
        rev: 1,
        origin: None,
        body: EventBody::Suspended,
    };
    let both = Action { entries: vec![entry(&a), entry(&b)], seen: Seen::Any };
    let both = written(store.append(&both, moment(DAY, 1)).unwrap());
    assert_eq!((both.events.len(), both.cards.len()), (2, 2));
    assert!(store.state(&b).unwrap().state.hidden.suspended);

    let newest = store.newest_action().unwrap().unwrap();
    assert_eq!((newest.id, newest.events.len(), newest.retracted), (both.action, 2, false));
    let undone = written(store.append(&retraction(newest.id), moment(DAY, 2)).unwrap());
    assert_eq!(undone.cards.len(), 2);
    assert!(!store.state(&b).unwrap().state.hidden.suspended);

    assert_eq!(store.newest_action().unwrap().unwrap().id, first.action);
    store.append(&retraction(first.action), moment(DAY, 3)).unwrap();
    assert_eq!(store.newest_action().unwrap(), None);
    assert_eq!(store.state(&a).unwrap().state, CardNow::default().state);
    assert!(store.action_info(both.action).unwrap().unwrap().retracted);
    assert_eq!(store.state_count().unwrap(), 2);
}

#[test]
fn what_makes_no_sense_is_refused_and_leaves_nothing() {
    let mut store = memory();
    let a = card("a");
    let done = put(&mut store, &a, review(Grade::Good), moment(DAY, 0));
    let undone = written(store.append(&retraction(done.action), moment(DAY, 1)).unwrap());
    let nowhere = EventId { seq: 99, ..done.action };
    let event = |card: Option<&CardId>, body| {
        let entry = NewEvent { card: card.cloned(), rev: 1, origin: None, body };
        Action { entries: vec![entry], seen: Seen::Any }
    };
    let mut mixed = event(Some(&a), EventBody::Flagged);
    mixed.entries.extend(retraction(done.action).entries);
    let unknown = EventBody::Unknown { kind: "dreamt".into() };
    let cases = [
        (retraction(done.action), Refusal::AlreadyRetracted(done.action)),
        (retraction(undone.action), Refusal::RetractsRetraction(undone.action)),
        (retraction(nowhere), Refusal::UnknownAction(nowhere)),
        (Action { entries: Vec::new(), seen: Seen::Any }, Refusal::Empty),
        (mixed, Refusal::Mixed),
        (event(None, EventBody::Flagged), Refusal::Card("flagged".into())),
        (
            event(Some(&a), EventBody::Quizzed(QuizRecord::default())),
            Refusal::Card("quizzed".into()),
        ),
        (
            event(Some(&a), retraction(done.action).entries[0].body.clone()),
            Refusal::Card("retracted".into()),
        ),
        (event(Some(&a), unknown), Refusal::UnknownKind("dreamt".into())),
    ];
    for (action, why) in cases {
        assert_eq!(refusal(store.append(&action, moment(DAY, 2))), why);
    }
    let next = put(&mut store, &a, EventBody::Flagged, moment(DAY, 3));
    assert_eq!(next.action.seq, 3);
}

#[test]
fn ids_have_no_gaps_and_time_never_runs_back() {
    let mut store = memory();
    let late = put(&mut store, &card("a"), review(Grade::Good), moment(DAY, 500));
    let early = put(&mut store, &card("b"), review(Grade::Good), moment(DAY - 1, 0));
    assert_eq!([late.action.seq, early.action.seq], [1, 2]);
    assert_eq!(early.moment.at, Timestamp(late.moment.at.0 + 1));
    assert_eq!(early.moment.day, DAY - 1);
    assert_eq!(store.last_day().unwrap(), Some(DAY - 1));
}

#[test]
fn an_answer_to_a_card_that_changed_meanwhile_is_not_written() {
    let mut store = memory();
    let a = card("a");
    let answer = |seen| Action::on(a.clone(), 1, Seen::Newest(seen), review(Grade::Good));
    let first = written(store.append(&answer(None), moment(DAY, 0)).unwrap());
    let stale = store.append(&answer(None), moment(DAY, 1)).unwrap();
    assert_eq!(stale, Appended::Stale(store.state(&a).unwrap()));
    assert_eq!(store.newest(&a).unwrap(), Some(first.action));
    assert_eq!(store.history(&a).unwrap().len(), 1);

    // Taking the answer back changes the card too, though no event of its own is added.
    store.append(&retraction(first.action), moment(DAY, 2)).unwrap();
    let stale = store.append(&answer(Some(first.action)), moment(DAY, 3)).unwrap();
    assert!(matches!(stale, Appended::Stale(_)));
    let newest = store.newest(&a).unwrap();
    written(store.append(&answer(newest), moment(DAY, 4)).unwrap());
}

#[test]
fn history_tells_what_each_event_made_of_the_card() {
    let mut store = memory();
    let a = card("a");
    put(&mut store, &a, review(Grade::Good), moment(DAY, 0));
    let second = put(&mut store, &a, review(Grade::Good), moment(DAY + 1, 0));
    let wrong = put(&mut store, &a, review(Grade::Again), moment(DAY + 7, 0));
    store.append(&retraction(wrong.action), moment(DAY + 7, 1)).unwrap();
    let history = store.history(&a).unwrap();
    let lines: Vec<_> =
        history.iter().map(|line| (line.due, line.interval_days, line.retracted)).collect();
    assert_eq!(
        lines,
        [(Some(DAY + 1), 1, false), (Some(DAY + 7), 6, false), (Some(DAY + 7), 6, true)]
    );
    assert_eq!(history[1].event.id, second.action);
    assert_eq!(store.history(&card("b")).unwrap(), []);
}

#[test]
fn a_day_counts_new_cards_reviews_and_time_but_not_what_was_taken_back() {
    let mut store = memory();
    let (a, b) = (card("a"), card("b"));
    put(&mut store, &a, review(Grade::Good), moment(DAY - 1, 0));
    put(&mut store, &a, review(Grade::Again), moment(DAY, 0));
    put(&mut store, &a, review(Grade::Good), moment(DAY, 1));
    let wrong = put(&mut store, &b, review(Grade::Good), moment(DAY, 2));
    let count = store.answers_today(DAY).unwrap();
    assert_eq!((count.new, count.reviews, count.took_ms), (1, 1, 3 * 4_200));
    store.append(&retraction(wrong.action), moment(DAY, 3)).unwrap();
    let count = store.answers_today(DAY).unwrap();
    assert_eq!((count.new, count.reviews, count.took_ms), (0, 1, 2 * 4_200));
    assert_eq!(store.recent_answer_ms(2).unwrap(), [4_200, 4_200]);
    assert_eq!(store.recent_answer_ms(9).unwrap().len(), 3);
}

#[test]
fn an_import_adds_what_is_new_once_and_leaves_the_clock_alone() {
    let mut store = memory();
    let a = card("a");
    put(&mut store, &a, review(Grade::Good), moment(DAY, 0));
    let body = EventBody::ImportedReview { grade: Grade::Good, took_ms: 1, interval_days: 4 };
    let event = |origin: &str, day| {
        let origin = Some(origin.to_owned());
        let event = NewEvent { card: Some(card("b")), rev: 0, origin, body: body.clone() };
        (moment(day, 0), event)
    };
    let events = [event("anki:1", DAY + 900), event("anki:2", DAY - 900), event("anki:1", DAY)];
    let imported = store.import_events(&mut events.iter().cloned()).unwrap();
    assert_eq!((imported.added, imported.skipped), (2, 1));
    let history = store.history(&card("b")).unwrap();
    let days: Vec<_> = history.iter().map(|line| line.event.moment.day).collect();
    assert_eq!(days, [DAY - 900, DAY + 900]);
    assert_eq!(history[0].event.origin.as_deref(), Some("anki:2"));
    assert_eq!(store.last_day().unwrap(), Some(DAY));
    let again = store.import_events(&mut events.iter().cloned()).unwrap();
    assert_eq!((again.action, again.skipped), (None, 3));

    let next = put(&mut store, &a, EventBody::Flagged, moment(DAY, 5));
    assert_eq!(next.moment, moment(DAY, 5));
    let undone = retraction(imported.action.unwrap());
    assert_eq!(written(store.append(&undone, moment(DAY, 6)).unwrap()).cards.len(), 1);
    assert_eq!(store.verify().unwrap(), []);

    let mut nameless = event("", DAY);
    nameless.1.origin = None;
    let why = refusal(store.import_events(&mut [nameless].into_iter()));
    assert_eq!(why, Refusal::NoOrigin("imported_review".into()));
    let action = Action { entries: vec![event("anki:1", DAY).1], seen: Seen::Any };
    assert_eq!(refusal(store.append(&action, moment(DAY, 7))), Refusal::Origin("anki:1".into()));
}

#[test]
fn an_import_that_was_undone_can_come_again_once() {
    let mut store = memory();
    let a = card("a");
    let body = EventBody::ImportedState {
        due: DAY + 9,
        interval_days: 9,
        ease_hundredths: 250,
        reps: 3,
        lapses: 0,
        memory: None,
    };
    let events = ["anki:1", "anki:2"].map(|origin| {
        let origin = Some(origin.to_owned());
        (moment(DAY, 0), NewEvent { card: Some(a.clone()), rev: 0, origin, body: body.clone() })
    });
    let import = |store: &mut Store| {
        let imported = store.import_events(&mut events.iter().cloned()).unwrap();
        let action = imported.action;
        (action, (imported.added, imported.skipped, imported.again))
    };
    let due = |store: &Store| store.history(&a).unwrap().last().unwrap().due;
    let origins = |store: &Store| -> Vec<(String, bool)> {
        let lines = store.history(&a).unwrap().into_iter();
        lines.map(|line| (line.event.origin.unwrap(), line.retracted)).collect()
    };
    let (first, counts) = import(&mut store);
    assert_eq!(counts, (2, 0, 0));
    for round in 1..=2 {
        let before = origins(&store).len();
        let undone = if round == 1 { first } else { store.newest_action().unwrap().map(|a| a.id) };
        store.append(&retraction(undone.unwrap()), moment(DAY, round)).unwrap();
        assert_eq!(due(&store), None);
        assert_eq!(import(&mut store).1, (2, 0, 2));
        assert_eq!(due(&store), Some(DAY + 9));
        assert_eq!(import(&mut store), (None, (0, 2, 0)));
        assert_eq!(origins(&store).len(), before + 2);
    }
    let live: Vec<_> = origins(&store).into_iter().filter(|(_, undone)| !undone).collect();
    assert_eq!(live, [("anki:1~3".to_owned(), false), ("anki:2~3".to_owned(), false)]);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn the_log_can_only_be_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("progress.db");
    put(
        &mut Store::open(&file, &options("h")).unwrap(),
        &card("a"),
        review(Grade::Good),
        moment(DAY, 0),
    );
    let conn = Connection::open(&file).unwrap();
    let columns = "id, device, seq, action_seq, at_ms, offset_min, day, kind, rev, origin";
    for recursive in ["on", "off"] {
        conn.execute_batch(&format!("pragma recursive_triggers = {recursive}")).unwrap();
        for sql in [
            "update event set day = day + 1",
            "delete from event",
            "update card set id = 'own/b'",
            "delete from card",
            &format!(
                "insert or replace into event ({columns}) values (1, 7, 2, 2, 0, 0, 0, 'reset', 0, null)"
            ),
            &format!(
                "replace into event ({columns}) values (null, 7, 1, 1, 0, 0, 0, 'reset', 0, null)"
            ),
        ] {
            let error = conn.execute(sql, []).unwrap_err().to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
    }
    let count: i64 = conn.query_row("select count(*) from event", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
}

#[test]
fn kinds_of_a_later_version_are_kept_counted_and_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("progress.db");
    let a = card("a");
    let mut store = Store::open(&file, &options("h")).unwrap();
    put(&mut store, &a, review(Grade::Good), moment(DAY, 0));
    let before = store.state(&a).unwrap().state;
    let conn = Connection::open(&file).unwrap();
    conn.execute_batch(
        "insert into event (device, seq, action_seq, at_ms, offset_min, day, kind, card, rev, body)
         values (7, 2, 2, 1, 0, 20779, 'dreamt', 1, 3, '{\"of\": \"sheep\"}');
         insert into event (device, seq, action_seq, at_ms, offset_min, day, kind, card, rev, grade,
                            mode, schedules, took_ms)
         values (7, 3, 3, 2, 0, 20779, 'reviewed', 1, 3, 'good', 'asleep', 1, 5);
         insert into event (device, seq, action_seq, at_ms, offset_min, day, kind, rev)
         values (7, 4, 4, 3, 0, 20779, 'tuned', 0);",
    )
    .unwrap();
    store.rebuild(&mut |_| ()).unwrap();
    assert_eq!(store.unknown_events().unwrap(), 3);
    assert_eq!(store.state(&a).unwrap().state, before);
    assert_eq!(store.verify().unwrap(), []);
    let history = store.history(&a).unwrap();
    assert_eq!(history.len(), 3);
    assert!(
        history.iter().any(|line| line.event.body == EventBody::Unknown { kind: "dreamt".into() })
    );
    let next = put(&mut store, &a, review(Grade::Good), moment(DAY + 1, 0));
    assert_eq!(next.action.seq, 5);
}
