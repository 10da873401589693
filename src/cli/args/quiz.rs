//! The command line of `quiz`.

use clap::{Args, ValueEnum};

/// Options of `quiz`
#[derive(Clone, Debug, Default, Args)]
pub struct Quiz {
    /// Which cards; see below
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Ask N questions; 20 where absent, 40 with --place
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub count: Option<u32>,
    /// Time for each question: 60s, 2m, 1m30s
    #[arg(long, value_name = "TIME", value_parser = limit)]
    pub time_limit: Option<Limit>,
    /// Time for all questions together
    #[arg(long, value_name = "TIME", value_parser = limit)]
    pub time_limit_total: Option<Limit>,
    /// When to tell what was right
    #[arg(long, value_enum, value_name = "WHEN", default_value = "each")]
    pub feedback: Feedback,
    /// Let answers schedule: misses always, the rest where it was due
    #[arg(long)]
    pub record: bool,
    /// Find out what you know already, from core cards of all sections
    #[arg(long)]
    pub place: bool,
    /// Line by line, for pipes and screen readers
    #[arg(long)]
    pub plain: bool,
    /// Speak JSON lines on stdin and stdout
    #[arg(long, conflicts_with_all = ["plain", "json"])]
    pub jsonl: bool,
    /// List the quizzes so far
    #[arg(long, conflicts_with_all = ["jsonl", "place", "record", "filter"])]
    pub history: bool,
    /// Print the report as one JSON document
    #[arg(long)]
    pub json: bool,
}

/// When to tell what was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Feedback {
    /// After each answer
    #[default]
    Each,
    /// At the end
    End,
}

/// A limit of time, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub u64);

/// Reads a limit: `90`, `90s`, `1m30s`, `2h`. A bare number is seconds.
fn limit(text: &str) -> Result<Limit, String> {
    let wrong = || "write it as 60s, 2m or 1m30s".to_owned();
    let mut seconds = 0_u64;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number: u64 = rest[..end].parse().map_err(|_| wrong())?;
        let (unit, after) = match rest[end..].chars().next() {
            None if seconds == 0 => (1, ""),
            Some('s') => (1, &rest[end + 1..]),
            Some('m') => (60, &rest[end + 1..]),
            Some('h') => (3600, &rest[end + 1..]),
            _ => return Err(wrong()),
        };
        seconds =
            number.checked_mul(unit).and_then(|n| seconds.checked_add(n)).ok_or_else(wrong)?;
        rest = after;
    }
    match seconds {
        1..=86_400 => Ok(Limit(seconds * 1000)),
        _ => Err(format!("{}; from one second to a day", wrong())),
    }
}
