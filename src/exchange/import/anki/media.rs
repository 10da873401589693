//! The media of a package: the list of names, and the files, piece by piece.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use prost::Message;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use sha1::{Digest, Sha1};
use unicode_normalization::UnicodeNormalization;

use crate::exchange::anki::container::{MEDIA, MediaEntry, Version};
use crate::exchange::import::anki::archive::{Archive, MemberError, Packing};
use crate::exchange::import::anki::error::PackageError;
use crate::exchange::import::html::{MEDIA_FOLDER, file_name};
use crate::exchange::import::report::Problem;

/// The media of a package, by name.
#[derive(Debug, Default)]
pub(super) struct MediaList {
    packing: Option<Packing>,
    files: HashMap<String, Member>,
    /// Names that no file may have.
    unsafe_names: Vec<String>,
}

/// How many names that no file may have are told one by one.
const MOST_UNSAFE: usize = 100;

/// A media file in a package.
#[derive(Debug)]
struct Member {
    /// The name of its member.
    number: u64,
    /// Its SHA-1, where the list has it.
    sha1: Option<[u8; 20]>,
}

/// What became of the media that notes refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaReport {
    /// The files that were unpacked, by their names there.
    pub files: Vec<String>,
    /// Their size in bytes.
    pub bytes: u64,
    /// How many files are in the package that no note refers to.
    pub unused: usize,
    /// What is missing or was left out.
    pub problems: Vec<Problem>,
}

impl MediaList {
    /// Reads the list of a package.
    pub(super) fn read(archive: &mut Archive, version: Version) -> Result<MediaList, PackageError> {
        let packing = match version {
            Version::Latest => Packing::Zstd,
            _ => Packing::Plain,
        };
        let most = archive.limits.media_list;
        let bytes = match archive.bytes(MEDIA, packing, most) {
            Ok(bytes) => bytes,
            Err(MemberError::Missing) => return Ok(MediaList::default()),
            Err(error) => {
                return Err(PackageError::Damaged(format!("the list of media: {error}")));
            }
        };
        let most = archive.limits.members;
        let files = match version {
            Version::Latest => entries(&bytes, most),
            _ => names(&bytes, most),
        };
        let files =
            files.map_err(|why| PackageError::Refused(format!("the list of media: {why}")))?;
        let mut list = MediaList { packing: Some(packing), ..MediaList::default() };
        for (name, member) in files {
            if file_name(&name).is_some() {
                list.files.insert(name.nfc().collect(), member);
            } else if list.unsafe_names.len() < MOST_UNSAFE {
                list.unsafe_names.push(name);
            }
        }
        list.unsafe_names.sort();
        Ok(list)
    }

    /// Unpacks the files of some names into a folder, each once. What goes wrong with one file
    /// costs that file.
    pub(super) fn unpack(
        &self,
        archive: &mut Archive,
        wanted: &BTreeMap<String, String>,
        folder: &Path,
    ) -> Result<MediaReport, PackageError> {
        let mut report = MediaReport::default();
        let most = archive.most_media();
        let folder = folder.join(MEDIA_FOLDER);
        for (name, note) in wanted {
            let problem = |message: String| Problem::new(format!("media `{name}`"), message);
            let Some((member, safe)) = self.files.get(name).zip(file_name(name)) else {
                let message = format!("it is not in the package; {note} refers to it");
                report.problems.push(problem(message));
                continue;
            };
            let left = most.saturating_sub(report.bytes);
            match self.one(archive, member, &folder, &safe, left) {
                Ok(size) => {
                    report.bytes += size;
                    report.files.push(name.clone());
                }
                Err(MemberError::Write(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
                    report.problems.push(problem("another file has this name already".to_owned()));
                }
                Err(MemberError::Write(error)) => return Err(PackageError::Unpack(error)),
                Err(MemberError::Large(_)) if left < archive.limits.media_file => {
                    let message = "the files before it are as large as all files may be";
                    report.problems.push(problem(message.to_owned()));
                }
                Err(error) => report.problems.push(problem(error.to_string())),
            }
        }
        for name in &self.unsafe_names {
            let name: String = name.chars().take(80).collect();
            let message = "no file may have this name; it is left out";
            report.problems.push(Problem::new(format!("media `{name}`"), message));
        }
        report.unused = self.files.keys().filter(|name| !wanted.contains_key(*name)).count();
        Ok(report)
    }

    fn one(
        &self,
        archive: &mut Archive,
        member: &Member,
        folder: &Path,
        name: &str,
        left: u64,
    ) -> Result<u64, MemberError> {
        fs::create_dir_all(folder).map_err(MemberError::Write)?;
        let path = folder.join(name);
        let file = File::create_new(&path).map_err(MemberError::Write)?;
        let mut hashed = Hashed { file: BufWriter::new(file), sha1: Sha1::new() };
        let most = archive.limits.media_file.min(left);
        let packing = self.packing.unwrap_or(Packing::Plain);
        let copied = archive.copy(&member.number.to_string(), packing, most, &mut hashed);
        let copied = copied.and_then(|size| {
            hashed.file.flush().map_err(MemberError::Write)?;
            let sha1: [u8; 20] = hashed.sha1.finalize().into();
            match member.sha1.is_none_or(|said| said == sha1) {
                true => Ok(size),
                false => Err(MemberError::Damaged("its checksum is wrong".to_owned())),
            }
        });
        if copied.is_err() {
            // Half a file is worse than none.
            fs::remove_file(&path).map_err(MemberError::Write)?;
        }
        copied
    }
}

/// A file that is hashed while it is written.
struct Hashed {
    file: BufWriter<File>,
    sha1: Sha1,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sha1.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Reads the list of the latest version: messages one after the other, the place is the name of the
/// member.
fn entries(bytes: &[u8], most: u64) -> Result<HashMap<String, Member>, String> {
    let mut files = HashMap::new();
    let mut rest = bytes;
    let mut number = 0;
    while !rest.is_empty() {
        let (tag, kind) = prost::encoding::decode_key(&mut rest).map_err(|e| e.to_string())?;
        if (tag, kind) != (1, prost::encoding::WireType::LengthDelimited) {
            return Err("it is no list".to_owned());
        }
        let len = prost::encoding::decode_varint(&mut rest).map_err(|error| error.to_string())?;
        let len = usize::try_from(len).ok().filter(|len| *len <= rest.len());
        let (entry, after) = rest.split_at(len.ok_or("it ends too early")?);
        rest = after;
        if number >= most {
            return Err(format!("it names more than {most} files"));
        }
        let entry = MediaEntry::decode(entry).map_err(|error| error.to_string())?;
        files.insert(entry.name, Member { number, sha1: entry.sha1.try_into().ok() });
        number += 1;
    }
    Ok(files)
}

/// Reads the list of the older versions: an object from the name of the member to that of the file.
fn names(bytes: &[u8], most: u64) -> Result<HashMap<String, Member>, String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    reader.deserialize_map(Names { most }).map_err(|error| error.to_string())
}

struct Names {
    most: u64,
}

impl<'de> Visitor<'de> for Names {
    type Value = HashMap<String, Member>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut files = HashMap::new();
        let mut count = 0;
        while let Some(key) = map.next_key::<String>()? {
            count += 1;
            if count > self.most {
                let message = format!("it names more than {} files", self.most);
                return Err(serde::de::Error::custom(message));
            }
            match key.parse() {
                Ok(number) => {
                    files.insert(map.next_value::<String>()?, Member { number, sha1: None });
                }
                Err(_) => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(files)
    }
}
