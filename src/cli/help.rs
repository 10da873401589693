//! The help's first page: commands in groups, an example for each, the same words as elsewhere.

use clap::{Command, CommandFactory};

use crate::cli::args::Cli;

/// The groups, in the order in which a person meets them.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Learn", &["study"]),
    ("Look", &["stats", "due", "cards", "decks"]),
    ("Author", &["new", "edit", "lint"]),
    (
        "Manage",
        &[
            "undo",
            "suspend",
            "unsuspend",
            "bury",
            "unbury",
            "flag",
            "unflag",
            "reset",
            "history",
            "backup",
            "restore",
        ],
    ),
    ("System", &["doctor", "config", "completions", "man"]),
];

const EXAMPLES: &str = "\
Examples:
  revisit                            today's session on the bundled decks
  revisit study kafka facet:mistake  only these cards
  revisit study --minutes 10         a short day
  revisit cards is:leech             what you keep forgetting
  revisit --decks ~/cards lint       check your own decks";

/// Returns the command line with the grouped help.
pub fn command() -> Command {
    let command = Cli::command();
    let mut groups = String::new();
    for (title, names) in GROUPS {
        groups.push_str(&format!("{title}:\n"));
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            groups.push_str(&format!("  {name:<12} {about}\n"));
        }
        groups.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}{{options}}\n\n\
         {EXAMPLES}\n\nExit status: 0 done, 1 something found, 2 wrong usage, 3 bad input, \
         4 database or disk, 130 Ctrl-C."
    );
    command.help_template(template)
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, command};

    #[test]
    fn every_command_stands_in_one_group() {
        let mut grouped: Vec<&str> =
            GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let command = command();
        let mut commands: Vec<&str> =
            command.get_subcommands().map(clap::Command::get_name).collect();
        grouped.sort_unstable();
        commands.sort_unstable();
        assert_eq!(grouped, commands);
    }
}
