#![doc = include_str!("README.md")]

pub mod cards;
pub mod chart;
pub mod cli;
pub mod content;
pub mod exchange;
pub mod lint;
pub mod model;
pub mod roadmap;
pub mod scheduler;
pub mod select;
pub mod session;
pub mod stats;
pub mod store;
pub mod terminal;
