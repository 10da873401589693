//! What comes from outside while a session waits: a wish to end it, and a window of another size.
//!
//! A signal sets a flag and writes into a pipe, nothing more; whatever waits for a key or for a line
//! waits for that pipe as well. So every end is the same end: the loop returns, the terminal gets
//! its modes back, and the program leaves with its status.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use pipe::{Waker, Wakes};
#[cfg(unix)]
pub(crate) use pipe::{Woken, timespec};

/// What was asked for from outside so far. Clones speak of the same.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// Ctrl-C.
    interrupt: Arc<AtomicBool>,
    /// Another program wants an end, or the terminal was closed.
    end: Arc<AtomicBool>,
    /// Whether lines are read, which nothing can wake on this platform.
    #[cfg(not(unix))]
    reads_lines: Arc<AtomicBool>,
}

impl Signals {
    /// Watches the signals of this process, for as long as it lives: they are noted here, and wake
    /// what waits for what is returned.
    ///
    /// Fails where no handler can be set.
    #[cfg(unix)]
    pub fn watch(&self) -> io::Result<Wakes> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
        use signal_hook::{flag, low_level};

        let wakes = Wakes::new()?;
        // The flags come first: who is woken finds them set.
        flag::register(SIGINT, Arc::clone(&self.interrupt))?;
        flag::register(SIGTERM, Arc::clone(&self.end))?;
        flag::register(SIGHUP, Arc::clone(&self.end))?;
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGWINCH] {
            low_level::pipe::register(signal, wakes.writer()?)?;
        }
        Ok(wakes)
    }

    /// Watches Ctrl-C and the closing of the console, for as long as the process lives.
    ///
    /// A read of lines cannot be woken here, so the handler ends the process itself. Nothing is lost
    /// by it: an answer is on disk before it is acknowledged.
    #[cfg(not(unix))]
    pub fn watch(&self) -> io::Result<Wakes> {
        let signals = self.clone();
        let handler = move || {
            signals.end.store(true, Ordering::SeqCst);
            if signals.reads_lines.load(Ordering::SeqCst) {
                #[expect(clippy::exit, clippy::disallowed_methods, reason = "see above")]
                std::process::exit(130);
            }
        };
        ctrlc::set_handler(handler).map_err(io::Error::other)?;
        Wakes::new()
    }

    /// Says that lines are read from now on.
    #[cfg(not(unix))]
    pub(crate) fn read_lines(&self) {
        self.reads_lines.store(true, Ordering::SeqCst);
    }

    /// Notes that the person pressed Ctrl-C.
    pub fn interrupt(&self) {
        self.interrupt.store(true, Ordering::SeqCst);
    }

    /// Says whether the session should end.
    pub fn is_end_asked(&self) -> bool {
        self.interrupt.load(Ordering::SeqCst) || self.end.load(Ordering::SeqCst)
    }

    /// Forgets a Ctrl-C that was meant for another program, such as an editor that ran meanwhile.
    pub(crate) fn forget_interrupt(&self) {
        self.interrupt.store(false, Ordering::SeqCst);
    }
}

#[cfg(unix)]
mod pipe {
    use std::io::{self, PipeReader, PipeWriter, Read, Write};
    use std::sync::Arc;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    /// Where waking comes in.
    #[derive(Debug)]
    pub struct Wakes {
        pipe: PipeReader,
        waker: Waker,
    }

    /// Wakes what waits, from another thread: the screen is then drawn again, and the signals are
    /// looked at.
    #[derive(Clone, Debug)]
    pub struct Waker(Arc<PipeWriter>);

    /// What ended a wait.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Woken {
        /// Standard input has something, or its end.
        Input,
        /// A waker, or a signal.
        Call,
        /// The time.
        Time,
    }

    /// Returns a time as the system wants it.
    pub(crate) fn timespec(time: std::time::Duration) -> Timespec {
        Timespec {
            tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: i64::from(time.subsec_nanos()),
        }
    }

    impl Wakes {
        /// Makes a pipe for it; fails where none can be had.
        pub fn new() -> io::Result<Wakes> {
            let (pipe, writer) = io::pipe()?;
            Ok(Wakes { pipe, waker: Waker(Arc::new(writer)) })
        }

        /// Returns what wakes it.
        pub fn waker(&self) -> Waker {
            self.waker.clone()
        }

        pub(super) fn writer(&self) -> io::Result<PipeWriter> {
            self.waker.0.try_clone()
        }

        /// Waits for standard input, using no processor time meanwhile.
        pub(crate) fn wait(
            &mut self,
            stdin: &io::Stdin,
            time: Option<&Timespec>,
        ) -> io::Result<Woken> {
            let mut both =
                [PollFd::new(stdin, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
            match poll(&mut both, time) {
                Ok(0) => return Ok(Woken::Time),
                Ok(_) => {}
                Err(Errno::INTR) => return Ok(Woken::Call),
                Err(error) => return Err(error.into()),
            }
            if both[1].revents().contains(PollFlags::IN) {
                let _ = self.pipe.read(&mut [0; 64])?;
                return Ok(Woken::Call);
            }
            Ok(Woken::Input)
        }
    }

    impl Waker {
        /// Wakes it.
        pub fn wake(&self) {
            // A full pipe or a closed one: it is awake already, or gone.
            let _ = (&*self.0).write(&[0]);
        }
    }
}

#[cfg(not(unix))]
mod pipe {
    use std::io;

    /// Where waking comes in: nowhere, on this platform.
    #[derive(Debug)]
    pub struct Wakes;

    /// Wakes what waits; this platform waits for the next key instead.
    #[derive(Clone, Debug)]
    pub struct Waker;

    impl Wakes {
        /// Makes it; does not fail.
        pub fn new() -> io::Result<Wakes> {
            Ok(Wakes)
        }

        /// Returns what would wake it.
        pub fn waker(&self) -> Waker {
            Waker
        }
    }

    impl Waker {
        /// Does nothing.
        pub fn wake(&self) {}
    }
}
