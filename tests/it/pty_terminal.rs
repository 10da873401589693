//! A terminal with a person in front of it: the built program in a pseudo-terminal, and the screen
//! it draws.
//!
//! A test presses keys and waits for what it wants to see; nothing waits for a time.

use std::io::{ErrorKind, Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than anything here takes, even on a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal, and the program that runs in it.
pub(crate) struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Mutex<Option<Box<dyn Write + Send>>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    /// The modes of the terminal before the program had it.
    modes: String,
}

struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    /// Whether the program has closed its end.
    is_over: bool,
    /// Whether the person has closed the window.
    is_closed: bool,
}

impl Terminal {
    /// Runs a command in a terminal of `columns` and `lines`.
    pub(crate) fn run(command: &Command, columns: u16, lines: u16) -> Terminal {
        let pair = native_pty_system().openpty(size(columns, lines)).expect("a pseudo-terminal");
        let modes = modes(&*pair.master);
        let child = pair.slave.spawn_command(builder(command)).expect("the program starts");
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().expect("it can be read");
        let keys = pair.master.take_writer().expect("it can be written to");
        let parser = vt100::Parser::new(cells(lines), cells(columns), 0);
        let state = State { parser, is_over: false, is_closed: false };
        let seen = Arc::new(Seen { state: Mutex::new(state), changed: Condvar::new() });
        let sees = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                // The end of a pseudo-terminal is an error on Linux and an empty read elsewhere.
                let count = match output.read(&mut buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    read => read.unwrap_or(0),
                };
                let mut state = sees.state.lock().expect("no reader panics");
                state.parser.process(&buffer[..count]);
                state.is_over |= count == 0;
                sees.changed.notify_all();
                if count == 0 || state.is_closed {
                    break;
                }
            }
        });
        Terminal { master: Some(pair.master), keys: Mutex::new(Some(keys)), child, seen, modes }
    }

    /// Presses keys: what a terminal would send.
    pub(crate) fn press(&self, keys: &str) -> &Terminal {
        let mut slot = self.keys.lock().expect("no writer panics");
        let writer = slot.as_mut().expect("the window is open");
        writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        writer.flush().expect("the terminal takes keys");
        self
    }

    /// Waits until something holds of the screen.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> &Terminal {
        self.wait(what, |state| holds(state.parser.screen()));
        self
    }

    /// Waits until a text shows.
    pub(crate) fn sees(&self, text: &str) -> &Terminal {
        self.until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until a text no longer shows.
    pub(crate) fn loses(&self, text: &str) -> &Terminal {
        self.until(&format!("no {text}"), |screen| !screen.contents().contains(text))
    }

    /// Returns what shows now.
    pub(crate) fn text(&self) -> String {
        self.seen.state.lock().expect("no reader panics").parser.screen().contents()
    }

    /// Gives the window another size.
    pub(crate) fn resize(&self, columns: u16, lines: u16) {
        let mut state = self.seen.state.lock().expect("no reader panics");
        state.parser.screen_mut().set_size(cells(lines), cells(columns));
        drop(state);
        let master = self.master.as_ref().expect("the window is open");
        master.resize(size(columns, lines)).expect("it can be resized");
    }

    /// Closes the window on the program.
    pub(crate) fn close(&mut self) {
        self.seen.state.lock().expect("no reader panics").is_closed = true;
        // Another size makes the program draw, which ends the read that holds the window open.
        self.resize(31, 9);
        drop(self.keys.lock().expect("no writer panics").take());
        drop(self.master.take());
    }

    /// Asks the program to end, as other programs do.
    pub(crate) fn signal(&self, signal: &str) {
        kill(signal, self.child.process_id().expect("it runs"));
    }

    /// Waits for the end of the program; returns its exit status.
    pub(crate) fn end(&mut self) -> u32 {
        if self.master.is_some() {
            self.wait("the end", |state| state.is_over);
        }
        self.child.wait().expect("it ends").exit_code()
    }

    /// Demands that the terminal is as it was before the program had it.
    pub(crate) fn is_given_back(&self) {
        let state = self.seen.state.lock().expect("no reader panics");
        let screen = state.parser.screen();
        assert!(!screen.alternate_screen(), "the other screen still shows");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still marked");
        let master = self.master.as_ref().expect("the window is open");
        assert_eq!(modes(&**master), self.modes);
    }

    fn wait(&self, what: &str, holds: impl Fn(&State) -> bool) {
        let state = self.seen.state.lock().expect("no reader panics");
        let wants = |state: &mut State| !holds(state) && !state.is_over;
        let waited = self.seen.changed.wait_timeout_while(state, PATIENCE, wants);
        let (state, _) = waited.expect("no reader panics");
        // What came with the end of the program counts as well.
        let (is_so, is_over) = (holds(&state), state.is_over);
        let shown = state.parser.screen().contents();
        drop(state);
        assert!(is_so, "waited for: {what}; the program has ended: {is_over}\n{shown}");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process.
pub(crate) fn kill(signal: &str, process: u32) {
    let status = Command::new("kill").args([format!("-{signal}"), process.to_string()]).status();
    assert!(status.expect("`kill` can be run").success());
}

fn builder(command: &Command) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    builder.env_clear();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            builder.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        builder.cwd(folder);
    }
    builder
}

fn size(columns: u16, lines: u16) -> PtySize {
    PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(number: u16) -> NonZero<u16> {
    NonZero::new(number).expect("a size a terminal can have")
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}
