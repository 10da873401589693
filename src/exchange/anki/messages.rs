//! The messages in the tables of schema 18. What is not listed is kept by nobody and costs nothing:
//! it is the daily counters, and settings that only Anki's own screens have.

use prost::Message;

/// `notetypes.config`.
#[derive(Clone, PartialEq, Message)]
pub struct NoteTypeConfig {
    /// 0 for a normal note type, 1 for a cloze.
    #[prost(int32, tag = "1")]
    pub kind: i32,
    /// The field that lists are sorted by.
    #[prost(uint32, tag = "2")]
    pub sort_field: u32,
    /// The style of all its cards.
    #[prost(string, tag = "3")]
    pub css: String,
    /// What stands before LaTeX.
    #[prost(string, tag = "5")]
    pub latex_pre: String,
    /// What stands behind LaTeX.
    #[prost(string, tag = "6")]
    pub latex_post: String,
    /// Whether LaTeX is drawn as SVG.
    #[prost(bool, tag = "7")]
    pub latex_svg: bool,
    /// Which of Anki's own note types it was made from, 0 for none.
    #[prost(int32, tag = "9")]
    pub stock_kind: i32,
    /// The id it had where it was made.
    #[prost(int64, optional, tag = "10")]
    pub original_id: Option<i64>,
    /// JSON of what other programs have added.
    #[prost(bytes = "vec", tag = "255")]
    pub other: Vec<u8>,
}

/// `fields.config`.
#[derive(Clone, PartialEq, Message)]
pub struct FieldConfig {
    /// Whether the editor keeps it for the next note.
    #[prost(bool, tag = "1")]
    pub sticky: bool,
    /// Whether the editor writes it from right to left.
    #[prost(bool, tag = "2")]
    pub rtl: bool,
    /// The editor's font.
    #[prost(string, tag = "3")]
    pub font: String,
    /// The editor's font size.
    #[prost(uint32, tag = "4")]
    pub font_size: u32,
    /// What the editor shows while it is empty.
    #[prost(string, tag = "5")]
    pub description: String,
    /// Whether the editor shows it as HTML.
    #[prost(bool, tag = "6")]
    pub plain_text: bool,
    /// Whether the editor folds it.
    #[prost(bool, tag = "7")]
    pub collapsed: bool,
    /// Whether a search without a field passes over it.
    #[prost(bool, tag = "8")]
    pub exclude_from_search: bool,
    /// What it is matched by.
    #[prost(int64, optional, tag = "9")]
    pub id: Option<i64>,
    /// What Anki's own image occlusion knows it by.
    #[prost(uint32, optional, tag = "10")]
    pub tag: Option<u32>,
    /// Whether it may not be removed.
    #[prost(bool, tag = "11")]
    pub prevent_deletion: bool,
    /// JSON of what other programs have added.
    #[prost(bytes = "vec", tag = "255")]
    pub other: Vec<u8>,
}

/// `templates.config`.
#[derive(Clone, PartialEq, Message)]
pub struct TemplateConfig {
    /// The front.
    #[prost(string, tag = "1")]
    pub front: String,
    /// The back.
    #[prost(string, tag = "2")]
    pub back: String,
    /// The front in the browser's list.
    #[prost(string, tag = "3")]
    pub browser_front: String,
    /// The back in the browser's list.
    #[prost(string, tag = "4")]
    pub browser_back: String,
    /// The deck its cards go to, 0 for the note's.
    #[prost(int64, tag = "5")]
    pub deck: i64,
    /// The font in the browser's list.
    #[prost(string, tag = "6")]
    pub browser_font: String,
    /// The font size in the browser's list.
    #[prost(uint32, tag = "7")]
    pub browser_font_size: u32,
    /// What it is matched by.
    #[prost(int64, optional, tag = "8")]
    pub id: Option<i64>,
    /// JSON of what other programs have added.
    #[prost(bytes = "vec", tag = "255")]
    pub other: Vec<u8>,
}

