//! What happened: the entries of the append-only log.
//!
//! State is never stored as truth; it is folded from these (see `scheduler::replay`). What is not
//! recorded here can never be added to history.

use serde::{Deserialize, Serialize};

use crate::model::interview::InterviewRecord;
use crate::model::sitting::{QuizRecord, Sure};
use crate::model::{CardId, Day, DeviceId, Grade, Moment};

/// Names an event: unique over all devices, gapless per device, given by the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId {
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its place in that device's log, from 1.
    pub seq: i64,
}

/// Names an action, which is what one key or one command did: the id of its first event.
pub type ActionId = EventId;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub id: EventId,
    /// The action it belongs to; all events of one action are undone together.
    pub action: ActionId,
    /// When, and on which study day.
    pub moment: Moment,
    /// The card; `None` for what is about no single one: see [`EventBody::has_card`].
    pub card: Option<CardId>,
    /// The revision of the note that was seen, 0 where unknown.
    pub rev: u32,
    /// Where an imported or pulled event came from; unique where present, so that importing twice
    /// adds nothing.
    pub origin: Option<String>,
    /// What happened.
    pub body: EventBody,
}

/// Under which activity an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Daily revision.
    Study,
    /// Revision before the card's day.
    Ahead,
    /// A quiz.
    Quiz,
    /// A mock interview.
    Interview,
}

/// What the learner answered, 0-based in the note's own order (not as shuffled).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Response {
    /// The option picked.
    Choice(usize),
    /// The items in the order given.
    Order(Vec<usize>),
    /// The text typed.
    Text(String),
}

/// What happened to a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventBody {
    /// A graded answer.
    Reviewed(Reviewed),
    /// An action was taken back. Undo is an event too, and is not itself retracted.
    Retracted {
        /// The action taken back.
        action: ActionId,
    },
    /// Hidden until further notice.
    Suspended,
    /// Shown again.
    Unsuspended,
    /// Hidden until a day.
    Buried {
        /// The first day on which it shows again.
        until: Day,
    },
    /// Shown again before that day.
    Unburied,
    /// Marked for later attention.
    Flagged,
    /// The mark removed.
    Unflagged,
    /// Starts again as new; its history stays in the log.
    Reset,
    /// "I know this" on a new card.
    Known,
    /// Given another due day, interval kept.
    Rescheduled {
        /// The new due day.
        due: Day,
        /// Whether it is because the card was missed, as by a point of an interview that it teaches.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        missed: bool,
    },
    /// A quiz was finished; its answers are events of their cards.
    Quizzed(QuizRecord),
    /// A prompt of a mock interview was rated or skipped.
    Interviewed(Box<InterviewRecord>),
    /// A review done elsewhere; history only, it schedules nothing.
    ImportedReview {
        /// The grade given there.
        grade: Grade,
        /// Time taken, in milliseconds.
        took_ms: u32,
        /// The interval it led to there, in days.
        interval_days: u32,
    },
    /// The schedule a card had elsewhere.
    ImportedState {
        /// Its due day.
        due: Day,
        /// Its interval, in days.
        interval_days: u32,
        /// Its ease factor, in hundredths.
        ease_hundredths: u16,
        /// Its scheduled reviews.
        reps: u32,
        /// Its lapses.
        lapses: u32,
        /// How well it was remembered, where it was known there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        memory: Option<Memory>,
    },
    /// A kind that a later version wrote. It is kept and counted, never guessed.
    #[serde(skip)]
    Unknown {
        /// The kind's name in the log.
        kind: String,
    },
}

/// What FSRS knew elsewhere of a card's memory.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Stability, in days.
    pub stability_days: f64,
    /// Difficulty, 1 to 10.
    pub difficulty: f64,
    /// The day of the last answer that it takes in.
    pub last: Day,
}

/// A graded answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The grade.
    pub grade: Grade,
    /// From the question's showing to the grade, in milliseconds, at most [`Reviewed::MAX_TOOK_MS`].
    pub took_ms: u32,
    /// Under which activity.
    pub mode: Mode,
    /// Whether the answer was meant to schedule. The fold decides whether it does.
    pub schedules: bool,
    /// What was answered, where the program could record it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// How sure the learner was, where that was asked: in a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<Sure>,
    /// Whether no due card was left for that day after it, over all decks and filters. Cards kept
    /// out for the day, such as siblings, are not left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emptied: bool,
}

impl Reviewed {
    /// Longer pauses are not thinking time: ten minutes.
    pub const MAX_TOOK_MS: u32 = 600_000;
}

impl EventBody {
    /// Returns the kind's name, as in the log and in `history --json`.
    pub fn kind(&self) -> &str {
        match self {
            EventBody::Reviewed(_) => "reviewed",
            EventBody::Retracted { .. } => "retracted",
            EventBody::Suspended => "suspended",
            EventBody::Unsuspended => "unsuspended",
            EventBody::Buried { .. } => "buried",
            EventBody::Unburied => "unburied",
            EventBody::Flagged => "flagged",
            EventBody::Unflagged => "unflagged",
            EventBody::Reset => "reset",
            EventBody::Known => "known",
            EventBody::Rescheduled { .. } => "rescheduled",
            EventBody::Quizzed(_) => "quizzed",
            EventBody::Interviewed(_) => "interviewed",
            EventBody::ImportedReview { .. } => "imported_review",
            EventBody::ImportedState { .. } => "imported_state",
            EventBody::Unknown { kind } => kind,
        }
    }

    /// Says whether it happens to a card. A retraction names an action, and a finished quiz or
    /// interview is about many cards at once.
    pub fn has_card(&self) -> bool {
        !matches!(
            self,
            EventBody::Retracted { .. } | EventBody::Quizzed(_) | EventBody::Interviewed(_)
        )
    }
}

/// What one key or one command did, before the store has given it ids: one transaction, one undo.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What happened, in order.
    pub entries: Vec<NewEvent>,
    /// What the actor knew of the card of the first entry.
    pub seen: Seen,
}

/// An event before the store has given it an id.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// The card; `None` for what is about no single one: see [`EventBody::has_card`].
    pub card: Option<CardId>,
    /// The revision of the note that was seen, 0 where unknown.
    pub rev: u32,
    /// Where it came from, for what is imported.
    pub origin: Option<String>,
    /// What happened.
    pub body: EventBody,
}

/// What the actor knew of a card when it acted on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It does not matter: a command that names the card.
    Any,
    /// The newest event of the card (`None`: it had none). If there is a newer one by now, nothing
    /// is written.
    Newest(Option<EventId>),
}

impl Action {
    /// Makes an action of one event on one card.
    pub fn on(card: CardId, rev: u32, seen: Seen, body: EventBody) -> Action {
        Action { entries: vec![NewEvent { card: Some(card), rev, origin: None, body }], seen }
    }
}
