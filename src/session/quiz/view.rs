//! From the quiz to the screen: what shows, and what can be done on it.

use crate::cards::{Content, Question};
use crate::model::{Response, Sure};
use crate::session::quiz::screen::Marked;
use crate::session::quiz::{Answered, Open, Quiz, View};
use crate::session::screen::{
    Act, Body, CardView, Head, Judged, Measures, Revealed, Screen, Stage, Timer,
};

impl Quiz {
    /// Returns what the learner sees now.
    pub(super) fn view(&self) -> Screen {
        let at = self.answered.len() as u32;
        let (head, body) = match &self.view {
            View::Asked(open) => {
                (Some(self.head(open, at)), Body::Card(Box::new(self.asked(open))))
            }
            View::Given(open, reaction) => {
                let given = Some(reaction.shown.clone());
                let view = CardView { given, ..self.asked(open) };
                (Some(self.head(open, at)), Body::Card(Box::new(view)))
            }
            View::Told(place) | View::Again(place) => match self.answered.get(*place) {
                Some(answered) => {
                    let view = Box::new(self.revealed(answered));
                    (Some(self.head(&answered.open, *place as u32)), Body::Card(view))
                }
                None => (None, self.end_body()),
            },
            View::Offers => {
                let offers = self.offers.iter().map(|(offer, _)| offer.clone());
                (None, Body::Offers(offers.collect()))
            }
            View::End | View::Waiting => (None, self.end_body()),
        };
        let notices = self.notices.clone();
        Screen { head, body, notices, acts: self.acts(), timers: self.timers() }
    }

    fn end_body(&self) -> Body {
        Body::QuizEnd(self.end.clone().unwrap_or_else(|| Box::new(self.make_end())))
    }

    fn head(&self, open: &Open, place: u32) -> Head {
        Head {
            topic: open.fetched.topic.clone(),
            slug: open.fetched.note.topic.clone(),
            facet: open.fetched.note.facet,
            count: Some((place + 1, self.planned().max(place + 1))),
            done: place,
            flagged: open.fetched.state.hidden.flagged,
            ..Head::default()
        }
    }

    fn asked(&self, open: &Open) -> CardView {
        let note = &open.fetched.note;
        let card = self.current.as_ref().map(|current| current.card.clone());
        CardView {
            card: card.unwrap_or_else(|| note.id.card("")),
            kind: note.content.kind(),
            lang: note.lang.clone(),
            translation: note.translation,
            corrected: false,
            stage: Stage::Asked,
            question: open.question.clone(),
            given: None,
            revealed: None,
        }
    }

    /// Returns an answered question with its answer and what it came to.
    pub(super) fn revealed(&self, answered: &Answered) -> CardView {
        let Answered { open, item, judged, .. } = answered;
        let note = &open.fetched.note;
        let verdict = judged.as_ref().map(|(shown, verdict)| Judged {
            verdict: verdict.clone(),
            picked: match shown {
                Response::Choice(picked) => Some(*picked),
                _ => None,
            },
        });
        CardView {
            card: item.card.clone(),
            stage: Stage::Revealed { parts: u8::MAX },
            revealed: Some(Revealed {
                gist: note.gist.clone(),
                answer: open.answer.clone(),
                more: more(note),
                sources: open.fetched.sources.clone(),
                verdict,
                marked: Some(Marked::of(item)),
                outcomes: None,
            }),
            ..self.asked(open)
        }
    }

    /// Returns the times that run, where there are limits: while a question is open.
    fn timers(&self) -> Vec<Timer> {
        let View::Asked(open) = &self.view else { return Vec::new() };
        let open_ms = self.open_ms(open);
        let timer = |measures, spent_ms, limit_ms: Option<u64>| {
            limit_ms.map(|limit| Timer {
                measures,
                spent_ms,
                limit_ms: Some(limit),
                ends: true,
                runs: true,
            })
        };
        let this = timer(Measures::This, open_ms, self.manner.question_ms);
        let whole = timer(Measures::Whole, self.spent_ms() + open_ms, self.manner.total_ms);
        this.into_iter().chain(whole).collect()
    }

    fn acts(&self) -> Vec<Act> {
        match &self.view {
            View::Waiting => vec![Act::Quit],
            View::Asked(open) => {
                let answer = match open.question {
                    Question::Mcq { .. } => Act::Pick,
                    Question::Order { .. } => Act::Sort,
                    _ => Act::Type,
                };
                vec![answer, Act::Pass, Act::Undo, Act::Quit]
            }
            View::Given(..) => {
                let mut acts = Sure::ALL.map(Act::Sure).to_vec();
                acts.extend([Act::Change, Act::Undo, Act::Quit]);
                acts
            }
            View::Told(_) | View::Again(_) => {
                let mut acts = vec![Act::Continue];
                if matches!(self.view, View::Told(_)) {
                    acts.push(Act::Undo);
                }
                acts.extend([Act::Flag, Act::History]);
                if self.told().is_some_and(|answered| answered.open.fetched.has_page) {
                    acts.push(Act::Page);
                }
                acts.push(Act::Quit);
                acts
            }
            View::Offers => vec![Act::Continue, Act::Toggle, Act::Skip, Act::Quit],
            View::End if self.answered.is_empty() => vec![Act::Quit],
            View::End => vec![Act::Continue, Act::Undo, Act::Quit],
        }
    }
}

/// Returns the remark below an answer. The options of a scenario say why; what the choice costs and
/// what would flip it stands here.
fn more(note: &crate::cards::Note) -> Option<String> {
    let Content::Scenario(scenario) = &note.content else { return note.more.clone() };
    let mut text = format!("**Cost.** {}\n\n**Flips if.** {}", scenario.cost, scenario.flips_if);
    if let Some(more) = &note.more {
        text.push_str(&format!("\n\n{more}"));
    }
    Some(text)
}
