//! `ids.lock`: what was released, one line `id rev fingerprint` per note, sorted by id.
//!
//! A vanished id or a silently changed answer shows as a difference. Lines are added, never
//! removed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cards::fingerprint::Fingerprint;
use crate::cards::note::Note;
use crate::content::source::{SourceFile, Span};
use crate::content::tree::Fault;
use crate::model::id::check_id;
use crate::model::{Diagnostic, Severity};

/// The name of the file in its collection's folder.
pub const LOCK_FILE: &str = "ids.lock";

/// A released note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Its id within the collection.
    pub id: String,
    /// Its revision when it was last locked.
    pub rev: u32,
    /// What it said then.
    pub fingerprint: Fingerprint,
    /// Its line, from 1; 0 for one that is not in the file yet.
    pub line: u32,
}

/// `ids.lock`, read in full.
#[derive(Clone, Debug, Default)]
pub struct LockFile {
    /// The released notes, sorted by id.
    pub lines: Vec<Locked>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Locked {
    /// Makes the line of a note as it is now.
    pub fn of(note: &Note) -> Locked {
        Locked {
            id: note.id.local().to_owned(),
            rev: note.rev,
            fingerprint: Fingerprint::of_note(note),
            line: 0,
        }
    }
}

impl LockFile {
    /// Reads the lock.
    pub fn read(file: &SourceFile) -> LockFile {
        let mut lock = LockFile::default();
        let mut offset = 0;
        for (place, line) in file.text.split_inclusive('\n').enumerate() {
            let span = Span::new(offset, offset + line.trim_end().len());
            offset += line.len();
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match parse(line, place as u32 + 1) {
                Some(locked) => lock.lines.push(locked),
                None => lock.diagnostics.push(
                    Fault::new("lock/line", span, "this line is not `id rev fingerprint`")
                        .help("restore it from the last release")
                        .finding(file, Severity::Error),
                ),
            }
        }
        lock.lines.sort_by(|a, b| a.id.cmp(&b.id));
        lock
    }

    /// Finds a released note.
    pub fn find(&self, id: &str) -> Option<&Locked> {
        let found = self.lines.binary_search_by(|locked| locked.id.as_str().cmp(id));
        found.ok().map(|place| &self.lines[place])
    }

    /// Takes notes in: new ones are added, known ones brought up to date, none removed.
    pub fn update(&mut self, notes: impl IntoIterator<Item = Locked>) {
        let known = std::mem::take(&mut self.lines).into_iter();
        let lines: BTreeMap<String, Locked> =
            known.chain(notes).map(|locked| (locked.id.clone(), locked)).collect();
        self.lines = lines.into_values().collect();
    }

    /// Returns the text of the file.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for locked in &self.lines {
            let _ = writeln!(text, "{} {} {}", locked.id, locked.rev, locked.fingerprint);
        }
        text
    }
}

fn parse(line: &str, number: u32) -> Option<Locked> {
    let mut words = line.split(' ');
    let (id, rev, fingerprint) = (words.next()?, words.next()?, words.next()?);
    check_id(id).ok()?;
    let locked = Locked {
        id: id.to_owned(),
        rev: rev.parse().ok()?,
        fingerprint: fingerprint.parse().ok()?,
        line: number,
    };
    words.next().is_none().then_some(locked)
}
