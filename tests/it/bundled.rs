//! The bundled collection: clean, locked, checked, and described to editors.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use revisit::content::Bundle;
use revisit::lint::{self, Options};
use revisit::model::Severity;
use serde::Deserialize;

use crate::content_support::open_path;
use crate::harness::root;

fn backend() -> PathBuf {
    root().join("decks/backend")
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
}

/// Returns the ids of the notes that can be studied.
fn ids() -> BTreeSet<String> {
    let input = open_path(&backend()).shelf.deck_files(0);
    let notes = input.decks.iter().flat_map(|deck| &deck.notes);
    notes.map(|located| located.note.id.local().to_owned()).collect()
}

#[test]
fn the_bundled_decks_keep_every_rule() {
    let found = lint::all(&open_path(&backend()), &Options::default());
    let told: Vec<String> = found
        .iter()
        .filter(|one| one.severity > Severity::Info)
        .map(|one| format!("{}:{}: {} {}", one.file, one.line, one.rule, one.message))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(ids().len() > 200);
}

#[test]
fn the_program_holds_every_file_as_it_is() {
    for file in Bundle::built_in().files {
        let text = fs::read_to_string(root().join("decks").join(file.path())).unwrap();
        assert_eq!(file.text(), text, "{}", file.path());
    }
    let mut decks = Vec::new();
    yaml_files(&backend(), &mut decks);
    let held = |path: &PathBuf| {
        let path = path.strip_prefix(root().join("decks")).unwrap();
        path.ends_with("reviews.yaml")
            || Bundle::built_in().files.iter().any(|file| Path::new(file.path()) == path)
    };
    assert!(decks.iter().all(held));
}

#[test]
fn every_bundled_id_is_locked() {
    let lock = fs::read_to_string(backend().join("ids.lock")).unwrap();
    let locked: BTreeSet<String> =
        lock.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    let missing: Vec<String> = ids().into_iter().filter(|id| !locked.contains(id)).collect();
    assert!(missing.is_empty(), "run `revisit lint --lock decks/backend` for {missing:?}");
}

#[derive(Deserialize)]
struct Review {
    card: String,
    check: String,
}

#[test]
fn every_bundled_card_was_solved_blind_and_checked_against_its_sources() {
    let text = fs::read_to_string(backend().join("reviews.yaml")).unwrap();
    let reviews: Vec<Review> = serde_yaml::from_str(&text).unwrap();
    let mut checks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for review in reviews {
        checks.entry(review.card).or_default().insert(review.check);
    }
    for id in ids() {
        let done = checks.remove(&id).unwrap_or_default();
        assert!(done.contains("blind") && done.contains("facts"), "{id}: {done:?}");
    }
    assert!(checks.is_empty(), "verdicts on cards that are not there: {:?}", checks.keys());
}

#[test]
fn editors_are_told_the_schema_of_every_bundled_file() {
    let mut files = Vec::new();
    yaml_files(&backend(), &mut files);
    let authors = ["reviews.yaml", "glossary.yaml"];
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        if authors.contains(&name) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let schema = first.strip_prefix("# yaml-language-server: $schema=");
        let schema = schema.unwrap_or_else(|| panic!("{} has no modeline", file.display()));
        assert!(file.parent().unwrap().join(schema).is_file(), "{}: {schema}", file.display());
    }
}
