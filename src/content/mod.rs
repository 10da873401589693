//! Decks: from files to a [`Library`](crate::cards::Library), and from a place in a file to a note.
pub mod bundled;
pub mod collection;
pub mod deck;
pub mod decode;
pub mod lock;
pub mod lower;
pub mod nearest;
pub mod place;
pub mod raw;
pub mod resync;
pub mod root;
pub mod source;
pub mod sources;
pub mod translation;
pub mod tree;
pub mod walk;
pub mod yaml;
