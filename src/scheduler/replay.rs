//! The fold: what a card's events make of it.
//!
//! The store folds a card again after each of its events, and every card when the rules change. A
//! fold is given the events of one card, in the order of (time, device, sequence), without those
//! that were retracted. [`replay`] does both for a whole log in any order; it is the plain
//! definition that tests and `doctor` hold the store against.

use std::collections::{BTreeMap, HashSet};

use crate::model::config::SameDay;
use crate::model::{
    ActionId, CardId, Day, DeviceId, Event, EventBody, Grade, Mode, Moment, Reviewed, Timestamp,
};
use crate::scheduler::sm2::{MAX_INTERVAL_DAYS, MIN_EASE, Purpose, Sm2, Sm2Scheduler};
use crate::scheduler::{CardState, Fsrs};

/// What the fold depends on besides the log. A change of these folds everything again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// What closes a drill on the same day.
    pub same_day: SameDay,
}

/// The version of the fold: raised whenever the same log gives another state than before.
pub const FOLD_VERSION: u32 = 2;

/// The fold of one card.
#[derive(Clone, Debug)]
pub struct Fold {
    scheduler: Sm2Scheduler,
    /// The card's [`CardId::hash`], for what is drawn from its id.
    card_hash: u64,
    state: CardState,
}

/// What one answer was worth, for statistics: given by the fold, beside the state.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewFact {
    /// The study day.
    pub day: Day,
    /// The grade.
    pub grade: Grade,
    /// Under which activity.
    pub mode: Mode,
    /// Whether it scheduled; else it was a drill, ahead of time, or a quiz.
    pub scheduled: bool,
    /// Whether it was the card's first scheduled review since a reset.
    pub first: bool,
    /// The interval it had waited for, in days; 0 for a new card.
    pub interval_before: u32,
    /// The days since the last scheduled review.
    pub elapsed_days: u32,
    /// The first day on which the card waited for this answer; `None` where it was new or
    /// suspended, or the answer did not schedule.
    pub waited_from: Option<Day>,
    /// The chance of recall that FSRS predicted, 0 to 1; `None` for a first answer.
    pub predicted: Option<f64>,
    /// Time taken, in milliseconds, at most [`Reviewed::MAX_TOOK_MS`].
    pub took_ms: u32,
    /// Whether no due card was left for the day after it.
    pub emptied: bool,
}

impl Rules {
    /// Returns a number that changes with the rules or the fold: stored beside the projection.
    pub fn fingerprint(self) -> i64 {
        i64::from(FOLD_VERSION) << 8 | self.same_day as i64
    }
}

impl Fold {
    /// Starts with a card that nothing has happened to.
    pub fn new(card: &CardId, rules: Rules) -> Fold {
        Fold {
            scheduler: Sm2Scheduler { rules },
            card_hash: card.hash(),
            state: CardState::default(),
        }
    }

    /// Takes in the card's next event. Returns what an answer was worth.
    ///
    /// Retractions, records of quizzes and interviews, and unknown kinds change nothing. Neither do "I know this" on a card that is not
    /// new, and a new due day for one that is: each can only come from two devices that did not
    /// know of each other, and then the review done is worth more than the mark.
    pub fn push(&mut self, moment: Moment, rev: u32, body: &EventBody) -> Option<ReviewFact> {
        let today = moment.day;
        let state = &mut self.state;
        let mut fact = None;
        match body {
            EventBody::Reviewed(reviewed) => fact = Some(self.review(moment, reviewed)),
            EventBody::Suspended => state.hidden.suspended = true,
            EventBody::Unsuspended => {
                if std::mem::take(&mut state.hidden.suspended) {
                    state.wait_no_earlier_than(today);
                }
            }
            EventBody::Buried { until } => {
                state.hidden.buried_until = Some(*until);
                state.wait_no_earlier_than(*until);
            }
            EventBody::Unburied => {
                let was_buried = state.is_buried(today);
                state.hidden.buried_until = None;
                if let (true, Some(due)) = (was_buried, state.due) {
                    state.waits_from = Some(due.max(today));
                }
            }
            EventBody::Flagged => state.hidden.flagged = true,
            EventBody::Unflagged => state.hidden.flagged = false,
            EventBody::Reset => self.state = started_again(state),
            EventBody::Known => {
                if state.due.is_none() {
                    let interval_days = known_interval(self.card_hash);
                    state.sm2 = Sm2 { n: 2, interval_days, ..state.sm2 };
                    state.last = Some(today);
                    state.set_due(today + interval_days, today);
                }
            }
            EventBody::Rescheduled { due, missed } => {
                // What was missed is asked soon: that never puts a card off.
                if state.due.is_some_and(|before| !missed || *due < before) {
                    state.set_due(*due, today);
                }
                if *missed {
                    state.miss(today);
                }
            }
            EventBody::ImportedState {
                due,
                interval_days,
                ease_hundredths,
                reps,
                lapses,
                memory,
            } => {
                state.sm2 = imported_sm2(*interval_days, *ease_hundredths);
                state.reps = *reps;
                state.lapses = *lapses;
                // A day that has come, so that the card can be scheduled from tomorrow on.
                state.last = Some((*due - state.sm2.interval_days).min(today));
                state.drill = None;
                state.fsrs = memory.map(Fsrs::known).or(state.fsrs);
                state.set_due(*due, today);
            }
            EventBody::ImportedReview { .. } => {}
            EventBody::Retracted { .. }
            | EventBody::Quizzed(_)
            | EventBody::Interviewed(_)
            | EventBody::Unknown { .. } => return None,
        }
        if rev != 0 {
            self.state.rev = rev;
        }
        fact
    }

