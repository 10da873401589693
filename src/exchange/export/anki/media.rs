//! Media files: their names in Anki, and that each comes along once.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha1::{Digest, Sha1};
use unicode_normalization::UnicodeNormalization;

/// What turns the files that a card names into names in Anki's media folder.
pub(super) trait Media {
    /// Returns the name of a file, as the card names it; none where there is no such file.
    fn name(&mut self, path: &str) -> Option<String>;
}

/// A media file that goes into a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MediaFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its name in Anki.
    pub(super) name: String,
    /// Its size in bytes.
    pub(super) size: u64,
    /// The SHA-1 of its content.
    pub(super) sha1: [u8; 20],
}

/// The media files of a package.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    /// In the order in which they were met.
    pub(super) files: Vec<MediaFile>,
    by_path: HashMap<PathBuf, usize>,
    by_name: HashMap<String, usize>,
}

/// The longest name, in bytes.
const MAX_NAME: usize = 120;

impl Gallery {
    /// Takes a file in, and returns its place. The file is read once, piece by piece.
    pub(super) fn take(&mut self, path: &Path) -> io::Result<usize> {
        if let Some(&place) = self.by_path.get(path) {
            return Ok(place);
        }
        let (size, sha1) = digest(path)?;
        let wanted = safe_name(&path.file_name().unwrap_or_default().to_string_lossy());
        let name = match self.by_name.get(&wanted.to_lowercase()) {
            Some(&place) if self.files[place].sha1 == sha1 => {
                self.by_path.insert(path.to_owned(), place);
                return Ok(place);
            }
            // Another file of that name: its content tells them apart.
            Some(_) => with_hash(&wanted, &sha1),
            None => wanted,
        };
        let place = self.files.len();
        self.by_path.insert(path.to_owned(), place);
        self.by_name.insert(name.to_lowercase(), place);
        self.files.push(MediaFile { path: path.to_owned(), name, size, sha1 });
        Ok(place)
    }
}

/// Reads a file through, and returns its size and the SHA-1 of its content.
fn digest(path: &Path) -> io::Result<(u64, [u8; 20])> {
    let mut file = File::open(path)?;
    let mut sha1 = Sha1::new();
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((size, sha1.finalize().into()));
        }
        sha1.update(&buffer[..read]);
        size += read as u64;
    }
}

/// Returns a name that Anki takes as it is: NFC, without what any file system or Anki's own markup
/// could stumble over, at most 120 bytes.
fn safe_name(name: &str) -> String {
    let mut name: String = name
        .nfc()
        .filter(|c| !c.is_control() && !"[]<>:\"/?*^\\|".contains(*c))
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .collect();
    // Names that stand for devices on Windows.
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered = |kind: &str| {
        stem.strip_prefix(kind)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    if ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || is_numbered("com")
        || is_numbered("lpt")
    {
        name.insert(stem.len(), '_');
    }
    let name = shortened(name.trim_start().trim_end_matches([' ', '.']), "");
    // Names with an underscore in front are never tidied away in Anki, and `latex-` is its own.
    match name.as_str() {
        "" => "file".to_owned(),
        name if name.starts_with('_') || name.starts_with("latex-") => format!("m{name}"),
        _ => name,
    }
}

fn with_hash(name: &str, sha1: &[u8; 20]) -> String {
    let hash: String = sha1[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    shortened(name, &format!("-{hash}"))
}

/// Puts something behind the stem of a name, and takes from the stem what is too much.
fn shortened(name: &str, add: &str) -> String {
    let (stem, ending) = match name.rfind('.').filter(|&dot| dot > 0 && name.len() - dot <= 12) {
        Some(dot) => name.split_at(dot),
        None => (name, ""),
    };
    let mut room = (MAX_NAME - add.len() - ending.len()).min(stem.len());
    while !stem.is_char_boundary(room) {
        room -= 1;
    }
    format!("{}{add}{ending}", &stem[..room])
}

#[cfg(test)]
pub(super) struct NoMedia;

#[cfg(test)]
impl Media for NoMedia {
    fn name(&mut self, _path: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME, safe_name, with_hash};

    #[test]
    fn names_are_such_as_anki_keeps() {
        let cases = [
            ("a b c.mp3", "a b c.mp3"),
            ("تصویر ۱.png", "تصویر ۱.png"),
            ("a[b]<c>:d?.png", "abcd.png"),
            ("con.png", "con_.png"),
            ("e\u{301}.png", "é.png"),
            ("x. ", "x"),
            ("_a.css", "m_a.css"),
            ("???", "file"),
        ];
        for (given, wanted) in cases {
            assert_eq!(safe_name(given), wanted);
        }
        let long = safe_name(&format!("{}.png", "ی".repeat(100)));
        assert!(long.len() <= MAX_NAME && long.ends_with(".png"), "{long}");
        assert_eq!(with_hash("a.png", &[0xab; 20]), "a-abababab.png");
    }
}
