mod scheduler_fold;
mod scheduler_laws;
mod scheduler_vectors;
mod stats;
mod store;
mod store_backup;
mod store_files;
mod store_laws;
