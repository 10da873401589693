//! From Anki's schedule of a card, and its history, to events.
//!
//! A card is led from one side. One that was never answered here follows Anki: its history comes as
//! history, its schedule as it stands there. One that is answered here, or is ours, follows the
//! answers: what was answered in Anki counts as if it had been answered here.
//!
//! How a card is hidden or marked has no side that leads. What the package says is compared with what
//! the last one said: only what has changed there in between is a change that comes over, at the time
//! of the package, so that what was changed here after that stays.

use std::collections::HashMap;
use std::rc::Rc;

use crate::exchange::anki::{AHEAD_MS, FIRST_MS, SAME_ANSWER_MS, is_dated};
use crate::exchange::import::anki::collection::{CardRow, Head, ReviewRow};
use crate::exchange::import::anki::events::{Events, What};
use crate::model::{CardId, Day, EventBody, Grade, Memory, Moment, Reviewed, Timestamp};
use crate::scheduler::Hidden;

/// What is known here of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardLog {
    /// When it was answered, or its schedule set, here: times and grades, a schedule without one.
    pub acts: Vec<(Timestamp, Option<Grade>)>,
    /// Whether an answer here, or a due day set here, is among them.
    pub leads: bool,
    /// Whether it has a due day.
    pub is_scheduled: bool,
    /// How it is hidden.
    pub hidden: Hidden,
    /// How it was hidden in Anki, by what was imported last.
    pub hidden_there: Hidden,
    /// When that was written.
    pub told: Option<Timestamp>,
}

/// A card of Anki and the card of ours that it is.
pub(super) struct Target<'a> {
    pub(super) card: CardId,
    pub(super) guid: Rc<str>,
    pub(super) row: &'a CardRow,
    pub(super) reviews: &'a [ReviewRow],
    /// Whether it is of one of our own note types.
    pub(super) is_ours: bool,
}

/// What all cards share.
pub(super) struct Clockwork<'a> {
    pub(super) head: Head,
    /// When the package was written.
    pub(super) written: Moment,
    pub(super) at: &'a dyn Fn(Timestamp) -> Moment,
    pub(super) now: Moment,
    pub(super) log: &'a HashMap<CardId, CardLog>,
}

/// What the events of a card depend on, as they are made one after the other.
struct Here<'a> {
    log: &'a CardLog,
    /// Whether the card follows the answers; else it follows Anki.
    leads: bool,
    /// Whether it has a due day by now.
    is_scheduled: bool,
}

/// Says whether a package tells of progress at all. One that was made without has every card as a new
/// one, and that says nothing about what was learned.
pub(super) fn has_progress(cards: &[CardRow], reviews: &[ReviewRow]) -> bool {
    let is_touched = |card: &CardRow| card.kind != 0 || card.queue != 0 || card.flag != 0;
    !reviews.is_empty() || cards.iter().any(is_touched)
}

/// Returns when a package was written, as near as it tells: nothing in it is later.
pub(super) fn written(
    head: Head,
    cards: &[CardRow],
    reviews: &[ReviewRow],
    now: Moment,
) -> Timestamp {
    let cards = cards.iter().map(|card| card.modified.saturating_mul(1_000));
    let reviews = reviews.iter().map(|review| review.at);
    let times = cards.chain(reviews).chain([head.modified]);
    // A time to come is a mistake of one entry, and says nothing of the others.
    let newest = times.filter(|at| *at <= now.at.0.saturating_add(AHEAD_MS)).max();
    Timestamp(newest.unwrap_or(0).max(FIRST_MS))
}

/// What is larger is a time in seconds, what is smaller a day.
const FIRST_SECONDS: i64 = 1_000_000_000;

