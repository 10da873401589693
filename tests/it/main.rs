//! All integration tests, in one binary: one file per area.

mod terminal_bidi;
mod terminal_draw;
mod terminal_highlight;
mod terminal_jsonl;
mod terminal_keys;
mod terminal_pipe;
mod terminal_screens;
mod terminal_text;
mod terminal_tty;
