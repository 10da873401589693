//! From the decks and the log to the prompts that may be asked.

use std::collections::BTreeMap;

use crate::cards::kinds::shuffled;
use crate::cards::{CardIx, Content, Facet, Kind as CardKind, Note, TopicIx};
use crate::cli::args::Interview;
use crate::cli::error::{CliError, Outcome};
use crate::cli::find::Search;
use crate::cli::world::World;
use crate::model::{CardId, Day, Round, Seniority};
use crate::select::filter::Named;
use crate::session::interview::draw::{Candidate, Choice, DEEP_PROMPTS, Drawn, Shape, Wish, draw};
use crate::session::interview::history::{Held, asked};
use crate::session::interview::rubric::Rubric;

/// Draws the prompts. Fails where there is none to ask.
pub(super) fn draw_for(
    world: &World<'_>,
    args: &Interview,
    level: Seniority,
    held: &[Held],
) -> Outcome<(Round, Drawn)> {
    let search = world.filter(&args.filter)?;
    let named = search.is_named();
    let cards = if named { named_cards(world, &search)? } else { found(world, args, &search)? };
    let round = args.round.map_or(Round::Mixed, Round::from);
    let asked = asked(held);
    let cards = narrowed(world, cards, &asked, round);
    let candidates = candidates(world, &cards, &asked);
    if candidates.is_empty() {
        return Err(CliError::usage("none of these prompts has points to tick")
            .hint("`revisit lint` says what they lack"));
    }
    // One exercise that was named is held in its phases.
    let is_design = |one: &Candidate| one.shape == Shape::Design;
    let round = if args.round.is_none() && named && candidates.iter().all(is_design) {
        Round::Design
    } else {
        round
    };
    let choice = match (named, search.is_empty()) {
        (true, _) => Choice::Named,
        (false, true) => Choice::All,
        (false, false) => Choice::Filter,
    };
    let seed = world.context.seed;
    let drawn = draw(&candidates, &Wish { round, level, minutes: args.minutes, seed, choice });
    if drawn.picks.is_empty() {
        return Err(none_of(round));
    }
    Ok((round, drawn))
}

fn none_of(round: Round) -> CliError {
    match round {
        Round::Design => CliError::usage("there is no design exercise among these prompts")
            .hint("an exercise is a prompt with `phases`; see decks/README.md")
            .hint("leave --round out, or take `--round deep`"),
        Round::Debug => CliError::usage("no prompt tells a symptom")
            .hint("a debug round asks prompts with `evidence`, or of the facet `mistake`")
            .hint("leave --round out, or take `--round deep`"),
        Round::Mixed | Round::Screen | Round::Deep => {
            CliError::usage("there are only design exercises among these prompts")
                .hint("ask for them with `--round design`")
        }
    }
}

/// Returns the prompts that were named, in the order of naming.
fn named_cards(world: &World<'_>, search: &Search) -> Outcome<Vec<CardIx>> {
    let library = world.library();
    let mut cards = Vec::new();
    for name in search.named() {
        let card = match name {
            Named::Card(card) => *card,
            Named::Note(note) => CardIx(library.siblings(*note).start),
        };
        let kind = library.entry_of(card).kind;
        if kind != CardKind::Interview {
            let id = library.card_id(card);
            return Err(CliError::usage(format!("{id} is a card to study ({kind}), no prompt"))
                .hint("`revisit cards kind:interview` lists the prompts"));
        }
        if !cards.contains(&card) {
            cards.push(card);
        }
    }
    Ok(cards)
}

/// Returns the prompts that a filter lets through, hidden ones left out.
fn found(world: &World<'_>, args: &Interview, search: &Search) -> Outcome<Vec<CardIx>> {
    let library = world.library();
    let today = world.now().day;
    let prompts =
        library.cards().filter(|&card| library.entry_of(card).kind == CardKind::Interview);
    let prompts: Vec<CardIx> = prompts.collect();
    if prompts.is_empty() {
        return Err(CliError::usage("there are no interview prompts in these decks")
            .hint("the bundled collection has some: is it left out?"));
    }
    // Without a filter the states of the prompts alone are read.
    let standings = if search.is_empty() { None } else { Some(world.standings()?) };
    let mut cards = Vec::new();
    let mut hidden = 0;
    for card in prompts {
        let state = match &standings {
            Some(standings) => standings.of(card).cloned(),
            None => Some(world.store.state(&library.card_id(card))?.state),
        };
        let admitted = search.is_empty() || search.admits(library, card, state.as_ref(), today);
        let is_hidden = state.is_some_and(|state| state.is_hidden(today));
        hidden += u32::from(admitted && is_hidden);
        if admitted && !is_hidden {
            cards.push(card);
        }
    }
    if !cards.is_empty() {
        return Ok(cards);
    }
    if hidden > 0 {
        return Err(CliError::usage("all of these prompts are suspended or buried")
            .hint("`revisit unsuspend kind:interview` shows them again"));
    }
    let error = CliError::usage(format!("no interview prompt matches `{}`", args.filter.join(" ")));
    Err(error.hint("`revisit cards kind:interview` lists the prompts"))
}

