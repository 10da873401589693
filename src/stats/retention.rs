//! True retention: how much was remembered, beside how much was predicted.
//!
//! Counted are scheduled reviews of cards that had been reviewed before: first reviews test what
//! was read a minute ago, drills what was failed a minute ago, and a quiz picks its own cards.

use crate::model::Day;
use crate::scheduler::daily::{Class, DayStat};
use crate::stats::interval::interval_95;

/// Retention over the last days, by the interval that the cards had waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retention {
    /// After an interval of less than 21 days.
    pub young: Rate,
    /// After a longer one.
    pub mature: Rate,
    /// Both.
    pub all: Rate,
}

/// How many of some reviews were remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Reviews.
    pub reviews: u64,
    /// Those that were not graded again.
    pub passes: u64,
    /// The reviews that have a prediction.
    pub predictions: u64,
    /// The sum of their predicted chances of recall, in millionths.
    pub predicted_ppm: u64,
}

/// Returns the retention over the last `days` days, of which `today` is one.
pub fn retention<'a>(
    rows: impl IntoIterator<Item = &'a DayStat>,
    today: Day,
    days: u32,
) -> Retention {
    let (mut young, mut mature) = (Rate::default(), Rate::default());
    for row in rows {
        if row.day > today || today.days_since(row.day) >= days {
            continue;
        }
        match row.class {
            Class::Young => young = young.with(row),
            Class::Mature => mature = mature.with(row),
            Class::First | Class::Drill | Class::Ahead | Class::Quiz => {}
        }
    }
    Retention { young, mature, all: young.and(mature) }
}

impl Rate {
    /// Returns the share remembered, 0 to 1; `None` without reviews.
    pub fn share(&self) -> Option<f64> {
        (self.reviews > 0).then(|| self.passes as f64 / self.reviews as f64)
    }

    /// Returns the mean predicted chance of recall, 0 to 1; `None` without predictions.
    pub fn predicted(&self) -> Option<f64> {
        (self.predictions > 0).then(|| self.predicted_ppm as f64 / 1e6 / self.predictions as f64)
    }

    /// Returns the bounds within which the true share lies in 95 of 100 cases; `None` without
    /// reviews.
    pub fn interval_95(&self) -> Option<(f64, f64)> {
        Some(interval_95(self.share()?, self.reviews))
    }

    fn with(self, row: &DayStat) -> Rate {
        // The sums of a day are never negative; a store that says so is not worth a panic.
        let count = |value: i64| u64::try_from(value).unwrap_or(0);
        self.and(Rate {
            reviews: count(row.answers),
            passes: count(row.passes),
            predictions: count(row.predictions),
            predicted_ppm: count(row.predicted_ppm),
        })
    }

    fn and(self, other: Rate) -> Rate {
        Rate {
            reviews: self.reviews + other.reviews,
            passes: self.passes + other.passes,
            predictions: self.predictions + other.predictions,
            predicted_ppm: self.predicted_ppm + other.predicted_ppm,
        }
    }
}
