//! What is written: one file per format.

pub mod anki;
pub mod json;
mod temporary;
