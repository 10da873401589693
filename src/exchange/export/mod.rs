//! What is written: one file per format.

pub mod json;
