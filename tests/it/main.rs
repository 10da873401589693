//! All tests that go through the library's public face or the program itself: one binary.

mod content;
mod content_support;
mod harness;
mod kill;
mod layers;
mod lint;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod pty_terminal;
mod scheduler_fold;
mod scheduler_laws;
mod scheduler_logs;
mod scheduler_vectors;
mod session;
mod stats;
mod store;
mod store_backup;
mod store_files;
mod store_laws;
mod study;
mod terminal_bidi;
mod terminal_draw;
mod terminal_highlight;
mod terminal_jsonl;
mod terminal_keys;
mod terminal_pipe;
mod terminal_screens;
mod terminal_text;
mod terminal_tty;
