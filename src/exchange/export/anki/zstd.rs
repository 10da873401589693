//! Compression that fails where reading or writing fails. The compressor itself knows no errors: it
//! is given a source and a target that keep theirs.

use std::io::{self, Read, Write};

use ruzstd::encoding::CompressionLevel;

/// Compresses what the source gives, piece by piece.
pub(super) fn compress(source: impl Read, target: impl Write) -> io::Result<()> {
    write(source, target, CompressionLevel::Fastest)
}

/// Puts what the source gives into the form, as it is: for what is compressed already.
pub(super) fn wrap(source: impl Read, target: impl Write) -> io::Result<()> {
    write(source, target, CompressionLevel::Uncompressed)
}

fn write(source: impl Read, target: impl Write, level: CompressionLevel) -> io::Result<()> {
    let mut source = Kept { inner: source, failure: None };
    let mut target = Kept { inner: target, failure: None };
    ruzstd::encoding::compress(&mut source, &mut target, level);
    source.failure.or(target.failure).map_or(Ok(()), Err)
}

struct Kept<T> {
    inner: T,
    failure: Option<io::Error>,
}

impl<T: Read> Read for Kept<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.inner.read(buffer) {
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure.get_or_insert(error);
                    return Ok(0);
                }
            }
        }
    }
}

impl<T: Write> Write for Kept<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failure.is_none()
            && let Err(error) = self.inner.write_all(bytes)
        {
            self.failure = Some(error);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};

    use super::{compress, wrap};

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }

    impl Write for Broken {
        fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_broken_end_is_an_error() {
        let kind = |result: io::Result<()>| result.map_err(|error| error.kind());
        assert_eq!(kind(compress(Broken, Vec::new())), Err(io::ErrorKind::PermissionDenied));
        assert_eq!(kind(compress(&b"text"[..], Broken)), Err(io::ErrorKind::StorageFull));
        let text = b"the same and ".repeat(50_000);
        let (mut packed, mut wrapped) = (Vec::new(), Vec::new());
        assert_eq!(kind(compress(text.as_slice(), &mut packed)), Ok(()));
        assert_eq!(kind(wrap(text.as_slice(), &mut wrapped)), Ok(()));
        assert!(packed.len() < 10_000 && wrapped.len() > text.len());
        for packed in [packed, wrapped] {
            let mut again = Vec::new();
            let mut decoder = ruzstd::decoding::StreamingDecoder::new(packed.as_slice())
                .map_err(|error| error.to_string());
            let read = decoder.as_mut().map(|decoder| decoder.read_to_end(&mut again));
            assert!(matches!(read, Ok(Ok(_))) && again == text);
        }
    }
}
