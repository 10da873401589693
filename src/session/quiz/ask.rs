//! Questions: which comes next, what is answered, and when the time for it is up.

use crate::cards::Verdict;
use crate::cards::kinds::order::pairs_in_order;
use crate::model::sitting::{Given, QuizItem, Sure, WHOLE_PPM};
use crate::model::{Action, EventBody, Grade, Mode, Response, Reviewed, Seen};
use crate::scheduler::CardState;
use crate::session::agenda::{Effect, Fetched};
use crate::session::quiz::{Answered, Open, Pending, Quiz, Reaction, View};
use crate::session::screen::Notice;

impl Quiz {
    /// Fetches the next card of the draw; ends the quiz where there is none, or no time.
    pub(super) fn next(&mut self) -> Vec<Effect> {
        self.current = None;
        self.view = View::Waiting;
        self.took_ms = None;
        let is_over = self.manner.total_ms.is_some_and(|limit| self.spent_ms() >= limit);
        if is_over || self.answered.len() >= self.count as usize {
            return self.finish();
        }
        let Some(drawn) = self.pool.pop_front() else { return self.finish() };
        let fetch = Effect::Fetch(drawn.card.clone());
        self.current = Some(drawn);
        vec![fetch]
    }

    pub(super) fn fetched(&mut self, fetched: Fetched) -> Vec<Effect> {
        let Some(current) = &self.current else { return vec![Effect::Show] };
        let kind = fetched.note.content.as_kind();
        let part = current.card.part();
        // A scenario without other ways to go, most likely: another card stands in for it.
        let Some(question) = kind.quiz(part, self.manner.seed ^ current.card.hash()) else {
            return self.next();
        };
        let answer = kind.answer(part, &question);
        let since = self.now.at;
        self.view = View::Asked(Box::new(Open { fetched, question, answer, since }));
        vec![Effect::Show]
    }

    pub(super) fn answer(&mut self, response: Response) -> Vec<Effect> {
        let (View::Asked(open), Some(current)) = (&self.view, &self.current) else {
            return vec![Effect::Show];
        };
        let kind = open.fetched.note.content.as_kind();
        match kind.check(current.card.part(), &open.question, &response) {
            Ok(verdict) => {
                let spent_ms = self.open_ms(open);
                if let View::Asked(open) = std::mem::replace(&mut self.view, View::Waiting) {
                    let reaction = Reaction { shown: response, verdict, spent_ms };
                    self.view = View::Given(open, reaction);
                }
            }
            Err(error) => self.notices.push(Notice::Rejected(error.to_string())),
        }
        vec![Effect::Show]
    }

