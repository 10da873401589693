//! What a person does in a session, as values.
//!
//! A face makes these of keys, lines or JSON; the machine takes them one at a time. Which of them
//! mean something on a screen is said by the screen's [`Act`](crate::session::screen::Act)s.

use chrono::{DateTime, FixedOffset};

use crate::model::{Grade, Response, Sure};
use crate::session::interview::moves::Move;

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Goes on: starts, shows the next part, takes more minutes.
    Continue,
    /// Asks for the options of a stem.
    Options,
    /// Asks for the answer without having given one.
    Reveal,
    /// Says "I know this" of a new card.
    Know,
    /// Answers; numbers are 0-based, in the order shown.
    Answer(Response),
    /// Says how sure one is of the answer just given.
    Sure(Sure),
    /// Takes the answer just given back, to give another.
    Change,
    /// Chooses one of the things shown, or no longer; 0-based.
    Toggle(usize),
    /// Asks for a quiz that finds out what is known already.
    Place,
    /// Grades what is revealed.
    Grade(Grade),
    /// Takes back the last action.
    Undo,
    /// Edits the note.
    Edit,
    /// Hides the card until tomorrow.
    Bury,
    /// Hides the card until further notice.
    Suspend,
    /// Marks the card, or removes the mark.
    Flag,
    /// Asks for the card's history.
    History,
    /// Asks for the topic's page.
    Page,
    /// Skips an introduction.
    Skip,
    /// Leaves.
    Quit,
    /// Says how long the answer that is graded next took, in milliseconds, as measured by the face.
    Took(u32),
    /// Nothing: time has passed that the screen measures.
    Tick,
    /// Does what is done in an interview only.
    Interview(Move),
    /// Moves a frozen clock; the face has already parsed it. Only a clock that was set can move.
    Clock(DateTime<FixedOffset>),
}
