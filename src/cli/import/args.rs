//! The command line of `import`.

use std::path::PathBuf;

use clap::Args;

/// Options of `import`
#[derive(Clone, Debug, Args)]
pub struct Import {
    /// The file to read
    pub file: PathBuf,
}
