//! The machine: `handle(input, moment) -> effects`.
//!
//! It knows no terminal, no database, no clock and no chance; the loop in `cli/drive` carries its
//! effects out and hands the replies back. What the learner sees is [`Session::screen`].

use std::sync::Arc;

use crate::cards::{Answer, Question};
use crate::model::{
    Action, ActionId, CardId, Day, EventBody, EventId, Grade, Moment, NewEvent, Response, Reviewed,
    Seen, Timestamp,
};
use crate::scheduler::{CardState, Scheduler};
use crate::session::agenda::{
    Agenda, Effect, Fetched, Introduction, Manner, Opening, Planned, Reply, words,
};
use crate::session::input::Input;
use crate::session::screen::{Judged, Miss, Notice, Stage, Summary};

/// After how many other cards a failed one is asked again.
const DRILL_GAP: u32 = 5;
/// How many cards more a learner takes at the end of the budget.
const EXTRA_CARDS: u32 = 5;

/// A session in progress.
pub struct Session {
    pub(super) scheduler: Box<dyn Scheduler>,
    pub(super) manner: Manner,
    pub(super) day: Day,
    pub(super) minutes: u32,
    budget_ms: Option<u64>,
    pub(super) beyond: u32,
    pub(super) core: Core,
    pub(super) view: View,
    pub(super) notices: Vec<Notice>,
    /// What can be taken back: the action, in words, and how things stood before it.
    undo: Vec<(ActionId, String, Core)>,
    /// What the next [`Reply::Written`] is about.
    pending: Option<Pending>,
    /// How long the next graded answer took, as measured by the face.
    took_ms: Option<u32>,
    /// A card that goes first in the next plan.
    first: Option<CardId>,
}

/// What an undo restores.
#[derive(Clone, Default)]
pub(super) struct Core {
    plan: Arc<[Planned]>,
    /// The place of the next card in the plan.
    at: usize,
    drills: Vec<Drill>,
    pub(super) current: Option<Current>,
    pub(super) answered: u32,
    pub(super) summary: Summary,
    /// Cards that may still be started beyond the budget.
    extra: u32,
}

/// A failed card that waits to be asked again.
#[derive(Clone)]
struct Drill {
    planned: Planned,
    /// The count of answers from which it may be asked.
    ready: u32,
}

/// The card that is asked.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) planned: Planned,
    pub(super) drill: bool,
}

/// What is on the screen.
pub(super) enum View {
    /// Nothing yet, or something is being fetched.
    Waiting,
    Opening(Opening),
    Introduction(Introduction, Box<Fetched>),
    Summary {
        title: String,
        text: String,
        card: Box<Fetched>,
    },
    Card(Box<Shown>),
    Budget,
    Done,
}

/// A card on the screen.
pub(super) struct Shown {
    pub(super) fetched: Fetched,
    pub(super) question: Question,
    pub(super) answer: Answer,
    pub(super) stage: Stage,
    pub(super) judged: Option<Judged>,
    /// When the question was shown, for the time an answer takes.
    since: Timestamp,
    /// When the answer was shown, for the preview of the grades.
    pub(super) revealed_at: Moment,
}

enum Pending {
    Grade { grade: Grade, took_ms: u32, before: Box<CardState>, leech: Option<Notice> },
    Hide(Notice),
    Know,
    Flag(bool),
    Undo { what: String, core: Box<Core> },
}

impl Session {
    /// Starts a session on a study day. Nothing happens before [`Session::start`].
    pub fn new(scheduler: Box<dyn Scheduler>, manner: Manner, day: Day) -> Session {
        Session {
            scheduler,
            manner,
            day,
            minutes: 0,
            budget_ms: None,
            beyond: 0,
            core: Core::default(),
            view: View::Waiting,
            notices: Vec::new(),
            undo: Vec::new(),
            pending: None,
            took_ms: None,
            first: None,
        }
    }

