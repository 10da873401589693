mod scheduler_fold;
mod scheduler_laws;
mod scheduler_vectors;
mod stats;
