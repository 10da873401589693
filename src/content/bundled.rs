//! The decks inside the program, put there by the build script.

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// Decks inside the program.
#[derive(Clone, Copy, Debug)]
pub struct Bundle {
    /// The files, sorted by path, each with its text.
    pub files: &'static [(&'static str, &'static str)],
    /// A number that changes with any of them.
    pub hash: u64,
}

impl Bundle {
    /// Returns the decks this program was built with.
    pub fn built_in() -> Bundle {
        Bundle { files: FILES, hash: HASH }
    }

    /// Returns the collections in it: folders with a `collection.yaml`.
    pub fn collections(&self) -> impl Iterator<Item = &'static str> {
        let files = self.files.iter();
        files.filter_map(|(path, _)| {
            path.strip_suffix("/collection.yaml").filter(|folder| !folder.contains('/'))
        })
    }

    /// Returns the paths of a collection's files, relative to it.
    pub fn paths(&self, folder: &str) -> impl Iterator<Item = &'static str> {
        let folder = folder.to_owned();
        let files = self.files.iter();
        files.filter_map(move |(path, _)| path.strip_prefix(&folder)?.strip_prefix('/'))
    }

    /// Returns a file of a collection.
    pub fn get(&self, folder: &str, path: &str) -> Option<&'static str> {
        let wanted = || folder.bytes().chain(*b"/").chain(path.bytes());
        let found = self.files.binary_search_by(|(path, _)| path.bytes().cmp(wanted()));
        found.ok().map(|place| self.files[place].1)
    }
}
