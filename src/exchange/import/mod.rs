//! What is read: one file per format.
