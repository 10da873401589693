//! Options of `interview`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::model::{Round, Seniority};

/// Options of `interview`
#[derive(Clone, Debug, Default, Args)]
pub struct Interview {
    /// Which prompts; with --history, which interviews: N shows one, N M compares two
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// The level: what is required, and which topics are drawn (mid, or `interview.level`)
    #[arg(long = "as", value_enum, value_name = "LEVEL")]
    pub level: Option<LevelArg>,
    /// The sort of interview; prompts of varied topics where absent
    #[arg(long, value_enum)]
    pub round: Option<RoundArg>,
    /// Minutes for all of it (45, or what the round has)
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub minutes: Option<u32>,
    /// List the interviews held so far
    #[arg(long, conflicts_with_all = ["level", "round", "minutes", "plain", "jsonl"])]
    pub history: bool,
    /// Write the report as Markdown, to keep or to share
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub json: bool,
    /// Line by line, for pipes and screen readers
    #[arg(long)]
    pub plain: bool,
    /// Speak JSON lines on stdin and stdout
    #[arg(long, conflicts_with_all = ["plain", "json"])]
    pub jsonl: bool,
}

/// A level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// Up to two years
    Junior,
    /// Works alone
    Mid,
    /// Designs for others
    Senior,
    /// Designs across teams
    Staff,
}

impl From<LevelArg> for Seniority {
    fn from(level: LevelArg) -> Seniority {
        match level {
            LevelArg::Junior => Seniority::Junior,
            LevelArg::Mid => Seniority::Mid,
            LevelArg::Senior => Seniority::Senior,
            LevelArg::Staff => Seniority::Staff,
        }
    }
}

/// A sort of interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoundArg {
    /// 8 prompts of 3 minutes
    Screen,
    /// One topic, 3 prompts, all follow-ups
    Deep,
    /// A symptom, and evidence for who asks
    Debug,
    /// One exercise of 45 minutes in phases
    Design,
}

impl From<RoundArg> for Round {
    fn from(round: RoundArg) -> Round {
        match round {
            RoundArg::Screen => Round::Screen,
            RoundArg::Deep => Round::Deep,
            RoundArg::Debug => Round::Debug,
            RoundArg::Design => Round::Design,
        }
    }
}
