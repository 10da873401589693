#![doc = include_str!("README.md")]

pub mod cards;
pub mod model;
pub mod scheduler;
pub mod session;
pub mod terminal;
