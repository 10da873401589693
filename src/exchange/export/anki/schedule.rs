//! From our states and events to Anki's: when a card comes back, and what was answered.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::exchange::export::anki::collection::ReviewRow;
use crate::model::{CardId, Day, EventBody, Moment, Timestamp};
use crate::scheduler::{CardState, Fold, Purpose, ReviewFact, Rules};

/// Day 0 of due numbers: 2006-01-01, before there was an Anki, so that none is negative.
const DAY_0: Day = Day(13_149);
/// The chance of recall that intervals are meant for.
const RETENTION: f64 = 0.9;
/// FSRS-6's default for how memory fades.
const DECAY: f64 = 0.1542;
/// What a drill waits for, in seconds: the step that Anki begins relearning with.
const DRILL: i64 = -600;

/// Returns when day 0 begins, in UTC seconds, where a day begins at this hour of this offset.
pub(super) fn created(now: Moment, rollover: u8) -> i64 {
    i64::from(DAY_0.0) * 86_400 + i64::from(rollover) * 3_600 - i64::from(now.offset_min) * 60
}

/// What is known of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Its state.
    pub state: CardState,
    /// When it was last answered for its schedule, as [`history`] returns it.
    pub answered: Option<Timestamp>,
}

/// The columns of `cards` that say when a card comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    /// 0 new, 2 review.
    pub(super) kind: u8,
    /// 0 new, 2 review, -1 suspended, -3 buried.
    pub(super) queue: i8,
    /// A new card's place, else days since day 0.
    pub(super) due: i64,
    /// In days.
    pub(super) interval: u32,
    /// The ease in thousandths.
    pub(super) ease: u32,
    pub(super) reps: u32,
    pub(super) lapses: u32,
    /// The colour of the flag.
    pub(super) flags: u8,
    /// JSON of the rest.
    pub(super) data: Cow<'static, str>,
}

impl Schedule {
    /// Returns the schedule of a card of which nothing is told.
    pub(super) fn fresh(place: i64) -> Schedule {
        Schedule {
            kind: 0,
            queue: 0,
            due: place,
            interval: 0,
            ease: 0,
            reps: 0,
            lapses: 0,
            flags: 0,
            data: Cow::Borrowed("{}"),
        }
    }

    /// Returns the schedule of a card as it is on a day.
    pub(super) fn of(progress: &Progress, place: i64, today: Day) -> Schedule {
        let Progress { state, answered } = progress;
        let mut schedule = Schedule::fresh(place);
        if let Some(due) = state.due {
            schedule.kind = 2;
            schedule.queue = 2;
            schedule.due = i64::from(due.0) - i64::from(DAY_0.0);
            schedule.interval = state.sm2.interval_days.max(1);
            schedule.ease = ease(state);
            schedule.reps = state.reps;
            schedule.lapses = state.lapses;
            schedule.data = Cow::Owned(data(state, *answered, place));
        }
        if state.hidden.suspended {
            schedule.queue = -1;
        } else if state.is_buried(today) {
            schedule.queue = -3;
        }
        schedule.flags = u8::from(state.hidden.flagged);
        schedule
    }
}

fn ease(state: &CardState) -> u32 {
    u32::from(state.sm2.ease_hundredths) * 10
}

fn data(state: &CardState, answered: Option<Timestamp>, place: i64) -> String {
    let round = |number: f64, digits: f64| (number * digits).round() / digits;
    let mut data = Map::new();
    data.insert("pos".to_owned(), place.into());
    if let Some(fsrs) = state.fsrs {
        data.insert("s".to_owned(), json!(round(fsrs.stability_days, 1e4)));
        data.insert("d".to_owned(), json!(round(fsrs.difficulty, 1e3)));
        data.insert("dr".to_owned(), json!(RETENTION));
        data.insert("decay".to_owned(), json!(DECAY));
    }
    if let Some(answered) = answered {
        data.insert("lrt".to_owned(), answered.0.div_euclid(1_000).into());
    }
    Value::Object(data).to_string()
}

/// A card's history as Anki writes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub(super) rows: Vec<ReviewRow>,
    /// When the card was last answered for its schedule.
    pub answered: Option<Timestamp>,
}

/// Returns the history of a card: its events in the order of the fold, without those taken back.
pub fn history(card: &CardId, events: &[(Moment, u32, EventBody)], rules: Rules) -> History {
    let mut fold = Fold::new(card, rules);
    let mut history = History::default();
    for (moment, rev, body) in events {
        let before = fold.state().clone();
        let fact = fold.push(*moment, *rev, body);
        history.push(moment.at, body, &before, fold.state(), fact.as_ref());
    }
    history
}

impl History {
    fn push(
        &mut self,
        at: Timestamp,
        body: &EventBody,
        before: &CardState,
        after: &CardState,
        fact: Option<&ReviewFact>,
    ) {
        let row = ReviewRow {
            at_ms: at.0,
            grade: 0,
            interval: i64::from(after.sm2.interval_days),
            interval_before: i64::from(before.sm2.interval_days),
            ease: ease(after),
            took_ms: 0,
            kind: BY_HAND,
        };
        let row = match (body, fact) {
            (EventBody::Reviewed(reviewed), Some(fact)) => {
                let answer =
                    ReviewRow { grade: fact.grade as u8 + 1, took_ms: fact.took_ms, ..row };
                match Purpose::of(reviewed) {
                    // Anki passes over what is out of turn and without an ease.
                    Purpose::Quiz => ReviewRow { kind: OUT_OF_TURN, ease: 0, ..answer },
                    Purpose::Practice if before.drill != Some(fact.day) => {
                        ReviewRow { kind: OUT_OF_TURN, ..answer }
                    }
                    Purpose::Schedule if fact.first => {
                        ReviewRow { kind: LEARNING, ease: 0, ..answer }
                    }
                    Purpose::Schedule if fact.scheduled => ReviewRow { kind: REVIEW, ..answer },
                    // A drill on the day of the card's first review is still learning.
                    Purpose::Schedule | Purpose::Practice => ReviewRow {
                        kind: if before.reps <= 1 { LEARNING } else { RELEARNING },
                        ease: if before.reps <= 1 { 0 } else { answer.ease },
                        interval: if fact.grade.is_pass() { answer.interval } else { DRILL },
                        interval_before: DRILL,
                        ..answer
                    },
                }
            }
            (EventBody::ImportedReview { grade, took_ms, interval_days }, _) => {
                let last = self.rows.last();
                ReviewRow {
                    grade: *grade as u8 + 1,
                    took_ms: *took_ms,
                    interval: i64::from(*interval_days),
                    interval_before: last.map_or(0, |row| row.interval),
                    kind: if last.is_some() { REVIEW } else { LEARNING },
                    ..row
                }
            }
            (EventBody::Known, _) if before.due.is_none() => row,
            (EventBody::Rescheduled { .. }, _) if before.due.is_some() => row,
            (EventBody::Reset, _) if before.due.is_some() => ReviewRow { ease: 0, ..row },
            _ => return,
        };
        let counts = row.grade > 0 && (row.kind != OUT_OF_TURN || row.ease > 0);
        if counts {
            self.answered = Some(at);
        }
        self.rows.push(row);
    }
}

const LEARNING: u8 = 0;
const REVIEW: u8 = 1;
const RELEARNING: u8 = 2;
const OUT_OF_TURN: u8 = 3;
const BY_HAND: u8 = 4;
