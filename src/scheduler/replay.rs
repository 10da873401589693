//! Fold.

/// To come.
#[derive(Debug)]
pub struct Fold;
/// To come.
#[derive(Debug)]
pub struct ReviewFact;
