//! The machine of a mock interview: an input and a moment go in, effects come out.
//!
//! Each prompt goes the same way: it is answered (in phases, where it is an exercise), follow-ups
//! are asked, then the rubric shows and is ticked; what was rated is written before what it came to
//! shows. Answering is in `answering.rs`, ticking and writing in `rating.rs`, and the way from state
//! to screen in `view.rs`.

use std::collections::BTreeMap;

use crate::model::{ActionId, CardId, Moment, PromptRecord, Response, Timestamp};
use crate::session::agenda::{Effect, Reply};
use crate::session::input::Input;
use crate::session::interview::draw::{Pick, Remark};
use crate::session::interview::history::{Held, Terms};
use crate::session::interview::moves::{Errand, Move, News, Transcript};
use crate::session::interview::open::Open;
use crate::session::interview::report::{Report, Sheet};
use crate::session::prompter::Machine;
use crate::session::screen::{Notice, Screen};

/// What an interview is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What was asked for.
    pub terms: Terms,
    /// The prompts, in order.
    pub picks: Vec<Pick>,
    /// What a person should know about the choice.
    pub remarks: Vec<Remark>,
    /// The interviews held before, oldest first, to compare with.
    pub earlier: Vec<Held>,
    /// The command that listens to answers, as configured.
    pub recorder: Option<String>,
}

/// A mock interview in progress.
pub struct MockInterview {
    pub(super) setup: Setup,
    /// When it began: it has no name before.
    pub(super) began: Timestamp,
    /// The moment of the last input.
    pub(super) now: Moment,
    /// The pick that is open, or comes next.
    pub(super) at: usize,
    pub(super) open: Option<Box<Open>>,
    pub(super) view: View,
    /// What is written.
    pub(super) written: Vec<PromptRecord>,
    pub(super) sheets: BTreeMap<CardId, Sheet>,
    /// The prompts that can be rated again, and the actions that wrote them.
    pub(super) undo: Vec<(ActionId, Box<Open>)>,
    /// What the next [`Reply::Written`] is about.
    pub(super) pending: Option<Pending>,
    pub(super) notices: Vec<Notice>,
}

/// Where an interview is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum View {
    Opening,
    /// Something is being fetched or written.
    Waiting,
    Answering,
    Probing,
    Transcribing,
    Rating,
    Rated,
    Paused(Box<View>),
    Stopping(Box<View>),
    Done,
}

/// What is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pending {
    Rated(PromptRecord),
    Skipped(PromptRecord),
    Undo(Box<Open>),
}

impl MockInterview {
    /// Makes an interview. Nothing happens before [`MockInterview::start`].
    pub fn new(setup: Setup, now: Moment) -> MockInterview {
        MockInterview {
            setup,
            began: now.at,
            now,
            at: 0,
            open: None,
            view: View::Opening,
            written: Vec::new(),
            sheets: BTreeMap::new(),
            undo: Vec::new(),
            pending: None,
            notices: Vec::new(),
        }
    }

    /// Shows what is to come.
    pub fn start(&self) -> Vec<Effect> {
        vec![Effect::Show]
    }

    /// Returns the report of what is written so far.
    pub fn report(&self) -> Report {
        let held = Held {
            began: self.began,
            moment: self.now,
            terms: self.setup.terms.clone(),
            prompts: self.written.clone(),
        };
        Report::of(&held, &self.sheets, &self.setup.earlier)
    }

    /// Says whether anything is written.
    pub fn is_begun(&self) -> bool {
        !self.written.is_empty()
    }

    /// Goes to the pick that comes next, or to the end.
    pub(super) fn advance(&mut self) -> Vec<Effect> {
        self.open = None;
        match self.setup.picks.get(self.at) {
            Some(pick) => {
                self.view = View::Waiting;
                vec![errand(Errand::Open(pick.card.clone()))]
            }
            None => {
                self.view = View::Done;
                vec![Effect::Show]
            }
        }
    }

    /// Returns the name of an interview that begins now: the instant, or the next one that none
    /// has, under a clock that stands still.
    fn beginning(&self, now: Moment) -> Timestamp {
        let last = self.setup.earlier.iter().map(|held| held.began).max();
        last.map_or(now.at, |last| now.at.max(Timestamp(last.0.saturating_add(1))))
    }

