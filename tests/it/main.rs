mod content;
mod content_findings;
mod content_structure;
mod content_support;
mod content_syntax;
mod scheduler_fold;
mod scheduler_laws;
mod scheduler_logs;
mod scheduler_vectors;
mod stats;

#[test]
fn a() {}
