//! A quiz as a pure machine: questions that have a right answer, how sure one is, a report.
//!
//! An answer is durable before anything else is shown, and so is the record of the whole at the end.
//! [`Quiz`] has the turns from one view to the next; `ask.rs` asks and takes answers, `writing.rs`
//! goes on once they are durable and takes them back, `end.rs` ends and places, `view.rs` is what
//! shows. [`plan`] is what it is given, [`screen`] what it shows besides questions.

mod ask;
mod end;
pub mod plan;
pub mod screen;
mod view;
mod writing;

use std::collections::VecDeque;

use crate::cards::{Answer, Question, Verdict};
use crate::model::sitting::{QuizItem, QuizRecord};
use crate::model::{ActionId, CardId, Moment, Response, Timestamp};
use crate::session::agenda::{Effect, Fetched, Reply};
use crate::session::input::Input;
use crate::session::prompter::Machine;
use crate::session::quiz::plan::{Drawn, QuizManner, QuizPlan};
use crate::session::quiz::screen::{Offer, QuizEnd};
use crate::session::screen::{Notice, Screen};

/// A quiz in progress.
pub struct Quiz {
    manner: QuizManner,
    earlier: Vec<(Moment, QuizRecord)>,
    /// What is left of the draw.
    pool: VecDeque<Drawn>,
    /// How many questions are to be asked.
    count: u32,
    /// The moment of the last input.
    now: Moment,
    /// The card that is fetched or asked.
    current: Option<Drawn>,
    answered: Vec<Answered>,
    view: View,
    notices: Vec<Notice>,
    pending: Option<Pending>,
    /// What can be taken back.
    undo: Vec<(ActionId, Deed)>,
    /// How long the next answer took, as measured by the face.
    took_ms: Option<u32>,
    /// The end, once its record is written.
    end: Option<Box<QuizEnd>>,
    /// Sections that may be known, with their new cards.
    offers: Vec<(Offer, Vec<(CardId, u32)>)>,
    /// How many cards the offers made known.
    placed: u32,
}

/// What is on the screen.
enum View {
    /// Something is being fetched or written.
    Waiting,
    /// A question.
    Asked(Box<Open>),
    /// The same, answered: how sure?
    Given(Box<Open>, Reaction),
    /// An answered question with its answer, by its place.
    Told(usize),
    /// The end.
    End,
    /// Sections that may be known already.
    Offers,
    /// An answered question again, after the end.
    Again(usize),
}

/// A question with what it is made of.
#[derive(Clone)]
struct Open {
    fetched: Fetched,
    question: Question,
    answer: Answer,
    /// When it was shown.
    since: Timestamp,
}

/// An answer that is not written yet.
struct Reaction {
    /// As shown.
    shown: Response,
    verdict: Verdict,
    /// From the question to the answer, in milliseconds.
    spent_ms: u64,
}

/// An answered question.
struct Answered {
    drawn: Drawn,
    open: Open,
    item: QuizItem,
    /// The verdict, where there was a response.
    judged: Option<(Response, Verdict)>,
    /// The time it counts for the limit of the whole, in milliseconds.
    spent_ms: u64,
}

/// What can be taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Answer,
    Record,
    Placed,
}

/// What the next [`Reply::Written`] is about.
enum Pending {
    Answer(Box<Answered>),
    Record,
    Placed(u32),
    Flag(bool),
    Undo(Deed),
}

impl Quiz {
    /// Makes a quiz. Nothing happens before [`Quiz::start`].
    pub fn new(plan: QuizPlan, manner: QuizManner, now: Moment) -> Quiz {
        Quiz {
            manner,
            earlier: plan.earlier,
            pool: plan.cards.into(),
            count: plan.count,
            now,
            current: None,
            answered: Vec::new(),
            view: View::Waiting,
            notices: Vec::new(),
            pending: None,
            undo: Vec::new(),
            took_ms: None,
            end: None,
            offers: Vec::new(),
            placed: 0,
        }
    }

    /// Asks the first question.
    pub fn start(&mut self) -> Vec<Effect> {
        self.next()
    }

    /// Returns the end, once the quiz is over and its record is durable.
    pub fn end(&self) -> Option<&QuizEnd> {
        self.end.as_deref()
    }

