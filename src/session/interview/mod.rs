//! A mock interview: which prompts are asked, how an answer is rated, what it comes to.
//!
//! [`draw`] chooses prompts, [`rubric`] is what one is judged by, [`machine`] takes a person
//! through them, [`score`] counts what was heard, [`history`] puts the records of an interview
//! together and [`report`] says what it came to. Everything here is a function of values, as the
//! rest of the session.

mod answering;
pub mod draw;
pub mod history;
pub mod machine;
pub mod moves;
mod open;
mod rating;
pub mod report;
pub mod rubric;
pub mod score;
pub mod screen;
mod stopwatch;
mod view;

pub use machine::{MockInterview, Setup};
