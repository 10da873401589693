//! What the log says about the learner: pure functions over daily rows and card states.
//!
//! Nothing here reads a store: it hands in the rows it keeps ([`DayStat`], one per study day and
//! class) and the states of the cards that are in a deck. Each file answers one question; none
//! knows how the answer is shown.
//!
//! Rows come from [`DayStat::changes`], which says what an answer adds to which day.

pub mod forecast;
pub mod hardest;
pub mod heatmap;
pub mod interval;
pub mod quiz;
pub mod retention;
pub mod streak;
pub mod topic;

pub use crate::scheduler::daily::{Class, Daily, DayStat, MATURE_DAYS};

pub use forecast::{Forecast, forecast};
pub use hardest::hardest;
pub use heatmap::{Cell, Heatmap, heatmap};
pub use interval::interval_95;
pub use retention::{Rate, Retention, retention};
pub use streak::{Streak, streak};
pub use topic::{TopicSummary, summarize};