    fn go_on(&mut self, now: Moment) -> Vec<Effect> {
        match self.view.clone() {
            View::Opening => {
                self.began = self.beginning(now);
                self.advance()
            }
            View::Answering => self.answered(now),
            View::Probing => self.probed(false, now),
            View::Transcribing => self.rate(),
            View::Rating => self.take_suggestion(now),
            View::Rated => {
                self.at += 1;
                self.advance()
            }
            View::Paused(inner) => self.resume(*inner, now),
            View::Stopping(inner) => self.resume(*inner, now),
            View::Waiting | View::Done => vec![Effect::Show],
        }
    }

    fn make(&mut self, step: Move, now: Moment) -> Vec<Effect> {
        match step {
            Move::Outline => self.outline(now),
            Move::Editor => self.edit_notes(),
            Move::Evidence(place) => self.hand_out(place),
            Move::Pause => self.pause(now),
            Move::Said => self.probed(true, now),
            Move::Hear(heard) => self.hear(heard, now),
            Move::Raise(raised) => self.raise(raised, now),
            Move::Back => self.back(now),
            Move::Stop => self.ask_to_stop(now),
            Move::Rate { heard, red_flags } => self.rate_at_once(&heard, &red_flags, now),
        }
    }

    fn hear_news(&mut self, news: News, now: Moment) -> Vec<Effect> {
        match news {
            News::Opened(opened) => match *opened {
                Ok(opened) => self.opened(opened, now),
                Err(why) => {
                    self.notices.push(Notice::Broken(why));
                    self.at += 1;
                    self.advance()
                }
            },
            News::Notes(notes) => {
                match (notes, &mut self.open) {
                    (Ok(notes), Some(open)) => open.take_notes(&notes),
                    (Ok(_), None) => {}
                    (Err(why), _) => self.notices.push(Notice::Message(why)),
                }
                vec![Effect::Show]
            }
            News::Listening(listening) => {
                let open = self.open.as_mut();
                match (listening, open) {
                    (Ok(()), Some(open)) => open.is_heard = true,
                    (Ok(()), None) => {}
                    (Err(why), _) => self.notices.push(Notice::Message(why)),
                }
                Vec::new()
            }
            News::Heard(transcript) => self.transcribed(transcript),
        }
    }

    /// Ends with the report, where there is one; once more, leaves.
    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.forget();
        if self.view == View::Done || self.written.is_empty() {
            effects.push(Effect::Exit);
        } else {
            self.open = None;
            self.view = View::Done;
            effects.push(Effect::Show);
        }
        effects
    }
}

impl Machine for MockInterview {
    fn screen(&self) -> Screen {
        self.view()
    }

    fn act(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        // What the last input did stays told while only time passes.
        if input != Input::Tick {
            self.notices.clear();
        }
        self.now = now;
        let mut effects = match input {
            Input::Tick if self.view == View::Transcribing => return vec![errand(Errand::Poll)],
            // A face that shows time is drawn again by the loop.
            Input::Tick => return Vec::new(),
            Input::Clock(_) => {
                self.notices.push(Notice::Clock { now });
                vec![Effect::Show]
            }
            Input::Continue => self.go_on(now),
            Input::Answer(Response::Text(note)) => self.note(&note),
            Input::Interview(step) => self.make(step, now),
            Input::Skip => self.skip(now),
            Input::Undo => self.take_back(),
            Input::Quit => return self.quit(),
            _ => vec![Effect::Show],
        };
        if self.is_waiting_for_transcript() && self.view == View::Rating {
            effects.push(errand(Errand::Poll));
        }
        effects
    }

    fn reply(&mut self, reply: Reply, now: Moment) -> Vec<Effect> {
        self.now = now;
        match reply {
            Reply::Interview(news) => self.hear_news(news, now),
            Reply::Written { action, .. } => self.saved(Some(action), now),
            // Another window took the rating back: that is what was wanted.
            Reply::TakenBack(None) => self.saved(None, now),
            _ => vec![Effect::Show],
        }
    }

    fn reject(&mut self, why: String) -> Vec<Effect> {
        self.notices = vec![Notice::Rejected(why)];
        vec![Effect::Show]
    }
}

impl MockInterview {
    /// Forgets what was heard of the open prompt, if anybody listens.
    pub(super) fn forget(&self) -> Vec<Effect> {
        let is_open = self.open.as_ref().is_some_and(|open| open.is_listened_to());
        is_open.then(|| errand(Errand::Forget)).into_iter().collect()
    }

    fn is_waiting_for_transcript(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.transcript == Transcript::Pending)
    }
}

pub(super) fn errand(errand: Errand) -> Effect {
    Effect::Interview(errand)
}
