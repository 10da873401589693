//! `cards`: find and show cards, in any state.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cards::{Answer, CardIx, Facet, Kind, Note, NoteIx, Tier};
use crate::cli::args::Cards;
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::face;
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::{CardId, Day};
use crate::scheduler::{CardState, Phase, StateRow};
use crate::select::Standings;
use crate::session::screen::{CardView, Revealed, Stage};
use crate::store::Access;
use crate::terminal::sanitize;

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
    let mut found = world.select(&args.query, &standings)?;
    let all = found.len();
    found.truncate(args.limit.unwrap_or(usize::MAX));
    let mut out = Out::new();
    if args.json {
        let rows: Vec<Row> =
            found.iter().filter_map(|&card| row(&world, &standings, card)).collect();
        out.json(&rows)?;
    } else if args.show || all == 1 {
        for (place, &card) in found.iter().enumerate() {
            if place > 0 {
                out.line("")?;
            }
            show(&world, &standings, card, &mut out)?;
        }
    } else {
        list(&world, &standings, &found, &mut out)?;
        let shown = if found.len() < all { format!("{} of ", found.len()) } else { String::new() };
        out.line(format!("{shown}{}", count(all, "card", "cards")))?;
    }
    out.finish()
}

fn note_of(world: &World<'_>, card: CardIx) -> Option<Note> {
    match world.shelf.note(world.library().note_of(card), world.context.lang()) {
        Ok(note) => Some(note),
        Err(why) => {
            let place = format!("{}:{}:{}", why.file, why.line, why.column);
            world.context.note(&format!("warning: {place}: {}", why.message));
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
    let kind = note.content.as_kind();
    let question = kind.ask(id.part(), 0);
    let answer = kind.answer(id.part(), &question);
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

/// Writes a line for each card: its id, how it stands, its question. On a terminal a line is no wider
/// than the screen; elsewhere it is whole.
fn list(world: &World<'_>, standings: &Standings, cards: &[CardIx], out: &mut Out) -> Outcome {
    let today = world.now().day;
    let rows: Vec<(CardId, String, CardIx)> = cards
        .iter()
        .map(|&card| (world.library().card_id(card), standing(standings.of(card), today), card))
        .collect();
    let width = rows.iter().map(|(id, ..)| id.as_str().len()).max().unwrap_or(0).min(44);
    let stands = rows.iter().map(|(_, words, _)| words.len()).max().unwrap_or(0);
    let columns = face::columns().saturating_sub(width + stands + 4).max(16);
    for (id, words, card) in &rows {
        let Some(note) = note_of(world, *card) else { continue };
        let question = note.content.as_kind().ask(id.part(), 0);
        let front = sanitize::sanitize(question.headline()).replace('\n', " ");
        let front = match world.context.stdout_tty {
            true => console::truncate_str(&front, columns, "…"),
            false => front.into(),
        };
        out.line(format!("{:<width$}  {words:<stands$}  {front}", id.as_str()))?;
    }
    Ok(())
}

/// Returns the whole card as text: what is asked, and everything the reveal brings.
fn whole(world: &World<'_>, note_ix: NoteIx, note: &Note, id: &CardId) -> String {
    let kind = note.content.as_kind();
    let question = kind.ask(id.part(), 0);
    let answer = kind.answer(id.part(), &question);
    let view = CardView {
        card: id.clone(),
        kind: note.content.kind(),
        lang: note.lang.clone(),
        translation: note.translation,
        corrected: false,
        stage: Stage::Revealed { parts: u8::MAX },
        question,
        given: None,
        revealed: Some(Revealed {
            gist: note.gist.clone(),
            answer,
            more: note.more.clone(),
            sources: world.sources(note_ix, note),
            verdict: None,
            marked: None,
            outcomes: None,
        }),
    };
    crate::terminal::card_text(&view, face::columns())
}

fn show(world: &World<'_>, standings: &Standings, card: CardIx, out: &mut Out) -> Outcome {
    let library = world.library();
    let id = library.card_id(card);
    let Some(note) = note_of(world, card) else { return Ok(()) };
    let entry = library.entry_of(card);
    let note_ix = library.note_of(card);
    let (file, line) = world.shelf.location(note_ix);
    let topic = entry.topic.map(|topic| world.topic_title(topic));
    let facet = entry.facet.map(|facet| facet.name().to_owned());
    let labels = [Some(entry.kind.to_string()), Some(entry.tier.name().to_owned())];
    let labels: Vec<String> = [topic, facet].into_iter().chain(labels).flatten().collect();
    out.line(format!("{id}  {}", labels.join(", ")))?;
    out.line(format!("{}:{line}", file.display()))?;
    out.line("")?;
    out.line(whole(world, note_ix, &note, &id).trim_end())?;
    out.line("")?;
    let state = standings.of(card);
    let today = world.now().day;
    out.line(format!("State: {}", standing(state, today)))?;
    if let Some(state) = state.filter(|state| state.due.is_some()) {
        let recall = world
            .recall(state)
            .map_or(String::new(), |recall| format!(", recall {:.0} %", recall * 100.0));
        out.line(format!(
            "interval {} d, ease {:.2}, {}, {}{recall}",
            state.sm2.interval_days,
            f64::from(state.sm2.ease_hundredths) / 100.0,
            count(state.reps as usize, "review", "reviews"),
            count(state.lapses as usize, "lapse", "lapses"),
        ))?;
    }
    Ok(())
}
