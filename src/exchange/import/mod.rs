//! What is read: packages of Anki, and tables.
//!
//! Importers return notes and events; whoever called them writes those where they belong. [`html`]
//! turns Anki's texts into ours, [`ids`] names notes that come without a name, [`sniff`] knows what is
//! plainly no table, [`compare`] says what
//! of a note that comes again is new, and [`report`] what became of it all.

pub mod anki;
pub mod compare;
pub mod dialect;
pub mod html;
pub mod ids;
pub mod report;
mod row;
mod rows;
pub mod sniff;
pub mod table;
