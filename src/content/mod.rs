//! Decks: from files to a [`Library`](crate::cards::Library), and from a place in it to a note.
//!
//! Layer 2: reads files, knows YAML. Reading never fails, it reports: what cannot be read is left
//! out, with a [`Diagnostic`](crate::model::Diagnostic) on its place. Start with [`open()`], which
//! gives a [`Shelf`]; a card goes `yaml` (events to a [`tree`]), [`deck`], [`lower`] (to a
//! [`Note`](crate::cards::Note)), and an index in the cache folder (`compiled`) spares all of that
//! for files that did not change.

mod append;
pub mod bundled;
pub mod collection;
mod compiled;
pub mod deck;
pub mod decode;
pub mod emit;
pub mod input;
mod load;
pub mod lock;
pub mod lower;
mod media;
pub mod merge;
mod open;
pub mod overlay;
pub mod place;
pub mod raw;
pub mod replace;
pub mod resync;
pub mod root;
mod search;
mod shelf;
pub mod source;
pub mod sources;
pub mod stream;
mod table;
pub mod translation;
pub mod tree;
pub mod walk;
pub mod write;
pub mod yaml;

pub use bundled::{Bundle, Embedded};
pub use input::LintInput;
pub use open::{Opened, REPLACED, Request, open};
pub use place::{Level, Paths};
pub use shelf::{PageText, Shelf};
