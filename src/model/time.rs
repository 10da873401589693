//! Time as values: instants, study days, and both together.
//!
//! Nothing here reads a clock. A [`Moment`] is made once, where an answer is given, and stored with
//! it; later changes of time zone or rollover hour therefore change no past day
//! (`scheduling/spec.md`, Study day).

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

/// A study day: days since 1970-01-01 of the local calendar, with the rollover hour applied.
///
/// Written and read as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// The days between 1970-01-01 and chrono's day one (0001-01-01).
const EPOCH_FROM_CE: i32 = 719_163;

impl Day {
    /// Returns the calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
            .checked_add(EPOCH_FROM_CE)
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .unwrap_or(NaiveDate::MAX)
    }

    /// Returns the day of a calendar date.
    pub fn from_date(date: NaiveDate) -> Day {
        use chrono::Datelike;
        Day(date.num_days_from_ce() - EPOCH_FROM_CE)
    }

    /// Returns the whole days from `earlier` to this day, 0 where it lies before.
    pub fn days_since(self, earlier: Day) -> u32 {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).unwrap_or(0)
    }
}

impl Add<u32> for Day {
    type Output = Day;

    fn add(self, days: u32) -> Day {
        Day(self.0.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
    }
}

impl Sub<u32> for Day {
    type Output = Day;

    fn sub(self, days: u32) -> Day {
        Day(self.0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date().format("%Y-%m-%d").to_string())
    }
}

impl FromStr for Day {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Day::from_date)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// When something happened: the instant, the study day it counts for, and the UTC offset then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The instant, in UTC milliseconds.
    pub at: Timestamp,
    /// The study day, decided where and when the answer was given.
    pub day: Day,
    /// The local offset from UTC in force then, in minutes.
    pub offset_min: i16,
}

impl Moment {
    /// Returns the moment of a local time under a rollover hour.
    pub fn at(local: DateTime<FixedOffset>, rollover_hour: u8) -> Moment {
        Moment {
            at: Timestamp(local.timestamp_millis()),
            day: study_day(local, rollover_hour),
            offset_min: i16::try_from(local.offset().local_minus_utc() / 60).unwrap_or(0),
        }
    }

    /// Returns the local time, for display.
    pub fn local(self) -> Option<DateTime<FixedOffset>> {
        let offset = FixedOffset::east_opt(i32::from(self.offset_min) * 60)?;
        Some(DateTime::from_timestamp_millis(self.at.0)?.with_timezone(&offset))
    }
}

/// Returns the study day of a local time: its calendar date, less one day before the rollover hour.
pub fn study_day(local: DateTime<FixedOffset>, rollover_hour: u8) -> Day {
    let today = Day::from_date(local.date_naive());
    if local.hour() < u32::from(rollover_hour) { Day(today.0 - 1) } else { today }
}

/// What tells the time. The real clock and the frozen clock of `--now` live in `cli/context.rs`.
pub trait Clock {
    /// Returns the present moment.
    fn now(&self) -> Moment;
}
