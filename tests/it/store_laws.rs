//! Laws of the store, over random actions: what is stored is what the log folds to, however it
//! came about and in whatever order the log was learned.

#![expect(clippy::unwrap_used, reason = "a test that fails may stop where it is")]

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use revisit::model::{
    Action, ActionId, CardId, DeviceId, Event, EventBody, EventId, Grade, Mode, Moment, NewEvent,
    Reviewed, Seen, Timestamp,
};
use revisit::scheduler::replay::{merge_order, replay, retracted};
use revisit::scheduler::{CardState, Daily, DayStat, Fold, Rules};
use revisit::store::Store;
use rusqlite::{Connection, params};

use crate::store::{DAY, card, moment, options, retraction, written};

/// The same cases every time, and few enough for a debug build.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What is done next; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Act { cards: Vec<usize>, body: EventBody, later_ms: i64 },
    Undo { back: usize },
    Import { card: usize, body: EventBody, days_ago: u32, origin: u8 },
}

const CARDS: usize = 5;

fn body() -> impl Strategy<Value = EventBody> {
    let grade = prop::sample::select(Grade::ALL.to_vec());
    let mode = prop::sample::select(vec![Mode::Study, Mode::Study, Mode::Ahead, Mode::Quiz]);
    let reviewed =
        (grade, mode, any::<bool>(), 0u32..90_000).prop_map(|(grade, mode, schedules, took_ms)| {
            let schedules = schedules || mode == Mode::Study;
            EventBody::Reviewed(Reviewed {
                grade,
                took_ms,
                mode,
                schedules,
                response: None,
                sure: None,
                emptied: false,
            })
        });
    let imported = (0u32..60, 0u32..90, 130u16..300).prop_map(|(due, interval_days, ease)| {
        let (due, ease_hundredths) = (DAY + due, ease);
        EventBody::ImportedState {
            due,
            interval_days,
            ease_hundredths,
            reps: 3,
            lapses: 1,
            memory: None,
        }
    });
    prop_oneof![
        8 => reviewed,
        1 => Just(EventBody::Suspended),
        1 => Just(EventBody::Unsuspended),
        1 => (0u32..9).prop_map(|days| EventBody::Buried { until: DAY + days }),
        1 => Just(EventBody::Unburied),
        1 => Just(EventBody::Flagged),
        1 => Just(EventBody::Reset),
        1 => Just(EventBody::Known),
        1 => (0u32..30, any::<bool>())
            .prop_map(|(days, missed)| EventBody::Rescheduled { due: DAY + days, missed }),
        1 => imported,
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let cards = prop::collection::vec(0..CARDS, 1..3);
    // Up to two days on, and now and then back: a clock that was put right.
    let later = prop_oneof![9 => 0i64..172_800_000, 1 => -9_000_000i64..0];
    prop_oneof![
        8 => (cards, body(), later).prop_map(|(cards, body, later_ms)| {
            Step::Act { cards, body, later_ms }
        }),
        2 => (0usize..6).prop_map(|back| Step::Undo { back }),
        1 => (0..CARDS, body(), 0u32..40, 0u8..6).prop_map(|(card, body, days_ago, origin)| {
            Step::Import { card, body, days_ago, origin }
        }),
    ]
}

fn names() -> Vec<CardId> {
    (0..CARDS).map(|index| card(&format!("c{index}"))).collect()
}

fn at(ms: i64) -> Moment {
    let day = DAY + u32::try_from(ms / 86_400_000).unwrap_or(0);
    Moment { day, ..moment(DAY, ms) }
}

/// Takes the steps, and returns the log as the test itself wrote it down.
fn play(store: &mut Store, steps: &[Step]) -> Vec<Event> {
    let names = names();
    let (mut log, mut actions, mut clock) = (Vec::new(), Vec::new(), 0i64);
    // How often each origin came, and the action that brought it and was not undone.
    let mut origins: BTreeMap<u8, (usize, Option<ActionId>)> = BTreeMap::new();
    for step in steps {
        match step {
            Step::Act { cards, body, later_ms } => {
                clock = (clock + later_ms).max(0);
                let entry = |&card: &usize| NewEvent {
                    card: Some(names[card].clone()),
                    rev: 2,
                    origin: None,
                    body: body.clone(),
                };
                let entries: Vec<NewEvent> = cards.iter().map(entry).collect();
                let seen = Seen::Newest(store.newest(&names[cards[0]]).unwrap());
                let action = Action { entries, seen };
                let done = written(store.append(&action, at(clock)).unwrap());
                let moment = done.moment;
                actions.push(done.action);
                log.extend(
                    action
                        .entries
                        .into_iter()
                        .zip(done.events)
                        .map(|(entry, id)| event(id, done.action, moment, entry)),
                );
            }
            Step::Undo { back } => {
                let Some(index) = actions.len().checked_sub(back + 1) else { continue };
                let undone = actions.remove(index);
                for (_, brought) in origins.values_mut() {
                    brought.take_if(|action| *action == undone);
                }
                let action = retraction(undone);
                let done = written(store.append(&action, at(clock)).unwrap());
                log.push(event(done.action, done.action, done.moment, action.entries[0].clone()));
            }
            Step::Import { card, body, days_ago, origin } => {
                let origin_text = Some(format!("there:{origin}"));
                let card = Some(names[*card].clone());
                let mut entry = NewEvent { card, rev: 0, origin: origin_text, body: body.clone() };
                let moment = moment(DAY - *days_ago, 77);
                let imported = store.import_events(&mut [(moment, entry.clone())].into_iter());
                let imported = imported.unwrap();
                let (times, brought) = origins.entry(*origin).or_default();
                assert_eq!(imported.added == 1, brought.is_none());
                if let Some(action) = imported.action {
                    *times += 1;
                    *brought = Some(action);
                    if *times > 1 {
                        entry.origin = Some(format!("there:{origin}~{times}"));
                    }
                    actions.push(action);
                    log.push(event(action, action, moment, entry));
                }
            }
        }
    }
    log
}

fn event(id: EventId, action: EventId, moment: Moment, entry: NewEvent) -> Event {
    let NewEvent { card, rev, origin, body } = entry;
    Event { id, action, moment, card, rev, origin, body }
}

fn states(store: &Store) -> BTreeMap<CardId, CardState> {
    let mut states = BTreeMap::new();
    store
        .scan(&mut |card, state| {
            states.insert(card.parse().unwrap(), state.clone());
        })
        .unwrap();
    states
}

fn days(store: &Store) -> Vec<DayStat> {
    store.day_stats(DAY - 999, DAY + 999).unwrap()
}

/// Adds up the answers of a log by its definition.
fn daily(log: &[Event], rules: Rules) -> Vec<DayStat> {
    let mut events: Vec<Event> = log.to_vec();
    merge_order(&mut events);
    let gone: HashSet<EventId> = retracted(&events);
    let mut folds: BTreeMap<CardId, Fold> = BTreeMap::new();
    let mut daily = Daily::default();
    for event in events.into_iter().filter(|event| !gone.contains(&event.action)) {
        let Some(card) = event.card else { continue };
        let fold = folds.entry(card.clone()).or_insert_with(|| Fold::new(&card, rules));
        if let Some(fact) = fold.push(event.moment, event.rev, &event.body) {
            daily.add(&fact);
        }
    }
    daily.rows().copied().collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_stored_is_what_the_log_folds_to(steps in prop::collection::vec(step(), 1..40)) {
        let mut store = Store::in_memory(&options("host")).unwrap();
        let log = play(&mut store, &steps);
        prop_assert_eq!(states(&store), replay(&log, store.rules()));
        prop_assert_eq!(days(&store), daily(&log, store.rules()));
        prop_assert_eq!(store.verify().unwrap(), []);
        let newest: Vec<_> = names().iter().map(|card| store.newest(card).unwrap()).collect();
        let before = (states(&store), days(&store), newest);
        store.rebuild(&mut |_| ()).unwrap();
        let newest: Vec<_> = names().iter().map(|card| store.newest(card).unwrap()).collect();
        prop_assert_eq!(before, (states(&store), days(&store), newest));
    }

    #[test]
    fn the_due_scan_finds_what_a_scan_would_find(
        steps in prop::collection::vec(step(), 1..30),
        others in 0usize..80,
        today in 0u32..40,
    ) {
        let mut store = Store::in_memory(&options("host")).unwrap();
        play(&mut store, &steps);
        // Cards that are not due let the index be used.
        let body = EventBody::Flagged;
        let entry = |index| NewEvent {
            card: Some(card(&format!("other{index}"))), rev: 1, origin: None, body: body.clone()
        };
        let entries: Vec<NewEvent> = (0..others).map(entry).collect();
        if others > 0 {
            store.append(&Action { entries, seen: Seen::Any }, at(0)).unwrap();
        }
        let today = DAY + today;
        let mut found = BTreeMap::new();
        store.due_scan(today, &mut |card, state| {
            assert!(found.insert(card.parse().unwrap(), state.clone()).is_none(), "{card} twice");
        }).unwrap();
        let mut wanted = states(&store);
        wanted.retain(|_, state| {
            state.is_due(today) || state.last == Some(today) || state.drill == Some(today)
        });
        prop_assert_eq!(found, wanted);
    }
}

proptest! {
    // Fewer, because these are on a disk.
    #![proptest_config(ProptestConfig { cases: 20, ..config() })]

    #[test]
    fn merged_devices_fold_alike_in_whatever_order_their_events_came(
        here in prop::collection::vec(step(), 1..20),
        there in prop::collection::vec(step(), 1..20),
        turn in any::<prop::sample::Index>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("progress.db");
        let mut store = Store::open(&file, &options("here")).unwrap();
        let mut log = play(&mut store, &here);
        let mut other = Store::in_memory(&options("there")).unwrap();
        let mut pulled = play(&mut other, &there);
        for event in &mut pulled {
            event.id.device = DeviceId(8);
            event.action.device = DeviceId(8);
            if let EventBody::Retracted { action } = &mut event.body {
                action.device = DeviceId(8);
            }
        }
        log.extend(pulled.iter().cloned());
        let middle = turn.index(pulled.len() + 1);
        pulled.rotate_left(middle);
        pull(&Connection::open(&file).unwrap(), &pulled);
        store.rebuild(&mut |_| ()).unwrap();
        prop_assert_eq!(states(&store), replay(&log, store.rules()));
        prop_assert_eq!(days(&store), daily(&log, store.rules()));
        prop_assert_eq!(store.verify().unwrap(), []);

        // A change on top of it still folds the merged log.
        let undone: HashSet<EventId> = retracted(&log);
        let open = log.iter().find(|event| event.card.is_some() && !undone.contains(&event.action));
        if let Some(action) = open.map(|event| event.action) {
            let last = log.iter().map(|event| event.moment.at.0).max().unwrap_or(0);
            let now = Moment { at: Timestamp(last + 1), ..moment(DAY, 0) };
            let undo = retraction(action);
            let done = written(store.append(&undo, now).unwrap());
            log.push(event(done.action, done.action, done.moment, undo.entries[0].clone()));
            prop_assert_eq!(states(&store), replay(&log, store.rules()));
            prop_assert_eq!(store.verify().unwrap(), []);
        }
    }
}

/// Adds another device's events to a file, as a later synchronisation would.
fn pull(conn: &Connection, events: &[Event]) {
    conn.execute("insert into device (id, host, created_ms) values (8, 'there', 0)", []).unwrap();
    for event in events {
        let card = event.card.as_ref().map(|card| {
            conn.execute("insert or ignore into card (id) values (?1)", [card.as_str()]).unwrap();
            conn.query_row("select num from card where id = ?1", [card.as_str()], |row| {
                row.get::<_, i64>(0)
            })
            .unwrap()
        });
        let reviewed = match &event.body {
            EventBody::Reviewed(reviewed) => Some(reviewed),
            _ => None,
        };
        let target = match event.body {
            EventBody::Retracted { action } => Some(action),
            _ => None,
        };
        let mut fields = serde_json::to_value(&event.body).unwrap();
        fields.as_object_mut().unwrap().remove("event");
        let body = reviewed.is_none().then(|| fields.to_string());
        conn.execute(
            "insert into event (device, seq, action_seq, at_ms, offset_min, day, kind, card, rev,
               grade, mode, schedules, took_ms, target_device, target_seq, body)
             values (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            params![
                event.id.device.0,
                event.id.seq,
                event.action.seq,
                event.moment.at.0,
                event.moment.day.0,
                event.body.kind(),
                card,
                event.rev,
                reviewed.map(|reviewed| reviewed.grade.name()),
                reviewed.map(|reviewed| format!("{:?}", reviewed.mode).to_lowercase()),
                reviewed.map(|reviewed| reviewed.schedules),
                reviewed.map(|reviewed| reviewed.took_ms),
                target.map(|target| target.device.0),
                target.map(|target| target.seq),
                body,
            ],
        )
        .unwrap();
    }
}
