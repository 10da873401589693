//! The command line of `export`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Options of `export`
#[derive(Clone, Debug, Args)]
pub struct Export {
    /// What to write
    #[command(subcommand)]
    pub format: Format,
}

/// The formats that are written.
#[derive(Clone, Debug, Subcommand)]
pub enum Format {
    /// One JSON document, with every field as in the decks
    Json(Document),
}

/// What every document takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Document {
    /// Only these cards
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// The file to write; stdout where absent
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
