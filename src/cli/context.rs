//! Where the world comes in: the only reader of environment, home, clock and chance.
//!
//! A [`Context`] is made once, from the command line and the process; everything else takes values.

use std::cell::Cell;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use etcetera::BaseStrategy;
use rand::TryRng;

use crate::cli::args::Common;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::model::config::ColorChoice;
use crate::model::{Clock, Moment, Settings, Timestamp};
use crate::terminal::ask::{self, Manner};
use crate::terminal::sanitize::sanitize;

/// What a command knows of the world.
#[derive(Debug)]
pub struct Context {
    /// The flags every command takes.
    pub common: Common,
    /// The settings, as the file has them; the defaults where it cannot be read.
    pub settings: Settings,
    /// Why the settings could not be read. Few commands go on then.
    pub fault: Option<CliError>,
    /// Where things are.
    pub paths: Paths,
    /// What time it is.
    pub clock: Watch,
    /// What shuffles depend on.
    pub seed: u64,
    /// Whether stdout is a terminal.
    pub stdout_tty: bool,
    /// Whether stdin is a terminal.
    pub stdin_tty: bool,
    /// Whether stderr is a terminal.
    pub stderr_tty: bool,
    /// The environment, as far as it matters here.
    pub env: Env,
}

/// Where things are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `decks/`, `backups/`, `progress.db`.
    pub data: PathBuf,
    /// The settings.
    pub config: PathBuf,
    /// What may be deleted at any time.
    pub cache: PathBuf,
    /// The database.
    pub db: PathBuf,
}

/// The environment variables that are read.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// `REVISIT_DB`.
    pub db: Option<PathBuf>,
    /// `REVISIT_DECKS`, split as a path list.
    pub decks: Vec<PathBuf>,
    /// `NO_COLOR`.
    pub no_color: Option<OsString>,
    /// `CLICOLOR`.
    pub clicolor: Option<OsString>,
    /// `CLICOLOR_FORCE`.
    pub clicolor_force: Option<OsString>,
    /// `TERM`.
    pub term: Option<String>,
    /// `TERM_PROGRAM`.
    pub terminal_program: Option<String>,
    /// Whether `KONSOLE_VERSION` is set.
    pub is_konsole: bool,
    /// Whether `MLTERM` is set.
    pub is_mlterm: bool,
    /// Whether the locale has more than ASCII.
    pub unicode: bool,
    /// `VISUAL`, else `EDITOR`.
    pub editor: Option<String>,
    /// `PAGER`.
    pub pager: Option<String>,
    /// Whether `LESS` is set.
    pub has_less: bool,
    /// `ACCESSIBLE`: no redraw, no boxes.
    pub accessible: bool,
    /// The name of this machine.
    pub host: String,
}

/// What time it is: the machine's clock, or a frozen one.
#[derive(Debug)]
pub struct Watch {
    frozen: Cell<Option<DateTime<FixedOffset>>>,
    rollover: u8,
}

impl Context {
    /// Takes the world in.
    pub fn new(common: Common) -> Outcome<Context> {
        let env = Env::read();
        let paths = Paths::find(common.db.as_deref().or(env.db.as_deref()))?;
        if let Some(missing) = common.decks.iter().find(|path| !path.exists()) {
            let message = format!("there is no file or folder `{}`", missing.display());
            return Err(CliError::usage(message).hint("look at --decks"));
        }
        let (settings, fault) = match crate::cli::config::load(&paths.config) {
            Ok(settings) => (settings, None),
            Err(fault) => (Settings::default(), Some(fault)),
        };
        let clock = Watch { frozen: Cell::new(common.now), rollover: settings.day.rollover };
        let seed = match common.seed {
            Some(seed) => seed,
            None => random()?,
        };
        let context = Context {
            settings,
            fault,
            paths,
            clock,
            seed,
            stdout_tty: std::io::stdout().is_terminal(),
            stdin_tty: std::io::stdin().is_terminal(),
            stderr_tty: std::io::stderr().is_terminal(),
            env,
            common,
        };
        console::set_colors_enabled(context.colors(context.stdout_tty));
        console::set_colors_enabled_stderr(context.colors(context.stderr_tty));
        Ok(context)
    }

