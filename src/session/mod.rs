//! Sessions as pure machines: inputs in, effects out. They know no terminal, no database, no clock.

pub mod agenda;
mod card;
pub mod input;
pub mod interview;
pub mod machine;
pub mod prompter;
mod queue;
pub mod quiz;
pub mod screen;
mod view;
mod writing;

pub use agenda::{Agenda, Effect, Fetched, Manner, Planned, Reply};
pub use input::Input;
pub use machine::Session;
pub use prompter::{Machine, Prompter};
pub use quiz::Quiz;
pub use screen::Screen;