impl Clockwork<'_> {
    /// Adds the events of a card.
    pub(super) fn events(&self, target: &Target<'_>, events: &mut Events) {
        events.card(&target.card, &target.guid, target.row.ord);
        let nothing = CardLog::default();
        let log = self.log.get(&target.card).unwrap_or(&nothing);
        let leads = target.is_ours || log.leads;
        let mut here = Here { log, leads, is_scheduled: log.is_scheduled };
        for (place, review) in target.reviews.iter().enumerate() {
            let is_last = place + 1 == target.reviews.len();
            self.review(target, review, is_last, &mut here, events);
        }
        if !leads {
            self.state(target, events);
        }
        self.hidden(target.row, log, events);
    }

    fn review(
        &self,
        target: &Target<'_>,
        review: &ReviewRow,
        is_last: bool,
        here: &mut Here<'_>,
        events: &mut Events,
    ) {
        if !is_dated(review.at, self.now) {
            events.counts.misdated += 1;
            return;
        }
        let grade = self.grade(review);
        events.counts.reviews += usize::from(grade.is_some());
        let is_known = here
            .log
            .acts
            .iter()
            .any(|(at, given)| at.0.abs_diff(review.at) <= SAME_ANSWER_MS && *given == grade);
        if is_known {
            events.counts.ours += usize::from(grade.is_some());
            return;
        }
        let moment = (self.at)(Timestamp(review.at));
        let took_ms = u32::try_from(review.took_ms).unwrap_or(0).min(Reviewed::MAX_TOOK_MS);
        match grade {
            // Out of turn is an answer in a filtered deck.
            Some(grade) if here.leads => {
                here.is_scheduled |= review.kind != 3;
                events.answer(moment, What::Answer { grade, took_ms, ahead: review.kind == 3 });
            }
            Some(grade) => {
                let interval_days = u32::try_from(review.interval).unwrap_or(0);
                events.answer(moment, What::History { grade, took_ms, interval_days });
            }
            // What was set by hand is in the schedule of a card that follows Anki.
            None if !here.leads => {}
            None => match self.by_hand(target, review, is_last, here.is_scheduled) {
                Some(body) => {
                    here.is_scheduled = body != EventBody::Reset;
                    let is_schedule = matches!(body, EventBody::ImportedState { .. });
                    events.counts.schedules += usize::from(is_schedule);
                    events.other(moment, review.at.to_string(), body);
                }
                None => events.counts.not_understood += 1,
            },
        }
    }

    /// Returns what a change by hand means: starting again as new, or another due day. By its due day
    /// a new card becomes one that was learned, as in Anki.
    fn by_hand(
        &self,
        target: &Target<'_>,
        review: &ReviewRow,
        is_last: bool,
        is_scheduled: bool,
    ) -> Option<EventBody> {
        if is_forgotten(review) {
            return Some(EventBody::Reset);
        }
        if review.kind != 4 || !is_last || target.row.kind != 2 {
            return None;
        }
        let due = self.due(target.row)?;
        Some(match is_scheduled {
            true => EventBody::Rescheduled { due, missed: false },
            false => self.imported(target, due),
        })
    }

    /// Returns the grade of an answer; none for what is no answer.
    fn grade(&self, review: &ReviewRow) -> Option<Grade> {
        // The first scheduler had three buttons for cards that were being learned.
        let is_old = self.head.scheduler < 2 && matches!(review.kind, 0 | 2);
        match (review.grade, is_old) {
            (1, _) => Some(Grade::Again),
            (2, false) => Some(Grade::Hard),
            (3, false) | (2, true) => Some(Grade::Good),
            (4, _) | (3, true) => Some(Grade::Easy),
            _ => None,
        }
    }

    fn state(&self, target: &Target<'_>, events: &mut Events) {
        let row = target.row;
        let dated = || target.reviews.iter().rev().filter(|review| is_dated(review.at, self.now));
        let Some(due) = self.due(row) else {
            // A card may be new there because it comes from somebody else, or was made again. That it
            // was learned and then forgotten, the history tells.
            if let Some(review) = dated().find(|review| is_forgotten(review)) {
                let at = Timestamp(review.at);
                self.push(review.at.to_string(), at, EventBody::Reset, events);
            }
            return;
        };
        events.counts.schedules += 1;
        // It is as it became by what was done to it last.
        let at = dated().next().map_or(row.modified.saturating_mul(1_000), |review| review.at);
        self.push(
            format!("state:{}", row.modified),
            Timestamp(at),
            self.imported(target, due),
            events,
        );
    }

    /// Returns the schedule of a card as it stands in Anki.
    fn imported(&self, target: &Target<'_>, due: Day) -> EventBody {
        let row = target.row;
        let ease = u16::try_from(row.ease / 10).unwrap_or(0);
        let is_answer =
            |review: &&ReviewRow| is_dated(review.at, self.now) && self.grade(review).is_some();
        let answered = target.reviews.iter().rev().find(is_answer);
        let memory = row.memory.zip(answered).map(|((stability_days, difficulty), answered)| {
            let last = (self.at)(Timestamp(answered.at)).day;
            Memory { stability_days, difficulty, last }
        });
        EventBody::ImportedState {
            due,
            interval_days: u32::try_from(row.interval).unwrap_or(0),
            ease_hundredths: if ease == 0 { 250 } else { ease },
            reps: u32::try_from(row.reps).unwrap_or(0).max(1),
            lapses: u32::try_from(row.lapses).unwrap_or(0),
            memory,
        }
    }

    fn hidden(&self, row: &CardRow, log: &CardLog, events: &mut Events) {
        // An older package knows less than what came already.
        if log.told.is_some_and(|told| self.written.at < told) {
            return;
        }
        let (here, before) = (log.hidden, log.hidden_there);
        let suspended = (row.queue == -1, before.suspended, here.suspended);
        let bodies = [EventBody::Suspended, EventBody::Unsuspended];
        events.counts.suspended += usize::from(self.mark(suspended, bodies, events));
        let flagged = (row.flag != 0, before.flagged, here.flagged);
        let bodies = [EventBody::Flagged, EventBody::Unflagged];
        events.counts.flagged += usize::from(self.mark(flagged, bodies, events));

        // What Anki buries shows again on the next day.
        let until = self.written.day + 1;
        let buried_there = matches!(row.queue, -2 | -3) && until > self.now.day;
        let is_buried = |hidden: Hidden| hidden.buried_until.is_some_and(|day| day > self.now.day);
        let buried = (buried_there, is_buried(before), is_buried(here));
        let bodies = [EventBody::Buried { until }, EventBody::Unburied];
        events.counts.buried += usize::from(self.mark(buried, bodies, events));
    }

    /// Adds the event of a mark that was set or removed there. Says whether it is set there and here.
    fn mark(
        &self,
        (there, before, here): (bool, bool, bool),
        [set, removed]: [EventBody; 2],
        events: &mut Events,
    ) -> bool {
        let body = match (there, before) {
            (true, false) if !here => set,
            // Told even where it was removed here too, so that setting it anew is a change.
            (false, true) => removed,
            _ => return there && here,
        };
        let what = format!("{}:{}", body.kind(), self.written.at.0);
        events.other(self.written, what, body);
        there
    }

    fn push(&self, what: String, at: Timestamp, body: EventBody, events: &mut Events) {
        // A file from the future does not take this device's clock along.
        let at = Timestamp(at.0.clamp(FIRST_MS, self.now.at.0.saturating_add(AHEAD_MS)));
        events.other((self.at)(at), what, body);
    }

    /// Returns the due day of a card; none for a new one.
    fn due(&self, row: &CardRow) -> Option<Day> {
        match row.kind {
            1..=3 if row.due >= FIRST_SECONDS => {
                Some((self.at)(Timestamp(row.due.saturating_mul(1_000))).day)
            }
            1..=3 => {
                let day = i64::from(self.first_day().0).saturating_add(row.due);
                // A hundred years ahead is as good as never.
                let most = i64::from(self.now.day.0) + 36_500;
                i32::try_from(day.clamp(0, most)).ok().map(Day)
            }
            _ => None,
        }
    }

    /// Returns the day that due numbers count from.
    fn first_day(&self) -> Day {
        let created = self.head.created;
        match self.head.west_min {
            Some(west) => {
                let day = created.saturating_sub(west * 60).div_euclid(86_400);
                Day(i32::try_from(day).unwrap_or(0))
            }
            None => (self.at)(Timestamp(created.saturating_mul(1_000))).day,
        }
    }
}

/// Says whether an entry of the history is that of a card that started again as new.
fn is_forgotten(review: &ReviewRow) -> bool {
    review.kind == 4 && review.grade == 0 && review.ease == 0 && review.interval == 0
}
