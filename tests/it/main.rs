//! All integration tests, in one binary: one file per area.

mod terminal_bidi;
mod terminal_draw;
mod terminal_screens;
mod terminal_text;
