//! `cards`: find and show cards, in any state.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cards::{Answer, CardIx, Facet, Kind, Note, Tier};
use crate::cli::args::Cards;
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::face;
use crate::cli::history;
use crate::cli::manage::count;
use crate::cli::output::{self, Out};
use crate::cli::topics::one_line;
use crate::cli::world::World;
use crate::model::{CardId, Day};
use crate::scheduler::{CardState, Phase, StateRow};
use crate::select::Standings;
use crate::store::Access;
use crate::terminal::preview::{self, Preview};
use crate::terminal::sanitize;
use crate::terminal::text::Line;
use crate::terminal::theme::paint_all;
use crate::terminal::{Highlighter, Look};

#[derive(Serialize)]
struct Row {
    id: CardId,
    collection: String,
    deck: String,
    topic: Option<String>,
    kind: Kind,
    facet: Option<Facet>,
    tier: Tier,
    tags: Vec<String>,
    rev: u32,
    lang: String,
    file: String,
    line: u32,
    front: String,
    back: String,
    #[serde(flatten)]
    fields: Map<String, Value>,
    state: StateRow,
}

/// Runs `cards`.
pub fn run(context: &Context, args: &Cards) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    let standings = world.standings()?;
    let mut found = match world.pick_ambiguous(&args.query)? {
        Some(card) => vec![card],
        None => world.select(&args.query, &standings)?,
    };
    let all = found.len();
    found.truncate(args.limit.unwrap_or(usize::MAX));
    if !args.json && (args.show || all == 1) {
        return show(&world, &standings, &found);
    }
    let mut out = Out::new();
    if args.json {
        let rows: Vec<Row> =
            found.iter().filter_map(|&card| row(&world, &standings, card)).collect();
        out.json(&rows)?;
    } else {
        list(&world, &standings, &found, &mut out)?;
        let shown = if found.len() < all { format!("{} of ", found.len()) } else { String::new() };
        out.line(format!("{shown}{}", count(all, "card", "cards")))?;
    }
    out.finish()
}

/// Shows whole cards, one below the other.
fn show(world: &World<'_>, standings: &Standings, cards: &[CardIx]) -> Outcome {
    let look = face::report(world.context);
    let highlighter = Highlighter::default();
    let mut lines = Vec::new();
    for &card in cards {
        if !lines.is_empty() {
            lines.extend([Line::empty(), Line::empty()]);
        }
        lines.extend(whole(world, standings, card, &look, &highlighter)?);
    }
    output::page(world.context, &paint_all(&lines, &look))
}

fn note_of(world: &World<'_>, card: CardIx) -> Option<Note> {
    match world.shelf.note(world.library().note_of(card), world.context.lang()) {
        Ok(note) => Some(note),
        Err(why) => {
            world.context.note(&format!("warning: {}: {}", why.place(), why.message));
            None
        }
    }
}

fn row(world: &World<'_>, standings: &Standings, card: CardIx) -> Option<Row> {
    let library = world.library();
    let id = library.card_id(card);
    let note = note_of(world, card)?;
    let entry = library.entry_of(card);
    let deck = &library.decks[entry.deck as usize];
    let (question, answer) = note.content.as_written(id.part());
    let (file, line) = world.shelf.location(library.note_of(card));
    let mut fields = Map::new();
    let texts = [("gist", &note.gist), ("more", &note.more), ("covers", &note.covers)];
    for (name, text) in texts {
        if let Some(text) = text {
            fields.insert(name.to_owned(), json!(text));
        }
    }
    let sources = note.source.iter().map(|citation| match &citation.place {
        Some(place) => format!("{}#{place}", citation.source),
        None => citation.source.clone(),
    });
    fields.insert("source".to_owned(), sources.collect());
    let field = |fields: &mut Map<String, Value>, name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    match &answer {
        Answer::Mcq { options } => {
            let options = options.iter().map(
                |option| json!({"text": option.text, "correct": option.correct, "why": option.why}),
            );
            field(&mut fields, "options", options.collect());
        }
        Answer::Order { items } => field(&mut fields, "items", json!(items)),
        Answer::Typed { accept } => field(&mut fields, "accept", json!(accept)),
        Answer::Scenario { choice, because, cost, flips_if, otherwise } => {
            field(&mut fields, "choice", json!(choice));
            field(&mut fields, "because", json!(because));
            field(&mut fields, "cost", json!(cost));
            field(&mut fields, "flips_if", json!(flips_if));
            field(&mut fields, "otherwise", json!(otherwise));
        }
        Answer::Interview { key_points, red_flags, follow_ups, evidence, phases } => {
            field(&mut fields, "key_points", json!(key_points));
            field(&mut fields, "red_flags", json!(red_flags));
            field(&mut fields, "follow_ups", json!(follow_ups));
            field(&mut fields, "evidence", json!(evidence));
            field(&mut fields, "phases", json!(phases));
        }
        Answer::Plain { .. } | Answer::Cloze { .. } => {}
    }
    Some(Row {
        collection: library.collections[deck.collection as usize].name.clone(),
        deck: deck.stem.clone(),
        topic: entry.topic.map(|topic| library.topic(topic).slug.clone()),
        kind: entry.kind,
        facet: entry.facet,
        tier: entry.tier,
        tags: library.tags_of(entry).map(str::to_owned).collect(),
        rev: entry.rev,
        lang: note.lang.clone(),
        file: file.display().to_string(),
        line,
        front: question.headline().to_owned(),
        back: answer.headline(),
        fields,
        state: state_row(world, standings.of(card)),
        id,
    })
}

