//! `stats`: today, streak, retention, forecast, heatmap, hardest cards, topics.

use serde::Serialize;
use serde_json::{Value, json};

use crate::cards::{CardIx, Kind, Tier, TopicIx};
use crate::cli::args::Stats;
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::face;
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::{CardId, Day};
use crate::scheduler::CardState;
use crate::select::Standings;
use crate::stats::{self, Forecast, Heatmap, Rate, Retention, Streak, TopicSummary};
use crate::store::{Access, DayCount};

const FORECAST_DAYS: usize = 30;
const HARDEST: usize = 10;
const RETENTION_DAYS: [u32; 3] = [7, 30, 365];
/// The columns from which the report has its whole width.
const WIDE: usize = 76;

struct Report {
    today: Day,
    done: DayCount,
    due: u32,
    streak: Streak,
    retention: [Retention; 3],
    forecast: Forecast,
    heatmap: Heatmap,
    hardest: Vec<Hard>,
    topics: Vec<(String, String, TopicSummary)>,
    cards: TopicSummary,
    suspended: u32,
}

#[derive(Serialize)]
struct Hard {
    card: CardId,
    lapses: u32,
    reps: u32,
    ease: f64,
    difficulty: Option<f64>,
}

/// Runs `stats`.
pub fn run(context: &Context, args: &Stats) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    let standings = world.standings()?;
    let cards = world.select(&args.filter, &standings)?;
    let report = report(&world, &standings, &cards)?;
    let mut out = Out::new();
    if args.json {
        out.json(&document(&report))?;
    } else {
        print(&report, face::columns(), &mut out)?;
    }
    out.finish()
}

fn report(world: &World<'_>, standings: &Standings, cards: &[CardIx]) -> Outcome<Report> {
    let library = world.library();
    let today = world.now().day;
    let rows = world.store.day_stats(Day(i32::MIN), today)?;
    let scheduler = world.scheduler();
    let mut by_topic: Vec<Vec<(Tier, Option<&CardState>)>> = vec![Vec::new(); library.topics.len()];
    let mut all = Vec::new();
    let mut due = Vec::new();
    let mut lapsed: Vec<(CardId, &CardState)> = Vec::new();
    let mut suspended = 0;
    for &card in cards {
        let entry = library.entry_of(card);
        let state = standings.of(card);
        if state.is_some_and(|state| state.hidden.suspended) {
            suspended += 1;
            continue;
        }
        if let Some(state) = state {
            due.extend(state.due);
            if state.lapses > 0 {
                lapsed.push((library.card_id(card), state));
            }
        }
        // Prompts of mock interviews are never due in daily revision.
        if entry.kind != Kind::Interview {
            all.push((entry.tier, state));
            if let Some(topic) = entry.topic {
                by_topic[topic.0 as usize].push((entry.tier, state));
            }
        }
    }
    let hardest = stats::hardest(lapsed.iter().map(|(card, state)| (card, *state)), HARDEST);
    let hard = |(card, state): (&CardId, &CardState)| Hard {
        card: card.clone(),
        lapses: state.lapses,
        reps: state.reps,
        ease: f64::from(state.sm2.ease_hundredths) / 100.0,
        difficulty: state.fsrs.map(|memory| memory.difficulty),
    };
    let topics = by_topic.into_iter().enumerate().filter(|(_, cards)| !cards.is_empty());
    let topics = topics.map(|(place, cards)| {
        let ix = TopicIx(place as u32);
        let summary = stats::summarize(cards, &scheduler, today);
        (library.topic(ix).slug.clone(), world.topic_title(ix), summary)
    });
    Ok(Report {
        today,
        done: world.store.answers_today(today)?,
        due: due.iter().filter(|&&day| day <= today).count() as u32,
        streak: world.streak(standings)?,
        retention: RETENTION_DAYS.map(|days| stats::retention(&rows, today, days)),
        forecast: stats::forecast(due, today, FORECAST_DAYS),
        heatmap: stats::heatmap(&rows, today),
        hardest: hardest.into_iter().map(hard).collect(),
        topics: topics.collect(),
        cards: stats::summarize(all, &scheduler, today),
        suspended,
    })
}

