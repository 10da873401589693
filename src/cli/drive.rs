//! The loop: inputs from a face to the machine, its effects to decks, store and face.
//!
//! Whatever the face (terminal, plain lines, JSON lines), this is the one loop. An answer is on disk
//! before anything else is shown: an effect is carried out before the next one is looked at, and a
//! failed write ends the loop.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crate::cards::page::Page;
use crate::cards::{Facet, TopicIx};
use crate::cli::edit;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::output;
use crate::cli::world::World;
use crate::content::PageText;
use crate::model::{Action, CardId, EventBody, Moment, NewEvent, Seen};
use crate::session::agenda::{Effect, Fetched, Reply, TakenBack};
use crate::session::screen::Timer;
use crate::session::{Input, Machine, Prompter, Screen};
use crate::store::{Appended, StoreError};

/// What only the command that runs a machine can do for it.
pub trait Errands {
    /// Carries out an effect that the loop does not know, and returns the machine's answer to it,
    /// where it wants one.
    fn run(
        &mut self,
        effect: Effect,
        world: &mut World<'_>,
        prompter: &mut dyn Prompter,
    ) -> Outcome<Option<Reply>>;
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The person left, or the input ended.
    Left,
    /// Ctrl-C.
    Interrupted,
}

/// Runs a machine from its first effects until the person leaves, or presses Ctrl-C.
///
/// At the end of the input the machine is told to quit, as if the person had; what it still shows
/// then is shown.
pub fn run(
    machine: &mut dyn Machine,
    first: Vec<Effect>,
    world: &mut World<'_>,
    errands: &mut dyn Errands,
    prompter: &mut dyn Prompter,
) -> Outcome<Ending> {
    match until_left(machine, first, world, errands, prompter) {
        // Ctrl-C on a page or a question within the session.
        Err(error) if error.kind == Kind::Interrupted => Ok(Ending::Interrupted),
        ending => ending,
    }
}

fn until_left(
    machine: &mut dyn Machine,
    first: Vec<Effect>,
    world: &mut World<'_>,
    errands: &mut dyn Errands,
    prompter: &mut dyn Prompter,
) -> Outcome<Ending> {
    let mut effects: VecDeque<Effect> = first.into();
    let mut told = world.now();
    let mut has_ended = false;
    loop {
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Exit => return Ok(Ending::Left),
                Effect::Show => prompter.show(&machine.screen()).map_err(output::failed)?,
                effect => {
                    let reply = carry_out(effect, world, errands, prompter)?;
                    told = world.now();
                    for next in reply.into_iter().flat_map(|reply| machine.reply(reply, told)).rev()
                    {
                        effects.push_front(next);
                    }
                }
            }
        }
        let screen = machine.screen();
        let patience = patience(&screen, prompter.shows_time(), world, told);
        let input = match prompter.next(&screen, patience) {
            Ok(Some(input)) => input,
            Ok(None) if has_ended => return Ok(Ending::Left),
            Ok(None) => {
                has_ended = true;
                Input::Quit
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                return Ok(Ending::Interrupted);
            }
            Err(error) => return Err(error.into()),
        };
        if let Input::Clock(to) = input
            && let Err(why) = world.context.clock.set(to)
        {
            effects = machine.reject(why).into();
            continue;
        }
        told = world.now();
        let is_tick = input == Input::Tick;
        effects = machine.act(input, told).into();
        if is_tick && effects.is_empty() && prompter.shows_time() {
            effects.push_back(Effect::Show);
        }
    }
}

/// Says how long to wait for an input: until the first timer ends, and for a face that shows the
/// time until the next full second. Where nothing runs, and under a frozen clock, for ever.
fn patience(
    screen: &Screen,
    shows_time: bool,
    world: &World<'_>,
    told: Moment,
) -> Option<Duration> {
    if screen.timers.is_empty() || world.context.clock.is_frozen() {
        return None;
    }
    let since = u64::try_from(world.now().at.0.saturating_sub(told.at.0)).unwrap_or(0);
    let wait = |timer: &Timer| {
        let spent = timer.spent_ms + since;
        let end = timer.limit_ms.filter(|_| timer.ends).map(|limit| limit.saturating_sub(spent));
        let second = shows_time.then(|| 1_000 - spent % 1_000);
        end.into_iter().chain(second).min()
    };
    let first = screen.timers.iter().filter(|timer| timer.runs).filter_map(wait).min();
    first.map(|ms| Duration::from_millis(ms.max(1)))
}

