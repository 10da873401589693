//! What tests on decks share: folders of files, and opening them.

use std::path::{Path, PathBuf};
use std::{fs, time};

use miniz_oxide::deflate::compress_to_vec;
use revisit::content::{Embedded, Level, Opened, Paths, Request, open};
use tempfile::TempDir;

/// A folder of files that is gone after the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that was last modified long ago, so that an index may trust it.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        self.touch(name, 1_000_000_000);
        path
    }

    /// Sets when a file was last modified, in seconds since 1970.
    pub(crate) fn touch(&self, name: &str, seconds: u64) {
        let time = time::UNIX_EPOCH + time::Duration::from_secs(seconds);
        fs::File::options().append(true).open(self.path(name)).unwrap().set_modified(time).unwrap();
    }
}

/// Returns the path of a fixture's folder.
pub(crate) fn embedded(files: &[(&'static str, &str)]) -> &'static [Embedded] {
    let embed = |(path, text): &(&'static str, &str)| {
        let packed = compress_to_vec(text.as_bytes(), 6).leak();
        Embedded::new(path, packed, text.len())
    };
    files.iter().map(embed).collect::<Vec<_>>().leak()
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/decks").join(name)
}

/// Makes a level of paths that somebody named.
pub(crate) fn named(paths: &[PathBuf]) -> Level {
    Level { name: "--decks".to_owned(), paths: Paths::Named(paths.to_vec()) }
}

/// Opens one path, without bundle and index.
pub(crate) fn open_path(path: &Path) -> Opened {
    open(&Request { levels: vec![named(&[path.to_owned()])], ..Request::default() })
}

/// Opens one path with an index in a folder.
pub(crate) fn open_cached(path: &Path, cache: &Path) -> Opened {
    open(&Request {
        levels: vec![named(&[path.to_owned()])],
        cache_dir: Some(cache.to_owned()),
        program_version: "1".to_owned(),
        ..Request::default()
    })
}

/// Writes findings as `file:line:column severity rule: message (help)`, the folder left out.
pub(crate) fn told(opened: &Opened, folder: &Path) -> String {
    let folder = format!("{}/", folder.display());
    let lines = opened.diagnostics.iter().map(|finding| {
        let help = match finding.help.as_str() {
            "" => String::new(),
            help => format!(" ({help})"),
        };
        format!(
            "{}:{}:{}+{} {:?} {}: {}{help}",
            finding.file,
            finding.line,
            finding.column,
            finding.width,
            finding.severity,
            finding.rule,
            finding.message,
        )
        .replace(&folder, "")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Compares what is told of a deck, a line for each finding.
pub(crate) fn told_of(deck: &str, expected: &[&str]) {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    folder.write("own/d.yaml", deck);
    let told = told(&open_path(&folder.path("own")), &folder.path("own"));
    assert_eq!(told.lines().collect::<Vec<_>>(), expected, "\n{deck}");
}
