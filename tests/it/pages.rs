//! The pages for contributors say what is so: files, tests, crates and commands that they name exist.

use std::collections::BTreeSet;
use std::fs;

use crate::harness::root;
use crate::layers::TABLE;

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).expect("readable")
}

/// Returns what stands between backticks, code blocks left out.
fn quoted(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_architecture_page_has_the_table_of_layers() {
    let text = page("src/README.md");
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
    };
    let names = |cell: &str| -> BTreeSet<String> {
        let names = cell.split(", ").filter(|name| !name.is_empty());
        names.map(|name| name.replace('-', "_")).collect()
    };
    for (folder, imports, crates) in TABLE.iter().filter(|(folder, ..)| *folder != "main.rs") {
        let start = format!("| `{folder}` | ");
        let row = text.lines().find(|line| line.starts_with(&start)).expect("a row");
        let row = cells(row);
        let of = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let imports: BTreeSet<String> = of(imports);
        if imports.is_empty() {
            assert_eq!(row[1], "nothing of ours", "{folder}");
        } else {
            assert_eq!(names(&row[1]), imports, "{folder}");
        }
        assert_eq!(names(&row[2]), of(crates), "{folder}");
    }
}

#[test]
fn files_and_tests_that_the_architecture_page_names_exist() {
    let text = page("src/README.md");
    let src = root().join("src");
    let mut folder = "";
    let mut named = 0;
    for line in text.lines() {
        // A paragraph of the code map begins with its folder.
        if let Some(rest) = line.strip_prefix("**`") {
            folder = rest.split('/').next().unwrap_or_default();
        } else if line.starts_with('#') {
            folder = "";
        }
        for name in quoted(line).into_iter().filter(|name| name.ends_with(".rs")) {
            named += 1;
            let places = [src.join(name), src.join(folder).join(name), root().join(name)];
            let known =
                name.contains('<') || name == "mod.rs" || places.iter().any(|place| place.exists());
            assert!(known, "{name}, in: {line}");
        }
    }
    assert!(named > 80, "{named}");
    let mut tests = String::new();
    for entry in fs::read_dir(root().join("tests/it")).expect("readable") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|ext| ext == "rs") {
            tests.push_str(&fs::read_to_string(path).expect("readable"));
        }
    }
    let is_test = |name: &&str| {
        name.matches('_').count() >= 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    let guards =
        text.lines().filter(|line| line.starts_with("| ") && line.matches(" | ").count() == 2);
    let guards: Vec<&str> = guards.flat_map(quoted).filter(is_test).collect();
    assert!(guards.len() > 12, "{guards:?}");
    for guard in guards {
        assert!(tests.contains(&format!("fn {guard}(")), "there is no test {guard}");
    }
}

#[test]
fn benches_fuzz_targets_and_test_files_that_are_named_exist() {
    let manifest = page("Cargo.toml");
    let all = page("tests/README.md") + &page(".justfile") + &page(".ci/run") + &page("README.md");
    let after = |mark: &str| -> Vec<String> {
        let names = all.split(mark).skip(1);
        names.map(|rest| rest.split_whitespace().next().unwrap_or_default().to_owned()).collect()
    };
    let benches = after("--bench ");
    assert!(benches.len() > 3, "{benches:?}");
    for bench in benches.iter().filter(|bench| !bench.contains('$')) {
        let bench = bench.trim_matches(['`', ';', ',', '.', ')']);
        assert!(manifest.contains(&format!("[[bench]]\nname = \"{bench}\"")), "{bench}");
    }
    let targets = page("tests/fuzz/Cargo.toml");
    for target in after("--fuzz-dir tests/fuzz ").into_iter().chain(after("fuzz target=")) {
        let target = target.trim_matches(['"', '`']);
        let known = target == "{{" || targets.contains(&format!("name = \"{target}\""));
        assert!(known, "{target}");
    }
    let tests = page("tests/README.md");
    for name in quoted(&tests).into_iter().filter(|name| name.ends_with(".rs")) {
        let places = [root().join("tests").join(name), root().join("tests/it").join(name)];
        assert!(places.iter().any(|place| place.exists()), "{name}");
    }
}

#[test]
fn shuffles_are_the_same_for_ever() {
    use revisit::cards::kinds::shuffled;
    assert_eq!(shuffled(6, 0), [2, 0, 4, 1, 3, 5]);
    assert_eq!(shuffled(6, 7), [0, 3, 5, 2, 4, 1]);
    assert_eq!(shuffled(1, 7), [0]);
}
