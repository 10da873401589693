//! A session as a pure machine: inputs in, effects out. It knows no terminal, no database, no clock.

pub mod screen;

pub use screen::Screen;
