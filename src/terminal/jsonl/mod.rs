//! The face for programs: JSON, one object a line, both ways.
//!
//! This is the protocol's encoding alone: [`event`] makes events of what the session shows,
//! [`command`] reads what a program sends. Numbers of options and items are 1-based on both sides, as
//! shown. Text is never changed: it is in reading order, as the author wrote it, and JSON escapes
//! what a terminal would obey.

pub mod command;
pub mod event;
mod face;
pub mod interview;
pub mod quiz;

pub use command::{Command, CommandError, parse};
pub use face::JsonLines;

/// The version of the protocol.
pub const PROTOCOL: u32 = 1;
