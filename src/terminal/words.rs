//! Days, durations and counts in words.

use crate::model::Day;

/// Returns an interval: "15 d", and years with a decimal from one on: "1.2 y".
pub fn interval(days: u32) -> String {
    if days < 365 {
        return format!("{days} d");
    }
    // In tenths, so that no rounding of floats is involved.
    let tenths = (u64::from(days) * 20 / 365).div_ceil(2);
    format!("{}.{} y", tenths / 10, tenths % 10)
}

/// Returns a day as one says it today: "today", "tomorrow", "Thursday" within the week, then
/// "18 December", with the year where it is another one.
pub fn day_from(day: Day, today: Day) -> String {
    let date = day.date();
    match day.days_since(today) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => date.format("%A").to_string(),
        _ => {
            let year = |date: Day| date.date().format("%Y").to_string();
            let form = if year(day) == year(today) { "%-d %B" } else { "%-d %B %Y" };
            date.format(form).to_string()
        }
    }
}

/// Returns a day by its date alone: "Thursday, 18 December".
pub fn date(day: Day) -> String {
    day.date().format("%A, %-d %B").to_string()
}

/// Returns a time spent: "45 s", "12 min", "1 h 5 min".
pub fn duration(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    let minutes = (seconds + 30) / 60;
    match (seconds, minutes) {
        (0..60, _) => format!("{seconds} s"),
        (_, 0..60) => format!("{minutes} min"),
        _ if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// Returns points, with one decimal where they are not whole: "15", "15.5".
pub fn points(points: f64) -> String {
    let tenths = (points * 10.0).round();
    if tenths % 10.0 == 0.0 {
        format!("{:.0}", tenths / 10.0)
    } else {
        format!("{:.1}", tenths / 10.0)
    }
}

/// Returns a share in per cent: "78 %".
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Returns a running time: "0:42", "12:03", "1:02:03".
pub fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Returns a count with its noun: "1 card", "3 cards".
pub fn count(number: u32, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
