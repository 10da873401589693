//! What the rigs of the machines share: doing what a machine asks for, with a database in memory.

use std::collections::{BTreeMap, VecDeque};

use revisit::cards::Note;
use revisit::model::{Action, CardId, Moment};
use revisit::session::Machine;
use revisit::session::agenda::{Effect, Fetched, Reply};
use revisit::session::screen::Screen;
use revisit::store::{Appended, Store};

/// A machine, and who does what it asks for.
pub(crate) trait Rig {
    fn machine(&mut self) -> &mut dyn Machine;

    fn now(&self) -> Moment;

    /// Does what an effect asks for.
    fn carry_out(&mut self, effect: Effect) -> Option<Reply>;

    /// Does what the machine asks for, in order, until it waits for a person.
    fn settle(&mut self, effects: Vec<Effect>) -> Screen {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let now = self.now();
            if let Some(reply) = self.carry_out(effect) {
                for effect in self.machine().reply(reply, now).into_iter().rev() {
                    effects.push_front(effect);
                }
            }
        }
        self.machine().screen()
    }
}

/// Returns a card as a machine gets it.
pub(crate) fn fetch(
    store: &Store,
    notes: &BTreeMap<CardId, Note>,
    card: &CardId,
    topic: &str,
) -> Reply {
    let fetched = notes.get(card).cloned().ok_or_else(|| format!("no {card}")).map(|note| {
        let now = store.state(card).expect("a state");
        Fetched {
            topic: topic.to_owned(),
            note,
            has_page: true,
            sources: Vec::new(),
            state: now.state,
            newest: now.newest,
        }
    });
    Reply::Card(Box::new(fetched))
}

/// Writes an action into the log.
pub(crate) fn append(store: &mut Store, action: &Action, now: Moment) -> Reply {
    match store.append(action, now).expect("written") {
        Appended::Done(written) => Reply::Written {
            action: written.action,
            newest: written.events[0],
            state: written.cards.into_iter().next().map(|(_, card)| Box::new(card.state)),
        },
        Appended::Stale(_) => Reply::Stale,
    }
}
