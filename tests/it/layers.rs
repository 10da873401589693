//! The table of layers as a test: which folder may import which, and name which crates.
//!
//! A new arrow is a design decision. It turns this test red until it is written down here and in
//! `src/README.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::root;

/// Folder, the folders it may import, the crates that only these folders may name.
pub(crate) const TABLE: [(&str, &[&str], &[&str]); 15] = [
    ("model", &[], &["serde", "chrono", "thiserror", "strsim"]),
    ("cards", &["model"], &["serde", "rand", "sha2", "thiserror", "unicode_normalization"]),
    ("scheduler", &["model"], &["serde", "libm"]),
    ("select", &["model", "cards", "scheduler"], &["thiserror"]),
    ("session", &["model", "cards", "scheduler", "select", "stats"], &["chrono"]),
    ("stats", &["model", "cards", "scheduler"], &["serde"]),
    ("roadmap", &["cards", "stats"], &["serde"]),
    ("chart", &["model", "cards", "roadmap", "stats"], &[]),
    (
        "content",
        &["model", "cards"],
        &[
            "granit_parser",
            "miniz_oxide",
            "rustix",
            "serde_yaml",
            "serde",
            "sha2",
            "thiserror",
            "unicode_normalization",
        ],
    ),
    (
        "lint",
        &["model", "cards", "content"],
        &[
            "annotate_snippets",
            "serde_json",
            "thiserror",
            "serde",
            "unicode_normalization",
            "unicode_segmentation",
        ],
    ),
    ("store", &["model", "scheduler"], &["rusqlite", "serde_json", "serde", "thiserror"]),
    (
        "exchange",
        &["model", "cards", "scheduler"],
        &[
            "rusqlite",
            "zip",
            "flate2",
            "ruzstd",
            "prost",
            "sha1",
            "csv",
            "pulldown_cmark",
            "serde",
            "serde_json",
            "thiserror",
            "unicode_normalization",
        ],
    ),
    (
        "terminal",
        &["model", "cards", "session", "scheduler", "stats", "roadmap"],
        &[
            "console",
            "dialoguer",
            "rustix",
            "signal_hook",
            "ctrlc",
            "pulldown_cmark",
            "syntect",
            "two_face",
            "unicode_width",
            "unicode_segmentation",
            "unicode_bidi",
            "serde",
            "serde_json",
            "chrono",
            "thiserror",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "cards",
            "scheduler",
            "select",
            "session",
            "stats",
            "roadmap",
            "chart",
            "content",
            "lint",
            "store",
            "exchange",
            "terminal",
        ],
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "anyhow",
            "toml",
            "toml_edit",
            "etcetera",
            "chrono",
            "console",
            "rand",
            "rustix",
            "serde",
            "serde_json",
        ],
    ),
    ("main.rs", &["cli"], &[]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// Returns the names that follow `crate::` in a file, comments left out.
fn ours(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for after in line.split("crate::").skip(1) {
            let name: String =
                after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            names.insert(name);
        }
    }
    names
}

fn crates() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml is there");
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies]") && !line.contains("dev-");
        } else if inside && let Some((name, _)) = line.split_once(" = ") {
            names.push(name.trim().replace('-', "_"));
        }
    }
    names
}

/// Says whether a file names a crate: `rand::`, `use rand;`, or `rand!`.
fn names_crate(text: &str, name: &str) -> bool {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.match_indices(&format!("{name}::")).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'))
        })
    })
}

#[test]
fn imports_point_inward() {
    let src = root().join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let known: Vec<&str> = TABLE.iter().map(|(folder, ..)| *folder).collect();
    let crates = crates();
    assert!(crates.iter().any(|name| name == "rusqlite"), "the manifest was not understood");
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&src).expect("below src");
        let folder = relative.components().next().expect("not empty").as_os_str().to_str();
        let folder = folder.expect("UTF-8");
        if folder == "lib.rs" || folder == "embed_decks.rs" {
            continue;
        }
        let Some((_, imports, may_name)) = TABLE.iter().find(|(name, ..)| *name == folder) else {
            wrong.push(format!("{}: a folder that the table does not know", relative.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("readable");
        for name in ours(&text) {
            if name != folder && known.contains(&name.as_str()) && !imports.contains(&&*name) {
                wrong.push(format!("{}: imports {name}", relative.display()));
            }
        }
        for name in crates.iter().filter(|name| names_crate(&text, name)) {
            if !may_name.contains(&name.as_str()) {
                wrong.push(format!("{}: names the crate {name}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_file_is_part_of_the_binary() {
    let folder = root().join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).expect("main.rs is there");
    for entry in fs::read_dir(&folder).expect("readable") {
        let path = entry.expect("readable").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8").to_owned();
        let code = path.extension().is_some_and(|ext| ext == "rs") || path.join("mod.rs").exists();
        if code && stem != "main" {
            assert!(main.contains(&format!("mod {stem};")), "tests/it/{stem} is not in main.rs");
        }
    }
}
