//! `undo`: takes back the newest action of this device, whatever it was and whenever.

use serde::Serialize;

use crate::cli::args::Json;
use crate::cli::context::Context;
use crate::cli::drive::undo_older;
use crate::cli::error::Outcome;
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::{CardId, EventBody, Mode, Reviewed};
use crate::store::{Access, ActionInfo};

#[derive(Serialize)]
struct Undone {
    undone: Option<String>,
    card: Option<CardId>,
}

/// Runs `undo`.
pub fn run(context: &Context, args: &Json) -> Outcome {
    let mut world = World::open(context, Access::ReadWrite)?;
    let back = undo_older(&mut world)?;
    let mut out = Out::new();
    if args.json {
        let undone = back.as_ref().map(|back| back.what.clone());
        out.json(&Undone { undone, card: back.and_then(|back| back.card) })?;
    } else {
        match back {
            Some(back) => out.line(format!("Undone: {}", back.what))?,
            None => out.line("Nothing to undo.")?,
        }
    }
    out.finish()
}

/// Says in words what an action did: `good on backend/idem.race`, `suspended 3 cards`.
pub fn words(action: &ActionInfo) -> String {
    let cards: Vec<&CardId> =
        action.events.iter().filter_map(|event| event.card.as_ref()).collect();
    let Some(first) = action.events.first() else { return "nothing".to_owned() };
    let did = match &first.body {
        EventBody::Reviewed(Reviewed { grade, mode: Mode::Quiz, .. }) => {
            format!("{grade} in a quiz on")
        }
        EventBody::Reviewed(review) => format!("{} on", review.grade),
        EventBody::Known => "\"I know this\" on".to_owned(),
        EventBody::Quizzed(quiz) => {
            return format!("a quiz of {}", count(quiz.items.len(), "question", "questions"));
        }
        EventBody::Interviewed(record) => {
            let what = if record.prompt.skipped { "skip" } else { "rating" };
            return format!("the {what} of {} in an interview", record.prompt.card);
        }
        other => other.kind().replace('_', " "),
    };
    let whole = cards.iter().all(|card| Some(*card) == cards.first().copied());
    match cards.first() {
        Some(card) if whole => format!("{did} {card}"),
        _ => format!("{did} {} cards", cards.len()),
    }
}
