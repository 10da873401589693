//! A session as a pure machine: inputs in, effects out. It knows no terminal, no database, no clock.

pub mod agenda;
mod card;
pub mod input;
pub mod machine;
pub mod prompter;
mod queue;
pub mod screen;
mod view;
mod writing;

pub use agenda::{Agenda, Effect, Fetched, Manner, Planned, Reply};
pub use input::Input;
pub use machine::Session;
pub use prompter::Prompter;
pub use screen::Screen;
