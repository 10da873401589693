//! Cards as they are written before they are saved: a text on disk, so that nothing of it is lost.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cards::Kind;
use crate::cli::context::{Context, random};
use crate::cli::edit::open_editor;
use crate::cli::error::{CliError, Outcome};
use crate::cli::target::Target;
use crate::content::deck::{self, Detail};
use crate::content::source::SourceFile;
use crate::content::write::{NewCard, verbatim};
use crate::model::{Diagnostic, NoteId, Severity};

/// What the id of a template is until somebody chooses one.
const PLACEHOLDER: &str = "choose-a-permanent-id";
/// What lines begin with that say what is wrong. They are ours, and are taken out again.
const REMARK: &str = "#! ";

/// Cards as they are written before they are saved.
#[derive(Debug)]
pub struct Draft {
    text: String,
    /// Where it is kept, once it is.
    file: Option<PathBuf>,
    /// The line on which the editor opens it.
    line: u32,
}

impl Draft {
    /// Makes a draft of a text.
    pub fn new(text: String) -> Draft {
        Draft { text, file: None, line: 1 }
    }

    /// Makes a draft of a file; one that was kept here earlier is gone on with in its place.
    pub fn from_file(context: &Context, file: &Path, text: String) -> Draft {
        let is_ours = file.parent() == Some(&drafts(context));
        Draft { file: is_ours.then(|| file.to_owned()), ..Draft::new(text) }
    }

    /// Makes a draft with the fields of a kind, to be filled in.
    pub fn template(kind: Kind) -> Draft {
        let text = format!(
            "# Write one card or several, save, and leave the editor. An empty file changes nothing.\n\
             # The kinds and their fields: schema/README.md.\n\
             cards:\n  - id: {PLACEHOLDER}\n{}",
            fields(kind)
        );
        Draft { text, file: None, line: 4 }
    }

    /// Returns the text, without what was remarked on it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns where the draft is kept.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Keeps the draft on disk.
    pub fn keep(&mut self, context: &Context) -> Outcome<&Path> {
        let file = match self.file.take() {
            Some(file) => file,
            None => {
                let folder = drafts(context);
                fs::create_dir_all(&folder)
                    .map_err(|error| CliError::system(error, "make the folder", &folder))?;
                folder.join(format!("card-{:x}.yaml", random()?))
            }
        };
        fs::write(&file, &self.text).map_err(|error| CliError::system(error, "write", &file))?;
        Ok(self.file.insert(file))
    }

    /// Removes it from disk.
    pub fn discard(&mut self) {
        if let Some(file) = self.file.take() {
            // A draft that stays behind harms nobody.
            let _ = fs::remove_file(file);
        }
    }

    /// Lets the person change it in the editor, with what is wrong above it. Returns whether anything
    /// is there that is not as it was given.
    pub fn edit(&mut self, context: &Context, found: &[Diagnostic]) -> Outcome<bool> {
        let before = self.text.clone();
        let file = self.keep(context)?.to_owned();
        let remark = |one: &Diagnostic| {
            let help = if one.help.is_empty() { String::new() } else { format!("; {}", one.help) };
            let line = format!("{}{help}", one.message);
            format!("{REMARK}{}\n", line.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let remarks: String = found.iter().map(remark).collect();
        fs::write(&file, format!("{remarks}{}", self.text))
            .map_err(|error| CliError::system(error, "write", &file))?;
        let line = self.line + found.len() as u32;
        let opened = open_editor(context, &file, line);
        let text =
            fs::read_to_string(&file).map_err(|error| CliError::system(error, "read", &file))?;
        let own = text.split_inclusive('\n').filter(|line| !line.starts_with(REMARK.trim_end()));
        self.text = own.collect();
        opened.map_err(|error| error.hint(format!("your text is kept in {}", file.display())))?;
        Ok(!self.text.trim().is_empty() && (self.text != before || !found.is_empty()))
    }

    /// Reads the cards; one without an id gets one from its question. Fails with everything that is
    /// wrong, on the lines of the draft.
    pub fn cards(&self, target: &Target<'_>) -> Result<Vec<NewCard>, Vec<Diagnostic>> {
        let source = SourceFile::new("the card".to_owned(), self.text.as_str());
        let deck = deck::read(source, "own", "en", Detail::Fields, Vec::new());
        let errors = deck.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let mut wrong: Vec<Diagnostic> = errors.cloned().collect();
        let mut seen = std::collections::HashSet::new();
        let mut cards = Vec::new();
        for located in &deck.notes {
            let mut note = located.note.clone();
            let text = verbatim(&deck, located).filter(|_| located.has_id);
            if !located.has_id {
                let id = target.id_of(crate::content::lower::front(&note.content));
                note.id = NoteId::new("own", &id);
            }
            let id = note.id.local();
            let fault = match target.check_id(id) {
                _ if id == PLACEHOLDER => Some("choose an id for it: it is permanent".to_owned()),
                _ if !seen.insert(id.to_owned()) => Some(format!("`{id}` is given twice")),
                checked => checked.err(),
            };
            let span = located.fields.iter().find(|(name, _)| name == "id");
            let span = span.map_or(located.body, |(_, span)| *span);
            wrong
                .extend(fault.map(|message| {
                    deck.file.diagnostic("deck/id", Severity::Error, span, message)
                }));
            cards.push(NewCard { note, text });
        }
        if cards.is_empty() && wrong.is_empty() {
            let message = "there is no card in it".to_owned();
            wrong.push(Diagnostic::file("deck/value", Severity::Error, "the card", message));
        }
        if wrong.is_empty() { Ok(cards) } else { Err(wrong) }
    }
}

/// Returns the folder of drafts.
fn drafts(context: &Context) -> PathBuf {
    context.paths.data.join("drafts")
}

/// Returns the fields of a kind, empty.
fn fields(kind: Kind) -> &'static str {
    match kind {
        Kind::Basic => "    front: \"\"\n    back: \"\"\n",
        Kind::Reversed => {
            "    kind: reversed\n    front: \"\"   # the term\n    back: \"\"    # its meaning\n"
        }
        Kind::Cloze => "    kind: cloze\n    text: \"A sentence with {{c1::a hole}}.\"\n",
        Kind::Mcq => {
            "    kind: mcq\n    front: \"\"\n    options:\n      - text: \"\"\n        correct: true\n        \
             why: \"\"\n      - text: \"\"\n        why: \"\"\n      - text: \"\"\n        why: \"\"\n"
        }
        Kind::Order => {
            "    kind: order\n    front: \"\"\n    items:   # in the right order\n      - \"\"\n      - \"\"\n"
        }
        Kind::Typed => {
            "    kind: typed\n    front: \"\"\n    accept: [\"\"]\n    match: ignore-case   # or exact, number, command\n"
        }
        Kind::Scenario => {
            "    kind: scenario\n    setup: \"\"      # the constraints, with numbers\n    ask: \"\"        # what is to be decided\n    \
             choice: \"\"\n    because: \"\"    # why the constraints force it\n    cost: \"\"\n    flips_if: \"\"\n    otherwise:\n      \
             - text: \"\"\n        why: \"\"\n"
        }
        Kind::Interview => {
            "    kind: interview\n    prompt: \"\"\n    minutes: 10\n    key_points:\n      - id: first\n        \
             must: mid      # junior, mid, senior, staff; or leave it out\n        point: \"\"\n    red_flags:\n      - \"\"\n    \
             follow_ups:\n      - ask: \"\"\n        strong: \"\"\n"
        }
    }
}
