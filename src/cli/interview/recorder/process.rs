//! A command with everything it starts: begun as a group, ended as a group.

use std::io;
use std::process::{Child, ChildStdout, Command, ExitStatus};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, Once};
use std::thread;
use std::time::Duration;

/// How long a command that was asked to end may take, before it is ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// A command that runs. Dropping it ends it.
pub(super) struct Running {
    child: Option<Child>,
    id: u32,
}

impl Running {
    /// Starts a command in a group of its own, which Ctrl-C at the terminal does not reach.
    ///
    /// Fails where it cannot be started.
    pub(super) fn start(command: &mut Command) -> io::Result<Running> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        end_on_panic();
        let child = command.spawn()?;
        let id = child.id();
        note(|groups| groups.push(id));
        Ok(Running { child: Some(child), id })
    }

    /// Takes what it prints, where that is a pipe.
    pub(super) fn output(&mut self) -> Option<ChildStdout> {
        self.child.as_mut()?.stdout.take()
    }

    /// Waits until it ends by itself. A reader that has had enough must be gone by then.
    pub(super) fn wait(mut self) -> io::Result<ExitStatus> {
        let Some(mut child) = self.child.take() else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let status = child.wait();
        note(|groups| groups.retain(|&group| group != self.id));
        status
    }

    /// Ends it: asked first, then not. Returns how it had ended, if it had by itself, before.
    pub(super) fn end(mut self) -> Option<ExitStatus> {
        let mut child = self.child.take()?;
        if let Ok(Some(status)) = child.try_wait() {
            note(|groups| groups.retain(|&group| group != self.id));
            return Some(status);
        }
        end_child(child, self.id);
        None
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = self.child.take() {
            end_child(child, self.id);
        }
    }
}

/// Asks a command to end, as Ctrl-C does, so that it can finish its file; ends it if it does not.
fn end_child(mut child: Child, id: u32) {
    signal(id, Ending::Asked);
    #[cfg(not(unix))]
    let _ = child.kill();
    let (tell, told) = channel();
    thread::spawn(move || {
        let _ = child.wait();
        let _ = tell.send(());
    });
    if told.recv_timeout(PATIENCE).is_err() {
        signal(id, Ending::Forced);
        let _ = told.recv_timeout(PATIENCE);
    }
    // What it has started and left behind goes too.
    signal(id, Ending::Forced);
    note(|groups| groups.retain(|&group| group != id));
}

/// The groups that run. A panic ends the program without dropping anything.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn note(change: impl FnOnce(&mut Vec<u32>)) {
    if let Ok(mut groups) = GROUPS.lock() {
        change(&mut groups);
    }
}

/// Sees to it that nothing goes on listening after a bug of ours.
fn end_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if let Ok(groups) = GROUPS.try_lock() {
                groups.iter().for_each(|&group| signal(group, Ending::Forced));
            }
            before(info);
        }));
    });
}

/// How a group is ended.
#[derive(Clone, Copy, Debug)]
enum Ending {
    Asked,
    Forced,
}

/// Sends a signal to a group; one that is gone is no failure.
#[cfg(unix)]
fn signal(id: u32, ending: Ending) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let signal = match ending {
        Ending::Asked => Signal::INT,
        Ending::Forced => Signal::KILL,
    };
    if let Some(group) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, signal);
    }
}

#[cfg(not(unix))]
fn signal(_id: u32, _ending: Ending) {}

/// The commands of a job, one at a time, so that another thread can end them.
#[derive(Clone, Debug, Default)]
pub(super) struct Group(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    id: Option<u32>,
    is_cancelled: bool,
}

impl Group {
    /// Notes what runs now. It ends at once where the job was cancelled.
    pub(super) fn hold(&self, running: &Running) {
        if let Ok(mut state) = self.0.lock() {
            state.id = Some(running.id);
            if state.is_cancelled {
                signal(running.id, Ending::Forced);
            }
        }
    }

    /// Notes that nothing runs any more: its number may be another's soon.
    pub(super) fn release(&self) {
        if let Ok(mut state) = self.0.lock() {
            state.id = None;
        }
    }

    /// Says whether the job was cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        self.0.lock().is_ok_and(|state| state.is_cancelled)
    }

    /// Ends the job.
    pub(super) fn cancel(&self) {
        if let Ok(mut state) = self.0.lock() {
            state.is_cancelled = true;
            if let Some(id) = state.id.take() {
                signal(id, Ending::Forced);
            }
        }
    }
}
