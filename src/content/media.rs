//! The files that notes show or play, and where decks are.

use std::fs;
use std::path::PathBuf;

use crate::cards::NoteIx;
use crate::content::root::{Root, beside, is_inside};
use crate::content::shelf::Shelf;

impl Shelf {
    /// Finds a file that a note names, by its path from the deck's folder. None where it leaves the
    /// collection, by its words or through a link, or is no regular file.
    pub fn media(&self, note: NoteIx, name: &str) -> Option<PathBuf> {
        let (held, row) = self.file_of(note);
        let Root::Disk { folder, .. } = &held.root else { return None };
        let find = |name: &str| {
            let path = resolved(&beside(&row.found.path, name))?;
            let real = fs::canonicalize(folder.join(path)).ok()?;
            let inside = real.starts_with(fs::canonicalize(folder).ok()?);
            let is_file = fs::metadata(&real).is_ok_and(|metadata| metadata.is_file());
            (inside && is_file).then_some(real)
        };
        // An address may have its spaces and letters in percents; a file's own name comes first.
        find(name).or_else(|| find(&decoded(name)?))
    }

    /// Reads a file that stands beside a collection's decks; none where there is no such file. The
    /// collection is a place in [`Library::collections`](crate::cards::Library::collections).
    pub fn beside(&self, collection: u32, name: &str) -> Option<String> {
        self.held().get(collection as usize)?.root.read_inside(name)
    }

    /// Returns a deck's own title.
    pub fn deck_title(&self, note: NoteIx) -> Option<&str> {
        self.file_of(note).1.title.as_deref()
    }

    /// Returns the path of a note's deck in its collection.
    pub fn deck_path(&self, note: NoteIx) -> &str {
        &self.file_of(note).1.found.path
    }

    /// Returns the address on the web of a note's deck, where its collection has one.
    pub fn deck_url(&self, note: NoteIx) -> Option<String> {
        let (held, row) = self.file_of(note);
        let url = held.table.config.url.as_deref()?;
        Some(format!("{}/{}", url.trim_end_matches('/'), encoded(&row.found.path)))
    }
}

/// Takes `.` and `..` out of a path; none where it leaves its start.
fn resolved(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/")).filter(|path| is_inside(path))
}

/// Reads an address with percents; none where it has none, or says no text.
fn decoded(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.split('%');
    bytes.extend(rest.next()?.bytes());
    let mut any = false;
    for part in rest {
        let byte = u8::from_str_radix(part.get(..2)?, 16).ok()?;
        bytes.push(byte);
        bytes.extend(part[2..].bytes());
        any = true;
    }
    String::from_utf8(bytes).ok().filter(|_| any)
}

/// Writes a path as part of an address.
fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut address = String::new();
    for byte in path.bytes() {
        match plain(byte) {
            true => address.push(char::from(byte)),
            false => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{decoded, encoded, resolved};

    #[test]
    fn paths_stay_inside() {
        assert_eq!(resolved("a/../media/b.png").as_deref(), Some("media/b.png"));
        for path in ["../b", "a/../../b", "", "..", "a/c:d", "a/..\\b"] {
            assert_eq!(resolved(path), None, "{path}");
        }
    }

    #[test]
    fn addresses_and_names() {
        assert_eq!(decoded("a%20b%D8%A7.png").as_deref(), Some("a bا.png"));
        for address in ["a b", "100%", "%zz", "%ff"] {
            assert_eq!(decoded(address), None, "{address}");
        }
        assert_eq!(encoded("a b/ا.yaml"), "a%20b/%D8%A7.yaml");
    }
}
