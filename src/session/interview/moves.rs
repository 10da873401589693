//! What passes between the machine of an interview and the world: what a person does besides what
//! every session knows, what the machine wants done, and what came of it.

use std::collections::BTreeMap;

use crate::model::{CardId, Heard};
use crate::session::interview::report::Sheet;

/// What a person does in an interview only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Says that the outline of the answer stands.
    Outline,
    /// Writes notes in an editor.
    Editor,
    /// Asks for evidence, by its place from 0.
    Evidence(usize),
    /// Stops the time.
    Pause,
    /// Has said already what a probe asks for.
    Said,
    /// Says what became of the point that is open.
    Hear(Heard),
    /// Says whether the red flag that is open was raised.
    Raise(bool),
    /// Goes back by one: to the answer, to the point before.
    Back,
    /// Wants to end the interview.
    Stop,
    /// Rates the whole prompt at once, as programs do.
    Rate {
        /// What became of each point, by id.
        heard: BTreeMap<String, Heard>,
        /// The red flags that were raised, by place from 0.
        red_flags: Vec<usize>,
    },
}

/// What the machine of an interview wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Get what a prompt is judged by; answered with [`News::Opened`].
    Open(CardId),
    /// Let the person write notes; answered with [`News::Notes`].
    Editor(String),
    /// Listen to the answer, or listen again after a pause; answered with [`News::Listening`].
    Listen,
    /// Do not listen for a while.
    Rest,
    /// The answer has ended: write down what was heard; answered with [`News::Heard`].
    Finish,
    /// Is it written down yet? Answered with [`News::Heard`].
    Poll,
    /// Forget what was heard.
    Forget,
}

/// What came of an errand.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The prompt, or why it cannot be had.
    Opened(Box<Result<Opened, String>>),
    /// The notes as they were left, or what went wrong; they are as they were then.
    Notes(Result<String, String>),
    /// Whether somebody listens.
    Listening(Result<(), String>),
    /// What was heard.
    Heard(Transcript),
}

/// A prompt with what it is judged by.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What the decks know of it.
    pub sheet: Sheet,
    /// Its revision.
    pub rev: u32,
    /// The language of its text, as a code.
    pub lang: String,
}

/// What a spoken answer became in writing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transcript {
    /// Nothing: nobody writes it down.
    #[default]
    None,
    /// It is being written down.
    Pending,
    /// What was said.
    Text(String),
    /// What went wrong.
    Failed(String),
}