    /// Fails where the settings could not be read.
    pub fn sound(mut self) -> Outcome<Context> {
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }

    /// Decides about colour for a stream, once: flag, then `NO_COLOR`, `CLICOLOR_FORCE`,
    /// `CLICOLOR=0`, `TERM=dumb`, then whether it is a terminal.
    pub fn colors(&self, is_terminal: bool) -> bool {
        let set = |value: &Option<OsString>| value.as_ref().is_some_and(|value| !value.is_empty());
        match self.common.color.map_or(self.settings.ui.color, ColorChoice::from) {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set(&self.env.no_color) => false,
            ColorChoice::Auto
                if self.env.clicolor_force.as_ref().is_some_and(|value| value != "0") =>
            {
                true
            }
            ColorChoice::Auto => {
                is_terminal
                    && self.env.clicolor.as_ref().is_none_or(|value| value != "0")
                    && self.env.term.as_deref() != Some("dumb")
            }
        }
    }

    /// Returns the paths of decks that the settings name; `~` is the home folder.
    pub fn deck_paths(&self) -> Vec<PathBuf> {
        self.settings.decks.paths.iter().map(|path| whole(path)).collect()
    }

    /// Returns the folder in which recordings of interviews are kept, if any.
    pub fn recordings(&self) -> Option<PathBuf> {
        self.settings.interview.keep.as_deref().map(whole)
    }

    /// Returns the language cards are shown in.
    pub fn lang(&self) -> Option<&str> {
        self.common.lang.as_deref().or(self.settings.ui.lang.as_deref())
    }

    /// Fails where a frozen clock would write into the user's own database.
    pub fn may_write(&self) -> Outcome {
        let is_named = self.common.db.is_some() || self.env.db.is_some();
        if self.common.now.is_some() && !is_named {
            return Err(CliError::usage("--now does not write into your own progress")
                .hint("name another file with --db FILE"));
        }
        Ok(())
    }

    /// Tells what a no came to, and returns what ends the command with it.
    pub fn declined(&self, told: &str) -> CliError {
        self.note(told);
        CliError::declined()
    }

    /// Asks before something is done; a no ends the command, which is no failure of it.
    pub fn confirm(&self, question: &str) -> Outcome {
        if ask::confirm(question)? {
            return Ok(());
        }
        Err(self.declined("nothing was changed"))
    }

    /// Lets the person choose one of a few things; none after Esc.
    pub fn choose(&self, question: &str, options: &[&str]) -> Outcome<Option<usize>> {
        let is_plain = self.env.accessible || self.env.term.as_deref() == Some("dumb");
        let manner = if is_plain { Manner::Numbers } else { Manner::Menu };
        Ok(ask::choose(question, options, manner)?)
    }

    /// Says whether a person can be asked.
    pub fn can_ask(&self) -> bool {
        self.stdin_tty && self.stderr_tty
    }

    /// Returns the person's editor.
    pub fn editor(&self) -> Option<&str> {
        self.settings.ui.editor.as_deref().or(self.env.editor.as_deref())
    }

    /// Prints a note on stderr, unless asked to be quiet. It may quote what a stranger wrote.
    pub fn note(&self, text: &str) {
        self.note_as_drawn(&sanitize(text));
    }

    /// Prints a note that was drawn, with its colours; what strangers wrote in it is harmless by now.
    #[expect(clippy::print_stderr, reason = "this is the one place where notes are printed")]
    pub fn note_as_drawn(&self, text: &str) {
        if !self.common.quiet {
            eprintln!("{text}");
        }
    }
}

impl Clock for Context {
    fn now(&self) -> Moment {
        self.clock.now()
    }
}

impl Clock for Watch {
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    fn now(&self) -> Moment {
        let local = self.frozen.get().unwrap_or_else(|| chrono::Local::now().fixed_offset());
        Moment::at(local, self.rollover)
    }
}

