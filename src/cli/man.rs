//! `man`: one manual page, with every command in it, for `man -l`.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;

use crate::cli::error::Outcome;
use crate::cli::help;
use crate::cli::output::Out;

const DESCRIPTION: &str = "\
.SH DESCRIPTION
\\fBrevisit\\fR alone starts today's session: the cards that are due, then new ones, within the day's
minutes. Decks are YAML files, one collection is inside the program. Progress is one SQLite file; every
answer is in it before the next card shows.";

const FILES: &str = "\
.SH FILES
.TP
\\fI$XDG_DATA_HOME/revisit/progress.db\\fR
Progress; \\fI~/.local/share\\fR where the variable is not set.
.TP
\\fI$XDG_DATA_HOME/revisit/decks/\\fR
Your own decks.
.TP
\\fIbackups/\\fR
Copies of the database, beside it.
.TP
\\fI$XDG_CONFIG_HOME/revisit/config.toml\\fR
Settings; \\fI~/.config\\fR where the variable is not set.
.TP
\\fI$XDG_CACHE_HOME/revisit/\\fR
What may be deleted at any time.
.SH ENVIRONMENT
.TP
\\fBREVISIT_DECKS\\fR
Folders and files with decks, separated as in \\fBPATH\\fR.
.TP
\\fBREVISIT_DB\\fR
The database.
.TP
\\fBNO_COLOR\\fR, \\fBCLICOLOR\\fR, \\fBCLICOLOR_FORCE\\fR
Whether there is colour, where \\fB\\-\\-color\\fR does not say.
.TP
\\fBVISUAL\\fR, \\fBEDITOR\\fR, \\fBPAGER\\fR
The programs that are started.
.TP
\\fBACCESSIBLE\\fR
If set, sessions run line by line.";

/// Runs `man`.
pub fn man() -> Outcome {
    let mut page = Vec::new();
    write_page(&mut page)?;
    let mut out = Out::new();
    out.write_all(&page)?;
    out.finish()
}

fn write_page(page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = help::command();
    // Every command gets its full name.
    command.build();
    let whole = Man::new(command.clone().override_usage("revisit [OPTIONS] [COMMAND]"));
    whole.render_title(page)?;
    whole.render_name_section(page)?;
    whole.render_synopsis_section(page)?;
    writeln!(page, "{DESCRIPTION}")?;
    for (title, names) in help::GROUPS {
        writeln!(page, ".SH \"{}\"", title.to_uppercase())?;
        for name in names {
            if let Some(command) = command.find_subcommand(name) {
                write_command(page, command)?;
            }
        }
    }
    whole.render_options_section(page)?;
    writeln!(page, "{FILES}")?;
    writeln!(page, ".SH \"EXIT STATUS\"\n{}.", escaped(help::EXIT_STATUS))
}

fn write_command(page: &mut Vec<u8>, command: &Command) -> io::Result<()> {
    let name = command.get_name();
    writeln!(
        page,
        ".SS \"{}\"",
        command.clone().render_usage().to_string().replace("Usage: ", "")
    )?;
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(page, "{}.", escaped(&about))?;
    for below in command.get_subcommands() {
        let about = below.get_about().map(ToString::to_string).unwrap_or_default();
        let usage = below.clone().render_usage().to_string().replace("Usage: ", "");
        writeln!(page, ".TP\n\\fB{}\\fR\n{}", escaped(&usage), escaped(&about))?;
    }
    let options = own_options(command)?;
    page.write_all(&options)?;
    writeln!(page, ".PP\n.nf\n{}\n.fi", escaped(&help::uses(name)))
}

/// Returns the options that only this command has, without a heading.
fn own_options(command: &Command) -> io::Result<Vec<u8>> {
    let mut own = Command::new("revisit").disable_help_flag(true).disable_help_subcommand(true);
    for arg in command.get_arguments().filter(|arg| !arg.is_global_set()) {
        own = own.arg(arg.clone());
    }
    let mut section = Vec::new();
    if own.get_arguments().next().is_some() {
        Man::new(own).render_options_section(&mut section)?;
    }
    let text = String::from_utf8_lossy(&section);
    let kept = text.lines().filter(|line| !line.starts_with(".SH") && !line.starts_with(".ie"));
    Ok(kept.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
}

/// Makes text that roff prints as it is.
fn escaped(text: &str) -> String {
    let lines = text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    let lines = lines.lines().map(|line| match line.starts_with('.') {
        true => format!("\\&{line}"),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