/// Prompts whose texts are read where there are more of them. Nobody waits for thousands to be read
/// of which a handful is asked.
const READ: usize = 500;
/// Topics of which one is chosen for a deep round, where there are that many prompts.
const DEEP_TOPICS: usize = 20;

/// What is known of a prompt without its text: the day it was last asked on, chance, the card.
type Known = (Option<Day>, usize, CardIx);

/// Leaves out prompts of a large collection that would not be drawn, by what is known without their
/// text: the first of each topic, then the second, what was asked lately last. Which ones suit a
/// debug or a design round only their texts say.
fn narrowed(
    world: &World<'_>,
    cards: Vec<CardIx>,
    asked: &BTreeMap<&CardId, Day>,
    round: Round,
) -> Vec<CardIx> {
    if cards.len() <= READ || matches!(round, Round::Debug | Round::Design) {
        return cards;
    }
    let library = world.library();
    let mut topics: BTreeMap<Option<TopicIx>, Vec<Known>> = BTreeMap::new();
    for (chance, place) in shuffled(cards.len(), world.context.seed).into_iter().enumerate() {
        let card = cards[place];
        let day = asked.get(&library.card_id(card)).copied();
        topics.entry(library.entry_of(card).topic).or_default().push((day, chance, card));
    }
    let mut kept: Vec<(usize, Known)> = Vec::new();
    for prompts in topics.values_mut() {
        prompts.sort_unstable();
        kept.extend(prompts.iter().copied().enumerate());
    }
    if round == Round::Deep {
        // Whole topics: those with prompts enough, the one asked longest ago first.
        let few = DEEP_PROMPTS as usize;
        let mut best: Vec<_> = topics.values().collect();
        best.sort_by_key(|prompts| {
            let last = prompts.iter().map(|(day, ..)| *day).max();
            (few.saturating_sub(prompts.len()), last, prompts.first().map(|first| first.1))
        });
        let best = best.into_iter().take(DEEP_TOPICS).flatten();
        return best.map(|(.., card)| *card).take(READ).collect();
    }
    kept.sort_unstable();
    kept.into_iter().take(READ).map(|(_, (.., card))| card).collect()
}

/// Reads the prompts' texts. What cannot be read, or has nothing to tick, is left out.
fn candidates(
    world: &World<'_>,
    cards: &[CardIx],
    asked: &BTreeMap<&CardId, Day>,
) -> Vec<Candidate> {
    let library = world.library();
    let candidate = |&card: &CardIx| {
        let ix = library.note_of(card);
        let note = world.shelf.note(ix, world.context.lang()).ok()?;
        let Content::Interview(interview) = &note.content else { return None };
        if Rubric::of(interview).points.is_empty() {
            return None;
        }
        let id = library.card_id(card);
        let topic = library.note(ix).topic.map(|topic| library.topic(topic));
        Some(Candidate {
            topic: topic
                .map_or(String::new(), |topic| format!("{}/{}", topic.collection, topic.slug)),
            level: topic.and_then(|topic| topic.level),
            minutes: interview.minutes,
            shape: shape(&note),
            asked: asked.get(&id).copied(),
            card: id,
        })
    };
    cards.iter().filter_map(candidate).collect()
}

fn shape(note: &Note) -> Shape {
    match &note.content {
        Content::Interview(interview) if !interview.phases.is_empty() => Shape::Design,
        Content::Interview(interview) if !interview.evidence.is_empty() => Shape::Debug,
        _ if note.facet == Some(Facet::Mistake) => Shape::Symptom,
        _ => Shape::Open,
    }
}
