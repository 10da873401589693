//! Packages made by hand: the collection as SQL, the zip member by member.

use std::collections::HashMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use revisit::exchange::anki::schema11;
use revisit::exchange::import::anki::{
    Harvest, Limits, PackageError, Presence, Present, Wanted, read,
};
use revisit::exchange::import::ids::Ids;
use revisit::model::{Day, Moment, Timestamp};
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The id of the note type "Basic" in these collections.
pub(crate) const BASIC: i64 = 1_700_000_000_001;
/// The id of their note type "Cloze".
pub(crate) const CLOZE: i64 = 1_700_000_000_002;

/// A collection while it is made.
pub(crate) struct Deck {
    pub(crate) conn: Connection,
    folder: TempDir,
    notes: i64,
}

impl Deck {
    /// Makes an empty collection of schema 11.
    pub(crate) fn new() -> Deck {
        let folder = tempfile::tempdir().unwrap();
        let conn = Connection::open(folder.path().join("c.db")).unwrap();
        conn.execute_batch(schema11::TABLES).unwrap();
        let field = |name: &str, ord: i64| json!({"name": name, "ord": ord});
        let models = json!({
            BASIC.to_string(): {
                "id": BASIC, "name": "Basic", "type": 0, "mod": 1,
                "flds": [field("Front", 0), field("Back", 1)],
                "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}",
                    "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
            },
            CLOZE.to_string(): {
                "id": CLOZE, "name": "Cloze", "type": 1, "mod": 1,
                "flds": [field("Text", 0), field("Back Extra", 1)],
                "tmpls": [{"name": "Cloze", "ord": 0, "qfmt": "{{cloze:Text}}",
                    "afmt": "{{cloze:Text}}<br>\n{{Back Extra}}"}],
            },
        });
        let decks = json!({"1": {"id": 1, "name": "Default"}, "2": {"id": 2, "name": "My::Deck"}});
        conn.execute(
            "insert into col values (1, 1700000000, 0, 0, 11, 0, 0, 0, ?1, ?2, ?3, '{}', '{}')",
            (
                json!({"schedVer": 2, "creationOffset": 0}).to_string(),
                models.to_string(),
                decks.to_string(),
            ),
        )
        .unwrap();
        Deck { conn, folder, notes: 0 }
    }

    /// Adds a note with a card.
    pub(crate) fn note(&mut self, guid: &str, model: i64, fields: &[&str]) -> &mut Deck {
        self.notes += 1;
        let id = 1_700_000_000_000 + self.notes;
        let sql = "insert into notes values (?1, ?2, ?3, ?4, -1, ' tag ', ?5, 0, 0, 0, '')";
        let fields = fields.join("\u{1f}");
        self.conn.execute(sql, (id, guid, model, 1_700_000_000, fields)).unwrap();
        let sql = "insert into cards values (?1, ?1, 2, 0, 1700000000, -1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '')";
        self.conn.execute(sql, [id]).unwrap();
        self
    }

    /// Adds a basic note.
    pub(crate) fn basic(&mut self, guid: &str, front: &str, back: &str) -> &mut Deck {
        self.note(guid, BASIC, &[front, back])
    }

    pub(crate) fn sql(&mut self, sql: &str) -> &mut Deck {
        self.conn.execute_batch(sql).unwrap();
        self
    }

    /// Returns the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.conn.execute_batch("vacuum").unwrap();
        fs::read(self.folder.path().join("c.db")).unwrap()
    }
}

/// Returns a package of the second version.
pub(crate) fn package(collection: &[u8], media: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut members = vec![("collection.anki21", collection), ("media", media.as_bytes())];
    members.extend_from_slice(files);
    zip(&members)
}

/// Returns a zip of some members, packed.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip_with(members, options)
}

/// Returns a zip of some members as they are.
pub(crate) fn stored(members: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip_with(members, options)
}

fn zip_with(members: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Compresses as the latest packages do.
pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A package in a folder of its own, and the folder that it is unpacked into.
pub(crate) struct Lab {
    folder: TempDir,
    pub(crate) limits: Limits,
}

impl Lab {
    pub(crate) fn new() -> Lab {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("into")).unwrap();
        Lab { folder, limits: Limits::default() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Reads a package, into a collection without any notes.
    pub(crate) fn read(&self, package: &[u8]) -> Result<Harvest, PackageError> {
        let file = self.write("package.apkg", package);
        let into = self.path().join("into");
        fs::remove_dir_all(&into).unwrap();
        fs::create_dir(&into).unwrap();
        let at = |at: Timestamp| {
            let day = Day(i32::try_from(at.0.div_euclid(86_400_000)).unwrap());
            Moment { at, day, offset_min: 0 }
        };
        let present = Present {
            collection: "anki".to_owned(),
            ids: Ids::default(),
            notes: HashMap::new(),
            find: &|_| Presence::Nowhere,
            has_media: &|_| false,
            log: &HashMap::new(),
            at: &at,
            now: at(Timestamp(1_795_000_000_000)),
            limits: self.limits,
        };
        read(&file, &self.path().join("into"), Wanted::All, present)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Returns the files there are, by their paths.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![self.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                assert!(!path.is_symlink(), "{}", path.display());
                match path.is_dir() {
                    true => open.push(path),
                    false => {
                        found.push(path.strip_prefix(self.path()).unwrap().display().to_string())
                    }
                }
            }
        }
        found.sort();
        found
    }
}

/// Returns what was refused, with its causes.
pub(crate) fn why(result: Result<Harvest, PackageError>) -> String {
    let error = result.expect_err("this package is not to be read");
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(next) = cause {
        text.push_str(&format!(": {next}"));
        cause = next.source();
    }
    text
}
