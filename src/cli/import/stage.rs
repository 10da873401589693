//! Files that appear together or not at all.
//!
//! Everything is written in a folder beside the place first. Then it is moved there, file by file;
//! where that fails half way, what was moved is taken back. A new folder is moved in one step.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::context::random;
use crate::cli::error::{CliError, Outcome};

/// A folder of files that wait for their place; it is gone when this is dropped.
#[derive(Debug)]
pub(super) struct Stage {
    /// Where they wait.
    folder: PathBuf,
    /// Where they go.
    target: PathBuf,
    /// Folders that did not exist before, the innermost last.
    made: Vec<PathBuf>,
    /// The files, by their paths in both folders; whether the place must be free.
    files: Vec<(PathBuf, bool)>,
}

impl Stage {
    /// Makes a folder beside another.
    pub(super) fn beside(target: &Path) -> Outcome<Stage> {
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        let mut made = Vec::new();
        for folder in parent.ancestors() {
            if folder.exists() || folder.as_os_str().is_empty() {
                break;
            }
            made.insert(0, folder.to_owned());
        }
        fs::create_dir_all(parent).map_err(|error| {
            CliError::system(error, "make the folder", parent)
                .hint("name another folder with --into DIR")
        })?;
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = parent.join(format!(".{name}.import-{:013x}", random()?));
        fs::create_dir(&folder).map_err(|error| {
            CliError::system(error, "make the folder", &folder)
                .hint("name another folder with --into DIR")
        })?;
        Ok(Stage { folder, target: target.to_owned(), made, files: Vec::new() })
    }

    /// Returns the folder in which files wait.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Says whether the place exists already.
    pub(super) fn has_target(&self) -> bool {
        self.target.exists()
    }

    /// Writes a file that takes a free place, or that of another file.
    pub(super) fn write(&mut self, path: &Path, text: &str, replaces: bool) -> Outcome {
        self.fill(path, text)?;
        self.files.push((path.to_owned(), !replaces));
        Ok(())
    }

    /// Writes a file into the folder, to be taken along.
    pub(super) fn fill(&self, path: &Path, text: &str) -> Outcome {
        let waiting = self.folder.join(path);
        let write = || -> io::Result<()> {
            if let Some(parent) = waiting.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut file = File::create_new(&waiting)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| CliError::system(error, "write", &waiting))
    }

    /// Takes a file along that lies somewhere else, unless it lies here.
    pub(super) fn bring(&mut self, from: &Path, path: &Path) -> Outcome {
        let waiting = self.folder.join(path);
        if from != waiting {
            let copy = || -> io::Result<()> {
                if let Some(parent) = waiting.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::copy(from, &waiting).map(drop)
            };
            copy().map_err(|error| CliError::system(error, "write", &waiting))?;
        }
        self.take(path);
        Ok(())
    }

    /// Takes a file along that lies in the folder already.
    pub(super) fn take(&mut self, path: &Path) {
        self.files.push((path.to_owned(), true));
    }

    /// Moves everything to its place.
    pub(super) fn commit(mut self) -> Outcome {
        if self.files.is_empty() {
            return Ok(());
        }
        if !self.has_target() {
            fs::rename(&self.folder, &self.target)
                .map_err(|error| CliError::system(error, "write", &self.target))?;
            self.made.clear();
            sync(self.target.parent());
            return Ok(());
        }
        let mut moved: Vec<(PathBuf, Option<PathBuf>)> = Vec::new();
        let files = std::mem::take(&mut self.files);
        for (place, (path, is_free)) in files.iter().enumerate() {
            if let Err(error) = self.place(path, *is_free, place, &mut moved) {
                take_back(moved);
                let target = self.target.join(path);
                return Err(CliError::system(error, "write", &target)
                    .hint("nothing was changed; mend this and import again"));
            }
        }
        self.made.clear();
        sync(Some(&self.target));
        Ok(())
    }

    fn place(
        &self,
        path: &Path,
        is_free: bool,
        number: usize,
        moved: &mut Vec<(PathBuf, Option<PathBuf>)>,
    ) -> io::Result<()> {
        let target = self.target.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut backup = None;
        if is_free {
            if target.symlink_metadata().is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
        } else {
            // Through a link its target is written; the mode stays.
            let real = fs::canonicalize(&target)?;
            let kept = self.folder.join(format!(".before-{number}"));
            fs::copy(&real, &kept)?;
            fs::set_permissions(self.folder.join(path), fs::metadata(&real)?.permissions())?;
            backup = Some(kept);
            fs::rename(self.folder.join(path), &real)?;
            moved.push((real, backup));
            return Ok(());
        }
        fs::rename(self.folder.join(path), &target)?;
        moved.push((target, backup));
        Ok(())
    }
}

/// Puts back what was there, the last first.
fn take_back(moved: Vec<(PathBuf, Option<PathBuf>)>) {
    for (path, backup) in moved.into_iter().rev() {
        // What cannot be put back is left; the error that led here is told.
        let _ = match backup {
            Some(backup) => fs::rename(backup, path),
            None => fs::remove_file(path),
        };
    }
}

fn sync(folder: Option<&Path>) {
    // Not every system can.
    if let Some(folder) = folder.and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // After a commit there is nothing left, or nothing that matters.
        let _ = fs::remove_dir_all(&self.folder);
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
