//! The machine of a day's revision: an input and a moment go in, effects come out.
//!
//! It knows no terminal, no database, no clock and no chance; the loop in `cli/drive` carries its
//! effects out and hands the replies back. Start with its [`Machine`].

use crate::cards::{Answer, Question};
use crate::model::{ActionId, CardId, Day, EventBody, Moment, Timestamp};
use crate::scheduler::Scheduler;
use crate::session::agenda::{Agenda, Done, Effect, Fetched, Introduction, Manner, Opening, Reply};
use crate::session::input::Input;
use crate::session::prompter::Machine;
use crate::session::queue::Core;
use crate::session::screen::{Judged, Notice, Screen, Stage, Summary};
use crate::session::writing::Pending;

/// A session in progress.
pub struct Session {
    pub(super) scheduler: Box<dyn Scheduler>,
    pub(super) manner: Manner,
    pub(super) day: Day,
    pub(super) minutes: u32,
    pub(super) budget_ms: Option<u64>,
    pub(super) beyond: u32,
    pub(super) elsewhere: u32,
    pub(super) core: Core,
    pub(super) view: View,
    pub(super) notices: Vec<Notice>,
    /// What can be taken back: the action, in words, and how things stood before it.
    pub(super) undo: Vec<(ActionId, String, Core)>,
    /// What the next [`Reply::Written`] is about.
    pub(super) pending: Option<Pending>,
    /// How long the next graded answer took, as measured by the face.
    pub(super) took_ms: Option<u32>,
    /// A card that goes first in the next plan.
    pub(super) first: Option<CardId>,
    is_left_for_quiz: bool,
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
    pub(super) since: Timestamp,
    /// When the answer was shown, for the preview of the grades.
    pub(super) revealed_at: Moment,
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
            elsewhere: 0,
            core: Core::default(),
            view: View::Waiting,
            notices: Vec::new(),
            undo: Vec::new(),
            pending: None,
            took_ms: None,
            first: None,
            is_left_for_quiz: false,
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

    /// Says whether the person left for a quiz that finds out what is known already.
    pub fn wants_to_be_placed(&self) -> bool {
        self.is_left_for_quiz
    }

    fn place(&mut self) -> Vec<Effect> {
        match self.view {
            View::Opening(Opening::FirstRun { can_place: true, .. }) => {
                self.is_left_for_quiz = true;
                vec![Effect::Exit]
            }
            _ => vec![Effect::Show],
        }
    }

    /// Asks for a new plan.
    pub(super) fn plan(&self) -> Vec<Effect> {
        let Summary { spent_ms, reviews, .. } = self.core.summary;
        vec![Effect::Plan(Done { spent_ms, reviews })]
    }
}

impl Machine for Session {
    fn screen(&self) -> Screen {
        self.view()
    }

    fn act(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        self.notices.clear();
        if let Input::Clock(_) = input {
            self.notices.push(Notice::Clock { now });
        }
        let keeps = matches!(input, Input::Grade(_) | Input::Undo | Input::Quit | Input::Took(_))
            || matches!(input, Input::Continue if self.suggested().is_some());
        if now.day > self.day && !keeps {
            return self.plan();
        }
        match input {
            Input::Took(ms) => {
                self.took_ms = Some(ms);
                Vec::new()
            }
            Input::Tick => Vec::new(),
            // These belong to a quiz.
            Input::Sure(_) | Input::Change | Input::Toggle(_) => vec![Effect::Show],
            Input::Clock(_) => vec![Effect::Show],
            Input::Quit => vec![Effect::Exit],
            Input::Place => self.place(),
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
            Input::Interview(_) => vec![Effect::Show],
        }
    }

    fn reject(&mut self, why: String) -> Vec<Effect> {
        self.notices = vec![Notice::Rejected(why)];
        vec![Effect::Show]
    }

    fn reply(&mut self, reply: Reply, now: Moment) -> Vec<Effect> {
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
            Reply::TakenBack(None) if self.pending.take().is_some() => {
                // Another window took that one back already: the one before it is next.
                self.undo()
            }
            Reply::TakenBack(None) => {
                self.notices.push(Notice::NothingToUndo);
                vec![Effect::Show]
            }
            Reply::TakenBack(Some(back)) => {
                self.notices.push(Notice::Undone { what: back.what });
                self.first = back.card;
                self.plan()
            }
            Reply::Planned(agenda) => {
                self.day = now.day;
                // How things stood before belongs to the plan that is gone. What was done in it is
                // taken back from the log, and the card comes first in the plan of today.
                self.undo.clear();
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
            Reply::Unseen(_) => Vec::new(),
            Reply::Summary(text) => {
                if let View::Introduction(topic, card) =
                    std::mem::replace(&mut self.view, View::Waiting)
                {
                    self.view = View::Summary { title: topic.title, text, card };
                }
                vec![Effect::Show]
            }
            Reply::Interview(_) => Vec::new(),
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
}
