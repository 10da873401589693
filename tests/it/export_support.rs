//! What tests on packages share: the sample collection, exporting, and taking a package apart.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, types::FromSql};
use serde_json::Value;
use zip::ZipArchive;

use crate::harness::{App, root};

/// A package, taken apart.
pub(crate) struct Package {
    pub(crate) members: BTreeMap<String, Vec<u8>>,
    pub(crate) db: Connection,
    _folder: tempfile::TempDir,
}

impl Package {
    pub(crate) fn open(path: &Path) -> Package {
        let mut zip = ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        let mut members = BTreeMap::new();
        for at in 0..zip.len() {
            let mut member = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            let name = member.name().unwrap().into_owned();
            members.insert(name, bytes);
        }
        let bytes = match members.get("collection.anki21b") {
            Some(packed) => unpacked(packed),
            None => members["collection.anki21"].clone(),
        };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("db"), bytes).unwrap();
        let db = Connection::open(folder.path().join("db")).unwrap();
        db.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase())).unwrap();
        Package { members, db, _folder: folder }
    }

    pub(crate) fn all<T: FromSql>(&self, sql: &str) -> Vec<T> {
        let mut statement = self.db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    pub(crate) fn one<T: FromSql>(&self, sql: &str) -> T {
        self.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The fields of a note by its id in our decks.
    pub(crate) fn fields(&self, id: &str) -> Vec<String> {
        let sql = "select flds from notes where guid = ?1";
        let fields: String =
            self.db.query_row(sql, [format!("revisit:{id}")], |row| row.get(0)).unwrap();
        fields.split('\u{1f}').map(str::to_owned).collect()
    }

    /// What is said of each note: its id in the package, and since when.
    pub(crate) fn said(&self) -> BTreeMap<String, (i64, i64)> {
        let mut statement = self.db.prepare("select guid, id, mod from notes").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }
}

pub(crate) fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(packed).unwrap();
    decoder.read_to_end(&mut bytes).unwrap();
    bytes
}

/// A home with the sample collection, which has every kind of card, as its own.
pub(crate) fn sample() -> App {
    let app = App::new();
    copy(&root().join("tests/anki/decks"), &app.path("own"));
    app
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

pub(crate) fn export(app: &App, args: &[&str]) -> (Package, Value) {
    let file = app.path("out.apkg");
    let all = [&["export", "anki", "--json", "-o", file.to_str().unwrap()], args].concat();
    let report = app.run(all).ok().json();
    (Package::open(&file), report)
}

pub(crate) fn edit(path: PathBuf, from: &str, to: &str) {
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).unwrap();
}
