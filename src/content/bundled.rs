//! The decks inside the program, put there by the build script.

use std::fmt;
use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// A file inside the program: deflated, and unpacked when it is first asked for.
pub struct Embedded {
    path: &'static str,
    packed: &'static [u8],
    /// The length of the text, in bytes.
    size: usize,
    text: OnceLock<String>,
}

/// Decks inside the program.
#[derive(Clone, Copy, Debug)]
pub struct Bundle {
    /// The files, sorted by path.
    pub files: &'static [Embedded],
    /// A number that changes with any of them.
    pub hash: u64,
}

impl Embedded {
    /// Makes a file of a path and a deflated text of so many bytes.
    pub const fn new(path: &'static str, packed: &'static [u8], size: usize) -> Embedded {
        Embedded { path, packed, size, text: OnceLock::new() }
    }

    /// Returns its path: the collection's folder, and the path in it.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Returns its text. What cannot be unpacked is empty, which cannot happen to what the build
    /// script packed.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let bytes = decompress_to_vec_with_limit(self.packed, self.size).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        })
    }
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Embedded").field(&self.path).finish()
    }
}

impl Bundle {
    /// Returns the decks this program was built with.
    pub fn built_in() -> Bundle {
        Bundle { files: &FILES, hash: HASH }
    }

    /// Returns the collections in it: folders with a `collection.yaml`.
    pub fn collections(&self) -> impl Iterator<Item = &'static str> {
        let files = self.files.iter();
        files.filter_map(|file| {
            file.path.strip_suffix("/collection.yaml").filter(|folder| !folder.contains('/'))
        })
    }

    /// Returns the paths of a collection's files, relative to it.
    pub fn paths(&self, folder: &str) -> impl Iterator<Item = &'static str> {
        let folder = folder.to_owned();
        let files = self.files.iter();
        files.filter_map(move |file| file.path.strip_prefix(&folder)?.strip_prefix('/'))
    }

    /// Returns a file of a collection.
    pub fn get(&self, folder: &str, path: &str) -> Option<&'static str> {
        let wanted = || folder.bytes().chain(*b"/").chain(path.bytes());
        let found = self.files.binary_search_by(|file| file.path.bytes().cmp(wanted()));
        found.ok().map(|place| self.files[place].text())
    }
}
