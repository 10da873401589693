//! `interview --history`: the interviews held so far, one of them, two of them side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::cards::NoteIx;
use crate::cli::args::Interview;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::face;
use crate::cli::interview::{all_held, errands, markdown};
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::{CardId, Moment};
use crate::session::interview::history::Held;
use crate::session::interview::report::{Report, Sheet, Total};
use crate::session::interview::score::{Mark, Score};
use crate::store::Access;
use crate::terminal::interview::report::{share, text};
use crate::terminal::jsonl::interview::{document, total};
use crate::terminal::sanitize::sanitize;
use crate::terminal::words::clock;

/// Runs `interview --history`.
pub(super) fn run(context: &Context, args: &Interview) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    let held = all_held(&world)?;
    let (numbers, words): (Vec<&String>, Vec<&String>) =
        args.filter.iter().partition(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let mut chosen = Vec::new();
    for number in numbers {
        chosen.push(pick(&held, number)?);
    }
    let words: Vec<String> = words.into_iter().cloned().collect();
    match chosen.as_slice() {
        [] => list(&world, args, &words, &held),
        _ if !words.is_empty() => {
            Err(CliError::usage("name interviews by number, or give a filter")
                .hint("`revisit interview --history` lists them"))
        }
        [one] => show(&world, args, *one, &held),
        [one, other] => compare(&world, args, *one, *other, &held),
        _ => Err(CliError::usage("two interviews can be compared, not more")),
    }
}

/// Finds an interview by its number, from 1 for the first one.
fn pick(held: &[Held], number: &str) -> Outcome<usize> {
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    place.filter(|place| *place < held.len()).ok_or_else(|| {
        let error = CliError::usage(format!("there is no interview {number}"));
        match held.len() {
            0 => error.hint("none was held yet: `revisit interview`"),
            count => error.hint(format!("there are 1 to {count}; `revisit interview --history`")),
        }
    })
}

fn refuse_markdown(args: &Interview) -> Outcome {
    match args.markdown {
        None => Ok(()),
        Some(_) => Err(CliError::usage("--markdown writes the report of one interview")
            .hint("name it, as in `revisit interview --history 3 --markdown FILE`")),
    }
}

/// Lists the interviews, newest first; with a filter, those that asked a card it lets through.
fn list(world: &World<'_>, args: &Interview, words: &[String], held: &[Held]) -> Outcome {
    refuse_markdown(args)?;
    let cards: Option<BTreeSet<CardId>> = if words.is_empty() {
        None
    } else {
        let library = world.library();
        let found = world.select(words, &world.standings()?)?;
        Some(found.into_iter().map(|card| library.card_id(card)).collect())
    };
    let is_wanted = |one: &Held| match &cards {
        None => true,
        Some(cards) => one.prompts.iter().any(|prompt| cards.contains(&prompt.card)),
    };
    let rows: Vec<(usize, &Held, Total)> = held
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, one)| is_wanted(one))
        .map(|(place, one)| (place + 1, one, Total::of(&one.prompts)))
        .collect();
    let mut out = Out::new();
    if args.json {
        out.json(&rows.iter().map(row_document).collect::<Vec<_>>())?;
        return out.finish();
    }
    if rows.is_empty() && !held.is_empty() {
        out.line(
            "No interview asked a card that matches. `revisit interview --history` lists all.",
        )?;
        return out.finish();
    }
    if rows.is_empty() {
        out.line("No interview was held yet. `revisit interview` holds one.")?;
        return out.finish();
    }
    let head = "  no  day         score  verdict  round   level ";
    let more = "  rated     time  outline";
    // On a narrow terminal what matters less is left out.
    let is_wide = face::columns() > head.len() + more.len();
    out.line(if is_wide { format!("{head}{more}") } else { head.to_owned() })?;
    for (number, one, total) in &rows {
        let more = if is_wide { more_of(one, total) } else { String::new() };
        out.line(format!("{}{more}", row(*number, one, total)).trim_end())?;
    }
    out.finish()
}

fn row(number: usize, one: &Held, total: &Total) -> String {
    format!(
        "{number:>4}  {}  {:>5}  {:<7}  {:<6}  {:<6}",
        one.moment.day,
        share(&total.score),
        total.mark().map_or("-", Mark::name),
        one.terms.round.name(),
        one.terms.level.name(),
    )
}

fn more_of(one: &Held, total: &Total) -> String {
    let rated = format!("{}/{}", total.rated, one.terms.planned);
    let outline = total.structure_ms.map_or("-".to_owned(), clock);
    format!("  {rated:>5}  {:>7}  {outline:>7}", clock(total.took_ms))
}

