//! All tests that go through the library's public face or the program itself: one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod content;
mod content_findings;
mod content_hostile;
mod content_index;
mod content_laws;
mod content_levels;
mod content_lint;
mod content_search;
mod content_structure;
mod content_support;
mod content_syntax;
mod content_translations;
mod content_write;
mod harness;
mod kill;
mod layers;
mod lint;
mod lint_allow;
mod lint_fix;
mod lint_laws;
mod lint_render;
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
