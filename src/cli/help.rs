//! The help: commands in groups, examples for each, and the words of the filter language.
//!
//! `-h` and `--help` print the same, a line for each option, so that it fits the screen.

use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::cli::args::Cli;

/// The groups, in the order in which a person meets them.
pub const GROUPS: [(&str, &[&str]); 6] = [
    ("Learn", &["study", "quiz", "interview", "read", "roadmap"]),
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
    ("Move", &["export", "import"]),
    ("System", &["doctor", "config", "completions", "man"]),
];

/// What an exit status means.
pub const EXIT_STATUS: &str = "\
0 done, 1 something was found, 2 wrong usage, 3 bad input,
4 database or disk, 70 a bug, 130 Ctrl-C";

const EXAMPLES: &str = "\
Examples:
  revisit                            today's session on the bundled decks
  revisit study kafka facet:mistake  only these cards
  revisit study --minutes 10         a short day
  revisit cards is:leech             what you keep forgetting
  revisit --decks ~/cards lint       check your own decks

`revisit COMMAND --help` says more about a command.";

const FILTERS: &str = "\
Filters, which every command that takes cards understands:
  kafka                  a topic
  idem.race              a card
  facet:why,mistake      a key with values: section collection deck topic facet
                         tier kind level tag
  is:due                 a state: new due learning review leech weak suspended buried
                         flagged; weak is missed in a quiz or interview of late
  '\"exactly once\"'       text
  not:kind:mcq -is:new   negated
A space means and, a comma means or. `revisit decks` lists what there is.";

/// How a command is used; lines that can be typed begin with the program's name. Where an entry speaks
/// for several commands, `CMD` is the name.
const USES: [(&[&str], &str); 24] = [
    (
        &["study"],
        "\
revisit study                    today's cards, as `revisit` alone
revisit study kafka --new 3      one topic, with three new cards today
revisit study --minutes 10       a short day
revisit study kind:interview     prompts of interviews, which are never due by themselves
revisit study --plain < answers  line by line",
    ),
    (
        &["quiz"],
        "\
revisit quiz                       20 questions about anything
revisit quiz kafka --count 10      one topic
revisit quiz --time-limit 60s --time-limit-total 15m --feedback end
revisit quiz --place               find out what you know already
revisit quiz section:databases --record
revisit quiz --seed 7 --json < answers > report.json
revisit quiz --history

Without --record your schedule stays as it is. With it, what you miss or guess is
asked again, and what was due and right is done for the day. --seed asks the same
questions in the same order.",
    ),
    (
        &["interview"],
        "\
revisit interview                        45 minutes of prompts, mid level
revisit interview --as senior --round screen
revisit interview --round deep kafka     one topic, all follow-ups
revisit interview --round debug --minutes 30
revisit interview idem.interview-double-charge
revisit interview --markdown report.md
revisit interview --history              the interviews held so far
revisit interview --history 3            the report of the third
revisit interview --history 2 3          two of them side by side

Answer aloud or take notes; nothing of the rubric shows before. Then tick each point:
u unprompted (1), p after a probe (1/2), m missed (0). Strong is 80 % or more, every
required point unprompted and no red flag; good is 60 % or more, every required point
at least after a probe and no red flag.",
    ),
    (
        &["read"],
        "\
revisit read kafka               its page, sources, what it builds on and opens
revisit read kafka mistake       one side of it: concept why how mistake tradeoff
revisit read --list              what can be read
revisit read                     pick from a list
revisit read kafka --json | jq -r '.sources[].url'",
    ),
    (
        &["roadmap"],
        "\
revisit roadmap                  everything, and what to begin next
revisit roadmap kafka            the way to a topic, and what it opens
revisit roadmap --html map.html  a page to look at in a browser
revisit roadmap --format dot | dot -Tpng > map.png
revisit roadmap --json | jq -r '.collections[].next[]'",
    ),
    (
        &["stats"],
        "\
revisit stats
revisit stats section:databases
revisit stats --json | jq .streak.days",
    ),
    (
        &["due"],
        "\
revisit due
revisit due --json | jq .due
revisit due --exit-code || notify-send \"cards are waiting\"",
    ),
    (
        &["cards"],
        "\
revisit cards kafka tier:core
revisit cards idem.race
revisit cards is:leech --json | jq -r '.[].id'",
    ),
    (
        &["decks"],
        "\
revisit decks
revisit decks --json | jq -r '.collections[].topics[].slug'",
    ),
    (
        &["new"],
        "\
revisit new                         asks for a card, with the fields of its kind
revisit new --kind mcq --editor     write one in your editor
revisit new --deck ~/cards/tcp.yaml --id tcp-window --front \"...\" --back \"...\"
revisit new --deck ~/cards/tcp.yaml --from - < cards.yaml",
    ),
    (
        &["edit"],
        "revisit edit idem.race\nrevisit edit kafka                  pick one of its cards",
    ),
    (
        &["lint"],
        "\
revisit lint ~/cards
revisit lint --explain MC02
revisit lint --format json ~/cards | jq .errors",
    ),
    (&["undo"], "revisit undo    once more takes back the action before"),
    (
        &["suspend", "bury", "flag", "reset"],
        "\
revisit CMD idem.race
revisit CMD kafka --dry-run
revisit CMD kafka kind:mcq --yes

A filter asks first. One command is one action: `revisit undo` takes all of it back.",
    ),
    (
        &["unsuspend", "unbury", "unflag"],
        "\
revisit CMD idem.race
revisit CMD kafka --yes

A filter asks first. One command is one action: `revisit undo` takes all of it back.",
    ),
    (
        &["history"],
        "\
revisit history idem.race
revisit history backend/idem.race --json",
    ),
    (
        &["export"],
        "\
revisit export anki -o backend.apkg
revisit export anki topic:indexing --with-progress
revisit export anki --push              into an Anki that is running
revisit export json kafka -o kafka.json",
    ),
    (
        &["import"],
        "\
revisit import french.apkg              decks, schedules and history from Anki
revisit import french.apkg --dry-run
revisit import words.csv --columns front,back,tags
revisit import notes.txt --into ~/cards/french
revisit import anki --pull              what was answered in a running Anki

Importing again brings only what is new. What you have edited stays as it is.",
    ),
    (
        &["backup"],
        "\
revisit backup
revisit backup /media/stick/progress.db
revisit backup --list",
    ),
    (
        &["restore"],
        "\
revisit restore progress-2026-11-22.db
revisit restore /media/stick/progress.db --yes

The database that is replaced is kept beside the restored one.",
    ),
    (
        &["doctor"],
        "\
revisit doctor
revisit doctor --fix",
    ),
    (
        &["config"],
        "\
revisit config
revisit config set study.minutes 30
revisit config set decks.paths '[\"/home/me/cards\"]'
revisit config set ui.lang \"\"       back to the default",
    ),
    (
        &["completions"],
        "\
revisit completions bash > ~/.local/share/bash-completion/completions/revisit
revisit completions zsh > ~/.zfunc/_revisit
revisit completions fish > ~/.config/fish/completions/revisit.fish",
    ),
    (&["man"], "revisit man > ~/.local/share/man/man1/revisit.1"),
];

