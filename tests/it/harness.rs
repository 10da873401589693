//! The program as a user runs it, in a home of its own: environment cleared; clock, seed and width
//! fixed.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A Sunday, at noon.
pub(crate) const NOON: &str = "2026-11-22T12:00:00+01:00";

/// A home folder, and the program in it.
pub(crate) struct App {
    home: TempDir,
    /// Where the clock stands; that of the machine runs where it is `None`.
    now: Option<String>,
    bundled: bool,
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl App {
    /// Makes a home without the bundled collection.
    pub(crate) fn new() -> App {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        App { home, now: Some(NOON.to_owned()), bundled: false }
    }

    /// Makes a home with the bundled collection.
    pub(crate) fn bundled() -> App {
        App { bundled: true, ..App::new() }
    }

    /// Sets the clock.
    pub(crate) fn at(&mut self, now: &str) -> &mut App {
        self.now = Some(now.to_owned());
        self
    }

    /// Lets the clock of the machine run.
    pub(crate) fn ticking(&mut self) -> &mut App {
        self.now = None;
        self
    }

    /// Returns a path in the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Returns the database.
    pub(crate) fn db(&self) -> PathBuf {
        self.path("progress.db")
    }

    /// Writes a file in the home, with the folders it needs.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("made");
        fs::write(&path, text).expect("written");
        path
    }

    /// Writes a collection `own` with some cards: `own/c1`, `own/c2` and so on.
    pub(crate) fn own_cards(&self, count: usize) -> &App {
        let mut text = "cards:\n".to_owned();
        for n in 1..=count {
            text.push_str(&format!(
                "  - id: c{n}\n    front: \"Card {n}: which number is this?\"\n    back: \"{n}\"\n"
            ));
        }
        self.write("own/deck.yaml", &text);
        self
    }

    /// Returns a command in the home; `own/`, where it exists, is loaded.
    #[expect(clippy::disallowed_methods, reason = "a test passes PATH on")]
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_revisit"));
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("COLUMNS", "80")
            .env("NO_COLOR", "1")
            .env("REVISIT_DB", self.db())
            .current_dir(self.home.path());
        command.args(["--seed", "7"]);
        if let Some(now) = &self.now {
            command.args(["--now", now]);
        }
        if !self.bundled {
            command.arg("--no-bundled");
        }
        if self.path("own").exists() {
            command.arg("--decks").arg(self.path("own"));
        }
        command.args(args);
        command
    }

    /// Runs the program without input.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        self.feed(args, "")
    }

    /// Starts the program to talk with: what it hears, and the lines it says.
    pub(crate) fn talk<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
    ) -> (Child, ChildStdin, Lines<BufReader<ChildStdout>>) {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let stdin = child.stdin.take().expect("stdin is piped");
        let stdout = child.stdout.take().expect("stdout is piped");
        (child, stdin, BufReader::new(stdout).lines())
    }

    /// Runs the program with some input.
    pub(crate) fn feed<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
        input: &str,
    ) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let input = input.to_owned();
        // A program that leaves early closes the pipe; that is its right.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().expect("the program ends");
        feeder.join().expect("the feeder ends");
        Ran::from(output)
    }

    /// Runs a JSON-lines session and returns its events.
    pub(crate) fn session(&self, args: &[&str], lines: &[&str]) -> Vec<Value> {
        let mut all = vec!["study", "--jsonl"];
        all.extend(args);
        let ran = self.feed(all, &format!("{}\n", lines.join("\n"))).ok();
        ran.out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Ran {
    /// Demands that the run left with status 0.
    pub(crate) fn ok(self) -> Ran {
        assert_eq!(self.code, 0, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Demands an exit status.
    pub(crate) fn code(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Reads stdout as one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("stdout is one JSON document")
    }
}

/// Returns the repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
