//! The options of `new`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cards::Kind;

/// Options of `new`
#[derive(Clone, Debug, Default, Args)]
pub struct New {
    /// The deck file to add to; it is made where it does not exist
    #[arg(long, value_name = "FILE")]
    pub deck: Option<PathBuf>,
    /// The kind of card; asked for where absent
    #[arg(long, value_enum)]
    pub kind: Option<NewKind>,
    /// The question, or the term
    #[arg(long)]
    pub front: Option<String>,
    /// The answer, or the meaning
    #[arg(long)]
    pub back: Option<String>,
    /// The card's permanent id
    #[arg(long)]
    pub id: Option<String>,
    /// Write the card in your editor
    #[arg(long)]
    pub editor: bool,
    /// Take cards, of any kind, from this YAML file; - is stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "front", "back", "id"])]
    pub from: Option<PathBuf>,
}

/// The kinds of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A question and its answer
    Basic,
    /// A term and its meaning, asked both ways
    Reversed,
    /// A sentence with holes
    Cloze,
    /// Options, one of them right
    Mcq,
    /// Steps to put in order
    Order,
    /// An answer to type
    Typed,
    /// A decision under constraints
    Scenario,
    /// An open prompt with a rubric
    Interview,
}

impl From<NewKind> for Kind {
    fn from(kind: NewKind) -> Kind {
        Kind::ALL[kind as usize]
    }
}
