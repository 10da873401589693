//! The options of commands about topics.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cards::Facet;

/// Options of `read`
#[derive(Clone, Debug, Default, Args)]
pub struct Read {
    /// The topic; picked from a list where absent
    #[arg(value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Only this side of it
    #[arg(value_name = "FACET", value_enum)]
    pub facet: Option<Side>,
    /// List the topics that have a page
    #[arg(long, conflicts_with_all = ["topic", "facet"])]
    pub list: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// The sides of a topic, as the headings of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// Core concepts
    Concept,
    /// Why it exists
    Why,
    /// How it works
    How,
    /// Common mistakes
    Mistake,
    /// Real-world trade-offs
    Tradeoff,
}

impl From<Side> for Facet {
    fn from(side: Side) -> Facet {
        Facet::ALL[side as usize]
    }
}

/// Options of `roadmap`
#[derive(Clone, Debug, Default, Args)]
pub struct Roadmap {
    /// Only what leads to this topic, and what it opens
    #[arg(value_name = "TOPIC")]
    pub topic: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value = "text")]
    pub format: RoadmapFormat,
    /// Print one JSON document, as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write it as a page with a picture
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "json"])]
    pub html: Option<PathBuf>,
}

/// How a roadmap is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RoadmapFormat {
    /// A tree with bars
    #[default]
    Text,
    /// A flowchart for Mermaid
    Mermaid,
    /// A graph for Graphviz
    Dot,
    /// One JSON document
    Json,
}
