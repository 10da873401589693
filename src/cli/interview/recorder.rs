//! The person's own commands that record a spoken answer and write it down.
//!
//! They come from the settings alone, are run without a shell, and get no terminal. Each belongs to
//! a group of its own, so that everything it has started ends with it. Whatever goes wrong is told
//! and never ends an interview; when the recorder is dropped, nothing of it runs any more and its
//! folder is gone.

mod process;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use process::{Group, Running};

use crate::cli::context::Context;
use crate::model::{CardId, Moment};
use crate::session::interview::moves::Transcript;

/// What stands for the file in a command.
const PLACE: &str = "{file}";
/// The longest transcript that is read, in bytes.
const MAX_TRANSCRIPT: u64 = 1 << 20;
/// How long a transcript is waited for where nobody can go on without it.
const WAIT: Duration = Duration::from_secs(60);

/// Records answers and has them written down.
pub(super) struct Recorder {
    record: Vec<String>,
    transcribe: Vec<String>,
    /// A folder of this interview alone.
    folder: PathBuf,
    keep: Option<PathBuf>,
    /// What recordings of the open prompt are called.
    name: String,
    /// How many recordings the open prompt has.
    parts: u32,
    running: Option<Running>,
    /// What was recorded of the open prompt.
    files: Vec<PathBuf>,
    /// What went wrong while recording it.
    failure: Option<String>,
    job: Option<Job>,
}

/// Writing down that goes on beside.
struct Job {
    result: Receiver<Result<String, String>>,
    group: Group,
}

impl Recorder {
    /// Makes a recorder of the settings; `None` where they name no command that records.
    pub(super) fn new(context: &Context) -> Option<Recorder> {
        let settings = &context.settings.interview;
        if settings.record.is_empty() {
            return None;
        }
        Some(Recorder {
            record: settings.record.clone(),
            transcribe: settings.transcribe.clone(),
            folder: context.paths.cache.join(format!("interview-{}", std::process::id())),
            keep: context.recordings(),
            name: String::new(),
            parts: 0,
            running: None,
            files: Vec::new(),
            failure: None,
            job: None,
        })
    }

    /// Returns the command that records, as a person would type it.
    pub(super) fn command(&self) -> String {
        self.record.join(" ")
    }

    /// Begins with a prompt.
    pub(super) fn open(&mut self, card: &CardId, now: Moment) {
        self.forget();
        let when = now.local().map(|at| at.format("%Y-%m-%d-%H%M%S").to_string());
        let local = card.as_str().rsplit('/').next().unwrap_or_default();
        self.name = format!("{}-{local}", when.unwrap_or_default());
        self.parts = 0;
    }

    /// Starts to record, or records on.
    pub(super) fn listen(&mut self) -> Result<(), String> {
        if self.running.is_some() {
            return Ok(());
        }
        let program = &self.record[0];
        let failed = |error: &io::Error| {
            format!("`{program}` cannot be started ({error}); the interview goes on without it")
        };
        fs::create_dir_all(&self.folder).map_err(|error| failed(&error))?;
        self.parts += 1;
        let file = self.folder.join(format!("{}-{}.wav", self.name, self.parts));
        let log = self.log(&file);
        let mut command = command(&self.record, &file);
        let output = || File::options().create(true).append(true).open(&log);
        // What a recorder prints is the answer in writing, where nothing else writes it down.
        let out = if self.transcribe.is_empty() { File::create(said(&file)) } else { output() };
        let (out, err) =
            out.and_then(|out| Ok((out, output()?))).map_err(|error| failed(&error))?;
        command.stdin(Stdio::null()).stdout(out).stderr(err);
        self.running = Some(Running::start(&mut command).map_err(|error| failed(&error))?);
        self.files.push(file);
        Ok(())
    }

    fn log(&self, file: &Path) -> PathBuf {
        file.with_extension("log")
    }

    /// Ends the recording that runs.
    pub(super) fn rest(&mut self) {
        let Some(running) = self.running.take() else { return };
        if let Some(status) = running.end().filter(|status| !status.success()) {
            let log = self.files.last().map(|file| self.log(file));
            let last = log.and_then(|log| last_line(&fs::read_to_string(log).unwrap_or_default()));
            let why = last.map_or_else(String::new, |line| format!(": {line}"));
            self.failure = Some(format!(
                "`{}` ended before the answer did, with {status}{why}",
                self.record[0]
            ));
        }
    }

