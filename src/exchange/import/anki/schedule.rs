//! From Anki's schedule of a card, and its history, to events.
//!
//! A card is led from one side. One that was never answered here follows Anki: its history comes as
//! history, its schedule as it stands there. One that is answered here, or is ours, follows the
//! answers: what was answered in Anki counts as if it had been answered here.

use std::collections::HashMap;
use std::rc::Rc;

use crate::exchange::anki::{AHEAD_MS, FIRST_MS, SAME_ANSWER_MS, is_dated};
use crate::exchange::import::anki::collection::{CardRow, Head, ReviewRow};
use crate::exchange::import::anki::events::{Events, What};
use crate::model::{CardId, Day, EventBody, Grade, Moment, Reviewed, Timestamp};
use crate::scheduler::Hidden;

/// What is known here of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardLog {
    /// When it was answered, or its schedule set, here: times and grades, a schedule without one.
    pub acts: Vec<(Timestamp, Option<Grade>)>,
    /// Whether an answer here, or a due day set here, is among them.
    pub leads: bool,
    /// When anything happened to it last.
    pub newest: Option<Timestamp>,
    /// Whether it has a due day.
    pub is_scheduled: bool,
    /// How it is hidden.
    pub hidden: Hidden,
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
    pub(super) at: &'a dyn Fn(Timestamp) -> Moment,
    pub(super) now: Moment,
    pub(super) log: &'a HashMap<CardId, CardLog>,
}

/// What is larger is a time in seconds, what is smaller a day.
const FIRST_SECONDS: i64 = 1_000_000_000;

impl Clockwork<'_> {
    /// Adds the events of a card.
    pub(super) fn events(&self, target: &Target<'_>, events: &mut Events) {
        events.card(&target.card, &target.guid, target.row.ord);
        let nothing = CardLog::default();
        let log = self.log.get(&target.card).unwrap_or(&nothing);
        let leads_here = target.is_ours || log.leads;
        for (place, review) in target.reviews.iter().enumerate() {
            let is_last = place + 1 == target.reviews.len();
            self.review(target, review, log, leads_here, is_last, events);
        }
        if !leads_here {
            self.state(target, log, events);
        }
        self.hidden(target, log, leads_here, events);
    }

    fn review(
        &self,
        target: &Target<'_>,
        review: &ReviewRow,
        log: &CardLog,
        leads_here: bool,
        is_last: bool,
        events: &mut Events,
    ) {
        if !is_dated(review.at, self.now) {
            events.counts.misdated += 1;
            return;
        }
        let grade = self.grade(review);
        events.counts.reviews += usize::from(grade.is_some());
        let is_known = log
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
            Some(grade) if leads_here => {
                events.answer(moment, What::Answer { grade, took_ms, ahead: review.kind == 3 });
            }
            Some(grade) => {
                let interval_days = u32::try_from(review.interval).unwrap_or(0);
                events.answer(moment, What::History { grade, took_ms, interval_days });
            }
            // What was set by hand is in the schedule of a card that follows Anki.
            None if !leads_here => {}
            None => match self.by_hand(target, review, is_last) {
                Some(body) => events.other(moment, review.at.to_string(), body),
                None => events.counts.not_understood += 1,
            },
        }
    }

    /// Returns what a change by hand means: starting again as new, or another due day.
    fn by_hand(&self, target: &Target<'_>, review: &ReviewRow, is_last: bool) -> Option<EventBody> {
        if review.kind != 4 {
            return None;
        }
        if review.ease == 0 && review.interval == 0 {
            return Some(EventBody::Reset);
        }
        let due = (is_last && target.row.kind == 2).then(|| self.due(target.row))??;
        Some(EventBody::Rescheduled { due, missed: false })
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

    fn state(&self, target: &Target<'_>, log: &CardLog, events: &mut Events) {
        let row = target.row;
        let modified = Timestamp(row.modified.saturating_mul(1_000));
        let Some(due) = self.due(row) else {
            let is_newer = log.newest.is_none_or(|newest| newest < modified);
            if log.is_scheduled && is_newer {
                let what = format!("new:{}", row.modified);
                self.push(what, modified, EventBody::Reset, events);
            }
            return;
        };
        events.counts.schedules += 1;
        let interval_days = u32::try_from(row.interval).unwrap_or(0);
        let ease = u16::try_from(row.ease / 10).unwrap_or(0);
        let body = EventBody::ImportedState {
            due,
            interval_days,
            ease_hundredths: if ease == 0 { 250 } else { ease },
            reps: u32::try_from(row.reps).unwrap_or(0).max(1),
            lapses: u32::try_from(row.lapses).unwrap_or(0),
        };
        // It is as it became by the last answer.
        let answered = target.reviews.iter().rev().find(|review| self.grade(review).is_some());
        let at = answered.map_or(modified, |review| Timestamp(review.at));
        self.push(format!("state:{}", row.modified), at, body, events);
    }

    fn hidden(&self, target: &Target<'_>, log: &CardLog, leads_here: bool, events: &mut Events) {
        let row = target.row;
        let modified = Timestamp(row.modified.saturating_mul(1_000));
        let is_newer = log.newest.is_none_or(|newest| newest < modified);
        let suspended = row.queue == -1;
        let flagged = row.flag != 0;
        events.counts.suspended += usize::from(suspended);
        events.counts.flagged += usize::from(flagged);
        let changes = [
            (suspended, log.hidden.suspended, EventBody::Suspended, EventBody::Unsuspended),
            (flagged, log.hidden.flagged, EventBody::Flagged, EventBody::Unflagged),
        ];
        for (there, here, on, off) in changes {
            let body = match (there, here) {
                (true, false) => on,
                // What was hidden here is shown again by whoever hid it.
                (false, true) if !leads_here => off,
                _ => continue,
            };
            if is_newer {
                let what = format!("{}:{}", body.kind(), row.modified);
                self.push(what, modified, body, events);
            }
        }
        if matches!(row.queue, -2 | -3) {
            events.counts.buried += 1;
            let until = (self.at)(modified).day + 1;
            if until > self.now.day && is_newer {
                let body = EventBody::Buried { until };
                self.push(format!("buried:{}", row.modified), modified, body, events);
            }
        }
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
