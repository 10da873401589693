//! Where keys come from: the terminal, or a script in a test.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crate::terminal::key::{Decoder, Key};

/// Where keys come from.
pub trait KeySource {
    /// Waits for a key, using no processor time meanwhile; no longer than `patience`, where that is
    /// given: then it returns a [`Key::Nothing`].
    ///
    /// Returns `None` where the terminal is gone; fails where it cannot be read.
    fn key(&mut self, patience: Option<Duration>) -> io::Result<Option<Key>>;
}

/// Keys of a script: the bytes a terminal would send, in pieces between which time passes.
#[derive(Clone, Debug, Default)]
pub struct ScriptedKeys {
    pieces: VecDeque<Vec<u8>>,
    decoder: Decoder,
}

impl ScriptedKeys {
    /// Makes a script of pieces; after the last one the terminal is gone.
    pub fn new<P: AsRef<[u8]>>(pieces: impl IntoIterator<Item = P>) -> ScriptedKeys {
        let pieces = pieces.into_iter().map(|piece| piece.as_ref().to_vec()).collect();
        ScriptedKeys { pieces, decoder: Decoder::default() }
    }
}

impl KeySource for ScriptedKeys {
    fn key(&mut self, _patience: Option<Duration>) -> io::Result<Option<Key>> {
        while let Some(piece) = self.pieces.front_mut() {
            if piece.is_empty() {
                self.pieces.pop_front();
                if let Some(key) = self.decoder.pause() {
                    return Ok(Some(key));
                }
            } else if let Some(key) = self.decoder.feed(piece.remove(0)) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}

#[cfg(unix)]
pub use unix::TerminalKeys;

#[cfg(not(unix))]
pub use other::TerminalKeys;

#[cfg(unix)]
mod unix {
    use std::collections::VecDeque;
    use std::io;
    use std::time::Duration;

    use rustix::event::Timespec;
    use rustix::io::Errno;

    use super::KeySource;
    use crate::terminal::key::{Decoder, Key};
    use crate::terminal::signals::{Wakes, Woken, timespec};

    /// How long the rest of an escape sequence may take before the escape counts as the key.
    const ESCAPE_PAUSE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

    /// The keys of the terminal that standard input is.
    #[derive(Debug)]
    pub struct TerminalKeys {
        stdin: io::Stdin,
        wakes: Wakes,
        decoder: Decoder,
        bytes: VecDeque<u8>,
    }

    impl TerminalKeys {
        /// Makes the source. What wakes it is a [`Key::Redraw`].
        pub fn new(wakes: Wakes) -> TerminalKeys {
            let (decoder, bytes) = (Decoder::default(), VecDeque::new());
            TerminalKeys { stdin: io::stdin(), wakes, decoder, bytes }
        }
    }

    impl KeySource for TerminalKeys {
        fn key(&mut self, patience: Option<Duration>) -> io::Result<Option<Key>> {
            let patience = patience.map(timespec);
            loop {
                while let Some(byte) = self.bytes.pop_front() {
                    if let Some(key) = self.decoder.feed(byte) {
                        return Ok(Some(key));
                    }
                }
                let pause = self.decoder.is_waiting().then_some(&ESCAPE_PAUSE);
                match self.wakes.wait(&self.stdin, pause.or(patience.as_ref()))? {
                    Woken::Time if pause.is_none() => return Ok(Some(Key::Nothing)),
                    Woken::Call => return Ok(Some(Key::Redraw)),
                    Woken::Time => {
                        if let Some(key) = self.decoder.pause() {
                            return Ok(Some(key));
                        }
                    }
                    Woken::Input => {
                        let mut buffer = [0; 256];
                        match rustix::io::read(&self.stdin, &mut buffer) {
                            Ok(0) | Err(Errno::IO) => return Ok(None),
                            Ok(count) => self.bytes.extend(&buffer[..count]),
                            Err(Errno::INTR | Errno::AGAIN) => {}
                            Err(error) => return Err(error.into()),
                        }
                    }
                }
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    use std::io;
    use std::time::Duration;

    use console::Term;

    use super::KeySource;
    use crate::terminal::key::Key;
    use crate::terminal::signals::Wakes;

    /// The keys of the console.
    #[derive(Debug)]
    pub struct TerminalKeys(Term);

    impl TerminalKeys {
        /// Makes the source; nothing can wake it on this platform, and it waits for ever.
        pub fn new(_wakes: Wakes) -> TerminalKeys {
            TerminalKeys(Term::stderr())
        }
    }

    impl KeySource for TerminalKeys {
        fn key(&mut self, _patience: Option<Duration>) -> io::Result<Option<Key>> {
            use console::Key as From;
            Ok(Some(match self.0.read_key_raw()? {
                From::Char(c) if c.is_control() => match c {
                    '\x03' => Key::Interrupt,
                    '\x01'..='\x1a' => Key::Ctrl(char::from(c as u8 - 1 + b'a')),
                    _ => Key::Unknown,
                },
                From::Char(c) => Key::Char(c),
                From::Enter => Key::Enter,
                From::Escape => Key::Escape,
                From::Backspace => Key::Backspace,
                From::Del => Key::Delete,
                From::Tab => Key::Tab,
                From::ArrowLeft => Key::Left,
                From::ArrowRight => Key::Right,
                From::ArrowUp => Key::Up,
                From::ArrowDown => Key::Down,
                From::Home => Key::Home,
                From::End => Key::End,
                From::PageUp => Key::PageUp,
                From::PageDown => Key::PageDown,
                From::CtrlC => Key::Interrupt,
                // It is no terminal: asking again would answer the same at once, for ever.
                From::Unknown => return Ok(None),
                _ => Key::Unknown,
            }))
        }
    }
}
