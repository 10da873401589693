//! The zip around a package: members are read piece by piece, and none becomes larger than it may.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::exchange::import::anki::error::PackageError;
use crate::exchange::import::anki::limits::Limits;

/// An open package.
pub(super) struct Archive {
    zip: ZipArchive<BufReader<File>>,
    /// The size of the file, in bytes.
    size: u64,
    pub(super) limits: Limits,
}

/// How a member is packed, besides what the zip does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    /// As it is.
    Plain,
    /// In one frame of zstd.
    Zstd,
}

/// Why a member is not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum MemberError {
    #[error("it is not in the package")]
    Missing,
    #[error("it is a link or a folder, and no file")]
    NoFile,
    #[error("it is encrypted")]
    Encrypted,
    #[error("it is larger than {0} MB")]
    Large(u64),
    #[error("it grows to more than {0} times its size")]
    Bomb(u64),
    #[error("{0}")]
    Damaged(String),
    #[error(transparent)]
    Write(io::Error),
}

impl Archive {
    /// Opens a package. Its list of members is looked at before it is read.
    pub(super) fn open(path: &Path, limits: Limits) -> Result<Archive, PackageError> {
        let mut file = File::open(path).map_err(PackageError::Read)?;
        let metadata = file.metadata().map_err(PackageError::Read)?;
        if !metadata.is_file() {
            return Err(PackageError::Foreign("it is no file".to_owned()));
        }
        let (members, bytes) = directory(&mut file).map_err(PackageError::Read)?;
        if members > limits.members {
            return Err(refused(format!("it has {members} members, more than {}", limits.members)));
        }
        if bytes > limits.directory {
            return Err(refused(format!("the list of its members has {} MB", bytes >> 20)));
        }
        file.rewind().map_err(PackageError::Read)?;
        let zip =
            ZipArchive::new(BufReader::with_capacity(1 << 16, file)).map_err(
                |error| match error {
                    ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                        PackageError::Read(error)
                    }
                    error => PackageError::Foreign(error.to_string()),
                },
            )?;
        Ok(Archive { zip, size: metadata.len(), limits })
    }

    /// Returns how large all its media may become: members may share what they are packed in.
    pub(super) fn most_media(&self) -> u64 {
        let Limits { ratio, slack, media, .. } = self.limits;
        media.min(slack.max(self.size.saturating_mul(ratio)))
    }

    /// Says whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Reads a small member.
    pub(super) fn bytes(
        &mut self,
        name: &str,
        packing: Packing,
        most: u64,
    ) -> Result<Vec<u8>, MemberError> {
        let mut bytes = Vec::new();
        self.copy(name, packing, most, &mut bytes)?;
        Ok(bytes)
    }

    /// Copies a member, piece by piece, and returns its size. The zip's checksum is compared at its
    /// end; what was written of a member that fails is to be thrown away.
    pub(super) fn copy(
        &mut self,
        name: &str,
        packing: Packing,
        most: u64,
        to: &mut dyn Write,
    ) -> Result<u64, MemberError> {
        let at = self.zip.index_for_name(name).ok_or(MemberError::Missing)?;
        let mut member = self.zip.by_index(at).map_err(damaged)?;
        if member.encrypted() {
            return Err(MemberError::Encrypted);
        }
        if member.is_symlink() || member.is_dir() {
            return Err(MemberError::NoFile);
        }
        let Limits { ratio, slack, .. } = self.limits;
        let growth = slack.max(member.compressed_size().saturating_mul(ratio));
        let measure = Measure { most, growth, ratio };
        match packing {
            Packing::Plain => measure.copy(&mut member, to),
            Packing::Zstd => {
                let mut packed = Counted { inner: &mut member, left: growth };
                let mut decoder = StreamingDecoder::new(&mut packed)
                    .map_err(|error| MemberError::Damaged(format!("zstd: {error}")))?;
                let size = measure.copy(&mut decoder, to)?;
                let is_same = |said: u32| decoder.decoder.get_calculated_checksum() == Some(said);
                if !decoder.decoder.get_checksum_from_data().is_none_or(is_same) {
                    return Err(MemberError::Damaged("zstd: wrong checksum".to_owned()));
                }
                // What follows the frame is read too, so that the zip can compare its checksum.
                drop(decoder);
                io::copy(&mut packed, &mut io::sink()).map_err(|error| unreadable(&error))?;
                Ok(size)
            }
        }
    }
}

/// What a member may become.
struct Measure {
    most: u64,
    growth: u64,
    ratio: u64,
}

impl Measure {
    fn copy(&self, from: &mut dyn Read, to: &mut dyn Write) -> Result<u64, MemberError> {
        let mut buffer = vec![0; 1 << 16];
        let mut size = 0;
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) => return Ok(size),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(&error)),
            };
            size += read as u64;
            if size > self.growth {
                return Err(MemberError::Bomb(self.ratio));
            }
            if size > self.most {
                return Err(MemberError::Large(self.most >> 20));
            }
            to.write_all(&buffer[..read]).map_err(MemberError::Write)?;
        }
    }
}

/// A reader that gives up where a member grows too much between two packings.
struct Counted<'a, R> {
    inner: &'a mut R,
    left: u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other("it grows too much"))?;
        Ok(read)
    }
}

fn unreadable(error: &io::Error) -> MemberError {
    MemberError::Damaged(error.to_string())
}

fn damaged(error: ZipError) -> MemberError {
    match error {
        ZipError::FileNotFound => MemberError::Missing,
        error => MemberError::Damaged(error.to_string()),
    }
}

fn refused(why: String) -> PackageError {
    PackageError::Refused(why)
}

/// Reads what the end of a zip says of its list of members: how many there are, and its size. Zero
/// where there is no such end; then it is no zip.
fn directory(file: &mut File) -> io::Result<(u64, u64)> {
    const END: [u8; 4] = *b"PK\x05\x06";
    const END_64: [u8; 4] = *b"PK\x06\x06";
    /// The longest comment, with the record before it.
    const TAIL: u64 = 65_535 + 22;
    let len = file.seek(SeekFrom::End(0))?;
    let start = len.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let Some(at) = tail.windows(4).rposition(|bytes| bytes == END) else { return Ok((0, 0)) };
    let number = |bytes: &[u8], at: usize, len: usize| -> u64 {
        let part = bytes.get(at..at + len).unwrap_or_default();
        part.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let end = &tail[at..];
    let (members, bytes) = (number(end, 10, 2), number(end, 12, 4));
    if members < 0xffff && bytes < 0xffff_ffff {
        return Ok((members, bytes));
    }
    // The numbers did not fit: the record of 64 bits has them. It ends where its locator begins.
    let locator = (start + at as u64).saturating_sub(20);
    file.seek(SeekFrom::Start(locator))?;
    let mut record = [0; 20];
    if file.read_exact(&mut record).is_err() || !record.starts_with(b"PK\x06\x07") {
        return Ok((members, bytes));
    }
    file.seek(SeekFrom::Start(number(&record, 8, 8)))?;
    let mut record = [0; 56];
    if file.read_exact(&mut record).is_err() || !record.starts_with(&END_64) {
        return Ok((members, bytes));
    }
    Ok((number(&record, 32, 8), number(&record, 40, 8)))
}
