//! What is written, and what happens once it is: grades, hiding, marks, and undo.

use crate::model::{
    Action, ActionId, CardId, EventBody, EventId, Grade, Mode, Moment, NewEvent, Reviewed, Seen,
};
use crate::scheduler::CardState;
use crate::session::agenda::{Effect, Planned, words};
use crate::session::machine::{Session, View};
use crate::session::queue::{Core, Current, DRILL_GAP, Drill};
use crate::session::screen::{Judged, Miss, Notice, Stage};

pub(super) enum Pending {
    Grade { grade: Grade, took_ms: u32, before: Box<CardState>, leech: Option<Notice> },
    Hide(Notice),
    Know,
    Flag(bool),
    Undo { what: String, core: Box<Core> },
}

impl Session {
    pub(super) fn grade(&mut self, grade: Grade, now: Moment) -> Vec<Effect> {
        let took_ms = self.took_ms.take();
        let Some(shown) = self.shown() else { return vec![Effect::Show] };
        if !matches!(shown.stage, Stage::Revealed { .. }) {
            return vec![Effect::Show];
        }
        let passed = now.at.0.saturating_sub(shown.since.0).max(0);
        let took_ms = took_ms
            .unwrap_or_else(|| u32::try_from(passed).unwrap_or(u32::MAX))
            .min(Reviewed::MAX_TOOK_MS);
        let response = shown.judged.as_ref().map(|Judged { verdict, .. }| verdict.response.clone());
        let before = shown.fetched.state.clone();
        let seen = Seen::Newest(shown.fetched.newest);
        let rev = shown.fetched.note.rev;
        let Some(current) = &self.core.current else { return vec![Effect::Show] };
        let card = current.planned.card.clone();
        let practice = self.is_practice(&before);
        let mode = if practice { Mode::Ahead } else { Mode::Study };
        let body = EventBody::Reviewed(Reviewed {
            grade,
            took_ms,
            mode,
            schedules: !practice,
            response,
            sure: None,
            emptied: self.empties(&before, grade, now),
        });
        let mut action = Action::on(card.clone(), rev, seen, body);
        let leech = self.leech(&before, grade, now);
        if leech {
            let mut mark = |body| {
                let card = Some(card.clone());
                action.entries.push(NewEvent { card, rev, origin: None, body });
            };
            if !before.hidden.flagged {
                mark(EventBody::Flagged);
            }
            if self.manner.leech_suspend {
                mark(EventBody::Suspended);
            }
        }
        let leech = leech.then(|| Notice::Leech {
            card,
            lapses: before.lapses + 1,
            suspended: self.manner.leech_suspend,
        });
        self.pending = Some(Pending::Grade { grade, took_ms, before: Box::new(before), leech });
        vec![Effect::Append(action)]
    }

    /// Says whether an answer to a card is given before its day, so that it changes no schedule.
    pub(super) fn is_practice(&self, state: &CardState) -> bool {
        self.manner.ahead && state.due.is_some_and(|due| due > self.day)
    }

    /// Says whether no due card is left for the day after a grade.
    fn empties(&self, before: &CardState, grade: Grade, now: Moment) -> bool {
        let comes_again = || self.scheduler.preview(before, now)[grade].drill == Some(now.day);
        self.elsewhere == 0
            && self.waiting_drills() == 0
            && self.rest().iter().all(|planned| planned.is_new)
            && (self.is_practice(before) || !comes_again())
    }

    /// Says whether a grade makes the card a leech now: at the limit, and at every half more.
    fn leech(&self, before: &CardState, grade: Grade, now: Moment) -> bool {
        let after = &self.scheduler.preview(before, now)[grade];
        !self.is_practice(before) && after.is_leech_now(before, self.manner.leech_lapses)
    }

    pub(super) fn know(&mut self) -> Vec<Effect> {
        let is_new = self.core.current.as_ref().is_some_and(|now| now.planned.is_new && !now.drill);
        if !is_new {
            return vec![Effect::Show];
        }
        self.append_on_current(EventBody::Known, Pending::Know)
    }

    pub(super) fn hide(&mut self, body: EventBody, notice: fn(CardId) -> Notice) -> Vec<Effect> {
        let Some(current) = &self.core.current else { return vec![Effect::Show] };
        let notice = notice(current.planned.card.clone());
        self.append_on_current(body, Pending::Hide(notice))
    }

