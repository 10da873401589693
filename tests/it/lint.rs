//! Lint: each rule by a good and a bad fixture, what profiles hold, and how rules are explained.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use revisit::content::{Level, Opened, Paths, Request, open};
use revisit::lint::{self, Options, Profile, RULES};
use revisit::model::{Diagnostic, Severity};

/// November 2026, the month in which the fixtures were written.
pub(crate) const MONTH: i32 = 2026 * 12 + 11;

/// A collection in a folder of its own, written from fixtures.
pub(crate) struct Lab {
    folder: tempfile::TempDir,
}

impl Lab {
    /// Writes the files of a text: the first part is `deck.yaml`, each further one follows a line
    /// `#=== path`; `#=== -path` takes a file away.
    pub(crate) fn new(texts: &[&str]) -> Lab {
        let lab = Lab { folder: tempfile::tempdir().expect("a folder for a test") };
        for text in texts {
            let mut path = "deck.yaml".to_owned();
            for part in format!("\n{text}").split("\n#=== ").enumerate() {
                let (place, mut body) = part;
                if place > 0 {
                    let (name, rest) = body.split_once('\n').unwrap_or((body, ""));
                    path = name.to_owned();
                    body = rest;
                }
                lab.write(&path, body.trim_start_matches('\n'));
            }
        }
        lab
    }

    fn write(&self, path: &str, text: &str) {
        if let Some(gone) = path.strip_prefix('-') {
            fs::remove_file(self.path(gone)).expect("a file to take away");
        } else if !text.is_empty() {
            let path = self.path(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
            fs::write(path, text).expect("a file is written");
        }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn open(&self) -> Opened {
        open(&Request {
            levels: vec![Level {
                name: "--decks".to_owned(),
                paths: Paths::Named(vec![self.folder.path().to_owned()]),
            }],
            ..Request::default()
        })
    }

    /// Lints, with file names relative to the folder.
    pub(crate) fn lint(&self, options: &Options<'_>) -> Vec<Diagnostic> {
        let prefix = format!("{}/", self.folder.path().display());
        let mut found = lint::all(&self.open(), options);
        for finding in &mut found {
            finding.file = finding.file.replace('\\', "/").replace(&prefix.replace('\\', "/"), "");
        }
        found
    }
}

pub(crate) fn options() -> Options<'static> {
    Options { month: Some(MONTH), ..Options::default() }
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/lint")
}

pub(crate) fn fixture(name: &str) -> String {
    let path = fixtures().join(name);
    fs::read_to_string(&path).unwrap_or_else(|_| panic!("there is no fixture {name}"))
}

/// The house collection that fixtures stand in: one topic, a page, a few sources.
pub(crate) fn in_house(text: &str) -> Lab {
    Lab::new(&[&fixture("base.yaml"), text])
}

fn codes(found: &[Diagnostic]) -> BTreeSet<&str> {
    found.iter().map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn each_rule_finds_its_bad_fixture_and_nothing_else_there() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let found = in_house(&fixture(&format!("{}-bad.yaml", rule.code))).lint(&options());
        let worst = found.iter().map(|finding| finding.severity).max();
        if codes(&found) != BTreeSet::from([rule.reported_as()]) || worst > Some(rule.severity) {
            wrong.push((rule.code, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_rule_finds_anything_in_a_good_fixture() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let found = in_house(&fixture(&format!("{}-good.yaml", rule.code))).lint(&options());
        if !found.is_empty() {
            wrong.push((rule.code, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_fixture_belongs_to_a_rule() {
    for entry in fs::read_dir(fixtures()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.split('-').next().unwrap();
        let is_known = name == "base.yaml" || RULES.iter().any(|rule| rule.code == code);
        assert!(is_known || !name.ends_with(".yaml"), "{name} is the fixture of no rule");
    }
}

#[test]
fn each_rule_has_a_code_and_a_name_of_its_own_and_explains_itself() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        assert!(seen.insert(rule.code), "{} is there twice", rule.code);
        assert!(seen.insert(rule.name), "{} is there twice", rule.name);
        for text in [rule.what, rule.why, rule.bad, rule.good] {
            assert!(!text.is_empty(), "{} leaves something unsaid", rule.code);
        }
        assert!(rule.what.ends_with('.') && rule.why.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn a_rule_is_found_by_its_code_in_whatever_case_and_explained() {
    let rule = lint::rules::find("ln01").unwrap();
    insta::assert_snapshot!(rule.explain());
}

#[test]
fn the_four_line_deck_is_clean() {
    let deck = "cards:\n  - id: tcp-handshake\n    front: \"TCP: which side sends the first segment \
                with both SYN and ACK set?\"\n    back: The passive opener (the server).\n";
    let found = Lab::new(&[deck]).lint(&options());
    let worse: Vec<_> = found.iter().filter(|found| found.severity > Severity::Info).collect();
    assert!(worse.is_empty(), "{worse:#?}");
}

#[test]
fn the_model_topic_is_clean_in_the_house_profile() {
    let folder = fixtures().join("model");
    let opened = open(&Request {
        levels: vec![Level { name: "--decks".to_owned(), paths: Paths::Named(vec![folder]) }],
        ..Request::default()
    });
    assert_eq!(opened.shelf.library().notes().len(), 18);
    let found = lint::all(&opened, &options());
    let worse: Vec<_> = found.iter().filter(|found| found.severity > Severity::Info).collect();
    assert!(worse.is_empty(), "{worse:#?}");
    assert_eq!(codes(&found), BTreeSet::from(["TR06"]));
}

#[test]
fn the_basic_profile_asks_for_no_house_style() {
    let deck = fixture("QF02-bad.yaml");
    let basic = "\n#=== collection.yaml\nname: lab\n";
    let lab = in_house(&format!("{}{basic}", deck.replace("topic: topic\n", "")));
    assert!(lab.lint(&options()).is_empty());
    let house = Options { profile: Some(Profile::House), ..options() };
    assert!(codes(&lab.lint(&house)).contains("QF02"));
}

#[test]
fn a_profile_given_wins_over_the_collections_own() {
    let lab = in_house(&fixture("QF02-bad.yaml"));
    let basic = Options { profile: Some(Profile::Basic), ..options() };
    assert!(lab.lint(&basic).is_empty());
}

#[test]
fn findings_are_sorted_by_file_and_line() {
    let found = in_house(&fixture("TP03-bad.yaml").replace("  facet: why\n", "")).lint(&options());
    let places: Vec<_> =
        found.iter().map(|found| (&found.file, found.line, found.column)).collect();
    assert!(places.len() > 3 && places.is_sorted(), "{places:?}");
}