    /// Returns the state so far.
    pub fn state(&self) -> &CardState {
        &self.state
    }

    /// Returns the state at the end.
    pub fn into_state(self) -> CardState {
        self.state
    }

    fn review(&mut self, now: Moment, reviewed: &Reviewed) -> ReviewFact {
        let purpose = Purpose::of(reviewed);
        let before = &self.state;
        let scheduled = purpose == Purpose::Schedule && before.can_schedule(now.day);
        let waited = scheduled && !before.hidden.suspended;
        let fact = ReviewFact {
            day: now.day,
            grade: reviewed.grade,
            mode: reviewed.mode,
            scheduled,
            first: scheduled && before.reps == 0,
            interval_before: before.sm2.interval_days,
            elapsed_days: before.last.map_or(0, |last| now.day.days_since(last)),
            waited_from: before.waits_from.filter(|_| waited),
            predicted: before.fsrs.map(|memory| memory.retrievability(now.day)),
            took_ms: reviewed.took_ms.min(Reviewed::MAX_TOOK_MS),
            emptied: reviewed.emptied,
        };
        self.state = self.scheduler.answer(before, reviewed.grade, now, purpose);
        if matches!(reviewed.mode, Mode::Quiz | Mode::Interview) && !reviewed.grade.is_pass() {
            self.state.miss(now.day);
        }
        fact
    }
}

/// Returns the state of a card that starts again: what is known of its memory is gone, what the
/// learner has seen and how the card is hidden or marked is not.
fn started_again(before: &CardState) -> CardState {
    CardState {
        hidden: before.hidden,
        rev: before.rev,
        shown: before.shown,
        ..CardState::default()
    }
}

/// Returns the first interval of a known card: 25 to 35 days, so that a section marked as known in
/// one evening does not come back on one morning.
fn known_interval(card_hash: u64) -> u32 {
    25 + (card_hash % 11) as u32
}

/// Returns SM-2's values for a schedule from elsewhere, which does not say how many passes led to
/// it: as many as the published intervals (1, 6, then longer) would have taken.
fn imported_sm2(interval_days: u32, ease_hundredths: u16) -> Sm2 {
    let n = match interval_days {
        0 => 0,
        1..6 => 1,
        _ => 2,
    };
    Sm2 {
        n,
        interval_days: interval_days.min(MAX_INTERVAL_DAYS),
        ease_hundredths: ease_hundredths.max(MIN_EASE),
    }
}

/// Returns an event's place among those of all devices.
pub fn merge_key(event: &Event) -> (Timestamp, DeviceId, i64) {
    (event.moment.at, event.id.device, event.id.seq)
}

/// Puts events of several devices in the order in which a fold takes them.
pub fn merge_order(events: &mut [Event]) {
    events.sort_unstable_by_key(merge_key);
}

/// Returns the actions that were taken back. A retraction cannot be taken back itself.
pub fn retracted(events: &[Event]) -> HashSet<ActionId> {
    let action = |event: &Event| match event.body {
        EventBody::Retracted { action } => Some(action),
        _ => None,
    };
    events.iter().filter_map(action).collect()
}

/// Returns how many events are of kinds that this version does not know, and leaves out.
pub fn count_unknown(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event.body, EventBody::Unknown { .. })).count()
}

/// Folds a whole log, given in any order.
///
/// A card of which every event was taken back, or that has none but unknown kinds, still has its
/// entry: the state of a card that nothing has happened to.
pub fn replay(events: &[Event], rules: Rules) -> BTreeMap<CardId, CardState> {
    let retracted = retracted(events);
    let mut ordered: Vec<&Event> = events.iter().collect();
    ordered.sort_unstable_by_key(|event| merge_key(event));
    let mut folds: BTreeMap<&CardId, Fold> = BTreeMap::new();
    for event in ordered {
        let Some(card) = &event.card else { continue };
        let fold = folds.entry(card).or_insert_with(|| Fold::new(card, rules));
        if !retracted.contains(&event.action) {
            fold.push(event.moment, event.rev, &event.body);
        }
    }
    folds.into_iter().map(|(card, fold)| (card.clone(), fold.into_state())).collect()
}