    fn go_on(&mut self) -> Vec<Effect> {
        match self.view {
            View::Told(_) => return self.next(),
            View::End if self.open_offers() > 0 => self.view = View::Offers,
            View::End if !self.answered.is_empty() => self.view = View::Again(0),
            View::Again(place) if place + 1 < self.answered.len() => {
                self.view = View::Again(place + 1);
            }
            View::Again(_) => self.view = View::End,
            View::Offers => return self.place(),
            View::Waiting | View::Asked(_) | View::Given(..) | View::End => {}
        }
        vec![Effect::Show]
    }

    /// Leaves, or goes one step towards leaving: a quiz in which something was answered ends with
    /// its report.
    fn quit(&mut self) -> Vec<Effect> {
        match self.view {
            View::End | View::Waiting => vec![Effect::Exit],
            View::Offers | View::Again(_) => {
                self.view = View::End;
                vec![Effect::Show]
            }
            View::Asked(_) | View::Given(..) | View::Told(_) if self.answered.is_empty() => {
                vec![Effect::Exit]
            }
            View::Asked(_) | View::Given(..) | View::Told(_) => self.finish(),
        }
    }

    /// Opens the page of the topic, or the card's history.
    fn open(&self, input: &Input) -> Vec<Effect> {
        let Some(answered) = self.told() else { return vec![Effect::Show] };
        let card = answered.item.card.clone();
        let facet = answered.open.fetched.note.facet;
        match input {
            Input::Page => vec![Effect::OpenPage(card, facet), Effect::Show],
            _ => vec![Effect::OpenHistory(card), Effect::Show],
        }
    }

    fn told_place(&self) -> Option<usize> {
        match self.view {
            View::Told(place) | View::Again(place) => Some(place),
            _ => None,
        }
    }

    fn told(&self) -> Option<&Answered> {
        self.answered.get(self.told_place()?)
    }
}

impl Machine for Quiz {
    fn screen(&self) -> Screen {
        self.view()
    }

    fn act(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        self.now = now;
        // A tick that changes nothing lets stand what was said.
        if input != Input::Tick {
            self.notices.clear();
        }
        if let Input::Clock(_) = input {
            self.notices.push(Notice::Clock { now });
        }
        if let Input::Took(ms) = input {
            self.took_ms = Some(ms);
            return Vec::new();
        }
        if input != Input::Quit
            && let Some(effects) = self.time_up()
        {
            return effects;
        }
        match input {
            Input::Tick => Vec::new(),
            Input::Quit => self.quit(),
            Input::Answer(response) => self.answer(response),
            Input::Reveal => self.pass(),
            Input::Sure(sure) => self.sure(sure),
            Input::Change => self.change(),
            Input::Continue => self.go_on(),
            Input::Skip => self.skip_offers(),
            Input::Toggle(place) => self.toggle(place),
            Input::Undo => self.undo(),
            Input::Flag => self.flag(),
            Input::Page | Input::History => self.open(&input),
            Input::Clock(_)
            | Input::Took(_)
            | Input::Options
            | Input::Know
            | Input::Place
            | Input::Grade(_)
            | Input::Edit
            | Input::Bury
            | Input::Suspend
            | Input::Interview(_) => vec![Effect::Show],
        }
    }

    fn reject(&mut self, why: String) -> Vec<Effect> {
        self.notices = vec![Notice::Rejected(why)];
        vec![Effect::Show]
    }

    fn reply(&mut self, reply: Reply, now: Moment) -> Vec<Effect> {
        self.now = now;
        match reply {
            Reply::Card(card) => match *card {
                Ok(fetched) => self.fetched(fetched),
                Err(why) => {
                    self.notices.push(Notice::Broken(why));
                    self.next()
                }
            },
            Reply::Written { action, .. } => self.written(action),
            // Another window took it back already.
            Reply::TakenBack(_) => match self.pending.take() {
                Some(Pending::Undo(deed)) => self.undone(deed),
                _ => vec![Effect::Show],
            },
            Reply::Unseen(unseen) => self.offered(unseen),
            Reply::Stale
            | Reply::Planned(_)
            | Reply::Tally { .. }
            | Reply::Summary(_)
            | Reply::Interview(_)
            | Reply::Edited(_) => vec![Effect::Show],
        }
    }
}
