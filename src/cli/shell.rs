//! `completions` and `man`.

use std::io::Write;

use crate::cli::args::Completions;
use crate::cli::error::Outcome;
use crate::cli::help;
use crate::cli::output::Out;

/// Runs `completions`.
pub fn completions(args: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "revisit", &mut script);
    let mut out = Out::new();
    out.write_all(&script)?;
    out.finish()
}

/// Runs `man`: one page, with every command in it.
pub fn man() -> Outcome {
    let command = help::command();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_name().to_uppercase();
        writeln!(page, ".SH \"{name}\"")?;
        let man = clap_mangen::Man::new(subcommand.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        page.extend(String::from_utf8_lossy(&section).replace(".SH ", ".SS ").into_bytes());
    }
    writeln!(page, "{EXIT_STATUS}")?;
    let mut out = Out::new();
    out.write_all(&page)?;
    out.finish()
}

const EXIT_STATUS: &str = "\
.SH \"EXIT STATUS\"
0 done; 1 something was found (lint errors, problems, due cards with \\-\\-exit\\-code); 2 wrong usage,
an unknown name, or no terminal where one is needed; 3 bad input; 4 database, disk or network;
70 a bug; 130 after Ctrl\\-C.";
