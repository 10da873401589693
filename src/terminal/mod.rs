//! The faces of a session that a person or a program sits at: a terminal, plain lines, JSON lines.
//!
//! Start with [`draw()`], which turns a screen into lines and knows nothing of a terminal; [`keys`] is
//! the table of the keys. [`sanitize`] stands between strangers' text and everything written.

mod answer;
pub mod ask;
pub mod bidi;
mod card;
pub mod draft;
pub mod draw;
pub mod field;
mod flow;
mod head;
mod help;
pub mod highlight;
pub mod interview;
pub mod jsonl;
pub mod key;
pub mod keys;
mod latin;
pub mod lines;
pub mod look;
pub mod markdown;
mod mode;
mod opening;
pub mod pager;
pub mod pipe;
pub mod preview;
pub mod progress;
mod quiz;
pub mod reader;
pub mod roadmap;
pub mod sanitize;
pub mod setting;
pub mod signals;
pub mod source;
mod summary;
mod table;
pub mod text;
pub mod theme;
pub mod tty;
mod window;
pub mod words;
pub mod wrap;

pub use bidi::Ordering;
pub use draft::Draft;
pub use draw::{Drawing, draw};
pub use highlight::Highlighter;
pub use look::Look;
pub use pipe::Pipe;
pub use signals::Signals;
pub use tty::Tty;
