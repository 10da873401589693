//! `suspend`, `unsuspend`, `bury`, `unbury`, `flag`, `unflag`, `reset`: one command is one action,
//! and is undone at once.

use serde::Serialize;

use crate::cards::CardIx;
use crate::cli::args::Cardset;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::{Action, CardId, Day, EventBody, NewEvent, Seen};
use crate::scheduler::CardState;
use crate::store::Access;

/// What is done to cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Hide until further notice.
    Suspend,
    /// Show suspended ones again.
    Unsuspend,
    /// Hide until tomorrow.
    Bury,
    /// Show buried ones again.
    Unbury,
    /// Mark.
    Flag,
    /// Remove the mark.
    Unflag,
    /// Start again as new.
    Reset,
}

impl Deed {
    /// Returns the event, for cards it would change; `None` where it would change nothing.
    fn event(self, state: &CardState, today: Day) -> Option<EventBody> {
        let begun = state.due.is_some() || state.reps > 0;
        match self {
            Deed::Suspend => (!state.hidden.suspended).then_some(EventBody::Suspended),
            Deed::Unsuspend => state.hidden.suspended.then_some(EventBody::Unsuspended),
            Deed::Bury => {
                (!state.is_buried(today)).then_some(EventBody::Buried { until: today + 1 })
            }
            Deed::Unbury => state.is_buried(today).then_some(EventBody::Unburied),
            Deed::Flag => (!state.hidden.flagged).then_some(EventBody::Flagged),
            Deed::Unflag => state.hidden.flagged.then_some(EventBody::Unflagged),
            Deed::Reset => begun.then_some(EventBody::Reset),
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Deed::Suspend => ("suspend", "Suspended"),
            Deed::Unsuspend => ("unsuspend", "Unsuspended"),
            Deed::Bury => ("bury", "Buried until tomorrow:"),
            Deed::Unbury => ("unbury", "Unburied"),
            Deed::Flag => ("flag", "Flagged"),
            Deed::Unflag => ("unflag", "Unflagged"),
            Deed::Reset => ("reset", "Reset to new:"),
        }
    }
}

#[derive(Serialize)]
struct Done {
    cards: Vec<CardId>,
    changed: usize,
    dry_run: bool,
}

/// Runs one of the commands.
pub fn run(context: &Context, args: &Cardset, deed: Deed) -> Outcome {
    let access = if args.dry_run { Access::ReadOnly } else { Access::ReadWrite };
    let mut world = World::open(context, access)?;
    let standings = world.standings()?;
    let today = world.now().day;
    let selected = world.select(&args.filter, &standings)?;
    let named = world.filter(&args.filter)?.is_named();
    let fresh = CardState::default();
    let event = |card: CardIx| deed.event(standings.of(card).unwrap_or(&fresh), today);
    let changes: Vec<(CardId, EventBody)> = selected
        .iter()
        .filter_map(|&card| Some((world.library().card_id(card), event(card)?)))
        .collect();
    let (verb, done) = deed.words();
    if !changes.is_empty() && !named && !args.dry_run && !args.yes {
        confirm(context, verb, changes.len())?;
    }
    let cards: Vec<CardId> = changes.iter().map(|(card, _)| card.clone()).collect();
    if !args.dry_run && !changes.is_empty() {
        let entry = |(card, body)| NewEvent { card: Some(card), rev: 0, origin: None, body };
        let entries = changes.into_iter().map(entry).collect();
        let now = world.now();
        world.store.append(&Action { entries, seen: Seen::Any }, now)?;
    }
    let mut out = Out::new();
    if args.json {
        let changed = if args.dry_run { 0 } else { cards.len() };
        out.json(&Done { cards, changed, dry_run: args.dry_run })?;
    } else if cards.is_empty() {
        out.line(format!(
            "Nothing to {verb}: {} already so.",
            count(selected.len(), "card is", "cards are")
        ))?;
    } else {
        let what = match cards.as_slice() {
            [card] => card.to_string(),
            cards => format!("{} cards", cards.len()),
        };
        if args.dry_run {
            out.line(format!("Would {verb} {what}."))?;
        } else {
            out.line(format!("{done} {what}. `revisit undo` takes it back."))?;
        }
    }
    out.finish()
}

fn confirm(context: &Context, verb: &str, cards: usize) -> Outcome {
    let cards = count(cards, "card", "cards");
    if !context.can_ask() {
        return Err(CliError::usage(format!("this would {verb} {cards}"))
            .hint("say --yes, or look first with --dry-run"));
    }
    context.confirm(&format!("{verb} {cards}?"))
}

/// Returns a number with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
