//! To and from other programs: packages of Anki, tables, documents.
//!
//! Exporters are given notes, with what is known of their cards, and write a file. Importers are
//! given a file and return notes and events; `cli` writes those where they belong. What both sides
//! of Anki must agree on is in [`anki`].

pub mod anki;
pub mod export;
pub mod import;