fn row_document((number, one, sum): &(usize, &Held, Total)) -> Value {
    json!({
        "number": number,
        "began": began(one),
        "day": one.moment.day,
        "round": one.terms.round,
        "level": one.terms.level,
        "filter": one.terms.filter,
        "planned": {"prompts": one.terms.planned, "minutes": one.terms.planned_min},
        "total": total(sum),
    })
}

fn began(one: &Held) -> Option<String> {
    let local = Moment { at: one.began, ..one.moment }.local()?;
    Some(local.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
}

/// Shows the report of one interview.
fn show(world: &World<'_>, args: &Interview, place: usize, held: &[Held]) -> Outcome {
    let Some(one) = held.get(place) else { return Ok(()) };
    let report = Report::of(one, &sheets(world, one), held);
    if let Some(file) = &args.markdown {
        markdown::write(file, &report)?;
        world.context.note(&format!("the report is in {}", file.display()));
    }
    let mut out = Out::new();
    if args.json {
        out.json(&document(&report))?;
    } else if args.markdown.is_none() {
        out.line(text(&report, face::columns().min(100)))?;
    }
    out.finish()
}

/// Reads what the decks know of an interview's prompts now.
fn sheets(world: &World<'_>, held: &Held) -> BTreeMap<CardId, Sheet> {
    let library = world.library();
    let find = |card: &CardId| -> Option<NoteIx> {
        library.find_card(card.as_str()).map(|card| library.note_of(card))
    };
    let sheet = |card: &CardId| {
        let (sheet, ..) = errands::sheet(world, find(card)?).ok()?;
        Some((card.clone(), sheet))
    };
    held.prompts.iter().filter_map(|prompt| sheet(&prompt.card)).collect()
}

/// Shows two interviews side by side, and by topic.
fn compare(
    world: &World<'_>,
    args: &Interview,
    one: usize,
    other: usize,
    held: &[Held],
) -> Outcome {
    refuse_markdown(args)?;
    let (Some(a), Some(b)) = (held.get(one), held.get(other)) else { return Ok(()) };
    let (left, right) = (Total::of(&a.prompts), Total::of(&b.prompts));
    let topics = by_topic(a, b);
    let mut out = Out::new();
    if args.json {
        let topics = topics
            .iter()
            .map(|(topic, a, b)| json!({"topic": topic, "share": [hundredths(a), hundredths(b)]}));
        out.json(&json!({
            "interviews": [
                row_document(&(one + 1, a, left)), row_document(&(other + 1, b, right)),
            ],
            "topics": topics.collect::<Vec<_>>(),
        }))?;
        return out.finish();
    }
    let of = |get: &dyn Fn(&Held, &Total) -> String| [get(a, &left), get(b, &right)];
    let rows: [(&str, [String; 2]); 9] = [
        ("Interview", [(one + 1).to_string(), (other + 1).to_string()]),
        ("Day", of(&|held, _| held.moment.day.to_string())),
        (
            "Round, level",
            of(&|held, _| format!("{}, {}", held.terms.round.name(), held.terms.level.name())),
        ),
        ("Verdict", of(&|_, total| total.mark().map_or("-", Mark::name).to_owned())),
        ("Score", of(&|_, total| share(&total.score))),
        (
            "Required missed",
            of(&|_, total| format!("{} of {}", total.score.required_missed, total.score.required)),
        ),
        ("Red flags", of(&|_, total| total.score.red_flags.to_string())),
        (
            "Time",
            of(&|_, total| format!("{} of {}", clock(total.took_ms), clock(total.planned_ms))),
        ),
        ("Outline after", of(&|_, total| total.structure_ms.map_or("-".to_owned(), clock))),
    ];
    for (name, [left, right]) in rows {
        out.line(format!("{name:<15}  {left:>15}  {right:>15}"))?;
    }
    if !topics.is_empty() {
        out.line("")?;
        out.line("Score by topic")?;
        for (topic, left, right) in topics {
            let title = world.library().find_topic(&topic).map(|ix| world.topic_title(ix));
            let title = title.unwrap_or(topic);
            let cell = |score: &Score| share(score);
            let title = sanitize(&title);
            out.line(format!("  {:>5}  {:>5}  {title}", cell(&left), cell(&right)))?;
        }
    }
    out.finish()
}

fn hundredths(score: &Score) -> Option<f64> {
    score.share_hundredths().map(|share| f64::from(share) / 10_000.0)
}

/// Counts two interviews by topic.
fn by_topic(a: &Held, b: &Held) -> Vec<(String, Score, Score)> {
    let topics: BTreeSet<&String> =
        a.rated().chain(b.rated()).filter_map(|prompt| prompt.topic.as_ref()).collect();
    let score = |held: &Held, topic: &String| {
        Score::of(held.rated().filter(|prompt| prompt.topic.as_ref() == Some(topic)))
    };
    topics.into_iter().map(|topic| (topic.clone(), score(a, topic), score(b, topic))).collect()
}