/// Carries one effect out and returns the machine's answer to it, where it wants one.
fn carry_out(
    effect: Effect,
    world: &mut World<'_>,
    errands: &mut dyn Errands,
    prompter: &mut dyn Prompter,
) -> Outcome<Option<Reply>> {
    Ok(match effect {
        Effect::Fetch(card) => Some(Reply::Card(Box::new(fetch(world, &card)?))),
        Effect::Append(action) => Some(append(world, &action)?),
        Effect::UndoOlder => Some(Reply::TakenBack(undo_older(world)?)),
        Effect::Tally => {
            let (tomorrow, streak, next_due) = world.tally()?;
            Some(Reply::Tally { tomorrow, streak, next_due })
        }
        Effect::FindSummary(card) => {
            let page = topic_of(world, &card).and_then(|topic| world.page(topic));
            Some(Reply::Summary(page.map(|page| summary_of(&page.text)).unwrap_or_default()))
        }
        Effect::Edit(card) => Some(Reply::Edited(edit::within_session(world, &card, prompter)?)),
        Effect::OpenPage(card, facet) => {
            open_page(world, &card, facet, prompter)?;
            None
        }
        Effect::OpenHistory(card) => {
            let text = crate::cli::history::page(world, &card)?;
            prompter.page(card.as_str(), &text)?;
            None
        }
        Effect::Show | Effect::Exit => None,
        effect @ (Effect::Plan(_) | Effect::FindUnseen(_) | Effect::Interview(_)) => {
            errands.run(effect, world, prompter)?
        }
    })
}

/// Gets a card with its text, its state and its sources.
fn fetch(world: &World<'_>, card: &CardId) -> Outcome<Result<Fetched, String>> {
    let library = world.shelf.library();
    let Some(ix) = library.find_card(card.as_str()) else {
        return Ok(Err(format!("{card} is in no deck any more")));
    };
    let note_ix = library.note_of(ix);
    let note = match world.shelf.note(note_ix, world.context.lang()) {
        Ok(note) => note,
        Err(why) => {
            return Ok(Err(format!("{card} cannot be shown: {}: {}", why.place(), why.message)));
        }
    };
    let now = world.store.state(card)?;
    let sources = world.sources(note_ix, &note);
    let entry = library.note(note_ix);
    let topic = match entry.topic {
        Some(topic) => world.topic_title(topic),
        None => library.decks[entry.deck as usize].stem.clone(),
    };
    let has_page = entry.topic.is_some_and(|topic| library.topic(topic).has_page);
    Ok(Ok(Fetched { note, topic, has_page, sources, state: now.state, newest: now.newest }))
}

/// Writes an action. What another window did meanwhile is an answer, not a failure.
fn append(world: &mut World<'_>, action: &Action) -> Outcome<Reply> {
    let now = world.now();
    match world.store.append(action, now) {
        Ok(Appended::Done(written)) => {
            let newest = written.events[0];
            let state = written.cards.into_iter().next().map(|(_, card)| Box::new(card.state));
            Ok(Reply::Written { action: written.action, newest, state })
        }
        Ok(Appended::Stale(_)) => Ok(Reply::Stale),
        Err(StoreError::Refused { .. }) if is_retraction(action) => Ok(Reply::TakenBack(None)),
        Err(error) => Err(error.into()),
    }
}

fn is_retraction(action: &Action) -> bool {
    action.entries.iter().any(|entry| matches!(entry.body, EventBody::Retracted { .. }))
}

/// Takes back the newest action of this device.
pub fn undo_older(world: &mut World<'_>) -> Outcome<Option<TakenBack>> {
    let Some(newest) = world.store.newest_action()? else { return Ok(None) };
    let what = crate::cli::undo::words(&newest);
    let card = newest.events.iter().find_map(|event| event.card.clone());
    let body = EventBody::Retracted { action: newest.id };
    let entries = vec![NewEvent { card: None, rev: 0, origin: None, body }];
    let now = world.now();
    world.store.append(&Action { entries, seen: Seen::Any }, now)?;
    Ok(Some(TakenBack { card, what }))
}

fn topic_of(world: &World<'_>, card: &CardId) -> Option<TopicIx> {
    let library = world.shelf.library();
    library.find_card(card.as_str()).and_then(|ix| library.entry_of(ix).topic)
}

fn open_page(
    world: &World<'_>,
    card: &CardId,
    facet: Option<Facet>,
    prompter: &mut dyn Prompter,
) -> Outcome {
    let Some(topic) = topic_of(world, card) else { return Ok(()) };
    let Some(PageText { text, .. }) = world.page(topic) else { return Ok(()) };
    let from = facet.and_then(|facet| Some(Page::parse(&text).facet(facet)?.start));
    prompter.page(&world.topic_title(topic), &text[from.unwrap_or(0)..])?;
    Ok(())
}

/// Returns the first two paragraphs of a page, headings left out.
pub fn summary_of(page: &str) -> String {
    let paragraphs = page
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty() && !paragraph.starts_with('#'));
    paragraphs.take(2).collect::<Vec<_>>().join("\n\n")
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> CliError {
        CliError::new(Kind::Outside, error)
    }
}
