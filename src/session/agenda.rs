//! What a session is given to work on.

use crate::cards::note::{Facet, Note};
use crate::model::{Action, ActionId, CardId, Day, EventId, Grade};
use crate::scheduler::CardState;
use crate::session::interview::moves::{Errand, News};
use crate::session::quiz::plan::Unseen;
use crate::session::screen::{Left, SourceLine};

/// A day's work, as planned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agenda {
    /// The cards, in the order in which they are asked.
    pub cards: Vec<Planned>,
    /// Cards that failed earlier today and are asked again.
    pub drills: Vec<Planned>,
    /// What is shown before the first card.
    pub opening: Opening,
    /// The minutes meant for a day, for display.
    pub minutes: u32,
    /// What is left of them, in milliseconds; `None` where only the cards are the limit.
    pub budget_ms: Option<u64>,
    /// Due cards that the limits of this session leave out, for display at the end.
    pub beyond: u32,
    /// Due cards and drills of the day that the filter or the limits of this session leave out: the
    /// day's work is not done while there are any.
    pub elsewhere: u32,
}

/// A card of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The card.
    pub card: CardId,
    /// Whether it is new.
    pub is_new: bool,
    /// Its topic, where this is the first card of a topic never studied.
    pub introduces: Option<Introduction>,
}

/// A topic that is met for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// The topic's title.
    pub title: String,
    /// Whether it has a page, and so a summary.
    pub has_page: bool,
}

/// What is shown before the first card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opening {
    /// Nothing.
    #[default]
    None,
    /// The very first start.
    FirstRun {
        /// New cards a day.
        new: u32,
        /// Whether a quiz can find out what is known already.
        can_place: bool,
    },
    /// A break of three days or more.
    WelcomeBack {
        /// How many cards are due.
        due: u32,
        /// The day on which the backlog is gone.
        level_on: Day,
    },
}

/// How a session behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Whether cards may be asked before their day; such an answer is practice and schedules
    /// nothing.
    pub ahead: bool,
    /// Whether openings and topic introductions are shown, and more is offered at the budget's end.
    pub intros: bool,
    /// Whether a multiple choice that was seen before starts with its stem alone.
    pub stems: bool,
    /// Whether a scenario is revealed part by part.
    pub parts: bool,
    /// Lapses that make a leech; 0 for never.
    pub leech_lapses: u32,
    /// Whether a leech is suspended at once.
    pub leech_suspend: bool,
    /// What shuffles depend on.
    pub seed: u64,
}

/// A card with its text and its state, as fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    /// The note.
    pub note: Note,
    /// The title of its topic, or the deck's name.
    pub topic: String,
    /// Whether the topic has a page.
    pub has_page: bool,
    /// The cited sources with their titles.
    pub sources: Vec<SourceLine>,
    /// The state of the card.
    pub state: CardState,
    /// The newest event of the card.
    pub newest: Option<EventId>,
}

/// What the machine wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fetch a card; answered with [`Reply::Card`].
    Fetch(CardId),
    /// Write an action; answered with [`Reply::Written`] or [`Reply::Stale`]. Nothing else is done
    /// before it is durable.
    Append(Action),
    /// Take back the newest action of this device; answered with [`Reply::TakenBack`].
    UndoOlder,
    /// Plan again, because the day or what was answered has changed; answered with
    /// [`Reply::Planned`].
    Plan(Done),
    /// Find the new cards of these sections, which are places in the library; answered with
    /// [`Reply::Unseen`].
    FindUnseen(Vec<Option<u32>>),
    /// Count what the summary shows; answered with [`Reply::Tally`].
    Tally,
    /// Show the screen.
    Show,
    /// Open the card's note in an editor; answered with [`Reply::Edited`].
    Edit(CardId),
    /// Find the first two paragraphs of the page of the card's topic; answered with
    /// [`Reply::Summary`].
    FindSummary(CardId),
    /// Open the page of the card's topic, at a facet.
    OpenPage(CardId, Option<Facet>),
    /// Show the card's history.
    OpenHistory(CardId),
    /// Do what is done in an interview only; answered as each errand says.
    Interview(Errand),
    /// Leave.
    Exit,
}

/// What was done in a session so far, for the one who plans the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Time spent answering, in milliseconds.
    pub spent_ms: u64,
    /// Scheduled reviews, new cards included.
    pub reviews: u32,
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The card, or why it cannot be had.
    Card(Box<Result<Fetched, String>>),
    /// The action is durable.
    Written {
        /// Its name.
        action: ActionId,
        /// The newest event of the first card it touched.
        newest: EventId,
        /// The state of that card now; absent for a retraction.
        state: Option<Box<CardState>>,
    },
    /// The card has changed meanwhile; nothing was written.
    Stale,
    /// The newest action of this device was taken back; `None` where there was none.
    TakenBack(Option<TakenBack>),
    /// The new plan.
    Planned(Agenda),
    /// What the summary shows.
    Tally {
        /// Cards due tomorrow.
        tomorrow: u32,
        /// Days in a row.
        streak: u32,
        /// The next day on which something is due.
        next_due: Option<Day>,
    },
    /// The new cards of the sections, in the order they were asked for.
    Unseen(Vec<Unseen>),
    /// The first two paragraphs of the topic's page, Markdown.
    Summary(String),
    /// What came of an errand of an interview.
    Interview(News),
    /// The editor was left; the message says what went wrong, if anything did.
    Edited(Result<(), String>),
}

/// An action that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// The first card it was about; `None` for a finished quiz.
    pub card: Option<CardId>,
    /// What it was, in words: `good on backend/idem.race`.
    pub what: String,
}

/// Counts the plan's cards.
pub(crate) fn left_of(cards: &[Planned], drills: usize) -> Left {
    let new = cards.iter().filter(|planned| planned.is_new).count() as u32;
    Left { new, review: cards.len() as u32 - new, learning: drills as u32 }
}

/// Says in words what a grade did.
pub(crate) fn words(grade: Grade, card: &CardId) -> String {
    format!("{grade} on {card}")
}
