mod content;
mod content_support;
mod lint;
mod lint_allow;
mod lint_fix;
mod lint_laws;
mod lint_render;
mod scheduler_fold;
mod scheduler_laws;
mod scheduler_logs;
mod scheduler_vectors;
mod stats;

#[test]
fn a() {}
