//! The streak: days in a row on which the day's work was done.
//!
//! A day counts if something was answered and either no due card was left, or the day's minutes were
//! spent. An answer says in the log whether it was the one after which nothing was left; a day also
//! counts where the last cards were hidden instead of answered. A day on which nothing was answered and nothing was left is passed over: it
//! neither counts nor breaks. Any other day breaks the streak, but for today, which is not over.
//!
//! What can be known from daily rows, and what cannot:
//!
//! - *Minutes spent* are the times taken for answers (each at most ten minutes), of all classes,
//!   not the time that a window stood open. They are held against the minutes asked for now: what
//!   was set on that day is in no event.
//! - *Left at the end of a day* are the cards that began to wait on that day or before, and were
//!   answered later or not yet. The first come from the sum of [`DayStat::waiting`] up to that day,
//!   the others from the cards that wait now.
//! - A card that is suspended while it waits stops having been left, for the days before as well;
//!   shown again, it waits from that day on. The same holds for a card that is buried, reset,
//!   imported or given another due day. So such an event can mend a day that is past and never
//!   breaks one.
//! - A card of a deck that was taken away is the caller's to leave out. Put back, it has waited all
//!   the time: the log does not say which decks were there.
//! - New cards are not work that is left: a day's number of them is an offer.

use std::collections::BTreeMap;

use crate::model::Day;
use crate::scheduler::CardState;
use crate::scheduler::daily::DayStat;

/// Days in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// The days that count, up to today.
    pub days: u32,
    /// Whether today is one of them already.
    pub today: bool,
    /// The most there ever were, the present ones included.
    pub longest: u32,
}

/// What happened on a day, or changed on it.
#[derive(Clone, Copy, Default)]
struct Seen {
    answers: i64,
    emptied: i64,
    took_ms: i64,
    waiting: i64,
}

/// Returns the streak on a day.
///
/// `rows` are all daily rows there are, in any order; `waiting_now` has the day from which each
/// card waits that waits now (see [`waits_from`]); `minutes` is what the learner asks of a day.
pub fn streak<'a>(
    rows: impl IntoIterator<Item = &'a DayStat>,
    waiting_now: impl IntoIterator<Item = Day>,
    today: Day,
    minutes: u32,
) -> Streak {
    let mut days: BTreeMap<Day, Seen> = BTreeMap::new();
    for row in rows {
        let seen = days.entry(row.day).or_default();
        seen.answers += row.answers;
        seen.emptied += row.emptied;
        seen.took_ms += row.took_ms;
        seen.waiting += row.waiting;
    }
    for from in waiting_now {
        days.entry(from).or_default().waiting += 1;
    }
    days.entry(today).or_default();

    let mut streak = Streak::default();
    let mut left = 0;
    let mut reached: Option<Day> = None;
    for (&day, seen) in days.range(..=today) {
        // On the days without a row nothing was answered: they break what was left by then.
        let gap = reached.is_some_and(|reached| day.days_since(reached) > 1);
        if gap && left > 0 {
            streak.days = 0;
        }
        reached = Some(day);
        left += seen.waiting;
        let spent = seen.took_ms >= i64::from(minutes) * 60_000;
        let emptied = seen.emptied > 0 || left <= 0;
        if seen.answers > 0 && (emptied || spent) {
            streak.days += 1;
            streak.today = day == today;
        } else if left > 0 && day != today {
            streak.days = 0;
        }
        streak.longest = streak.longest.max(streak.days);
    }
    streak
}

/// Returns the day from which a card waits for an answer; `None` where it does not on that day.
pub fn waits_from(state: &CardState, today: Day) -> Option<Day> {
    state.waits_from.filter(|from| *from <= today && !state.is_hidden(today))
}
