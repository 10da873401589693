//! The command line of `export`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::anki;
use crate::exchange::anki::container::Version;

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
    /// A package for Anki, with every kind of card
    Anki(Package),
    /// A table, with a row for each card
    Csv(Document),
    /// One document with every field, in which each deck is a deck file
    Json(Document),
    /// Questions and answers, to read and to print
    Markdown(Text),
}

/// Options of `export anki`
#[derive(Clone, Debug, Default, Args)]
pub struct Package {
    /// Only the notes of these cards
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// The file to write; COLLECTION.apkg where absent
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The form of the package
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "legacy")]
    pub format: PackageFormat,
    /// Take due days, reviews, suspended and flagged along
    #[arg(long)]
    pub with_progress: bool,
    /// Hand it to a running Anki, through AnkiConnect; with --with-progress cards that are there get
    /// their schedules too
    #[arg(long)]
    pub push: bool,
    /// How Anki is reached
    #[command(flatten)]
    pub anki: anki::Anki,
    /// Put the decks below this one, instead of the collection's name
    #[arg(long, value_name = "NAME")]
    pub deck_name: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// The form of a package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PackageFormat {
    /// For every Anki since 2.1, and all other programs
    #[default]
    Legacy,
    /// For Anki 23.10 and newer; media compressed
    Latest,
}

impl From<PackageFormat> for Version {
    fn from(format: PackageFormat) -> Version {
        match format {
            PackageFormat::Legacy => Version::Legacy2,
            PackageFormat::Latest => Version::Latest,
        }
    }
}

/// What every document takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Text {
    /// Only the notes of these cards
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// The file to write; stdout where absent, or where it is -
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of documents that can hold progress.
#[derive(Clone, Debug, Default, Args)]
pub struct Document {
    /// What every document takes.
    #[command(flatten)]
    pub text: Text,
    /// Take due days, reviews, suspended and flagged along
    #[arg(long)]
    pub with_progress: bool,
}
