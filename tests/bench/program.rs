//! How fast the program is from start to first card, as a whole process.
//!
//! ```text
//! cargo bench --bench program                                   the bundled decks
//! cargo bench --bench program -- --decks FOLDER --db FILE       a large collection and its database
//! cargo bench --bench program -- --make-decks FOLDER --cards N  writes N cards in N/100 files
//! cargo bench --bench program -- --make-bundle FOLDER           writes a collection of the planned size
//! options: --runs N (15)
//! ```
//!
//! A large database is made by the store's benchmark: `cargo bench --bench store -- --make FILE`. A
//! bundle of the planned size is built in with `REVISIT_EMBED=FOLDER cargo bench ...`. Every figure is
//! the median of the runs, with the least and the greatest; the first start has a fresh cache folder
//! each time.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails may stop where it is")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const NOW: &str = "2026-11-22T12:00:00+00:00";

fn main() {
    let options = Options::read();
    if let Some(folder) = &options.make_decks {
        make_decks(folder, options.cards);
        return;
    }
    if let Some(folder) = &options.make_bundle {
        make_bundle(folder);
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let bench = Bench { options, home: home.path().to_owned() };
    bench.measure();
}

struct Options {
    decks: Option<PathBuf>,
    db: Option<PathBuf>,
    make_decks: Option<PathBuf>,
    make_bundle: Option<PathBuf>,
    cards: usize,
    runs: usize,
}

impl Options {
    fn read() -> Options {
        let mut options = Options {
            decks: None,
            db: None,
            make_decks: None,
            make_bundle: None,
            cards: 100_000,
            runs: 15,
        };
        let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
        while let Some(word) = words.next() {
            let value = words.next().unwrap_or_else(|| panic!("`{word}` needs a value"));
            match word.as_str() {
                "--decks" => options.decks = Some(value.into()),
                "--db" => options.db = Some(value.into()),
                "--make-decks" => options.make_decks = Some(value.into()),
                "--make-bundle" => options.make_bundle = Some(value.into()),
                "--cards" => options.cards = value.parse().unwrap(),
                "--runs" => options.runs = value.parse().unwrap(),
                _ => panic!("`{word}` is not an option"),
            }
        }
        options
    }
}

struct Bench {
    options: Options,
    home: PathBuf,
}

impl Bench {
    fn measure(&self) {
        self.first_question(&["study"]);
        self.first_question(&["study"]);
        let first: Vec<Duration> = (0..self.options.runs.min(5))
            .map(|_| {
                fs::remove_dir_all(self.home.join("cache")).unwrap();
                self.first_question(&["study"])
            })
            .collect();
        print("first card, no index yet", first);
        self.report("first card", || self.first_question(&["study"]));
        self.report("quiz", || self.first_question(&["quiz"]));
        self.report("quiz TEXT", || self.first_question(&["quiz", "partition"]));
        self.report("quiz --place", || self.first_question(&["quiz", "--place"]));
        self.report("due", || self.whole(&["due"]));
        self.report("stats", || self.whole(&["stats"]));
        self.report("cards QUERY", || self.whole(&["cards", "partition", "--limit", "50"]));
        self.report("lint", || self.whole(&["lint"]));
    }

    fn report(&self, what: &str, run: impl Fn() -> Duration) {
        run();
        print(what, (0..self.options.runs).map(|_| run()).collect());
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_revisit"));
        let db = self.options.db.clone().unwrap_or_else(|| self.home.join("progress.db"));
        command
            .env_clear()
            .env("HOME", &self.home)
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .args(["--now", NOW, "--seed", "7", "--quiet", "--db"])
            .arg(db);
        if let Some(decks) = &self.options.decks {
            command.arg("--no-bundled").arg("--decks").arg(decks);
        }
        command.args(args).stderr(Stdio::null());
        command
    }

    /// From the start of the process to the first question on the other side of a pipe.
    fn first_question(&self, args: &[&str]) -> Duration {
        let start = Instant::now();
        let mut child = self
            .command(&[args, &["--jsonl"]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let taken = loop {
            let line = lines.next().unwrap().unwrap();
            if line.contains(r#""event":"question""#) || line.contains(r#""event":"done""#) {
                break start.elapsed();
            }
        };
        drop(child.stdin.take());
        child.wait().unwrap();
        taken
    }

    fn whole(&self, args: &[&str]) -> Duration {
        let start = Instant::now();
        let status = self.command(args).stdout(Stdio::null()).status().unwrap();
        assert!(status.code().is_some_and(|code| code < 2), "{args:?}: {status}");
        start.elapsed()
    }
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (least, most) = (ms(times[0]), ms(times[times.len() - 1]));
    println!("{what:<28}{:>9.1} ms   ({least:.1} to {most:.1})", ms(times[times.len() / 2]));
}

/// Writes cards, one in four of them to be typed, whose ids are those of the store's benchmark: `big/n000001` and so on.
fn make_decks(folder: &Path, cards: usize) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("collection.yaml"), "name: big\ntitle: Big\n").unwrap();
    for (file, first) in (1..=cards).step_by(100).enumerate() {
        let mut text = String::from("cards:\n");
        for n in first..(first + 100).min(cards + 1) {
            let answer = format!("The first one after its last committed offset, {n}.");
            let answer = match n % 4 {
                0 => format!("kind: typed\n    tier: core\n    accept: [\"{answer}\"]"),
                _ => format!("back: \"{answer}\""),
            };
            text.push_str(&format!(
                "  - id: n{n:06}\n    front: \"Log {n}: which record does the reader of partition \
                 {} see first after a restart?\"\n    {answer}\n    more: A remark of the usual length, so that files \
                 are as large as real ones are, and a bit.\n",
                n % 97
            ));
        }
        let part = folder.join(format!("part{:02}", file / 50));
        fs::create_dir_all(&part).unwrap();
        fs::write(part.join(format!("deck{file:04}.yaml")), text).unwrap();
    }
}

/// Writes a collection of 68 topics with 2,659 items, pages, and a second language.
fn make_bundle(folder: &Path) {
    const TOPICS: usize = 68;
    const ITEMS: usize = 2_659;
    let root = folder.join("backend");
    let mut collection =
        String::from("name: backend\ntitle: Backend\nlang: en\nsections:\n  - slug: all\n");
    collection.push_str("    title: All\n    folder: all\n    topics:\n");
    fs::create_dir_all(root.join("all")).unwrap();
    fs::create_dir_all(root.join("i18n/fa/all")).unwrap();
    let paragraph = "A sentence of some twelve words that says how a mechanism works. ";
    for topic in 0..TOPICS {
        let slug = format!("topic-{topic:02}");
        collection.push_str(&format!(
            "      - slug: {slug}\n        title: Topic {topic}\n        level: foundation\n"
        ));
        let mut deck = format!("format: 1\ntopic: {slug}\nkey: t{topic:02}\ncards:\n");
        let mut persian = format!("format: 1\ntopic: {slug}\nlang: fa\ncards:\n");
        for item in 0..(ITEMS / TOPICS + usize::from(topic < ITEMS % TOPICS)) {
            let id = format!("t{topic:02}.card-{item:02}");
            let front = format!("Topic {topic}, case {item}: what does the partition leader do?");
            deck.push_str(&format!("  - id: {id}\n    facet: how\n    tier: core\n"));
            if item % 3 == 0 {
                deck.push_str(&format!("    kind: mcq\n    front: \"{front}\"\n    options:\n"));
                for option in 0..4 {
                    let correct = if option == item % 4 { "        correct: true\n" } else { "" };
                    deck.push_str(&format!(
                        "      - text: It does thing number {option} of four.\n{correct}        \
                         why: This holds, or does not, for the reason that number {option} has.\n"
                    ));
                }
            } else {
                deck.push_str(&format!(
                    "    front: \"{front}\"\n    back: {paragraph}\n    gist: a mechanism works\n"
                ));
                persian.push_str(&format!(
                    "  {id}:\n    of: \"00000000\"\n    front: پرسشی دربارهٔ موضوع؟\n    back: پاسخی.\n"
                ));
            }
            deck.push_str("    source: [rfc9110#9.2.2]\n");
        }
        fs::write(root.join(format!("all/{slug}.yaml")), deck).unwrap();
        fs::write(root.join(format!("i18n/fa/all/{slug}.yaml")), persian).unwrap();
        let page = format!("# Topic {topic}\n\n## Core concepts\n\n{}\n", paragraph.repeat(50));
        fs::write(root.join(format!("all/{slug}.md")), page).unwrap();
    }
    fs::write(root.join("collection.yaml"), collection).unwrap();
}
