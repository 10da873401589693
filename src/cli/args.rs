//! The command line. Doc comments here are what a person reads in the help.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli::{export, import};
use crate::model::config::ColorChoice;

mod author;
mod interview;
mod quiz;
mod topics;

pub use author::{New, NewKind};
pub use interview::Interview;
pub use quiz::{Feedback, Limit, Quiz};
pub use topics::{Read, Roadmap, RoadmapFormat, Side};

/// Spaced repetition for backend developers, in the terminal
#[derive(Debug, Parser)]
#[command(name = "revisit", version, disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// Take decks from here too; repeatable (also REVISIT_DECKS)
    #[arg(long, value_name = "PATH", global = true)]
    pub decks: Vec<PathBuf>,
    /// Leave the bundled collection out
    #[arg(long, global = true)]
    pub no_bundled: bool,
    /// Keep progress in this file (also REVISIT_DB)
    #[arg(long, value_name = "FILE", global = true)]
    pub db: Option<PathBuf>,
    /// Show cards in this language where they are translated
    #[arg(long, value_name = "CODE", global = true)]
    pub lang: Option<String>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true)]
    pub color: Option<When>,
    /// Pretend it is this moment (RFC 3339); writes only with --db
    #[arg(long, value_name = "TIME", global = true, value_parser = moment)]
    pub now: Option<DateTime<FixedOffset>>,
    /// Fix every shuffle
    #[arg(long, value_name = "N", global = true)]
    pub seed: Option<u64>,
    /// Say less
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl From<When> for ColorChoice {
    fn from(when: When) -> ColorChoice {
        match when {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        }
    }
}

fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|error| format!("{error}; write it as 2026-11-22T08:00:00+01:00"))
}

/// The commands; `cli/help.rs` puts them into groups and gives each its examples.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Today's session: due cards, with new ones among them
    Study(Study),
    /// Questions with a right answer, scored at the end
    Quiz(Quiz),
    /// A timed mock interview, with a rubric and a report
    Interview(Interview),
    /// Read a topic's page, with its sources and how well you know it
    Read(Read),
    /// The learning path: topics in order, progress, what is next
    Roadmap(Roadmap),
    /// Today, streak, retention, forecast, heatmap, hardest cards
    Stats(Stats),
    /// How many cards are due, in one line
    Due(Due),
    /// Find and show cards
    Cards(Cards),
    /// Collections, decks, topics and what they hold
    Decks(Json),
    /// Write a new card
    New(New),
    /// Open a card at its line in your editor
    Edit(OneCard),
    /// Check decks
    Lint(Lint),
    /// Take back the last action
    Undo(Json),
    /// Hide cards until further notice
    Suspend(Cardset),
    /// Show suspended cards again
    Unsuspend(Cardset),
    /// Hide cards until tomorrow
    Bury(Cardset),
    /// Show buried cards again
    Unbury(Cardset),
    /// Mark cards
    Flag(Cardset),
    /// Remove the mark from cards
    Unflag(Cardset),
    /// Start cards again as new; their history stays
    Reset(Cardset),
    /// Every event of a card
    History(History),
    /// Write cards for other programs
    Export(export::args::Export),
    /// Bring cards over from other programs
    Import(import::args::Import),
    /// Copy the database to a safe place
    Backup(Backup),
    /// Bring a copy of the database back
    Restore(Restore),
    /// Look for what is wrong, and mend it
    Doctor(Doctor),
    /// Show or change the settings
    Config(Config),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Options of `study`
#[derive(Clone, Debug, Default, Args)]
pub struct Study {
    /// Which cards; see below
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// New cards today: N in all, or +N more
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub new: Option<String>,
    /// Ask at most N scheduled cards in this session
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
    /// Start no further card after M minutes
    #[arg(long, value_name = "M")]
    pub minutes: Option<u32>,
    /// Also ask cards before their day; their schedule stays
    #[arg(long)]
    pub ahead: bool,
    /// Line by line, for pipes and screen readers
    #[arg(long)]
    pub plain: bool,
    /// Speak JSON lines on stdin and stdout
    #[arg(long, conflicts_with = "plain")]
    pub jsonl: bool,
}

/// A command that only prints.
#[derive(Clone, Debug, Default, Args)]
pub struct Json {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `stats`
#[derive(Clone, Debug, Default, Args)]
pub struct Stats {
    /// Only these cards (forecast, hardest, topics)
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `due`
#[derive(Clone, Debug, Default, Args)]
pub struct Due {
    /// Only these cards
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Exit with status 1 when something is due
    #[arg(long)]
    pub exit_code: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `cards`
#[derive(Clone, Debug, Default, Args)]
pub struct Cards {
    /// Which cards; all of them where absent
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Show the whole card, even where there are several
    #[arg(long)]
    pub show: bool,
    /// At most N cards
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// One card by name.
#[derive(Clone, Debug, Args)]
pub struct OneCard {
    /// The card: `idem.race` or `backend/idem.race`
    pub card: String,
}

/// Options of `lint`
#[derive(Clone, Debug, Default, Args)]
pub struct Lint {
    /// Collections, decks or folders; everything loaded where absent
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value = "human")]
    pub format: LintFormat,
    /// The rules to hold to, instead of the collection's own
    #[arg(long, value_enum)]
    pub profile: Option<LintProfile>,
    /// Mend what has only one mending
    #[arg(long)]
    pub fix: bool,
    /// Add what is released to ids.lock; nothing is ever removed from it
    #[arg(long)]
    pub lock: bool,
    /// Explain a rule, or all of them with `all`
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// For people: the line, a caret, and help
    #[default]
    Human,
    /// One JSON document
    Json,
    /// Annotations of a code host's workflow
    Github,
}

/// The rules to hold to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintProfile {
    /// What every deck should keep
    Basic,
    /// What the bundled collection keeps
    House,
}

/// Several cards.
#[derive(Clone, Debug, Default, Args)]
pub struct Cardset {
    /// Cards by name, or a filter
    #[arg(value_name = "CARD|FILTER", required = true)]
    pub filter: Vec<String>,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `history`
#[derive(Clone, Debug, Args)]
pub struct History {
    /// The card: `idem.race`, `backend/idem.race`, `backend/idem.method-classes#c2`
    pub card: String,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `backup`
#[derive(Clone, Debug, Default, Args)]
pub struct Backup {
    /// Where to; a dated name in the backups folder where absent
    #[arg(value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// List the copies there are
    #[arg(long)]
    pub list: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `restore`
#[derive(Clone, Debug, Args)]
pub struct Restore {
    /// The copy to bring back; its name in the backups folder is enough
    #[arg(value_name = "FILE")]
    pub from: PathBuf,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

/// Options of `doctor`
#[derive(Clone, Debug, Default, Args)]
pub struct Doctor {
    /// Mend what can be mended, after a backup
    #[arg(long)]
    pub fix: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Options of `config`
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// What to do with the settings; `show` where absent
    #[command(subcommand)]
    pub command: Option<ConfigCommand>,
}

/// What to do with the settings.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print all settings, and the default of what was changed
    Show(Json),
    /// Print one setting
    Get {
        /// The setting, as in `study.minutes`
        key: String,
    },
    /// Change one setting; comments in the file stay
    Set {
        /// The setting, as in `study.minutes`
        key: String,
        /// The value; an empty one takes the setting out of the file
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    /// Print where the file is
    Path,
}

/// Options of `completions`
#[derive(Clone, Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
