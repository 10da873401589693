//! What comes next: the plan, failed cards that wait, and the budget.

use std::sync::Arc;

use crate::cards::Question;
use crate::model::Moment;
use crate::session::agenda::{Agenda, Effect, Fetched, Planned};
use crate::session::machine::{Session, Shown, View};
use crate::session::screen::{Notice, Stage, Summary};

/// After how many other cards a failed one is asked again.
pub(super) const DRILL_GAP: u32 = 5;

/// What an undo restores.
#[derive(Clone, Default)]
pub(super) struct Core {
    pub(super) plan: Arc<[Planned]>,
    /// The place of the next card in the plan.
    pub(super) at: usize,
    pub(super) drills: Vec<Drill>,
    pub(super) current: Option<Current>,
    pub(super) answered: u32,
    pub(super) summary: Summary,
    /// Cards that may still be started beyond the budget.
    pub(super) extra: u32,
}

/// A failed card that waits to be asked again.
#[derive(Clone)]
pub(super) struct Drill {
    pub(super) planned: Planned,
    /// The count of answers from which it may be asked.
    pub(super) ready: u32,
}

/// The card that is asked.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) planned: Planned,
    pub(super) drill: bool,
}

impl Session {
    /// Takes a plan in, the undone card first.
    pub(super) fn take(&mut self, agenda: Agenda) {
        let mut cards = agenda.cards;
        let mut drills = agenda.drills;
        if let Some(first) = self.first.take() {
            let found = cards.iter().position(|planned| planned.card == first);
            let found = found.map(|place| cards.remove(place)).or_else(|| {
                let place = drills.iter().position(|planned| planned.card == first)?;
                Some(drills.remove(place))
            });
            if let Some(planned) = found {
                cards.insert(0, planned);
            }
        }
        self.minutes = agenda.minutes;
        self.beyond = agenda.beyond;
        self.elsewhere = agenda.elsewhere;
        self.budget_ms = agenda.budget_ms.map(|ms| ms + self.core.summary.spent_ms);
        let ready = self.core.answered + DRILL_GAP;
        self.core.plan = cards.into();
        self.core.at = 0;
        self.core.drills = drills.into_iter().map(|planned| Drill { planned, ready }).collect();
        self.core.current = None;
        self.core.extra = 0;
        self.view = View::Waiting;
    }

    /// Returns what of the plan has not been asked yet.
    pub(super) fn rest(&self) -> &[Planned] {
        &self.core.plan[self.core.at..]
    }

    /// Returns how many failed cards wait.
    pub(super) fn waiting_drills(&self) -> usize {
        self.core.drills.len()
    }

    pub(super) fn left_total(&self) -> u32 {
        (self.rest().len() + self.core.drills.len()) as u32
    }

    /// Goes to the next card: a failed one that is ready, the next of the plan, any failed one, or
    /// the end.
    pub(super) fn advance(&mut self) -> Vec<Effect> {
        self.core.current = None;
        self.view = View::Waiting;
        let spent = self.budget_ms.is_some_and(|ms| self.core.summary.spent_ms >= ms);
        if spent && self.left_total() > 0 {
            if self.core.extra == 0 && !self.manner.intros {
                return vec![Effect::Tally];
            }
            if self.core.extra == 0 {
                self.view = View::Budget;
                return vec![Effect::Show];
            }
            self.core.extra -= 1;
        }
        let answered = self.core.answered;
        let ready = self.core.drills.iter().position(|drill| drill.ready <= answered);
        let drill = ready.or((self.rest().is_empty() && !self.core.drills.is_empty()).then_some(0));
        let current = match drill {
            Some(place) => Current { planned: self.core.drills.remove(place).planned, drill: true },
            None => match self.rest().first().cloned() {
                Some(planned) => {
                    self.core.at += 1;
                    Current { planned, drill: false }
                }
                None => return vec![Effect::Tally],
            },
        };
        let fetch = Effect::Fetch(current.planned.card.clone());
        self.core.current = Some(current);
        vec![fetch]
    }

    pub(super) fn refetch(&mut self) -> Vec<Effect> {
        match &self.core.current {
            Some(current) => vec![Effect::Fetch(current.planned.card.clone())],
            None => vec![Effect::Show],
        }
    }

    pub(super) fn fetched(&mut self, fetched: Fetched, now: Moment) -> Vec<Effect> {
        let state = &fetched.state;
        let open_drill = state.drill == Some(self.day);
        let Some(current) = &mut self.core.current else { return self.advance() };
        if open_drill {
            current.drill = true;
        } else if state.last == Some(self.day) || state.is_hidden(self.day) {
            // Answered or hidden since the plan was made, in another window.
            self.notices.push(Notice::Stale);
            return self.advance();
        }
        let was = match std::mem::replace(&mut self.view, View::Waiting) {
            View::Card(shown) if shown.fetched.note.id == fetched.note.id => Some(shown.stage),
            _ => None,
        };
        if let Some(topic) = current.planned.introduces.take()
            && self.manner.intros
        {
            self.view = View::Introduction(topic, Box::new(fetched));
            return vec![Effect::Show];
        }
        self.show(fetched, now);
        if matches!(was, Some(Stage::Revealed { .. })) {
            return self.reveal(now);
        }
        vec![Effect::Show]
    }

    /// Puts a card on the screen, unanswered.
    pub(super) fn show(&mut self, fetched: Fetched, now: Moment) {
        let Some(current) = &self.core.current else { return };
        let card = &current.planned.card;
        let part = card.part();
        let kind = fetched.note.content.as_kind();
        let showing = u64::from(fetched.state.shown).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let question = kind.ask(part, self.manner.seed ^ card.hash() ^ showing);
        let answer = kind.answer(part, &question);
        let seen = fetched.state.shown > 0;
        let stem = self.manner.stems && seen && matches!(question, Question::Mcq { .. });
        self.view = View::Card(Box::new(Shown {
            fetched,
            question,
            answer,
            stage: if stem { Stage::Stem } else { Stage::Asked },
            judged: None,
            since: now.at,
            revealed_at: now,
        }));
    }
}
