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
mod scheduler_fold;
mod scheduler_laws;
mod scheduler_logs;
mod scheduler_vectors;
mod stats;

#[test]
fn a() {}
