//! From the machine to the screen: what shows, and what can be done on it.

use crate::cards::{Kind, Question};
use crate::model::Grade;
use crate::scheduler::CardState;
use crate::session::agenda::{Opening, left_of};
use crate::session::card::SCENARIO_PARTS;
use crate::session::machine::{Session, Shown, View};
use crate::session::screen::{
    Act, Body, CardView, Head, Left, Outcome, Revealed, Screen, Stage, Summary,
};

impl Session {
    /// Returns what the learner sees now.
    pub(super) fn view(&self) -> Screen {
        let (body, head) = match &self.view {
            View::Opening(opening) => (self.opening(*opening), None),
            View::Introduction(topic, _) => {
                (Body::TopicIntro { title: topic.title.clone(), has_page: topic.has_page }, None)
            }
            View::Summary { title, text, .. } => {
                (Body::TopicSummary { title: title.clone(), text: text.clone() }, None)
            }
            View::Card(shown) => (self.card(shown), Some(self.head(shown))),
            View::Budget => {
                (Body::Budget { minutes: self.minutes, left: self.left().total() }, None)
            }
            View::Done | View::Waiting => (Body::Done(Box::new(self.done())), None),
        };
        let (notices, acts) = (self.notices.clone(), self.acts());
        Screen { head, body, notices, acts, timers: Vec::new() }
    }

    fn opening(&self, opening: Opening) -> Body {
        match opening {
            Opening::WelcomeBack { due, level_on } => {
                Body::WelcomeBack { due, minutes: self.minutes, level_on, today: self.day }
            }
            Opening::FirstRun { new, .. } => Body::FirstRun { minutes: self.minutes, new },
            Opening::None => Body::FirstRun { minutes: self.minutes, new: 0 },
        }
    }

    /// Counts what is left, the card on the screen included.
    fn left(&self) -> Left {
        let mut left = left_of(self.rest(), self.waiting_drills());
        match &self.core.current {
            Some(current) if current.drill => left.learning += 1,
            Some(current) if current.planned.is_new => left.new += 1,
            Some(_) => left.review += 1,
            None => {}
        }
        left
    }

    fn head(&self, shown: &Shown) -> Head {
        let current = self.core.current.as_ref();
        Head {
            topic: shown.fetched.topic.clone(),
            slug: shown.fetched.note.topic.clone(),
            facet: shown.fetched.note.facet,
            left: self.left(),
            count: None,
            done: self.core.answered,
            drill: current.is_some_and(|current| current.drill),
            flagged: shown.fetched.state.hidden.flagged,
            is_new: current.is_some_and(|current| current.planned.is_new && !current.drill),
        }
    }

    fn card(&self, shown: &Shown) -> Body {
        let note = &shown.fetched.note;
        let state = &shown.fetched.state;
        let card = match &self.core.current {
            Some(current) => current.planned.card.clone(),
            None => note.id.card(""),
        };
        let revealed = matches!(shown.stage, Stage::Revealed { .. }).then(|| Revealed {
            gist: note.gist.clone(),
            answer: shown.answer.clone(),
            more: note.more.clone(),
            sources: shown.fetched.sources.clone(),
            verdict: shown.judged.clone(),
            marked: None,
            outcomes: Some(self.outcomes(shown)),
        });
        Body::Card(Box::new(CardView {
            card,
            kind: note.content.kind(),
            lang: note.lang.clone(),
            translation: note.translation,
            corrected: state.rev != 0 && state.rev < note.rev,
            stage: shown.stage,
            question: shown.question.clone(),
            given: None,
            revealed,
        }))
    }

    /// Returns what each grade would do; the fold does exactly this.
    fn outcomes(&self, shown: &Shown) -> [Outcome; 4] {
        let before = &shown.fetched.state;
        let now = shown.revealed_at;
        let unchanged = |grade: Grade| Outcome {
            grade,
            due: before.due.unwrap_or(now.day),
            interval_days: before.sm2.interval_days,
            drill: before.drill == Some(now.day),
            unscheduled: true,
        };
        if self.is_practice(before) {
            return Grade::ALL.map(unchanged);
        }
        let outcomes = self.scheduler.preview(before, now);
        Grade::ALL.map(|grade| {
            let after: &CardState = &outcomes[grade];
            Outcome {
                grade,
                due: after.due.unwrap_or(now.day),
                interval_days: after.sm2.interval_days,
                drill: after.drill == Some(now.day),
                unscheduled: after.reps == before.reps,
            }
        })
    }

    fn done(&self) -> Summary {
        self.core.summary.clone()
    }

    /// Returns what can be done on the screen.
    fn acts(&self) -> Vec<Act> {
        match &self.view {
            View::Opening(Opening::FirstRun { can_place: true, .. }) => {
                vec![Act::Continue, Act::Place, Act::Quit]
            }
            View::Opening(_) => vec![Act::Continue, Act::Quit],
            View::Introduction(topic, _) => {
                let pages = [Act::Continue, Act::Page, Act::Skip, Act::Undo, Act::Quit];
                let plain = [Act::Continue, Act::Undo, Act::Quit];
                if topic.has_page { pages.to_vec() } else { plain.to_vec() }
            }
            View::Summary { .. } => vec![Act::Continue, Act::Page, Act::Undo, Act::Quit],
            View::Budget => vec![Act::Continue, Act::Undo, Act::Quit],
            View::Done | View::Waiting => vec![Act::Undo, Act::Quit],
            View::Card(shown) => self.card_acts(shown),
        }
    }

    fn card_acts(&self, shown: &Shown) -> Vec<Act> {
        let mut acts = match shown.stage {
            Stage::Stem => vec![Act::Options, Act::Reveal],
            Stage::Asked => match shown.question {
                Question::Mcq { .. } => vec![Act::Pick, Act::Reveal],
                Question::Order { .. } => vec![Act::Sort, Act::Reveal],
                Question::Typed { .. } => vec![Act::Type, Act::Reveal],
                _ => vec![Act::Reveal],
            },
            Stage::Revealed { parts } => {
                let more =
                    shown.fetched.note.content.kind() == Kind::Scenario && parts < SCENARIO_PARTS;
                let mut acts = if more { vec![Act::Continue] } else { Vec::new() };
                acts.extend(Grade::ALL.map(Act::Grade));
                let suggested = shown.judged.as_ref().map(|judged| judged.verdict.suggested);
                acts.extend(suggested.map(Act::Suggested));
                acts
            }
        };
        let current = self.core.current.as_ref();
        let revealed = matches!(shown.stage, Stage::Revealed { .. });
        if !revealed && current.is_some_and(|current| current.planned.is_new && !current.drill) {
            acts.push(Act::Know);
        }
        acts.extend([Act::Undo, Act::Edit, Act::Bury, Act::Suspend, Act::Flag, Act::History]);
        if shown.fetched.has_page {
            acts.push(Act::Page);
        }
        acts.push(Act::Quit);
        acts
    }
}
