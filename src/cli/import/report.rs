//! What became of an import: for people, and as a document.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cards::Note;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::import::plan::Plan;
use crate::cli::import::target::Target;
use crate::cli::output::Out;
use crate::content::merge::Refused;
use crate::exchange::import::anki::{EventCounts, Harvest, TypeCount};
use crate::exchange::import::html::Loss;
use crate::exchange::import::report::{LossTable, Problem, Problems};
use crate::exchange::import::table;
use crate::store::Imported;
use crate::terminal::sanitize::sanitize;

/// How many cards a dry run shows.
const SHOWN: usize = 5;
/// How many problems are told to a person.
const TOLD: usize = 10;

/// What `--json` prints.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    pub(super) file: PathBuf,
    pub(super) into: PathBuf,
    pub(super) dry_run: bool,
    pub(super) notes: Notes,
    pub(super) decks: Vec<Deck>,
    pub(super) types: Vec<Type>,
    /// Columns of a table that are not taken over.
    pub(super) unused: Vec<String>,
    pub(super) media: Media,
    pub(super) progress: Progress,
    pub(super) losses: Vec<Lost>,
    pub(super) problems: Vec<Problem>,
    /// How many problems there are; the list may be cut short.
    pub(super) problem_count: usize,
    pub(super) first: Vec<First>,
    /// The lines of a table by the ids of the notes that they become.
    #[serde(skip)]
    lines: HashMap<String, usize>,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Notes {
    pub(super) total: usize,
    pub(super) new: usize,
    pub(super) changed: usize,
    pub(super) same: usize,
    pub(super) kept: usize,
    pub(super) left_out: usize,
    /// With `--pull`: how many are not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unknown: Option<usize>,
}

