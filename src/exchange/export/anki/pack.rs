//! The package: a zip around the collection and its media.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::Path;

use prost::Message;
use serde_json::{Map, Value};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::exchange::anki::container::{
    COLLECTION_1, MEDIA, META, MediaEntries, MediaEntry, Meta, Version,
};
use crate::exchange::export::anki::media::MediaFile;
use crate::exchange::export::anki::zstd::{compress, wrap};
use crate::exchange::export::anki::{ExportError, deflate};

/// Writes a package.
pub(super) fn write(
    mut to: File,
    version: Version,
    collection: &Path,
    dummy: &Path,
    media: &[MediaFile],
) -> Result<(), ExportError> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let deflated = stored.compression_method(CompressionMethod::Deflated);
    let large = collection.metadata()?.len() > deflate::MAX;
    let mut zip = if version == Version::Latest || large {
        let packed = if version == Version::Latest { stored } else { deflated };
        let mut zip = ZipWriter::new(to);
        zip.start_file(version.collection(), packed.large_file(large))?;
        let mut db = BufReader::with_capacity(1 << 16, File::open(collection)?);
        if version == Version::Latest {
            compress(db, &mut zip)?;
        } else {
            io::copy(&mut db, &mut zip)?;
        }
        zip
    } else {
        deflate::write(&mut to, version.collection(), collection)?;
        ZipWriter::new_append(to)?
    };
    let meta = Meta { version: if version == Version::Latest { 3 } else { 2 } };
    zip.start_file(META, stored)?;
    zip.write_all(&meta.encode_to_vec())?;
    zip.start_file(COLLECTION_1, deflated)?;
    io::copy(&mut File::open(dummy)?, &mut zip)?;
    for (place, file) in media.iter().enumerate() {
        let large = file.size > u64::from(u32::MAX) / 2;
        zip.start_file(place.to_string(), stored.large_file(large))?;
        add(&mut zip, file, version)?;
    }
    zip.start_file(MEDIA, stored)?;
    zip.write_all(&names(media, version)?)?;
    zip.finish()?.sync_all()?;
    Ok(())
}

/// Adds a media file, piece by piece. Fails where it is not what it was when its name was made.
fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    file: &MediaFile,
    version: Version,
) -> Result<(), ExportError> {
    let changed = || ExportError::Changed(file.path.clone());
    let from = File::open(&file.path)?;
    if from.metadata()?.len() != file.size {
        return Err(changed());
    }
    let mut from = BufReader::with_capacity(1 << 16, from).take(file.size);
    if version == Version::Latest {
        // Pictures and sounds are compressed already; drawings are text.
        let is_text = file.name.to_ascii_lowercase().ends_with(".svg");
        if is_text { compress(&mut from, zip)? } else { wrap(&mut from, zip)? }
    } else {
        io::copy(&mut from, zip)?;
    }
    if from.limit() > 0 { Err(changed()) } else { Ok(()) }
}

/// Returns the member that names the media files.
fn names(media: &[MediaFile], version: Version) -> io::Result<Vec<u8>> {
    if version != Version::Latest {
        let names = media.iter().enumerate();
        let names = names.map(|(place, file)| (place.to_string(), Value::from(file.name.clone())));
        let names = Value::Object(names.collect::<Map<String, Value>>());
        return Ok(names.to_string().into_bytes());
    }
    let entry = |file: &MediaFile| MediaEntry {
        name: file.name.clone(),
        size: u32::try_from(file.size).unwrap_or(u32::MAX),
        sha1: file.sha1.to_vec(),
    };
    let entries = MediaEntries { entries: media.iter().map(entry).collect() }.encode_to_vec();
    let mut packed = Vec::new();
    compress(entries.as_slice(), &mut packed)?;
    Ok(packed)
}
