//! What follows once an action is durable: the next view, or how things stood before it.

use crate::model::{Action, ActionId, EventBody, NewEvent, Seen};
use crate::session::agenda::Effect;
use crate::session::quiz::plan::Feedback;
use crate::session::quiz::{Deed, Pending, Quiz, View};
use crate::session::screen::Notice;

impl Quiz {
    pub(super) fn flag(&mut self) -> Vec<Effect> {
        let Some(answered) = self.told() else { return vec![Effect::Show] };
        let fetched = &answered.open.fetched;
        let flag = !fetched.state.hidden.flagged;
        let body = if flag { EventBody::Flagged } else { EventBody::Unflagged };
        let action = Action::on(answered.item.card.clone(), fetched.note.rev, Seen::Any, body);
        self.pending = Some(Pending::Flag(flag));
        vec![Effect::Append(action)]
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        let Some(&(action, deed)) = self.undo.last() else {
            self.notices.push(Notice::NothingToUndo);
            return vec![Effect::Show];
        };
        self.pending = Some(Pending::Undo(deed));
        let body = EventBody::Retracted { action };
        let entry = NewEvent { card: None, rev: 0, origin: None, body };
        vec![Effect::Append(Action { entries: vec![entry], seen: Seen::Any })]
    }

    /// Goes back to how things stood before a deed.
    pub(super) fn undone(&mut self, deed: Deed) -> Vec<Effect> {
        self.undo.pop();
        match deed {
            Deed::Placed => {
                self.notices.push(Notice::Undone { what: "cards marked as known".to_owned() });
                self.placed = 0;
                self.view = View::Offers;
                self.refresh_end();
                vec![Effect::Show]
            }
            // A quiz without its record is not over: what ended it is taken back with it.
            Deed::Record => {
                self.end = None;
                self.offers.clear();
                self.undo()
            }
            Deed::Answer => {
                self.give_back();
                if let Some(answered) = self.answered.pop() {
                    let what = format!("the answer to {}", answered.item.card);
                    self.notices.push(Notice::Undone { what });
                    self.pool.push_front(answered.drawn);
                }
                self.next()
            }
        }
    }

    /// Puts the open question back into the draw.
    pub(super) fn give_back(&mut self) {
        if let Some(drawn) = self.current.take() {
            self.pool.push_front(drawn);
        }
    }

    pub(super) fn written(&mut self, action: ActionId) -> Vec<Effect> {
        match self.pending.take() {
            None => vec![Effect::Show],
            Some(Pending::Answer(answered)) => {
                self.notices.push(Notice::Answered(answered.item.card.clone()));
                self.current = None;
                self.answered.push(*answered);
                self.undo.push((action, Deed::Answer));
                if self.manner.feedback == Feedback::End {
                    return self.next();
                }
                self.view = View::Told(self.answered.len() - 1);
                vec![Effect::Show]
            }
            Some(Pending::Record) => {
                self.undo.push((action, Deed::Record));
                self.ended()
            }
            Some(Pending::Placed(cards)) => {
                self.undo.push((action, Deed::Placed));
                self.notices.push(Notice::Placed { cards });
                self.placed = cards;
                self.view = View::End;
                self.refresh_end();
                vec![Effect::Show]
            }
            Some(Pending::Flag(flag)) => {
                self.notices.push(Notice::Flagged(flag));
                if let Some(place) = self.told_place()
                    && let Some(answered) = self.answered.get_mut(place)
                {
                    answered.open.fetched.state.hidden.flagged = flag;
                }
                vec![Effect::Show]
            }
            Some(Pending::Undo(deed)) => self.undone(deed),
        }
    }
}