#[derive(Debug, Serialize)]
pub(super) struct Deck {
    pub(super) file: PathBuf,
    pub(super) title: String,
    pub(super) new: usize,
    pub(super) changed: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Type {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) kind: &'static str,
    /// Whether its templates were filled in, because its fields are not those of the kind.
    pub(super) rendered: bool,
    pub(super) notes: usize,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Media {
    pub(super) files: usize,
    pub(super) bytes: u64,
    pub(super) unused: usize,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Progress {
    #[serde(flatten)]
    pub(super) found: EventCounts,
    /// Events that are new in the log.
    pub(super) added: usize,
    /// Of them, those that had been undone here.
    pub(super) again: usize,
    /// Events that the log had already.
    pub(super) known: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Lost {
    pub(super) what: Loss,
    pub(super) notes: usize,
    pub(super) first: String,
    pub(super) message: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct First {
    pub(super) id: String,
    pub(super) deck: String,
    pub(super) kind: &'static str,
    pub(super) front: String,
}

impl Report {
    /// Starts a report.
    pub(super) fn new(file: &Path, into: &Path, dry_run: bool) -> Report {
        Report { file: file.into(), into: into.into(), dry_run, ..Report::default() }
    }

    /// Takes in what a package gave.
    pub(super) fn harvest(&mut self, harvest: &Harvest) {
        self.notes = Notes {
            total: harvest.notes,
            new: harvest.new_notes,
            changed: harvest.changed.len(),
            same: harvest.same,
            kept: harvest.kept,
            left_out: harvest.left_out,
            unknown: None,
        };
        for ((id, _), TypeCount { kind, is_known, notes }) in &harvest.types {
            let model = harvest.models.get(id).map(|model| model.name.clone());
            let name = model.unwrap_or_else(|| format!("revisit {kind}"));
            self.types.push(Type { id: *id, name, kind, rendered: !is_known, notes: *notes });
        }
        let media = &harvest.media;
        self.media = Media { files: media.files.len(), bytes: media.bytes, unused: media.unused };
        self.progress.found = harvest.counts();
        self.losses(&harvest.losses);
        self.problems(&harvest.problems);
    }

    /// Takes in what a running Anki gave.
    pub(super) fn pulled(&mut self, harvest: &Harvest) {
        self.notes.total = harvest.notes;
        self.notes.same = harvest.same;
        self.notes.left_out = harvest.left_out;
        self.notes.unknown = Some(harvest.unknown);
        self.progress.found = harvest.counts();
        self.problems(&harvest.problems);
    }

    /// Takes in what a table gave.
    pub(super) fn table(&mut self, harvest: &table::Harvest) {
        self.notes = Notes {
            total: harvest.rows,
            new: harvest.new.len(),
            changed: harvest.changed.len(),
            same: harvest.same,
            kept: harvest.kept,
            left_out: harvest.left_out,
            unknown: None,
        };
        self.lines.clone_from(&harvest.lines);
        self.unused.clone_from(&harvest.unused);
        self.losses(&harvest.losses);
        self.problems(&harvest.problems);
    }

    /// Takes in what Markdown cannot say.
    pub(super) fn losses(&mut self, losses: &LossTable) {
        self.losses.extend(losses.0.iter().map(|(loss, count)| Lost {
            what: *loss,
            notes: count.notes,
            first: count.first.clone(),
            message: loss.words(),
        }));
    }

    /// Takes in what was left out.
    pub(super) fn problems(&mut self, problems: &Problems) {
        self.problems.extend(problems.list.iter().cloned());
        self.problem_count += problems.count;
    }

    /// Takes in one more thing that was left out.
    pub(super) fn problem(&mut self, place: String, message: String) {
        self.problems.push(Problem { place, message });
        self.problem_count += 1;
    }

    /// Takes in what is done to the files of a collection.
    pub(super) fn plan(&mut self, target: &Target, plan: &Plan) {
        for change in &plan.decks {
            self.decks.push(Deck {
                file: target.folder.join(&change.path),
                title: change.title.clone(),
                new: change.added,
                changed: change.changed,
            });
        }
        for id in &plan.kept {
            let message =
                "it has a comment of yours in it, or stands in one line; it stays as it is";
            self.problem(format!("card `{id}`"), message.to_owned());
        }
        self.notes.changed -= plan.kept.len();
        self.notes.kept += plan.kept.len();
        for Refused { id, is_new, why } in &plan.refused {
            let place = match self.lines.get(id) {
                Some(line) => format!("line {line}"),
                None => format!("card `{id}`"),
            };
            self.problem(place, why.clone());
            // A note of Anki counts once, and may be several here.
            let counted = if *is_new { &mut self.notes.new } else { &mut self.notes.changed };
            *counted = counted.saturating_sub(1);
            self.notes.left_out += 1;
        }
        let is_refused = |first: &First| {
            let id = first.id.strip_prefix(&format!("{}/", target.name));
            plan.refused.iter().any(|refused| Some(&*refused.id) == id)
        };
        self.first.retain(|first| !is_refused(first));
    }

    /// Takes in that notes of a collection are left out, which counted as new.
    pub(super) fn leave_out(&mut self, place: String, message: String, notes: usize) {
        self.problem(place, message);
        self.notes.new -= notes;
        self.notes.left_out += notes;
    }

    /// Keeps the first of the new cards to be shown.
    pub(super) fn show<'n>(&mut self, notes: impl Iterator<Item = (&'n str, &'n Note)>) {
        let room = SHOWN.saturating_sub(self.first.len());
        self.first.extend(notes.take(room).map(|(deck, note)| {
            let texts = note.content.as_kind().texts();
            let front = texts.first().map_or("", |(_, text)| text);
            First {
                id: note.id.to_string(),
                deck: deck.to_owned(),
                kind: note.content.kind().name(),
                front: front.to_owned(),
            }
        }));
    }

    /// Takes in what the log did.
    pub(super) fn events(&mut self, imported: &Imported) {
        self.progress.added = imported.added;
        self.progress.again = imported.again;
        self.progress.known = imported.skipped;
    }

    /// Prints it. Fails where nothing of what was read is here now.
    pub(super) fn print(&self, context: &Context, json: bool) -> Outcome {
        let mut out = Out::new();
        if json {
            out.json(self)?;
            out.finish()?;
            return self.outcome();
        }
        let lines = match context.common.quiet && !self.dry_run {
            true => self.left_out_line().into_iter().collect(),
            false => self.lines(),
        };
        for line in lines {
            out.line(sanitize(&line))?;
        }
        out.finish()?;
        for problem in self.problems.iter().take(TOLD) {
            let text = format!("warning: {}: {}", problem.place, problem.message);
            context.note(&sanitize(&text).replace('\n', " "));
        }
        if self.problem_count > TOLD {
            let more = self.problem_count - TOLD;
            context.note(&format!("warning: {more} more; --json lists them"));
        }
        self.outcome()
    }

    fn outcome(&self) -> Outcome {
        let Notes { total, new, changed, same, kept, unknown, .. } = self.notes;
        if total == 0 || new + changed + same + kept > 0 || unknown.is_some() {
            return Ok(());
        }
        let message = anyhow::anyhow!("nothing of {} came in", self.file.display());
        Err(CliError::new(Kind::Input, message).hint("what is left out is told with its reason"))
    }
}
