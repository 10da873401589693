//! The forecast: how many reviews the coming days bring, if nothing new is begun.

use crate::model::Day;

/// Due cards by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The first day: today.
    pub from: Day,
    /// How many cards come due on each day, from today on. Today's include those of days past.
    pub due: Vec<u32>,
    /// How many of today's are of days past.
    pub overdue: u32,
    /// How many come due after the last day.
    pub later: u32,
}

/// Counts due days over `days` days from today on.
///
/// Each card is counted once, on its next day: what its answer will bring is not guessed, so that
/// the later days are a lower bound.
pub fn forecast(due: impl IntoIterator<Item = Day>, today: Day, days: usize) -> Forecast {
    let mut forecast = Forecast { from: today, due: vec![0; days], overdue: 0, later: 0 };
    for day in due {
        forecast.overdue += u32::from(day < today);
        // `days_since` is 0 for the days past.
        match forecast.due.get_mut(day.days_since(today) as usize) {
            Some(count) => *count += 1,
            None => forecast.later += 1,
        }
    }
    forecast
}