/// `decks.common`.
#[derive(Clone, PartialEq, Message)]
pub struct DeckCommon {
    /// Whether the list of decks folds it.
    #[prost(bool, tag = "1")]
    pub study_collapsed: bool,
    /// Whether the browser folds it.
    #[prost(bool, tag = "2")]
    pub browser_collapsed: bool,
}

/// `decks.kind`: one of the two is there.
#[derive(Clone, PartialEq, Message)]
pub struct DeckKind {
    /// A deck.
    #[prost(message, optional, tag = "1")]
    pub normal: Option<NormalDeck>,
    /// A filtered deck, which borrows cards from others.
    #[prost(message, optional, tag = "2")]
    pub filtered: Option<FilteredDeck>,
}

/// What a deck is.
#[derive(Clone, PartialEq, Message)]
pub struct NormalDeck {
    /// The id of its preset.
    #[prost(int64, tag = "1")]
    pub preset: i64,
    /// What is written above its counts.
    #[prost(string, tag = "4")]
    pub description: String,
    /// Whether the description is Markdown.
    #[prost(bool, tag = "5")]
    pub markdown_description: bool,
}

/// A filtered deck; that it is one is all that matters elsewhere.
#[derive(Clone, PartialEq, Message)]
pub struct FilteredDeck {
    /// Whether answers in it schedule.
    #[prost(bool, tag = "1")]
    pub reschedule: bool,
}

/// `deck_config.config`: a preset.
#[derive(Clone, PartialEq, Message)]
pub struct PresetConfig {
    /// The steps of new cards, in minutes.
    #[prost(float, repeated, tag = "1")]
    pub learn_steps: Vec<f32>,
    /// The steps of forgotten cards, in minutes.
    #[prost(float, repeated, tag = "2")]
    pub relearn_steps: Vec<f32>,
    /// New cards a day.
    #[prost(uint32, tag = "9")]
    pub new_per_day: u32,
    /// Reviews a day.
    #[prost(uint32, tag = "10")]
    pub reviews_per_day: u32,
    /// The ease of a card that has been learned.
    #[prost(float, tag = "11")]
    pub initial_ease: f32,
    /// What an easy answer multiplies the interval by, beside the ease.
    #[prost(float, tag = "12")]
    pub easy_multiplier: f32,
    /// What a hard answer multiplies the interval by.
    #[prost(float, tag = "13")]
    pub hard_multiplier: f32,
    /// What is left of the interval of a forgotten card.
    #[prost(float, tag = "14")]
    pub lapse_multiplier: f32,
    /// What every interval is multiplied by.
    #[prost(float, tag = "15")]
    pub interval_multiplier: f32,
    /// The longest interval, in days.
    #[prost(uint32, tag = "16")]
    pub maximum_interval_days: u32,
    /// The shortest interval after a lapse, in days.
    #[prost(uint32, tag = "17")]
    pub minimum_lapse_interval_days: u32,
    /// The first interval, in days.
    #[prost(uint32, tag = "18")]
    pub graduating_good_days: u32,
    /// The first interval after an easy answer, in days.
    #[prost(uint32, tag = "19")]
    pub graduating_easy_days: u32,
    /// 0 suspends a leech, 1 only tags it.
    #[prost(int32, tag = "21")]
    pub leech_action: i32,
    /// The lapses that make a leech.
    #[prost(uint32, tag = "22")]
    pub leech_threshold: u32,
    /// The longest time that is noted for an answer, in seconds.
    #[prost(uint32, tag = "24")]
    pub cap_answer_seconds: u32,
    /// The chance of recall that FSRS aims at.
    #[prost(float, tag = "37")]
    pub desired_retention: f32,
    /// The chance of recall before FSRS was used.
    #[prost(float, tag = "40")]
    pub historical_retention: f32,
}