fn rate(rate: &Rate) -> Value {
    json!({
        "reviews": rate.reviews,
        "passes": rate.passes,
        "share": rate.share(),
        "interval_95": rate.interval_95().map(|(low, high)| [low, high]),
        "predicted": rate.predicted(),
    })
}

/// Returns how well some cards are known, as JSON shows it.
pub fn summary_row(summary: &TopicSummary) -> Value {
    json!({
        "cards": summary.cards,
        "new": summary.new,
        "learning": summary.learning,
        "known": summary.known,
        "core": summary.core,
        "readiness": summary.readiness,
    })
}

fn document(report: &Report) -> Value {
    let retention = RETENTION_DAYS.iter().zip(&report.retention).map(|(days, retention)| {
        json!({
            "days": days,
            "all": rate(&retention.all),
            "young": rate(&retention.young),
            "mature": rate(&retention.mature),
        })
    });
    let topics = report.topics.iter().map(|(slug, title, summary)| {
        let mut row = summary_row(summary);
        row["slug"] = json!(slug);
        row["title"] = json!(title);
        row
    });
    let days = report.heatmap.weeks.iter().flatten().enumerate();
    let heatmap = days.filter_map(|(at, cell)| {
        let cell = cell.filter(|cell| cell.answers > 0)?;
        let day = report.heatmap.from + at as u32;
        Some(json!({"day": day, "answers": cell.answers, "level": cell.level}))
    });
    json!({
        "day": report.today,
        "today": {
            "new": report.done.new,
            "reviews": report.done.reviews,
            "spent_ms": report.done.took_ms,
            "due": report.due,
        },
        "streak": {
            "days": report.streak.days,
            "today": report.streak.today,
            "longest": report.streak.longest,
        },
        "retention": retention.collect::<Vec<_>>(),
        "forecast": {
            "from": report.forecast.from,
            "due": report.forecast.due,
            "overdue": report.forecast.overdue,
            "later": report.forecast.later,
        },
        "heatmap": heatmap.collect::<Vec<_>>(),
        "hardest": report.hardest,
        "cards": summary_row(&report.cards),
        "suspended": report.suspended,
        "topics": topics.collect::<Vec<_>>(),
    })
}

fn print(report: &Report, width: usize, out: &mut Out) -> Outcome {
    let is_wide = width >= WIDE;
    let minutes = report.done.took_ms as f64 / 60_000.0;
    out.line(format!(
        "Today     {}, {} new, {minutes:.0} min; {} due",
        count(report.done.reviews as usize, "review", "reviews"),
        report.done.new,
        report.due
    ))?;
    let streak = count(report.streak.days as usize, "day", "days");
    out.line(format!("Streak    {streak}, longest {}", report.streak.longest))?;
    let cards = &report.cards;
    let rest = if is_wide { ", " } else { ",\n          " };
    out.line(format!(
        "Cards     {} known, {} learning{rest}{} new, {} suspended",
        cards.known, cards.learning, cards.new, report.suspended
    ))?;
    out.line("")?;
    print_retention(&report.retention, is_wide, out)?;
    out.line("")?;
    print_forecast(&report.forecast, is_wide, out)?;
    out.line("")?;
    print_heatmap(&report.heatmap, width, out)?;
    if !report.hardest.is_empty() {
        out.line("")?;
        out.line("Hardest cards")?;
        for hard in &report.hardest {
            let lapses = count(hard.lapses as usize, "lapse", "lapses");
            let of = count(hard.reps as usize, "review", "reviews");
            named(hard.card.as_str(), &format!(" {lapses} in {of}"), is_wide, out)?;
        }
    }
    if !report.topics.is_empty() {
        out.line("")?;
        let room = if is_wide { 43 } else { 21 };
        out.line(format!("{:<room$}known  learning   new  ready", "Topics"))?;
        for (slug, _, topic) in &report.topics {
            let ready = percent(topic.readiness);
            let (known, learning, new) = (topic.known, topic.learning, topic.new);
            let numbers = format!("{known:>5}  {learning:>8}  {new:>4}  {ready:>5}");
            named(slug, &numbers, is_wide, out)?;
        }
    }
    Ok(())
}

