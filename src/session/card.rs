//! What is done on the open card before it is graded: parts, options, answers, introductions.

use crate::cards::Question;
use crate::model::{Grade, Moment, Response};
use crate::session::agenda::Effect;
use crate::session::input::Input;
use crate::session::machine::{Session, Shown, View};
use crate::session::screen::{Judged, Notice, Stage};

/// How many cards more a learner takes at the end of the budget.
const EXTRA_CARDS: u32 = 5;

/// A scenario is revealed in this many parts.
pub(super) const SCENARIO_PARTS: u8 = 4;

impl Session {
    pub(super) fn shown(&mut self) -> Option<&mut Shown> {
        match &mut self.view {
            View::Card(shown) => Some(shown),
            _ => None,
        }
    }

    pub(super) fn suggested(&self) -> Option<Grade> {
        match &self.view {
            View::Card(shown) => shown.judged.as_ref().map(|judged| judged.verdict.suggested),
            _ => None,
        }
    }

    pub(super) fn go_on(&mut self, now: Moment) -> Vec<Effect> {
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

    pub(super) fn skip(&mut self, now: Moment) -> Vec<Effect> {
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Introduction(_, card) | View::Summary { card, .. } => self.show(*card, now),
            view => self.view = view,
        }
        vec![Effect::Show]
    }

    pub(super) fn open(&mut self, input: &Input) -> Vec<Effect> {
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

    pub(super) fn options(&mut self) -> Vec<Effect> {
        if let Some(shown) = self.shown()
            && shown.stage == Stage::Stem
        {
            shown.stage = Stage::Asked;
        }
        vec![Effect::Show]
    }

    pub(super) fn reveal(&mut self, now: Moment) -> Vec<Effect> {
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

    pub(super) fn next_part(&mut self) -> Vec<Effect> {
        if let Some(shown) = self.shown()
            && let Stage::Revealed { parts } = &mut shown.stage
            && matches!(shown.question, Question::Scenario { .. })
        {
            *parts = (*parts + 1).min(SCENARIO_PARTS);
        }
        vec![Effect::Show]
    }

    pub(super) fn answer(&mut self, response: &Response, now: Moment) -> Vec<Effect> {
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
}
