//! A zip of one large member, which several threads compress. The library for zips compresses a member
//! on one thread, and a collection is nearly all of its package; it adds the other members.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use flate2::{Compress, Compression, Crc, FlushCompress};

/// How many bytes are compressed on their own: what the compressor takes in before it has to make room,
/// which would cost it half of its time.
const PIECE: u64 = (64 << 10) - 512;

/// How hard: measured on 100,000 notes, where 1 takes a tenth of a second for 54 MB, and each further
/// step costs more than it saves.
const LEVEL: u32 = 1;

/// The longest member of which the sizes have room in the first form of a zip, also where nothing can
/// be compressed.
pub(super) const MAX: u64 = u32::MAX as u64 / 2;

/// How many pieces may wait for each thread to be written.
const WAITING: usize = 16;

/// A piece of the member, compressed, and the checksum of what it was.
type Piece = (Vec<u8>, Crc);

/// Writes a zip, from the start of a file: the member `name`, of what stands in the file `from`, which
/// is no longer than [`MAX`].
pub(super) fn write(to: &mut File, name: &str, from: &Path) -> io::Result<()> {
    let mut entry = Entry { name, crc: 0, packed: 0, size: 0 };
    to.write_all(&entry.local())?;
    let mut crc = Crc::new();
    pieces(from, &mut |packed, of| {
        crc.combine(of);
        entry.packed += packed.len() as u32;
        to.write_all(packed)
    })?;
    entry.crc = crc.sum();
    entry.size = crc.amount();
    to.write_all(&entry.directory())?;
    to.rewind()?;
    to.write_all(&entry.local())
}

/// Compresses a file, and hands the pieces over, one after the other. Together they are one stream: each
/// but the last ends where the next can follow, and none looks back at the one before.
fn pieces(from: &Path, take: &mut dyn FnMut(&[u8], &Crc) -> io::Result<()>) -> io::Result<()> {
    let count = from.metadata()?.len().div_ceil(PIECE).max(1);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(4);
    thread::scope(|scope| {
        // Each thread takes every nth piece, so that they come back in order.
        let receivers: Vec<_> = (0..threads as u64)
            .map(|first| {
                let (sender, receiver) = sync_channel::<io::Result<Piece>>(WAITING);
                scope.spawn(move || {
                    let mut packer = Packer::new(from);
                    for at in (first..count).step_by(threads) {
                        // Nobody listens any more once writing has failed.
                        if sender.send(packer.pack(at, at + 1 == count)).is_err() {
                            return;
                        }
                    }
                });
                receiver
            })
            .collect();
        for (_, receiver) in (0..count).zip(receivers.iter().cycle()) {
            let Ok(piece) = receiver.recv() else { break };
            let (packed, crc) = piece?;
            take(&packed, &crc)?;
        }
        Ok(())
    })
}

/// What one thread compresses with.
struct Packer<'a> {
    from: &'a Path,
    file: Option<File>,
    compress: Compress,
    plain: Vec<u8>,
}

impl Packer<'_> {
    fn new(from: &Path) -> Packer<'_> {
        let compress = Compress::new(Compression::new(LEVEL), false);
        Packer { from, file: None, compress, plain: Vec::with_capacity(PIECE as usize) }
    }

    /// Compresses the piece of a number, from 0.
    fn pack(&mut self, number: u64, is_last: bool) -> io::Result<Piece> {
        let file = match &mut self.file {
            Some(file) => file,
            file => file.insert(File::open(self.from)?),
        };
        file.seek(SeekFrom::Start(number * PIECE))?;
        self.plain.clear();
        file.take(PIECE).read_to_end(&mut self.plain)?;
        let mut crc = Crc::new();
        crc.update(&self.plain);
        self.compress.reset();
        let flush = if is_last { FlushCompress::Finish } else { FlushCompress::Full };
        let mut packed = Vec::with_capacity(self.plain.len() / 4 + 64);
        loop {
            let done = self.compress.total_in() as usize;
            self.compress.compress_vec(&self.plain[done..], &mut packed, flush)?;
            // Room that is left over says that all is said.
            if packed.len() < packed.capacity() {
                return Ok((packed, crc));
            }
            packed.reserve(packed.capacity());
        }
    }
}

/// The member, as the zip describes it (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
struct Entry<'a> {
    name: &'a str,
    crc: u32,
    packed: u32,
    size: u32,
}

impl Entry<'_> {
    /// Version 2.0, no flags, deflated, at midnight of 1 January 1980, with its sizes and its name.
    fn common(&self) -> Vec<u8> {
        let mut bytes = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];
        for number in [self.crc, self.packed, self.size, self.name.len() as u32] {
            bytes.extend(number.to_le_bytes());
        }
        bytes
    }

    /// What stands before the data.
    fn local(&self) -> Vec<u8> {
        [b"PK\x03\x04", &*self.common(), self.name.as_bytes()].concat()
    }

    /// What stands at the end of the file: the directory of one member, and where it begins.
    fn directory(&self) -> Vec<u8> {
        let made_by = [20, 0];
        let rest = [0; 14];
        let entry =
            [b"PK\x01\x02", &made_by[..], &*self.common(), &rest, self.name.as_bytes()].concat();
        let at = self.local().len() as u32 + self.packed;
        let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
        end.extend((entry.len() as u32).to_le_bytes());
        end.extend(at.to_le_bytes());
        end.extend([0, 0]);
        [entry, end].concat()
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::{self, Read};

    use zip::ZipArchive;

    use super::{PIECE, pieces, write};

    #[test]
    fn what_goes_in_comes_out_whatever_its_length() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        let piece = PIECE as usize;
        for size in [0, 1, piece - 1, piece, piece + 1, 40 * piece + 7] {
            // One half says the same again and again, and the other nothing twice.
            let mut chance = 1_u64;
            let mut byte = |at: usize| {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                if at < size / 2 { (at % 7) as u8 } else { (chance >> 56) as u8 }
            };
            let bytes: Vec<u8> = (0..size).map(&mut byte).collect();
            fs::write(&from, &bytes).expect("a file can be written");
            let mut file = File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(true)
                .open(&to)
                .expect("a file can be made");
            write(&mut file, "a member", &from).expect("it can be compressed");
            let mut zip = ZipArchive::new(&file).expect("it is a zip");
            assert_eq!(zip.len(), 1);
            let mut member = zip.by_name("a member").expect("the member is there");
            assert_eq!(member.size(), size as u64);
            let mut read = Vec::new();
            member.read_to_end(&mut read).expect("it is whole");
            assert!(read == bytes, "{size} bytes");
        }
    }

    #[test]
    fn what_cannot_be_read_or_written_ends_it() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let from = folder.path().join("from");
        // More than may wait, so that the threads are in the midst of it.
        fs::write(&from, vec![7; 200 * PIECE as usize]).expect("a file can be written");
        let mut taken = 0;
        let ended = pieces(&from, &mut |_, _| {
            taken += 1;
            if taken < 3 { Ok(()) } else { Err(io::Error::other("full")) }
        });
        assert_eq!(ended.expect_err("it is full").to_string(), "full");
        assert_eq!(taken, 3);
        let missing = pieces(&folder.path().join("none"), &mut |_, _| Ok(()));
        assert_eq!(missing.expect_err("it is not there").kind(), io::ErrorKind::NotFound);
    }
}
