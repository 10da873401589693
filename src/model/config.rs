//! The settings, with the defaults of the manual. Reading the file is `cli/config.rs`'s business.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::Seniority;

/// Everything `config.toml` may say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `[study]`
    pub study: Study,
    /// `[scheduler]`
    pub scheduler: SchedulerSettings,
    /// `[day]`
    pub day: DaySettings,
    /// `[leech]`
    pub leech: Leech,
    /// `[decks]`
    pub decks: Decks,
    /// `[interview]`
    pub interview: InterviewSettings,
    /// `[ui]`
    pub ui: Ui,
    /// `[backup]`
    pub backup: Backup,
}

/// The day's work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    /// Minutes a day.
    pub minutes: u32,
    /// New cards a day.
    pub new_per_day: u32,
    /// Where new cards stand among due ones.
    pub order: StudyOrder,
    /// What closes a drill on the same day.
    pub same_day: SameDay,
    /// Whether siblings of an answered card wait until tomorrow.
    pub bury_siblings: bool,
}

impl Default for Study {
    fn default() -> Self {
        Study {
            minutes: 20,
            new_per_day: 6,
            order: StudyOrder::Mixed,
            same_day: SameDay::Fails,
            bury_siblings: true,
        }
    }
}

/// Where new cards stand among due ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StudyOrder {
    /// Spread evenly.
    #[default]
    Mixed,
    /// After all due cards.
    DueFirst,
    /// Before all due cards.
    NewFirst,
}

/// What closes a drill on the same day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SameDay {
    /// Only a fail opens a drill; hard, good and easy close it.
    #[default]
    Fails,
    /// The published text to the letter: hard opens one too, good and easy close it.
    Strict,
}

/// The scheduler.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SchedulerSettings {
    /// The algorithm.
    pub algorithm: Algorithm,
}

/// The algorithm that gives due days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// SuperMemo 2, as published in 1990.
    #[default]
    Sm2,
}

/// When a study day begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DaySettings {
    /// The local hour, 0 to 23.
    pub rollover: u8,
}

impl Default for DaySettings {
    fn default() -> Self {
        DaySettings { rollover: 4 }
    }
}

/// Cards that keep being forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Leech {
    /// Lapses that make a leech; every half of it more says so again.
    pub lapses: u32,
    /// Whether a leech is suspended at once.
    pub suspend: bool,
}

impl Default for Leech {
    fn default() -> Self {
        Leech { lapses: 8, suspend: false }
    }
}

/// Where decks come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decks {
    /// Folders and files of the user's.
    pub paths: Vec<PathBuf>,
    /// Whether the bundled collection is loaded.
    pub bundled: bool,
}

impl Default for Decks {
    fn default() -> Self {
        Decks { paths: Vec::new(), bundled: true }
    }
}

/// Mock interviews. The commands come from here alone, never from a deck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InterviewSettings {
    /// The level, where none is asked for.
    pub level: Seniority,
    /// What records a spoken answer: a program and its arguments, run without a shell; `{file}` is
    /// the file to record into. Empty for nothing.
    pub record: Vec<String>,
    /// What writes a recording down on its standard output, in the same form. Empty for nothing.
    pub transcribe: Vec<String>,
    /// Where recordings are kept; they are removed where this is not set.
    pub keep: Option<PathBuf>,
}

impl Default for InterviewSettings {
    fn default() -> Self {
        InterviewSettings {
            level: Seniority::Mid,
            record: Vec::new(),
            transcribe: Vec::new(),
            keep: None,
        }
    }
}

/// How things look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ui {
    /// The language cards are shown in, where they are translated.
    pub lang: Option<String>,
    /// When to use colour.
    pub color: ColorChoice,
    /// Who puts right-to-left text in order.
    pub bidi: Bidi,
    /// The editor, instead of `VISUAL` and `EDITOR`.
    pub editor: Option<String>,
    /// The pager, instead of `PAGER`.
    pub pager: Option<String>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorChoice {
    /// On a terminal that wants it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Who puts right-to-left text in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bidi {
    /// Decided by the terminal's name.
    #[default]
    Auto,
    /// This program, line by line.
    App,
    /// The terminal.
    Terminal,
    /// Nobody.
    Off,
}

/// Copies of the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backup {
    /// How many are kept.
    pub keep: usize,
}

impl Default for Backup {
    fn default() -> Self {
        Backup { keep: 10 }
    }
}