    /// Goes back to the question, to answer it otherwise. The time has run on.
    pub(super) fn change(&mut self) -> Vec<Effect> {
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Given(open, _) => self.view = View::Asked(open),
            view => self.view = view,
        }
        vec![Effect::Show]
    }

    pub(super) fn sure(&mut self, sure: Sure) -> Vec<Effect> {
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Given(open, reaction) => self.write(*open, Some((reaction, sure)), Given::Answer),
            view => {
                self.view = view;
                vec![Effect::Show]
            }
        }
    }

    /// Gives the question up.
    pub(super) fn pass(&mut self) -> Vec<Effect> {
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Asked(open) => self.write(*open, None, Given::Nothing),
            view => {
                self.view = view;
                vec![Effect::Show]
            }
        }
    }

    /// Says what follows where the time for the open question, or for all, has run out.
    ///
    /// A question whose own time is up was not answered. One that the end of the whole cuts short
    /// was not asked in full and does not count.
    pub(super) fn time_up(&mut self) -> Option<Vec<Effect>> {
        let View::Asked(open) = &self.view else { return None };
        let spent = self.open_ms(open);
        let is_late = self.manner.question_ms.is_some_and(|limit| spent >= limit);
        let is_over = self.manner.total_ms.is_some_and(|limit| self.spent_ms() + spent >= limit);
        if !is_late && !is_over {
            return None;
        }
        self.notices = vec![Notice::Message("the time is up".to_owned())];
        if !is_late {
            return Some(self.finish());
        }
        match std::mem::replace(&mut self.view, View::Waiting) {
            View::Asked(open) => Some(self.write(*open, None, Given::Late)),
            view => {
                self.view = view;
                None
            }
        }
    }

    /// Returns for how long a question has been open, in milliseconds.
    pub(super) fn open_ms(&self, open: &Open) -> u64 {
        u64::try_from(self.now.at.0.saturating_sub(open.since.0)).unwrap_or(0)
    }

    /// Returns the time all answers took, in milliseconds.
    pub(super) fn spent_ms(&self) -> u64 {
        self.answered.iter().map(|answered| answered.spent_ms).sum()
    }

    /// Writes what a question came to.
    fn write(&mut self, open: Open, answer: Option<(Reaction, Sure)>, given: Given) -> Vec<Effect> {
        let Some(drawn) = self.current.clone() else { return vec![Effect::Show] };
        let spent_ms =
            answer.as_ref().map_or_else(|| self.open_ms(&open), |(reaction, _)| reaction.spent_ms);
        let measured = u32::try_from(spent_ms).unwrap_or(u32::MAX);
        let took_ms = self.took_ms.take().unwrap_or(measured).min(Reviewed::MAX_TOOK_MS);
        let sure = answer.as_ref().map(|(_, sure)| *sure);
        let verdict = answer.as_ref().map(|(reaction, _)| &reaction.verdict);
        let grade = grade(verdict, sure);
        let note = &open.fetched.note;
        let body = EventBody::Reviewed(Reviewed {
            grade,
            took_ms,
            mode: Mode::Quiz,
            schedules: self.manner.record && self.schedules(grade, &open.fetched.state),
            response: verdict.map(|verdict| verdict.response.clone()),
            sure,
            emptied: false,
        });
        let action = Action::on(drawn.card.clone(), note.rev, Seen::Any, body);
        let item = QuizItem {
            card: drawn.card.clone(),
            topic: note.topic.clone(),
            facet: note.facet.map(|facet| facet.name().to_owned()),
            credit_ppm: verdict.map_or(0, credit_ppm),
            given,
            sure,
            took_ms,
        };
        let judged = answer.map(|(reaction, _)| (reaction.shown, reaction.verdict));
        let answered = Answered { drawn, open, item, judged, spent_ms };
        self.pending = Some(Pending::Answer(Box::new(answered)));
        vec![Effect::Append(action)]
    }

    /// Says whether a recorded answer schedules: a miss always, the rest where the card was due.
    fn schedules(&self, grade: Grade, state: &CardState) -> bool {
        let today = self.now.day;
        !grade.is_pass() || (state.is_due(today) && !state.is_hidden(today))
    }
}

/// Returns the grade of an answer. What was only guessed is not known, even where it was right.
fn grade(verdict: Option<&Verdict>, sure: Option<Sure>) -> Grade {
    match verdict {
        Some(verdict) if verdict.correct && sure != Some(Sure::Guess) => Grade::Good,
        _ => Grade::Again,
    }
}

/// Returns what an answer is worth, in millionths of a point: for an order the share of pairs in the
/// right order, for everything else all or nothing.
fn credit_ppm(verdict: &Verdict) -> u32 {
    match &verdict.response {
        _ if verdict.correct => WHOLE_PPM,
        Response::Order(places) => {
            let (right, all) = pairs_in_order(places);
            let half = u64::from(all) / 2;
            let ppm = (u64::from(right) * u64::from(WHOLE_PPM) + half).checked_div(u64::from(all));
            ppm.map_or(0, |ppm| ppm as u32)
        }
        Response::Choice(_) | Response::Text(_) => 0,
    }
}
