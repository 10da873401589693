//! Logs drawn by chance, and folds over them: what `scheduler_laws` and others run on.

use std::collections::BTreeMap;

use proptest::prelude::*;
use revisit::model::config::SameDay;
use revisit::model::{
    CardId, Day, DeviceId, Event, EventBody, EventId, Grade, Mode, Moment, Reviewed, Timestamp,
};
use revisit::scheduler::replay::retracted;
use revisit::scheduler::{Fold, Rules};

/// What happens next: on which card, after how many days, and what.
pub(crate) type Step = (usize, i32, Happening);

#[derive(Clone, Debug)]
pub(crate) enum Happening {
    Body(EventBody),
    /// Takes back the action this many steps ago, be it a retraction or not.
    Undo(usize),
}

pub(crate) fn grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(Grade::ALL.to_vec())
}

pub(crate) fn mode() -> impl Strategy<Value = Mode> {
    prop::sample::select(vec![Mode::Study, Mode::Ahead, Mode::Quiz, Mode::Interview])
}

pub(crate) fn answer(grade: Grade, mode: Mode, schedules: bool) -> EventBody {
    EventBody::Reviewed(Reviewed {
        grade,
        took_ms: 5_000,
        mode,
        schedules,
        response: None,
        sure: None,
        emptied: false,
    })
}

pub(crate) fn happening() -> impl Strategy<Value = Happening> {
    let day = || (19_900..20_400).prop_map(Day);
    let body = prop_oneof![
        12 => grade().prop_map(|grade| answer(grade, Mode::Study, true)),
        4 => (grade(), mode(), any::<bool>()).prop_map(|(g, m, s)| answer(g, m, s)),
        1 => Just(EventBody::Suspended),
        1 => Just(EventBody::Unsuspended),
        1 => day().prop_map(|until| EventBody::Buried { until }),
        1 => Just(EventBody::Unburied),
        1 => Just(EventBody::Flagged),
        1 => Just(EventBody::Reset),
        1 => Just(EventBody::Known),
        1 => (day(), any::<bool>()).prop_map(|(due, missed)| EventBody::Rescheduled { due, missed }),
        1 => (day(), any::<u32>(), any::<u16>(), 0..50_u32, 0..20_u32).prop_map(
            |(due, interval_days, ease_hundredths, reps, lapses)| EventBody::ImportedState {
                due, interval_days, ease_hundredths, reps, lapses, memory: None,
            }),
        1 => (grade(), 0..100_u32).prop_map(|(grade, interval_days)| EventBody::ImportedReview {
            grade, took_ms: 1, interval_days,
        }),
        1 => Just(EventBody::Unknown { kind: "moved".to_owned() }),
    ];
    prop_oneof![
        9 => body.prop_map(Happening::Body),
        1 => (1..6_usize).prop_map(Happening::Undo),
    ]
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let days = prop_oneof![3 => Just(0), 4 => 1..3, 2 => 3..60, 1 => -10..0];
    prop::collection::vec((0..3_usize, days, happening()), 1..60)
}

pub(crate) fn rules() -> impl Strategy<Value = Rules> {
    prop::sample::select(vec![SameDay::Fails, SameDay::Strict])
        .prop_map(|same_day| Rules { same_day })
}

pub(crate) fn card(number: usize) -> CardId {
    ["own/alpha", "own/beta", "own/gamma#back"][number].parse().expect("a valid id")
}

/// Writes the log of one device, as a store would: times grow, days follow the clock.
pub(crate) fn log(steps: &[Step]) -> Vec<Event> {
    let mut day = 20_000;
    let mut events: Vec<Event> = Vec::new();
    for (index, (number, days, happening)) in steps.iter().enumerate() {
        day += days;
        let id = EventId { device: DeviceId(1), seq: index as i64 + 1 };
        let (card, body) = match happening {
            Happening::Body(body) => (Some(card(*number)), body.clone()),
            Happening::Undo(ago) => match index.checked_sub(*ago) {
                Some(target) => (None, EventBody::Retracted { action: events[target].action }),
                None => (Some(card(*number)), EventBody::Flagged),
            },
        };
        // One command may bury many cards: then its events are one action.
        let action = match (&body, events.last()) {
            (EventBody::Buried { .. }, Some(last)) if last.card.is_some() => last.action,
            _ => id,
        };
        let at = Timestamp(index as i64 * 10);
        let moment = Moment { at, day: Day(day), offset_min: 60 };
        events.push(Event { id, action, moment, card, rev: 1, origin: None, body });
    }
    events
}

/// Folds one card from its events that were not taken back, as a store does after each action.
pub(crate) fn fold(events: &[Event], card: &CardId, rules: Rules) -> Fold {
    let retracted = retracted(events);
    let mut fold = Fold::new(card, rules);
    for event in events {
        if event.card.as_ref() == Some(card) && !retracted.contains(&event.action) {
            fold.push(event.moment, event.rev, &event.body);
        }
    }
    fold
}

/// Visits the state before each event that counts, with the event.
pub(crate) fn each_state(events: &[Event], rules: Rules, mut visit: impl FnMut(&Fold, &Event)) {
    let retracted = retracted(events);
    let mut folds: BTreeMap<CardId, Fold> = BTreeMap::new();
    for event in events.iter().filter(|event| !retracted.contains(&event.action)) {
        let Some(card) = &event.card else { continue };
        let fold = folds.entry(card.clone()).or_insert_with(|| Fold::new(card, rules));
        visit(fold, event);
        fold.push(event.moment, event.rev, &event.body);
    }
    for (card, fold) in &folds {
        // The last state is visited too, with an event that changes nothing.
        let mut event = events[events.len() - 1].clone();
        event.card = Some(card.clone());
        event.body = EventBody::Unknown { kind: "end".to_owned() };
        visit(fold, &event);
    }
}

/// Gives the events that `second` marks to a second device. With ties, two events share a time
/// where the second device wrote the later one; the order is the same.
pub(crate) fn rewrite_for_two_devices(events: &mut [Event], second: &[bool], ties: bool) {
    let mut next_seq = [1, 1];
    let mut names = BTreeMap::new();
    for index in 0..events.len() {
        let device = usize::from(second[index]);
        let old = events[index].id;
        let id = EventId { device: DeviceId(device as i64 + 1), seq: next_seq[device] };
        next_seq[device] += 1;
        names.insert(old, id);
        events[index].id = id;
        events[index].action = names[&events[index].action];
        if ties && device == 1 && index > 0 && events[index - 1].id.device == DeviceId(1) {
            events[index].moment.at = events[index - 1].moment.at;
        }
        if let EventBody::Retracted { action } = &mut events[index].body {
            *action = names[action];
        }
    }
}