impl Watch {
    /// Says whether time stands still but for [`Watch::set`].
    pub fn is_frozen(&self) -> bool {
        self.frozen.get().is_some()
    }

    /// Returns the moment of an instant: with the offset that was in force here then, or that of a
    /// frozen clock.
    pub fn at(&self, at: Timestamp) -> Moment {
        let instant = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
        let local = match self.frozen.get() {
            Some(now) => instant.with_timezone(now.offset()),
            None => instant.with_timezone(&chrono::Local).fixed_offset(),
        };
        Moment { at, ..Moment::at(local, self.rollover) }
    }

    /// Moves a frozen clock forward. Fails for the machine's clock, and backward.
    pub fn set(&self, to: DateTime<FixedOffset>) -> Result<(), String> {
        match self.frozen.get() {
            None => Err("the clock can only be moved when --now was given".to_owned()),
            Some(now) if to < now => {
                Err(format!("the clock stands at {now} and moves forward only"))
            }
            Some(_) => {
                self.frozen.set(Some(to));
                Ok(())
            }
        }
    }
}

impl Paths {
    fn find(db: Option<&Path>) -> Outcome<Paths> {
        let base = etcetera::choose_base_strategy().map_err(|error| {
            CliError::usage(format!("the home folder is not known: {error}"))
                .hint("set HOME, or name the database with --db FILE")
        })?;
        let data = base.data_dir().join("revisit");
        let db = db.map_or_else(|| data.join("progress.db"), Path::to_path_buf);
        Ok(Paths {
            config: base.config_dir().join("revisit").join("config.toml"),
            cache: base.cache_dir().join("revisit"),
            db,
            data,
        })
    }

    /// Returns the folder of the user's own decks.
    pub fn decks(&self) -> PathBuf {
        self.data.join("decks")
    }

    /// Returns the folder of backups: beside the database.
    pub fn backups(&self) -> PathBuf {
        self.db.parent().unwrap_or(Path::new(".")).join("backups")
    }
}

impl Env {
    #[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
    fn read() -> Env {
        let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text);
        let ascii = ["C", "POSIX"];
        let decks = std::env::var_os("REVISIT_DECKS").unwrap_or_default();
        let db = std::env::var_os("REVISIT_DB").filter(|path| !path.is_empty());
        Env {
            db: db.map(PathBuf::from),
            decks: std::env::split_paths(&decks)
                .filter(|path| !path.as_os_str().is_empty())
                .collect(),
            no_color: std::env::var_os("NO_COLOR"),
            clicolor: std::env::var_os("CLICOLOR"),
            clicolor_force: std::env::var_os("CLICOLOR_FORCE"),
            term: text("TERM"),
            terminal_program: text("TERM_PROGRAM"),
            is_konsole: text("KONSOLE_VERSION").is_some(),
            is_mlterm: text("MLTERM").is_some(),
            // Without any setting, a terminal of today is taken to know Unicode.
            unicode: locale.is_none_or(|locale| !ascii.contains(&locale.as_str())),
            editor: text("VISUAL").or_else(|| text("EDITOR")),
            pager: text("PAGER"),
            has_less: text("LESS").is_some(),
            accessible: text("ACCESSIBLE").is_some(),
            host: host(),
        }
    }
}

/// Returns a path of the settings in full; `~` is the home folder.
fn whole(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// Returns the name of this machine, as far as it can be had without asking the network.
fn host() -> String {
    #[cfg(unix)]
    {
        rustix::system::uname().nodename().to_string_lossy().into_owned()
    }
    #[cfg(not(unix))]
    {
        #[expect(clippy::disallowed_methods, reason = "the one place where it is read")]
        std::env::var("COMPUTERNAME").unwrap_or_else(|_| "unknown".to_owned())
    }
}

/// Draws a random number from the system: the one place where chance comes in. It has 53 bits, which
/// every reader of JSON takes in whole.
pub fn random() -> Outcome<u64> {
    let drawn = rand::rngs::SysRng.try_next_u64();
    drawn.map(|bits| bits >> 11).map_err(|error| CliError::new(Kind::Outside, error))
}
