//! `history`: every event of a card.

use serde::Serialize;

use crate::cli::args::History;
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::{CardId, Day, EventBody, Grade, Mode, Reviewed, Sure};
use crate::store::{Access, HistoryEvent};

/// An event as `history --json` shows it.
#[derive(Serialize)]
struct Row {
    at: String,
    day: Day,
    event: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<Grade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    took_ms: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sure: Option<Sure>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    missed: bool,
    interval_days: u32,
    due: Option<Day>,
    retracted: bool,
    device: i64,
    seq: i64,
}

/// Runs `history`.
pub fn run(context: &Context, args: &History) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    // A card that no deck has any more still has its history.
    let card = match args.card.parse::<CardId>() {
        Ok(card) if !world.store.history(&card)?.is_empty() => card,
        _ => world.library().card_id(world.card(&args.card)?),
    };
    let mut out = Out::new();
    if args.json {
        let rows: Vec<Row> = world.store.history(&card)?.iter().map(row).collect();
        out.json(&rows)?;
    } else {
        out.line(text(&world, &card)?.trim_end())?;
    }
    out.finish()
}

fn row(event: &HistoryEvent) -> Row {
    let (grade, mode, took_ms, sure) = match &event.event.body {
        EventBody::Reviewed(review) => {
            (Some(review.grade), Some(review.mode), Some(review.took_ms), review.sure)
        }
        EventBody::ImportedReview { grade, took_ms, .. } => {
            (Some(*grade), None, Some(*took_ms), None)
        }
        _ => (None, None, None, None),
    };
    Row {
        at: when(event, "%Y-%m-%dT%H:%M:%S%.3f%:z"),
        day: event.event.moment.day,
        event: event.event.body.kind().to_owned(),
        grade,
        mode,
        took_ms,
        sure,
        missed: matches!(event.event.body, EventBody::Rescheduled { missed: true, .. }),
        interval_days: interval_days(event),
        due: event.due,
        retracted: event.retracted,
        device: event.event.id.device.0,
        seq: event.event.id.seq,
    }
}

/// Returns the interval after an event; of a review done elsewhere, the one that it led to there.
fn interval_days(event: &HistoryEvent) -> u32 {
    match event.event.body {
        EventBody::ImportedReview { interval_days, .. } => interval_days,
        _ => event.interval_days,
    }
}

fn when(event: &HistoryEvent, format: &str) -> String {
    let local = event.event.moment.local();
    local.map(|local| local.format(format).to_string()).unwrap_or_default()
}

/// Returns a card's history as a table in columns.
pub fn text(world: &World<'_>, card: &CardId) -> Outcome<String> {
    let events = world.store.history(card)?;
    if events.is_empty() {
        return Ok(format!("{card}: nothing has happened yet.\n"));
    }
    let mut text = format!("{card}\n\n");
    for [at, what, took, interval, due] in
        std::iter::once(HEAD.map(str::to_owned)).chain(events.iter().map(cells))
    {
        text.push_str(&format!("{at:<16}  {what:<24}  {took:>6}  {interval:>8}  {due}\n"));
    }
    Ok(text)
}

/// Returns a card's history as a page of a session: Markdown, without the card's id.
pub fn page(world: &World<'_>, card: &CardId) -> Outcome<String> {
    let events = world.store.history(card)?;
    if events.is_empty() {
        return Ok("Nothing has happened yet.\n".to_owned());
    }
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = row(&HEAD.map(str::to_owned)) + "|---|---|---|---|---|\n";
    text.extend(events.iter().map(|event| row(&cells(event))));
    Ok(text)
}

const HEAD: [&str; 5] = ["when", "what", "took", "interval", "due"];

/// Returns an event in words: when, what, how long it took, the interval, when it is due.
pub fn cells(event: &HistoryEvent) -> [String; 5] {
    let mut what = match &event.event.body {
        EventBody::Reviewed(review) if review.mode == Mode::Study => review.grade.to_string(),
        EventBody::Reviewed(review) => {
            let mode = format!("{:?}", review.mode).to_lowercase();
            let sure = review.sure.map_or(String::new(), |sure| format!(", {}", sure.name()));
            format!("{}, {mode}{sure}", review.grade)
        }
        EventBody::ImportedReview { grade, .. } => format!("{grade}, imported"),
        EventBody::Rescheduled { missed: true, .. } => "rescheduled, missed".to_owned(),
        body => body.kind().replace('_', " "),
    };
    if event.retracted {
        what.push_str(" (undone)");
    }
    let took = match &event.event.body {
        EventBody::Reviewed(Reviewed { took_ms, .. })
        | EventBody::ImportedReview { took_ms, .. } => {
            format!("{:.1} s", f64::from(*took_ms) / 1000.0)
        }
        _ => String::new(),
    };
    let due = match (&event.event.body, event.due) {
        // It scheduled the card elsewhere, until a day that is not known.
        (EventBody::ImportedReview { .. }, _) => String::new(),
        (_, Some(due)) => due.to_string(),
        (_, None) => "new".to_owned(),
    };
    let interval = format!("{} d", interval_days(event));
    [when(event, "%Y-%m-%d %H:%M"), what, took, interval, due]
}
