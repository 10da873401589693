//! The heatmap: a year of answers, week by week.

use std::collections::HashMap;

use crate::model::Day;
use crate::scheduler::daily::DayStat;

/// A year of days, in whole weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heatmap {
    /// The first day: a Monday.
    pub from: Day,
    /// 53 weeks of seven days from Monday on, the last one today's; `None` for days to come.
    pub weeks: Vec<[Option<Cell>; 7]>,
}

/// A day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many answers were given, of all classes.
    pub answers: u32,
    /// 0 for none, then 1 to 4 by quarters of a busy day.
    pub level: u8,
}

/// The weeks shown: a year begins in the middle of one.
const WEEKS: u32 = 53;

/// Returns the heatmap of the year that ends today.
///
/// A busy day, against which the levels are measured, is one that nine of ten active days do not
/// exceed: a single night before an exam does not make all other days pale.
pub fn heatmap<'a>(rows: impl IntoIterator<Item = &'a DayStat>, today: Day) -> Heatmap {
    let from = monday(today) - (WEEKS - 1) * 7;
    let mut answers: HashMap<Day, u32> = HashMap::new();
    for row in rows {
        if (from..=today).contains(&row.day) {
            let count = answers.entry(row.day).or_default();
            *count = count.saturating_add(u32::try_from(row.answers).unwrap_or(0));
        }
    }
    let busy = busy_day(answers.values().copied().filter(|count| *count > 0).collect());
    let cell = |day: Day| {
        let answers = answers.get(&day).copied().unwrap_or(0);
        let quarters = (u64::from(answers) * 4).div_ceil(u64::from(busy));
        (day <= today).then_some(Cell { answers, level: quarters.min(4) as u8 })
    };
    let weeks = (0..WEEKS)
        .map(|week| std::array::from_fn(|weekday| cell(from + (week * 7 + weekday as u32))))
        .collect();
    Heatmap { from, weeks }
}

/// Returns the ninth decile of the counts, at least 1.
fn busy_day(mut counts: Vec<u32>) -> u32 {
    counts.sort_unstable();
    let rank = (counts.len() * 9).div_ceil(10);
    rank.checked_sub(1).and_then(|index| counts.get(index)).copied().unwrap_or(1)
}

/// Returns the Monday of a day's week. 1970-01-01 was a Thursday.
fn monday(day: Day) -> Day {
    day - day.0.saturating_add(3).rem_euclid(7) as u32
}