    /// Ends recording, and begins to write down what was recorded.
    pub(super) fn finish(&mut self) {
        self.rest();
        let files = std::mem::take(&mut self.files);
        if let Some(keep) = &self.keep {
            self.failure = kept(keep, &files).err().or(self.failure.take());
        }
        let (tell, result) = channel();
        let group = Group::default();
        self.job = Some(Job { result, group: group.clone() });
        let (transcribe, failure) = (self.transcribe.clone(), self.failure.take());
        thread::spawn(move || {
            let text = written(&transcribe, &files, &group);
            // A recording that failed in part is written down as far as it goes.
            let result = match (text, failure) {
                (Ok(text), Some(why)) if text.trim().is_empty() => Err(why),
                (result, _) => result,
            };
            // Nobody listens any more where it took too long.
            let _ = tell.send(result);
        });
    }

    /// Returns what was written down, if it is there.
    pub(super) fn poll(&mut self) -> Transcript {
        let Some(job) = &self.job else { return Transcript::None };
        let result = match job.result.try_recv() {
            Ok(result) => result,
            Err(TryRecvError::Empty) => return Transcript::Pending,
            Err(TryRecvError::Disconnected) => Ok(String::new()),
        };
        self.done(result)
    }

    /// Waits for what is being written down.
    pub(super) fn wait(&mut self) -> Transcript {
        let Some(job) = &self.job else { return Transcript::None };
        let result = match job.result.recv_timeout(WAIT) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => Err("writing the answer down took too long".into()),
            Err(RecvTimeoutError::Disconnected) => Ok(String::new()),
        };
        self.done(result)
    }

    fn done(&mut self, result: Result<String, String>) -> Transcript {
        self.forget();
        match result {
            Ok(text) if text.trim().is_empty() => Transcript::None,
            Ok(text) => Transcript::Text(text),
            Err(why) => Transcript::Failed(why),
        }
    }

    /// Ends whatever runs, and removes what was recorded.
    pub(super) fn forget(&mut self) {
        if let Some(running) = self.running.take() {
            // How it ended does not matter any more.
            let _ = running.end();
        }
        if let Some(job) = self.job.take() {
            job.group.cancel();
        }
        self.files.clear();
        self.failure = None;
        // There may be nothing to remove.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Makes a command of its words; the file stands where its place is.
fn command(words: &[String], file: &Path) -> Command {
    let file = file.to_string_lossy();
    let mut words = words.iter().map(|word| word.replace(PLACE, &file));
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// Where what a recorder itself prints goes.
fn said(file: &Path) -> PathBuf {
    file.with_extension("txt")
}

/// Copies recordings to where they are kept.
fn kept(folder: &Path, files: &[PathBuf]) -> Result<(), String> {
    let failed =
        |error: io::Error| format!("recordings cannot be kept in {}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(failed)?;
    for file in files.iter().filter(|file| file.exists()) {
        if let Some(name) = file.file_name() {
            fs::copy(file, folder.join(name)).map_err(failed)?;
        }
    }
    Ok(())
}

/// Has recordings written down, one after the other.
fn written(transcribe: &[String], files: &[PathBuf], group: &Group) -> Result<String, String> {
    let mut texts = Vec::new();
    for file in files {
        let text = if transcribe.is_empty() {
            read_some(File::open(said(file))).unwrap_or_default()
        } else if fs::metadata(file).is_ok_and(|meta| meta.len() > 0) {
            run(transcribe, file, group)?
        } else {
            String::new()
        };
        texts.push(text.trim().to_owned());
    }
    texts.retain(|text| !text.is_empty());
    Ok(texts.join("\n"))
}

/// Runs the command that writes a recording down, and returns what it prints.
fn run(transcribe: &[String], file: &Path, group: &Group) -> Result<String, String> {
    let program = &transcribe[0];
    if group.is_cancelled() {
        return Ok(String::new());
    }
    let log = file.with_extension("log");
    let errors = File::create(&log).map_or(Stdio::null(), Stdio::from);
    let mut command = command(transcribe, file);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
    let mut running = Running::start(&mut command)
        .map_err(|error| format!("`{program}` cannot be started ({error})"))?;
    group.hold(&running);
    let text = read_some(running.output().ok_or_else(|| io::ErrorKind::BrokenPipe.into()));
    let status = running.wait();
    group.release();
    match (text, status) {
        (Ok(text), Ok(status)) if status.success() => Ok(text),
        (_, Ok(status)) => {
            let last = last_line(&fs::read_to_string(&log).unwrap_or_default());
            let why = last.map_or_else(String::new, |line| format!(": {line}"));
            Err(format!("`{program}` ended with {status}{why}"))
        }
        (_, Err(error)) => Err(format!("`{program}` cannot be waited for: {error}")),
    }
}

/// Reads text, as much as is kept; what is no UTF-8 in it is replaced.
fn read_some(from: io::Result<impl Read>) -> io::Result<String> {
    let mut bytes = Vec::new();
    from?.take(MAX_TRANSCRIPT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn last_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty())?;
    Some(line.chars().take(200).collect())
}
