//! The command line of `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::anki::Anki;

/// Options of `import`
#[derive(Clone, Debug, Args)]
pub struct Import {
    /// A package of Anki (.apkg, .colpkg), a table (.csv, .tsv, Anki's text export); `anki` with --pull
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The collection's folder; decks/anki in the data folder, for tables decks/NAME-OF-FILE
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// Tables: the deck of rows that name none; the file's name where absent
    #[arg(long, value_name = "NAME")]
    pub deck: Option<String>,
    /// Tables: what the columns hold, as in `front,back,tags`
    #[arg(long, value_name = "NAMES")]
    pub columns: Option<String>,
    /// Tables: what separates fields (tab, comma, semicolon, pipe, or the sign itself)
    #[arg(long, value_name = "SIGN")]
    pub separator: Option<String>,
    /// Tables: what the texts are
    #[arg(long, value_enum, value_name = "FORM")]
    pub texts: Option<TextsOf>,
    /// Tables: take the table's text where a card is here with another one
    #[arg(long)]
    pub update: bool,
    /// Bring in what was answered in a running Anki, through AnkiConnect
    #[arg(long)]
    pub pull: bool,
    /// How Anki is reached
    #[command(flatten)]
    pub anki: Anki,
    /// Only say what would come in, with the first cards
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// What the texts of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextsOf {
    /// As in decks
    Markdown,
    /// As in Anki
    Html,
    /// Every sign stands for itself
    Plain,
}
