//! What a learner is asked: notes, their cards, and the neutral face of a card.
//!
//! Layer 1: pure. Reading YAML is `content`'s business, drawing is `terminal`'s. Start with
//! [`note::Note`], then [`kinds`], where each kind of card has a file of its own.

pub mod ask;
pub mod entry;
pub mod fingerprint;
pub mod kinds;
pub mod library;
pub mod note;
pub mod page;

pub use ask::{Answer, Question, Verdict};
pub use fingerprint::Fingerprint;
pub use kinds::Kind;
pub use library::{CardIx, Library, NoteIx, TopicIx};
pub use note::{Citation, Content, Facet, Form, Level, Note, Tier};
