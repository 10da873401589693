//! A session as a pure machine: inputs in, effects out. It knows no terminal, no database, no clock.

pub mod input;
pub mod prompter;
pub mod screen;

pub use input::Input;
pub use prompter::Prompter;
pub use screen::Screen;
