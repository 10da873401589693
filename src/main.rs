//! The program. Everything happens in the library; see [`revisit::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    revisit::cli::main()
}
