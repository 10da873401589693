//! Little-endian numbers and texts, written one after the other and read with every bound checked.

/// Writes.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// What was written.
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn u8(&mut self, number: u8) {
        self.bytes.push(number);
    }

    pub(super) fn u32(&mut self, number: u32) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(super) fn u64(&mut self, number: u64) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(super) fn len(&mut self, len: usize) {
        self.u32(len as u32);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.len(text.len());
        self.bytes.extend(text.as_bytes());
    }

    pub(super) fn maybe(&mut self, text: Option<&str>) {
        self.u8(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub(super) fn list<T>(&mut self, items: &[T], mut one: impl FnMut(&mut Writer, &T)) {
        self.len(items.len());
        for item in items {
            one(self, item);
        }
    }

    pub(super) fn texts(&mut self, texts: &[String]) {
        self.list(texts, |writer, text| writer.text(text));
    }
}

/// Reads; nothing where the bytes end too early or are no text.
#[derive(Debug)]
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { bytes }
    }

    /// Returns how many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn len(&mut self) -> Option<usize> {
        self.u32().map(|len| len as usize)
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let len = self.len()?;
        std::str::from_utf8(self.take(len)?).ok()
    }

    pub(super) fn string(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn maybe(&mut self) -> Option<Option<String>> {
        match self.u8()? {
            0 => Some(None),
            1 => self.string().map(Some),
            _ => None,
        }
    }

    pub(super) fn list<T>(
        &mut self,
        mut one: impl FnMut(&mut Reader<'b>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let len = self.len()?;
        // A damaged length must not reserve what is not there: an item is a byte at least.
        let mut items = Vec::with_capacity(len.min(self.bytes.len()));
        for _ in 0..len {
            items.push(one(self)?);
        }
        Some(items)
    }

    pub(super) fn texts(&mut self) -> Option<Vec<String>> {
        self.list(Reader::string)
    }
}

/// Adds bytes up so that damage shows: four lanes of multiply and rotate, 64 bits.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [PRIME, !PRIME, PRIME.rotate_left(17), PRIME.rotate_left(43)];
    let mut mix = |chunk: &[u8; 32]| {
        for (lane, word) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            let mut number = [0; 8];
            number.copy_from_slice(word);
            *lane = (*lane ^ u64::from_le_bytes(number)).wrapping_mul(PRIME).rotate_left(29);
        }
    };
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        let mut whole = [0; 32];
        whole.copy_from_slice(chunk);
        mix(&whole);
    }
    let mut last = [0; 32];
    last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(&last);
    lanes
        .iter()
        .fold(bytes.len() as u64, |sum, lane| (sum ^ lane).wrapping_mul(PRIME).rotate_left(31))
}
