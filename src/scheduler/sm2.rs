//! SM-2, as published, in whole numbers; and the one function that says what an answer does.
//!
//! Source: P. A. Woźniak, *Optimization of learning*, 1990, chapter 3.2. Intervals are rounded up
//! by integer division, because floating point rounds a part of them wrongly. FSRS's memory is
//! carried along from the same answers, but gives no due days here.

use serde::{Deserialize, Serialize};

use crate::model::config::SameDay;
use crate::model::{Day, Grade, Mode, Moment, Reviewed};
use crate::scheduler::{CardState, Fsrs, Outcomes, Rules, Scheduler, fsrs};

/// SM-2's part of a card's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sm2 {
    /// Repetitions since the last fail.
    pub n: u32,
    /// The interval, in days; 0 before the first review.
    pub interval_days: u32,
    /// The ease factor, in hundredths.
    pub ease_hundredths: u16,
}

/// The longest interval, in days: a hundred years.
pub const MAX_INTERVAL_DAYS: u32 = 36_500;
/// The lowest ease factor, in hundredths.
pub const MIN_EASE: u16 = 130;

/// The scheduler that gives due days by SM-2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sm2Scheduler {
    /// What the learner has chosen.
    pub rules: Rules,
}

/// What an answer is meant to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The schedule, unless the card was already scheduled on that day; then it is a drill.
    Schedule,
    /// The memory and an open drill, not the schedule: ahead of time without rescheduling.
    Practice,
    /// Nothing: a quiz that is not recorded.
    Quiz,
}

impl Default for Sm2 {
    fn default() -> Self {
        Sm2 { n: 0, interval_days: 0, ease_hundredths: 250 }
    }
}

impl Sm2 {
    /// Returns the values after a scheduled review.
    #[must_use]
    pub fn after(self, grade: Grade) -> Sm2 {
        let ease = self.ease_hundredths;
        let ease = match grade {
            // Step 6 of the published text: a fail starts again and leaves the ease alone.
            Grade::Again => return Sm2 { n: 0, interval_days: 1, ease_hundredths: ease },
            Grade::Hard => ease.saturating_sub(14),
            Grade::Good => ease,
            Grade::Easy => ease.saturating_add(10),
        }
        .max(MIN_EASE);
        let n = self.n.saturating_add(1);
        let interval_days = match n {
            1 => 1,
            2 => 6,
            _ => (u64::from(self.interval_days) * u64::from(ease)).div_ceil(100),
        };
        let interval_days = interval_days.clamp(1, u64::from(MAX_INTERVAL_DAYS)) as u32;
        Sm2 { n, interval_days, ease_hundredths: ease }
    }
}

impl Purpose {
    /// Returns what a logged answer was meant to change.
    pub fn of(reviewed: &Reviewed) -> Purpose {
        match (reviewed.schedules, reviewed.mode) {
            (true, _) => Purpose::Schedule,
            (false, Mode::Study | Mode::Ahead) => Purpose::Practice,
            (false, Mode::Quiz | Mode::Interview) => Purpose::Quiz,
        }
    }
}

impl Sm2Scheduler {
    /// Returns the state after an answer: what the keys show and what the fold stores.
    pub fn answer(
        &self,
        before: &CardState,
        grade: Grade,
        now: Moment,
        purpose: Purpose,
    ) -> CardState {
        let mut after = before.clone();
        after.shown = before.shown.saturating_add(1);
        if purpose == Purpose::Quiz {
            return after;
        }
        after.fsrs = Some(Fsrs::after(before.fsrs, grade, now.day));
        if purpose == Purpose::Schedule && before.can_schedule(now.day) {
            after.sm2 = before.sm2.after(grade);
            after.set_due(now.day + after.sm2.interval_days, now.day);
            after.last = Some(now.day);
            after.reps = before.reps.saturating_add(1);
            if !grade.is_pass() && before.reps > 0 {
                after.lapses = before.lapses.saturating_add(1);
            }
            after.drill = (!self.suffices(grade)).then_some(now.day);
        } else if before.drill == Some(now.day) && self.suffices(grade) {
            after.drill = None;
        }
        after
    }

    /// Says whether a grade is enough for the day: it opens no drill, and closes one.
    fn suffices(&self, grade: Grade) -> bool {
        match self.rules.same_day {
            SameDay::Fails => grade.is_pass(),
            SameDay::Strict => grade >= Grade::Good,
        }
    }
}

impl Scheduler for Sm2Scheduler {
    fn preview(&self, before: &CardState, now: Moment) -> Outcomes {
        Outcomes(Grade::ALL.map(|grade| self.answer(before, grade, now, Purpose::Schedule)))
    }

    fn retrievability(&self, state: &CardState, today: Day) -> Option<f64> {
        if let Some(memory) = state.fsrs {
            return Some(memory.retrievability(today));
        }
        // "I know this" and an imported schedule come without answers. What they say is the
        // interval, and an interval means: nine in ten on the due day.
        let last = state.due.and(state.last)?;
        let interval = f64::from(state.sm2.interval_days.max(1));
        Some(fsrs::retrievability(f64::from(today.days_since(last)), interval))
    }
}
