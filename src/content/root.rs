//! Where a collection's files are: a folder on disk, or the bundle in the program.
//!
//! Every path inside a collection is relative, with `/` between its parts. Nothing here opens a
//! file outside the collection's folder because a deck says so.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::content::bundled::Bundle;
use crate::content::source::{SourceFile, Span};
use crate::content::tree::Fault;
use crate::content::yaml::MAX_FAULTS;
use crate::model::{Diagnostic, Severity};

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 16 << 20;

/// Where a collection's files are.
#[derive(Clone, Debug)]
pub enum Root {
    /// A folder.
    Disk {
        /// The folder as it is opened.
        folder: PathBuf,
        /// The folder as it is shown.
        shown: String,
    },
    /// A folder of the bundle.
    Bundled {
        /// The bundle.
        bundle: Bundle,
        /// The folder in it.
        folder: String,
    },
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last modified, in nanoseconds since 1970.
    pub mtime_ns: u64,
    /// Its number in the file system; 0 where there is none.
    pub inode: u64,
}

impl Stamp {
    /// Returns the stamp of a file's metadata.
    pub fn of(metadata: &fs::Metadata) -> Stamp {
        let since = metadata.modified().ok();
        let since = since.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        Stamp {
            size: metadata.len(),
            mtime_ns: since.map_or(0, |since| since.as_nanos() as u64),
            inode: inode(metadata),
        }
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// A file's text, with the faults of its bytes.
#[derive(Debug)]
pub struct Text {
    /// The file.
    pub file: SourceFile,
    /// Bytes that are no text; each stands as `?` in the text, so that places stay right.
    pub bad: Vec<Fault>,
}

impl Root {
    /// Returns a file's name as it should be shown.
    pub fn label(&self, path: &str) -> String {
        match self {
            Root::Disk { shown, .. } if shown.is_empty() || shown == "." => path.to_owned(),
            Root::Disk { shown, .. } => {
                let shown = shown.trim_end_matches(['/', std::path::MAIN_SEPARATOR]);
                format!("{shown}/{path}")
            }
            Root::Bundled { folder, .. } => format!("<bundled>/{folder}/{path}"),
        }
    }

    /// Returns the folder as it should be shown.
    pub fn shown(&self) -> String {
        match self {
            Root::Disk { shown, .. } => shown.clone(),
            Root::Bundled { folder, .. } => format!("<bundled>/{folder}"),
        }
    }

    /// Returns a file's path on disk.
    pub fn path(&self, path: &str) -> Option<PathBuf> {
        match self {
            Root::Disk { folder, .. } => Some(folder.join(path)),
            Root::Bundled { .. } => None,
        }
    }

    /// Reads a file. Too large a file is refused by its metadata; the finding says why a file
    /// cannot be read.
    pub fn read(&self, path: &str) -> Result<Text, Diagnostic> {
        let label = self.label(path);
        match self {
            Root::Bundled { bundle, folder } => match bundle.get(folder, path) {
                Some(text) => Ok(Text { file: SourceFile::new(label, text), bad: Vec::new() }),
                None => Err(unreadable(&label, &io::ErrorKind::NotFound.into())),
            },
            Root::Disk { folder, .. } => read_text(&folder.join(path), label),
        }
    }

    /// Reads some bytes of a file while it is as it was; none once it has changed.
    pub fn read_part(&self, path: &str, stamp: Stamp, span: Span) -> Option<String> {
        match self {
            Root::Bundled { bundle, folder } => {
                bundle.get(folder, path)?.get(span.range()).map(str::to_owned)
            }
            Root::Disk { folder, .. } => {
                if u64::from(span.end) > stamp.size.min(MAX_FILE_BYTES) {
                    return None;
                }
                let file = open(&folder.join(path)).ok()?;
                let metadata = file.metadata().ok()?;
                if !metadata.is_file() || Stamp::of(&metadata) != stamp {
                    return None;
                }
                let mut bytes = vec![0; span.range().len()];
                read_at(&file, &mut bytes, span.start.into()).ok()?;
                String::from_utf8(bytes).ok()
            }
        }
    }

    /// Reads a whole file while it is as it was; none once it has changed, or has bytes that are no
    /// text.
    pub fn read_whole(&self, path: &str, stamp: Stamp) -> Option<String> {
        match self {
            Root::Bundled { bundle, folder } => bundle.get(folder, path).map(str::to_owned),
            Root::Disk { .. } => self.read_part(path, stamp, Span::new(0, stamp.size as usize)),
        }
    }

    /// Reads a file that a deck names, such as a page. A path that leaves the collection, by its
    /// words or through a link, has no text.
    pub fn read_inside(&self, path: &str) -> Option<String> {
        if !is_inside(path) {
            return None;
        }
        if let Root::Disk { folder, .. } = self {
            let real = fs::canonicalize(folder.join(path)).ok()?;
            if !real.starts_with(fs::canonicalize(folder).ok()?) {
                return None;
            }
        }
        self.read(path).ok().map(|text| text.file.text)
    }
}

/// Says whether a path, taken by its words, stays below its start.
pub fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', ':']);
    path.split('/').all(plain)
}

/// Joins a path to the folder of another.
pub fn beside(file: &str, name: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// Opens a file to read it, without waiting: a named pipe would be waited for until somebody writes
/// into it, and what a device gives may be long in coming. What was opened is looked at then, so that
/// nobody can put a pipe in the place of a file in between.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Reads a file on disk, if it is a regular one.
pub fn read_text(path: &Path, label: String) -> Result<Text, Diagnostic> {
    let io = |error: io::Error| unreadable(&label, &error);
    let file = open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if !metadata.is_file() {
        let message = "this is not a regular file".to_owned();
        return Err(Diagnostic::file("deck/read", Severity::Error, &label, message));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large(&label, metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // The file may grow between the two calls.
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(&label, bytes.len() as u64));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "the file is UTF-16".to_owned();
        return Err(Diagnostic::file("deck/encoding", Severity::Error, &label, message)
            .help("save it as UTF-8"));
    }
    let (text, bad) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => replace_bad(error.into_bytes()),
    };
    Ok(Text { file: SourceFile::new(label, text), bad })
}

/// Puts a `?` for each byte that is no text, so that every other byte keeps its place.
fn replace_bad(mut bytes: Vec<u8>) -> (String, Vec<Fault>) {
    let mut bad = Vec::new();
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        if bad.len() < MAX_FAULTS {
            let message = format!("the byte 0x{:02x} is not UTF-8", bytes[start]);
            let fault = Fault::new("deck/encoding", Span::new(start, end), message);
            bad.push(fault.help("save the file as UTF-8"));
        } else if let Some(last) = bad.last_mut() {
            // What is not told one by one is still known to be bad.
            last.span.end = end as u32;
        }
        bytes[start..end].fill(b'?');
        from = end;
    }
    (String::from_utf8(bytes).unwrap_or_default(), bad)
}

fn unreadable(label: &str, error: &io::Error) -> Diagnostic {
    let message = format!("cannot be read: {}", io_words(error));
    Diagnostic::file("deck/read", Severity::Error, label, message)
}

/// Says in words what the system answered.
pub fn io_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn too_large(label: &str, bytes: u64) -> Diagnostic {
    let message =
        format!("{} MB is too large for a deck; at most {} MB", bytes >> 20, MAX_FILE_BYTES >> 20);
    Diagnostic::file("deck/limit", Severity::Error, label, message)
        .help("split it into several files")
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}