/// Commands whose help explains filters.
const FILTERED: [&str; 4] = ["study", "quiz", "interview", "cards"];

/// Returns what stands below a command's options.
pub fn uses(name: &str) -> String {
    let found = USES.iter().find(|(names, _)| names.contains(&name));
    let mut text = "Examples:".to_owned();
    for line in found.map_or("", |(_, text)| text).lines() {
        let indent = if line.starts_with("revisit") { "  " } else { "" };
        text.push_str(&format!("\n{indent}{}", line.replace("CMD", name)));
    }
    if FILTERED.contains(&name) {
        text.push_str(&format!("\n\n{FILTERS}"));
    }
    text
}

/// Returns the command line with its help.
pub fn command() -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .global(true)
        .action(ArgAction::HelpShort)
        .help("Print this help");
    let mut command = Cli::command().disable_help_flag(true).arg(help);
    let names: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        let below = uses(&name);
        command = command.mut_subcommand(name, |command| command.after_help(below));
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}Options:\n{{options}}\n\n\
         {EXAMPLES}\n\nExit status: {EXIT_STATUS}.\n",
        groups(&command)
    );
    command.help_template(template)
}

fn groups(command: &Command) -> String {
    let mut text = String::new();
    for (title, names) in GROUPS {
        text.push_str(&format!("{title}:\n"));
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            text.push_str(&format!("  {name:<12} {about}\n"));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, USES, command};

    fn commands() -> Vec<String> {
        let command = command();
        let mut names: Vec<String> =
            command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_command_stands_in_one_group() {
        let mut grouped: Vec<&str> =
            GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        grouped.sort_unstable();
        assert_eq!(grouped, commands());
    }

    #[test]
    fn every_command_has_its_examples_once() {
        let mut shown: Vec<&str> =
            USES.iter().flat_map(|(names, _)| names.iter().copied()).collect();
        shown.sort_unstable();
        assert_eq!(shown, commands());
    }
}
