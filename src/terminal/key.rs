//! What a terminal sends, as keys.
//!
//! A terminal sends bytes; one key may be many of them, and they may come in pieces. [`Decoder`]
//! takes them one at a time. What it does not know it swallows whole: the `3` inside an Alt-Right
//! must never arrive as the grade 3, and a paste is one thing, not a hundred keys.

/// A key, or something else a terminal says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// A letter with Ctrl, in lower case.
    Ctrl(char),
    /// Return.
    Enter,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Tab.
    Tab,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Text that was pasted.
    Paste(String),
    /// Ctrl-C.
    Interrupt,
    /// Nothing was pressed, but the screen should be drawn again: it has another size, or colours
    /// have become ready.
    Redraw,
    /// Nothing was pressed in the time that was given.
    Nothing,
    /// Something else: a key with a modifier, a function key, a broken sequence. It does nothing.
    Unknown,
}

/// The longest paste that is taken, in bytes; the rest is left out.
const MAX_PASTE: usize = 4096;
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Inside a character of several bytes; with Alt it means nothing.
    Utf8 { bytes: Vec<u8>, missing: usize, alt: bool },
    /// After an escape.
    Escape,
    /// After an escape that was taken for the key; its sequence may still come.
    Late,
    /// Inside `ESC [`: its parameters so far.
    Csi(Vec<u8>),
    /// Inside `ESC O`.
    Ss3,
    /// Inside a string that ends with BEL or `ESC \`: whether the last byte was an escape.
    String { after_escape: bool },
    /// Inside a paste.
    Paste(Vec<u8>),
}

/// Turns bytes into keys.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    state: State,
}

impl Decoder {
    /// Takes a byte; returns the key it completes.
    pub fn feed(&mut self, byte: u8) -> Option<Key> {
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte),
            State::Utf8 { bytes, missing, alt } => self.utf8(bytes, missing, alt, byte),
            State::Escape => self.escape(byte),
            State::Late if matches!(byte, b'[' | b'O') => self.escape(byte),
            State::Late => self.ground(byte),
            State::Csi(parameters) => self.csi(parameters, byte),
            State::Ss3 => self.ss3(byte),
            State::String { after_escape } => {
                let ends = byte == 0x07 || (after_escape && byte == b'\\');
                if ends {
                    return Some(Key::Unknown);
                }
                self.state = State::String { after_escape: byte == 0x1b };
                None
            }
            State::Paste(bytes) => self.paste(bytes, byte),
        }
    }

    /// Says whether a pause would decide what the bytes so far mean.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, State::Escape | State::String { .. })
    }

    /// Takes a pause: an escape on its own is the key. If the rest of its sequence comes after all,
    /// over a slow line, it is still read as a sequence.
    pub fn pause(&mut self) -> Option<Key> {
        match self.state {
            State::Escape => {
                self.state = State::Late;
                Some(Key::Escape)
            }
            State::String { .. } => {
                self.state = State::Ground;
                Some(Key::Unknown)
            }
            _ => None,
        }
    }

    fn ground(&mut self, byte: u8) -> Option<Key> {
        let missing = match byte {
            0x1b => {
                self.state = State::Escape;
                return None;
            }
            0x03 => return Some(Key::Interrupt),
            0x0c => return Some(Key::Redraw),
            b'\r' | b'\n' => return Some(Key::Enter),
            b'\t' => return Some(Key::Tab),
            0x7f | 0x08 => return Some(Key::Backspace),
            0x01..=0x1a => return Some(Key::Ctrl(char::from(byte - 1 + b'a'))),
            0x00..=0x1f => return Some(Key::Unknown),
            0x20..=0x7e => return Some(Key::Char(char::from(byte))),
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => return Some(Key::Unknown),
        };
        self.state = State::Utf8 { bytes: vec![byte], missing, alt: false };
        None
    }

    fn utf8(&mut self, mut bytes: Vec<u8>, missing: usize, alt: bool, byte: u8) -> Option<Key> {
        if byte & 0xc0 != 0x80 {
            // A broken character is dropped; what broke it counts.
            return self.ground(byte);
        }
        bytes.push(byte);
        if missing > 1 {
            self.state = State::Utf8 { bytes, missing: missing - 1, alt };
            return None;
        }
        let c = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next());
        Some(c.filter(|c| !alt && !c.is_control()).map_or(Key::Unknown, Key::Char))
    }

    fn escape(&mut self, byte: u8) -> Option<Key> {
        self.state = match byte {
            b'[' => State::Csi(Vec::new()),
            b'O' => State::Ss3,
            b']' | b'P' | b'X' | b'^' | b'_' => State::String { after_escape: false },
            0x1b => State::Escape,
            0xc2..=0xf4 => {
                let key = self.ground(byte);
                if let State::Utf8 { alt, .. } = &mut self.state {
                    *alt = true;
                }
                return key;
            }
            0x03 => return Some(Key::Interrupt),
            // A key with Alt.
            _ => return Some(Key::Unknown),
        };
        None
    }

    fn csi(&mut self, mut parameters: Vec<u8>, byte: u8) -> Option<Key> {
        match byte {
            0x1b => {
                self.state = State::Escape;
                None
            }
            0x00..=0x1f => self.ground(byte),
            // The Linux console sends `ESC [ [ A` for F1.
            b'[' if parameters.is_empty() => {
                self.state = State::Csi(vec![b'[']);
                None
            }
            0x20..=0x3f => {
                if parameters.len() < 64 {
                    parameters.push(byte);
                }
                self.state = State::Csi(parameters);
                None
            }
            b'~' if parameters == b"200" => {
                self.state = State::Paste(Vec::new());
                None
            }
            _ => Some(csi_key(&parameters, byte)),
        }
    }

    fn ss3(&mut self, byte: u8) -> Option<Key> {
        match byte {
            b'0'..=b'9' | b';' => {
                self.state = State::Ss3;
                None
            }
            b'M' => Some(Key::Enter),
            0x00..=0x1f => self.ground(byte),
            _ => Some(csi_key(b"", byte)),
        }
    }

    fn paste(&mut self, mut bytes: Vec<u8>, byte: u8) -> Option<Key> {
        bytes.push(byte);
        if bytes.ends_with(PASTE_END) {
            bytes.truncate((bytes.len() - PASTE_END.len()).min(MAX_PASTE));
            return Some(Key::Paste(String::from_utf8_lossy(&bytes).into_owned()));
        }
        if bytes.len() > MAX_PASTE + PASTE_END.len() {
            // Only the tail is still looked at, to find the end; the text is kept as it is.
            bytes.remove(MAX_PASTE);
        }
        self.state = State::Paste(bytes);
        None
    }
}

fn csi_key(parameters: &[u8], last: u8) -> Key {
    match (parameters, last) {
        (b"", b'A') => Key::Up,
        (b"", b'B') => Key::Down,
        (b"", b'C') => Key::Right,
        (b"", b'D') => Key::Left,
        (b"", b'H') | (b"1" | b"7", b'~') => Key::Home,
        (b"", b'F') | (b"4" | b"8", b'~') => Key::End,
        (b"3", b'~') => Key::Delete,
        (b"5", b'~') => Key::PageUp,
        (b"6", b'~') => Key::PageDown,
        // The terminal reports its new size (mode 2048).
        (_, b't') if parameters.starts_with(b"48;") => Key::Redraw,
        _ => Key::Unknown,
    }
}