fn state_row(world: &World<'_>, state: Option<&CardState>) -> StateRow {
    let fresh = CardState::default();
    let state = state.unwrap_or(&fresh);
    let row = StateRow::of(state, world.now().day);
    StateRow { retrievability: world.recall(state), ..row }
}

/// Says in a few words how a card stands.
fn standing(state: Option<&CardState>, today: Day) -> String {
    let fresh = CardState::default();
    let state = state.unwrap_or(&fresh);
    let mut words = match (state.phase(today), state.due) {
        (Phase::New, _) => "new".to_owned(),
        (Phase::Learning, _) => "learning".to_owned(),
        (_, Some(due)) if due <= today => "due".to_owned(),
        (_, Some(due)) => format!("in {} d", due.days_since(today)),
        (_, None) => "new".to_owned(),
    };
    for (holds, word) in [
        (state.is_weak(today), "weak"),
        (state.hidden.suspended, "suspended"),
        (state.is_buried(today), "buried"),
        (state.hidden.flagged, "flagged"),
    ] {
        if holds {
            words = format!("{words}, {word}");
        }
    }
    words
}

/// The least room, in columns, in which a question stands beside its card's id.
const BESIDE: usize = 24;

/// Writes a line for each card: its id, how it stands, its question. On a terminal a line is no wider
/// than the screen, and the question stands below where there is no room beside; elsewhere it is
/// whole.
fn list(world: &World<'_>, standings: &Standings, cards: &[CardIx], out: &mut Out) -> Outcome {
    let today = world.now().day;
    let rows: Vec<(CardId, String, CardIx)> = cards
        .iter()
        .map(|&card| (world.library().card_id(card), standing(standings.of(card), today), card))
        .collect();
    let width = rows.iter().map(|(id, ..)| id.as_str().len()).max().unwrap_or(0).min(44);
    let stands = rows.iter().map(|(_, words, _)| words.len()).max().unwrap_or(0);
    let columns = face::columns();
    let beside = columns.saturating_sub(width + stands + 4);
    for (id, words, card) in &rows {
        let Some(note) = note_of(world, *card) else { continue };
        let question = note.content.as_kind().ask(id.part(), 0);
        let front = sanitize::sanitize(question.headline()).replace('\n', " ");
        let id = id.as_str();
        if !world.context.stdout_tty {
            out.line(format!("{id:<width$}  {words:<stands$}  {front}"))?;
        } else if beside >= BESIDE {
            let front = console::truncate_str(&front, beside, "…");
            out.line(format!("{id:<width$}  {words:<stands$}  {front}"))?;
        } else {
            out.line(console::truncate_str(&format!("{id}  {words}"), columns, "…"))?;
            let front = console::truncate_str(&front, columns.saturating_sub(2), "…");
            out.line(format!("  {front}"))?;
        }
    }
    Ok(())
}

/// Draws a whole card.
fn whole(
    world: &World<'_>,
    standings: &Standings,
    card: CardIx,
    look: &Look,
    highlighter: &Highlighter,
) -> Outcome<Vec<Line>> {
    let library = world.library();
    let id = library.card_id(card);
    let Some(note) = note_of(world, card) else { return Ok(Vec::new()) };
    let entry = library.entry_of(card);
    let note_ix = library.note_of(card);
    let (file, line) = world.shelf.location(note_ix);
    let mut labels = vec![entry.kind.to_string(), entry.tier.name().to_owned()];
    labels.splice(0..0, entry.facet.map(|facet| facet.name().to_owned()));
    labels.splice(0..0, entry.topic.map(|topic| world.topic_title(topic)));
    labels.extend((entry.rev > 1).then(|| format!("revision {}", entry.rev)));
    labels.extend(note.as_of.as_ref().map(|month| format!("as of {month}")));
    labels.extend(note.covers.as_ref().map(|covers| format!("covers {covers}")));
    labels.extend(note.replaces.as_ref().map(|old| format!("replaces {old}")));
    labels.extend(note.tags.iter().map(|tag| format!("tag:{tag}")));
    let siblings = library.siblings(note_ix).map(CardIx).filter(|&other| other != card);
    let siblings: Vec<String> =
        siblings.map(|other| format!("#{}", library.part_of(other).text())).collect();
    labels.extend((!siblings.is_empty()).then(|| format!("beside {}", siblings.join(" "))));
    let preview = Preview {
        note: &note,
        labels: labels.iter().map(|label| one_line(label)).collect(),
        place: format!("{}:{line}", file.display()),
        sources: world.sources(note_ix, &note),
        standing: facts(world, standings.of(card)),
        history: world.store.history(&id)?.iter().map(history::cells).collect(),
        card: id,
    };
    if look.colour && note.content.as_kind().texts().iter().any(|(_, text)| text.contains("```")) {
        highlighter.load_now();
    }
    Ok(preview::lines(&preview, look, Some(highlighter)))
}

/// Says how a card stands.
fn facts(world: &World<'_>, state: Option<&CardState>) -> Vec<String> {
    let words = standing(state, world.now().day);
    let mut facts = vec![if words.starts_with("in ") { format!("due {words}") } else { words }];
    let Some(state) = state.filter(|state| state.due.is_some()) else { return facts };
    facts.push(format!("interval {} d", state.sm2.interval_days));
    facts.push(format!("ease {:.2}", f64::from(state.sm2.ease_hundredths) / 100.0));
    facts.push(count(state.reps as usize, "review", "reviews"));
    facts.push(count(state.lapses as usize, "lapse", "lapses"));
    facts.extend(world.recall(state).map(|recall| format!("recall {:.0} %", recall * 100.0)));
    facts
}