    /// Takes the plan and shows the opening or the first card.
    pub fn start(&mut self, agenda: Agenda) -> Vec<Effect> {
        let opening = agenda.opening;
        self.take(agenda);
        if self.manner.intros && opening != Opening::None {
            self.view = View::Opening(opening);
            return vec![Effect::Show];
        }
        self.advance()
    }

    /// Returns the study day the session works on.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Returns what was done so far.
    pub fn summary(&self) -> &Summary {
        &self.core.summary
    }

    /// Takes what a person does.
    pub fn act(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        self.notices.clear();
        if let Input::Clock(_) = input {
            self.notices.push(Notice::Clock { now });
        }
        let keeps = matches!(input, Input::Grade(_) | Input::Undo | Input::Quit | Input::Took(_))
            || matches!(input, Input::Continue if self.suggested().is_some());
        if now.day > self.day && !keeps {
            return vec![Effect::Plan];
        }
        match input {
            Input::Took(ms) => {
                self.took_ms = Some(ms);
                Vec::new()
            }
            Input::Clock(_) => vec![Effect::Show],
            Input::Quit => vec![Effect::Exit],
            Input::Undo => self.undo(),
            Input::Continue => self.go_on(now),
            Input::Skip => self.skip(now),
            Input::Page | Input::History | Input::Edit => self.open(&input),
            Input::Options => self.options(),
            Input::Reveal => self.reveal(now),
            Input::Answer(response) => self.answer(&response, now),
            Input::Grade(grade) => self.grade(grade, now),
            Input::Know => self.know(),
            Input::Bury => self.hide(EventBody::Buried { until: now.day + 1 }, Notice::Buried),
            Input::Suspend => self.hide(EventBody::Suspended, Notice::Suspended),
            Input::Flag => self.flag(),
        }
    }

    /// Says why an input could not be taken; nothing changes.
    pub fn reject(&mut self, why: String) -> Vec<Effect> {
        self.notices = vec![Notice::Rejected(why)];
        vec![Effect::Show]
    }

    /// Takes the answer to an effect.
    pub fn reply(&mut self, reply: Reply, now: Moment) -> Vec<Effect> {
        match reply {
            Reply::Card(card) => match *card {
                Ok(fetched) => self.fetched(fetched, now),
                Err(why) => {
                    self.notices.push(Notice::Broken(why));
                    self.advance()
                }
            },
            Reply::Written { action, newest, state } => self.written(action, newest, state, now),
            Reply::Stale => {
                self.notices.push(Notice::Stale);
                self.pending = None;
                self.advance()
            }
            Reply::TakenBack(None) => {
                self.notices.push(Notice::NothingToUndo);
                vec![Effect::Show]
            }
            Reply::TakenBack(Some(back)) => {
                self.notices.push(Notice::Undone { what: back.what });
                self.first = Some(back.card);
                vec![Effect::Plan]
            }
            Reply::Planned(agenda) => {
                self.day = now.day;
                self.take(agenda);
                self.advance()
            }
            Reply::Tally { tomorrow, streak, next_due } => {
                let left = self.beyond + self.left_total();
                let summary = &mut self.core.summary;
                (summary.tomorrow, summary.streak, summary.next_due) = (tomorrow, streak, next_due);
                summary.left = left;
                self.view = View::Done;
                vec![Effect::Show]
            }
            Reply::Summary(text) => {
                if let View::Introduction(topic, card) =
                    std::mem::replace(&mut self.view, View::Waiting)
                {
                    self.view = View::Summary { title: topic.title, text, card };
                }
                vec![Effect::Show]
            }
            Reply::Edited(Ok(())) => {
                self.notices.push(Notice::Edited);
                self.refetch()
            }
            Reply::Edited(Err(why)) => {
                self.notices.push(Notice::Message(why));
                vec![Effect::Show]
            }
        }
    }

