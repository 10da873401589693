mod content;
mod content_support;
mod lint;
mod scheduler_fold;
mod scheduler_laws;
mod scheduler_logs;
mod scheduler_vectors;
mod stats;

#[test]
fn a() {}