    pub(super) fn flag(&mut self) -> Vec<Effect> {
        let Some(shown) = self.shown() else { return vec![Effect::Show] };
        let flag = !shown.fetched.state.hidden.flagged;
        let body = if flag { EventBody::Flagged } else { EventBody::Unflagged };
        self.append_on_current(body, Pending::Flag(flag))
    }

    pub(super) fn append_on_current(&mut self, body: EventBody, pending: Pending) -> Vec<Effect> {
        let View::Card(shown) = &self.view else { return vec![Effect::Show] };
        let Some(current) = &self.core.current else { return vec![Effect::Show] };
        let card = current.planned.card.clone();
        let action =
            Action::on(card, shown.fetched.note.rev, Seen::Newest(shown.fetched.newest), body);
        self.pending = Some(pending);
        vec![Effect::Append(action)]
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        let Some((action, what, core)) = self.undo.pop() else { return vec![Effect::UndoOlder] };
        self.pending = Some(Pending::Undo { what, core: Box::new(core) });
        let body = EventBody::Retracted { action };
        let entry = NewEvent { card: None, rev: 0, origin: None, body };
        vec![Effect::Append(Action { entries: vec![entry], seen: Seen::Any })]
    }

    pub(super) fn written(
        &mut self,
        action: ActionId,
        newest: EventId,
        state: Option<Box<CardState>>,
        now: Moment,
    ) -> Vec<Effect> {
        let Some(pending) = self.pending.take() else { return vec![Effect::Show] };
        if let Pending::Undo { what, core } = pending {
            self.core = *core;
            self.notices.push(Notice::Undone { what });
            self.view = View::Waiting;
            if now.day > self.day {
                return self.plan();
            }
            return self.refetch();
        }
        let Some(current) = self.core.current.clone() else { return self.advance() };
        let card = current.planned.card.clone();
        let state = state.unwrap_or_default();
        match pending {
            Pending::Grade { grade, took_ms, before, leech } => {
                self.undo.push((action, words(grade, &card), self.core.clone()));
                self.core.summary.spent_ms += u64::from(took_ms);
                self.count(grade, &before, &current);
                if state.drill == Some(now.day) && !state.hidden.suspended {
                    let ready = self.core.answered + DRILL_GAP;
                    let planned = Planned { is_new: false, introduces: None, ..current.planned };
                    self.core.drills.push(Drill { planned, ready });
                }
                self.notices.push(Notice::Graded { card, grade, state });
                self.notices.extend(leech);
            }
            Pending::Hide(notice) => {
                let what = match notice {
                    Notice::Buried(_) => "bury",
                    _ => "suspend",
                };
                self.undo.push((action, format!("{what} {card}"), self.core.clone()));
                self.notices.push(notice);
            }
            Pending::Know => {
                self.undo.push((action, format!("known {card}"), self.core.clone()));
                let due = state.due.unwrap_or(now.day);
                self.notices.push(Notice::Known { card, due });
            }
            Pending::Flag(flag) => {
                let what = if flag { "flag" } else { "unflag" };
                self.undo.push((action, format!("{what} {card}"), self.core.clone()));
                self.notices.push(Notice::Flagged(flag));
                if let Some(shown) = self.shown() {
                    shown.fetched.newest = Some(newest);
                    shown.fetched.state = *state;
                }
                return vec![Effect::Show];
            }
            Pending::Undo { .. } => {}
        }
        if now.day > self.day {
            return self.plan();
        }
        self.advance()
    }

    /// Counts a graded answer in the summary.
    pub(super) fn count(&mut self, grade: Grade, before: &CardState, current: &Current) {
        self.core.answered += 1;
        let summary = &mut self.core.summary;
        if !current.drill {
            summary.reviews += 1;
            if before.due.is_some() {
                summary.seen += 1;
                summary.remembered += u32::from(grade.is_pass());
            } else {
                summary.new += 1;
            }
        }
        let missed =
            !grade.is_pass() && summary.misses.iter().all(|miss| miss.card != current.planned.card);
        if missed && let View::Card(shown) = &self.view {
            summary.misses.push(Miss {
                card: current.planned.card.clone(),
                front: shown.question.headline().to_owned(),
                back: shown.answer.headline(),
            });
        }
    }
}