    /// Takes a plan in, the undone card first.
    fn take(&mut self, agenda: Agenda) {
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

    fn left_total(&self) -> u32 {
        (self.rest().len() + self.core.drills.len()) as u32
    }

    /// Goes to the next card: a failed one that is ready, the next of the plan, any failed one, or
    /// the end.
    fn advance(&mut self) -> Vec<Effect> {
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

    fn refetch(&mut self) -> Vec<Effect> {
        match &self.core.current {
            Some(current) => vec![Effect::Fetch(current.planned.card.clone())],
            None => vec![Effect::Show],
        }
    }

    fn fetched(&mut self, fetched: Fetched, now: Moment) -> Vec<Effect> {
        let state = &fetched.state;
        let open_drill = state.drill == Some(self.day);
        let Some(current) = &mut self.core.current else { return self.advance() };
        if open_drill {
            current.drill = true;
        } else if state.last == Some(self.day) && self.manner.schedules || state.is_hidden(self.day)
        {
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
    fn show(&mut self, fetched: Fetched, now: Moment) {
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

    fn shown(&mut self) -> Option<&mut Shown> {
        match &mut self.view {
            View::Card(shown) => Some(shown),
            _ => None,
        }
    }

    fn suggested(&self) -> Option<Grade> {
        match &self.view {
            View::Card(shown) => shown.judged.as_ref().map(|judged| judged.verdict.suggested),
            _ => None,
        }
    }

    fn go_on(&mut self, now: Moment) -> Vec<Effect> {
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Opening(_) => self.advance(),
            View::Introduction(topic, card) if topic.has_page => {
                let effect = self.core.current.as_ref().map(|current| current.planned.card.clone());
                self.view = View::Introduction(topic, card);
                effect.map(Effect::FindSummary).into_iter().collect()
            }
            View::Introduction(_, card) | View::Summary { card, .. } => {
                self.show(*card, now);
                vec![Effect::Show]
            }
            View::Budget => {
                self.core.extra = EXTRA_CARDS;
                self.advance()
            }
            View::Card(shown) => {
                let judged = shown.judged.as_ref().map(|judged| judged.verdict.suggested);
                let stage = shown.stage;
                self.view = View::Card(shown);
                match (stage, judged) {
                    (Stage::Stem, _) => self.options(),
                    (Stage::Asked, _) => self.reveal(now),
                    (Stage::Revealed { .. }, Some(grade)) => self.grade(grade, now),
                    (Stage::Revealed { .. }, None) => self.next_part(),
                }
            }
            view @ (View::Done | View::Waiting) => {
                self.view = view;
                vec![Effect::Show]
            }
        }
    }

    fn skip(&mut self, now: Moment) -> Vec<Effect> {
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Introduction(_, card) | View::Summary { card, .. } => self.show(*card, now),
            view => self.view = view,
        }
        vec![Effect::Show]
    }

    fn open(&mut self, input: &Input) -> Vec<Effect> {
        let facet = match &self.view {
            View::Card(shown) => shown.fetched.note.facet,
            View::Introduction(..) | View::Summary { .. } => None,
            _ => return vec![Effect::Show],
        };
        let Some(current) = &self.core.current else { return vec![Effect::Show] };
        let card = current.planned.card.clone();
        match input {
            Input::Page => vec![Effect::OpenPage(card, facet), Effect::Show],
            Input::History => vec![Effect::OpenHistory(card), Effect::Show],
            _ => vec![Effect::Edit(card)],
        }
    }

    fn options(&mut self) -> Vec<Effect> {
        if let Some(shown) = self.shown()
            && shown.stage == Stage::Stem
        {
            shown.stage = Stage::Asked;
        }
        vec![Effect::Show]
    }

    fn reveal(&mut self, now: Moment) -> Vec<Effect> {
        let by_parts = self.manner.parts;
        if let Some(shown) = self.shown() {
            if matches!(shown.stage, Stage::Revealed { .. }) {
                return self.next_part();
            }
            let scenario = matches!(shown.question, Question::Scenario { .. });
            let parts = if scenario && !by_parts { SCENARIO_PARTS } else { 1 };
            shown.stage = Stage::Revealed { parts };
            shown.revealed_at = now;
        }
        vec![Effect::Show]
    }

    fn next_part(&mut self) -> Vec<Effect> {
        if let Some(shown) = self.shown()
            && let Stage::Revealed { parts } = &mut shown.stage
            && matches!(shown.question, Question::Scenario { .. })
        {
            *parts = (*parts + 1).min(SCENARIO_PARTS);
        }
        vec![Effect::Show]
    }

    fn answer(&mut self, response: &Response, now: Moment) -> Vec<Effect> {
        let part = match &self.core.current {
            Some(current) => current.planned.card.part().to_owned(),
            None => return vec![Effect::Show],
        };
        let Some(shown) = self.shown() else { return vec![Effect::Show] };
        if matches!(shown.stage, Stage::Revealed { .. }) {
            return vec![Effect::Show];
        }
        let kind = shown.fetched.note.content.as_kind();
        match kind.check(&part, &shown.question, response) {
            Ok(verdict) => {
                let picked = match response {
                    Response::Choice(picked) => Some(*picked),
                    _ => None,
                };
                shown.judged = Some(Judged { verdict, picked });
                self.reveal(now)
            }
            Err(error) => {
                self.notices.push(Notice::Rejected(error.to_string()));
                vec![Effect::Show]
            }
        }
    }

    fn grade(&mut self, grade: Grade, now: Moment) -> Vec<Effect> {
        let took_ms = self.took_ms.take();
        let (schedules, mode) = (self.manner.schedules, self.manner.mode);
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
        let body = EventBody::Reviewed(Reviewed { grade, took_ms, mode, schedules, response });
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

    /// Says whether a grade makes the card a leech now: at the limit, and at every half more.
    fn leech(&self, before: &CardState, grade: Grade, now: Moment) -> bool {
        let limit = self.manner.leech_lapses;
        let after = &self.scheduler.preview(before, now)[grade];
        self.manner.schedules
            && limit > 0
            && after.lapses > before.lapses
            && after.lapses >= limit
            && (after.lapses - limit).is_multiple_of((limit / 2).max(1))
    }

    fn know(&mut self) -> Vec<Effect> {
        let is_new = self.core.current.as_ref().is_some_and(|now| now.planned.is_new && !now.drill);
        if !is_new {
            return vec![Effect::Show];
        }
        self.append_on_current(EventBody::Known, Pending::Know)
    }

    fn hide(&mut self, body: EventBody, notice: fn(CardId) -> Notice) -> Vec<Effect> {
        let Some(current) = &self.core.current else { return vec![Effect::Show] };
        let notice = notice(current.planned.card.clone());
        self.append_on_current(body, Pending::Hide(notice))
    }

    fn flag(&mut self) -> Vec<Effect> {
        let Some(shown) = self.shown() else { return vec![Effect::Show] };
        let flag = !shown.fetched.state.hidden.flagged;
        let body = if flag { EventBody::Flagged } else { EventBody::Unflagged };
        self.append_on_current(body, Pending::Flag(flag))
    }

    fn append_on_current(&mut self, body: EventBody, pending: Pending) -> Vec<Effect> {
        let View::Card(shown) = &self.view else { return vec![Effect::Show] };
        let Some(current) = &self.core.current else { return vec![Effect::Show] };
        let card = current.planned.card.clone();
        let action =
            Action::on(card, shown.fetched.note.rev, Seen::Newest(shown.fetched.newest), body);
        self.pending = Some(pending);
        vec![Effect::Append(action)]
    }

    fn undo(&mut self) -> Vec<Effect> {
        let Some((action, what, core)) = self.undo.pop() else { return vec![Effect::UndoOlder] };
        self.pending = Some(Pending::Undo { what, core: Box::new(core) });
        let body = EventBody::Retracted { action };
        let entry = NewEvent { card: None, rev: 0, origin: None, body };
        vec![Effect::Append(Action { entries: vec![entry], seen: Seen::Any })]
    }

    fn written(
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
                return vec![Effect::Plan];
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
            return vec![Effect::Plan];
        }
        self.advance()
    }

    /// Counts a graded answer in the summary.
    fn count(&mut self, grade: Grade, before: &CardState, current: &Current) {
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

/// A scenario is revealed in this many parts.
pub(super) const SCENARIO_PARTS: u8 = 4;