/// Writes a name and what is said of it: on a line each, where they do not fit on one.
fn named(name: &str, said: &str, is_wide: bool, out: &mut Out) -> Outcome {
    if is_wide {
        return out.line(format!("  {name:<40} {said}"));
    }
    out.line(format!("  {name}"))?;
    out.line(format!("{:20} {said}", ""))
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

/// Writes what was remembered; where there is little room, without the numbers it rests on.
fn print_retention(all: &[Retention], is_wide: bool, out: &mut Out) -> Outcome {
    let room = if is_wide { 16 } else { 7 };
    let head = ["young", "mature", "all"].map(|name| format!("{name:<room$}")).concat();
    out.line(format!("Retention         {head}predicted"))?;
    let said = |rate: &Rate| if is_wide { share(rate) } else { percent(rate.share()) };
    for (days, retention) in RETENTION_DAYS.iter().zip(all) {
        let rates = [&retention.young, &retention.mature, &retention.all];
        let rates = rates.map(|rate| format!("{:<room$}", said(rate))).concat();
        let predicted = percent(retention.all.predicted());
        out.line(format!("  last {days:>3} days   {rates}{predicted}"))?;
    }
    Ok(())
}

/// Writes a share with the number it rests on: `92 % of 140`.
fn share(rate: &Rate) -> String {
    match rate.share() {
        Some(share) => format!("{:.0} % of {}", share * 100.0, rate.reviews),
        None => "-".to_owned(),
    }
}

fn print_forecast(forecast: &Forecast, is_wide: bool, out: &mut Out) -> Outcome {
    let total: u32 = forecast.due.iter().sum();
    let rest = if is_wide { "" } else { "\n             " };
    out.line(format!(
        "Next {FORECAST_DAYS} days: {},{rest} {} of them overdue; {} later",
        count(total as usize, "review", "reviews"),
        forecast.overdue,
        forecast.later
    ))?;
    let most = forecast.due.iter().copied().max().unwrap_or(0).max(1);
    for (week, days) in forecast.due.chunks(7).enumerate() {
        let first = forecast.from + (week as u32 * 7);
        let cells = days.iter().map(|&due| format!("{due:>5}"));
        let bars: String = days.iter().map(|&due| bar(due, most)).collect();
        let bars = if is_wide { format!("   {bars}") } else { String::new() };
        out.line(format!("  {first} {}{bars}", cells.collect::<String>()))?;
    }
    Ok(())
}

fn bar(value: u32, most: u32) -> char {
    const BARS: [char; 9] = ['.', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let level = (u64::from(value) * 8).div_ceil(u64::from(most));
    BARS[usize::try_from(level).unwrap_or(8).min(8)]
}

fn print_heatmap(heatmap: &Heatmap, width: usize, out: &mut Out) -> Outcome {
    const LEVELS: [char; 5] = ['·', '░', '▒', '▓', '█'];
    // Two columns for the label; what does not fit is left out at the old end.
    let room = width.saturating_sub(6).clamp(12, heatmap.weeks.len());
    let weeks = &heatmap.weeks[heatmap.weeks.len() - room..];
    let answers: u32 = heatmap.weeks.iter().flatten().flatten().map(|cell| cell.answers).sum();
    out.line(format!("{} in a year", count(answers as usize, "answer", "answers")))?;
    for (weekday, label) in ["Mo", "", "We", "", "Fr", "", "Su"].iter().enumerate() {
        let cells = weeks.iter().map(|week| match week[weekday] {
            Some(cell) => LEVELS[usize::from(cell.level).min(4)],
            None => ' ',
        });
        out.line(format!("  {label:<2} {}", cells.collect::<String>()).trim_end())?;
    }
    Ok(())
}
