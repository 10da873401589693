//! Where keys come from: the terminal, or a script in a test.

use std::collections::VecDeque;
use std::io;

use crate::terminal::key::{Decoder, Key};

/// Where keys come from.
pub trait KeySource {
    /// Waits for a key, using no processor time meanwhile.
    ///
    /// Returns `None` where the terminal is gone; fails where it cannot be read.
    fn key(&mut self) -> io::Result<Option<Key>>;
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
    fn key(&mut self) -> io::Result<Option<Key>> {
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
pub use unix::{TerminalKeys, Waker};

#[cfg(not(unix))]
pub use other::{TerminalKeys, Waker};

#[cfg(unix)]
mod unix {
    use std::collections::VecDeque;
    use std::io::{self, PipeReader, PipeWriter, Read, Write};
    use std::sync::Arc;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    use super::KeySource;
    use crate::terminal::key::{Decoder, Key};

    /// How long the rest of an escape sequence may take before the escape counts as the key.
    const ESCAPE_PAUSE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

    /// The keys of the terminal that standard input is.
    #[derive(Debug)]
    pub struct TerminalKeys {
        stdin: io::Stdin,
        wakes: PipeReader,
        waker: Waker,
        decoder: Decoder,
        bytes: VecDeque<u8>,
    }

    /// Wakes what waits for a key, from another thread: the screen is then drawn again, and an
    /// interrupt flag is looked at.
    #[derive(Clone, Debug)]
    pub struct Waker(Arc<PipeWriter>);

    impl Waker {
        /// Wakes it.
        pub fn wake(&self) {
            // A full pipe or a closed one: it is awake already, or gone.
            let _ = (&*self.0).write(&[0]);
        }
    }

    impl TerminalKeys {
        /// Makes the source; fails where no pipe can be had.
        pub fn new() -> io::Result<TerminalKeys> {
            let (wakes, writer) = io::pipe()?;
            Ok(TerminalKeys {
                stdin: io::stdin(),
                wakes,
                waker: Waker(Arc::new(writer)),
                decoder: Decoder::default(),
                bytes: VecDeque::new(),
            })
        }

        /// Returns what wakes it.
        pub fn waker(&self) -> Waker {
            self.waker.clone()
        }
    }

    impl KeySource for TerminalKeys {
        fn key(&mut self) -> io::Result<Option<Key>> {
            loop {
                while let Some(byte) = self.bytes.pop_front() {
                    if let Some(key) = self.decoder.feed(byte) {
                        return Ok(Some(key));
                    }
                }
                let pause = self.decoder.is_waiting().then_some(&ESCAPE_PAUSE);
                let mut both = [
                    PollFd::new(&self.stdin, PollFlags::IN),
                    PollFd::new(&self.wakes, PollFlags::IN),
                ];
                match poll(&mut both, pause) {
                    Ok(0) => {
                        if let Some(key) = self.decoder.pause() {
                            return Ok(Some(key));
                        }
                        continue;
                    }
                    Ok(_) => {}
                    // A signal: its handler may have set the interrupt flag.
                    Err(Errno::INTR) => return Ok(Some(Key::Redraw)),
                    Err(error) => return Err(error.into()),
                }
                let [typed, woken] = both.map(|fd| fd.revents());
                if woken.contains(PollFlags::IN) {
                    let _ = self.wakes.read(&mut [0; 64])?;
                    return Ok(Some(Key::Redraw));
                }
                if !typed.is_empty() {
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

#[cfg(not(unix))]
mod other {
    use std::io;

    use console::Term;

    use super::KeySource;
    use crate::terminal::key::Key;

    /// The keys of the console.
    #[derive(Debug)]
    pub struct TerminalKeys(Term);

    /// Wakes what waits for a key; this platform waits for the next key instead.
    #[derive(Clone, Debug)]
    pub struct Waker;

    impl Waker {
        /// Does nothing.
        pub fn wake(&self) {}
    }

    impl TerminalKeys {
        /// Makes the source.
        pub fn new() -> io::Result<TerminalKeys> {
            Ok(TerminalKeys(Term::stderr()))
        }

        /// Returns what wakes it.
        pub fn waker(&self) -> Waker {
            Waker
        }
    }

    impl KeySource for TerminalKeys {
        fn key(&mut self) -> io::Result<Option<Key>> {
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
