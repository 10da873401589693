//! `new`: writes a card, from flags, from answers to questions, or from an editor.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::cards::kinds::basic::Basic;
use crate::cards::note::{Content, Note};
use crate::cli::args::New;
use crate::cli::context::{Context, random};
use crate::cli::edit::open_editor;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::output::Out;
use crate::content::deck::{self, Detail};
use crate::content::place::COLLECTION_FILE;
use crate::content::source::SourceFile;
use crate::content::write::{self, WriteError};
use crate::content::{self, Level, Paths, Request};
use crate::model::id::{MAX_ID_BYTES, check_id};
use crate::model::{NoteId, Severity};
use crate::terminal::ask;

/// The deck that cards go to where none is named: in a collection of the data folder.
const OWN: &str = "own/cards.yaml";

/// What the editor starts with.
const TEMPLATE: &str = "\
# Write one card or several, save, and leave the editor. An empty file changes nothing.
# Other kinds (cloze, mcq, order, typed, reversed, scenario, interview): see schema/README.md.
cards:
  - id: choose-a-permanent-id
    front: \"\"
    back: \"\"
";

/// Runs `new`.
pub fn run(context: &Context, args: &New) -> Outcome {
    let file = args.deck.clone().unwrap_or_else(|| context.paths.decks().join(OWN));
    let taken = taken_near(&file);
    let (notes, draft) = if args.editor {
        let (notes, draft) = from_editor(context, &taken)?;
        (notes, Some(draft))
    } else {
        let note = match (&args.front, &args.back) {
            (Some(front), Some(back)) => card(front, back, args.id.as_deref(), &taken)?,
            _ if context.can_ask() => from_answers(args, &taken)?,
            (None, _) => return Err(missing("--front")),
            (_, None) => return Err(missing("--back")),
        };
        (vec![note], None)
    };
    let written = add(&file, &notes);
    match (written, &draft) {
        (Ok(()), Some(draft)) => std::fs::remove_file(draft)?,
        (Ok(()), None) => {}
        (Err(error), Some(draft)) => {
            return Err(error.hint(format!("what you wrote is kept in {}", draft.display())));
        }
        (Err(error), None) => return Err(error),
    }
    let mut out = Out::new();
    for note in &notes {
        out.line(format!("{} is in {}", note.id.local(), file.display()))?;
    }
    out.finish()
}

/// Adds cards to a deck, which is made with its folder where there is none.
fn add(file: &Path, notes: &[Note]) -> Outcome {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    for note in notes {
        write::append(file, note)?;
    }
    Ok(())
}

fn missing(flag: &str) -> CliError {
    CliError::usage(format!("{flag} is missing, and this is no terminal to ask in"))
        .hint("give --front and --back, or run this in a terminal")
}

/// Returns the ids that the collection a deck lies in has, or had: both are never given again.
fn taken_near(file: &Path) -> HashSet<String> {
    let parent = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let root = parent.ancestors().find(|folder| folder.join(COLLECTION_FILE).is_file());
    let root = root.unwrap_or(parent).to_owned();
    if !root.is_dir() {
        return HashSet::new();
    }
    let level = Level { name: "--deck".to_owned(), paths: Paths::Named(vec![root]) };
    let opened = content::open(&Request { levels: vec![level], ..Request::default() });
    let collections = 0..opened.shelf.library().collections.len() as u32;
    let decks = collections.flat_map(|at| opened.shelf.deck_files(at).decks);
    let ids = decks.flat_map(|deck| {
        let notes = deck.notes.iter().map(|located| located.note.id.local().to_owned());
        let retired = deck.header.retired.iter().map(|id| id.value.clone());
        notes.chain(retired).collect::<Vec<_>>()
    });
    ids.collect()
}

fn card(front: &str, back: &str, id: Option<&str>, taken: &HashSet<String>) -> Outcome<Note> {
    if front.trim().is_empty() || back.trim().is_empty() {
        return Err(CliError::usage("a card needs a question and an answer"));
    }
    let id = match id {
        Some(id) => {
            check_id(id).map_err(|error| CliError::new(Kind::Usage, error))?;
            if taken.contains(id) {
                return Err(CliError::usage(format!("the collection has, or had, a card `{id}`"))
                    .hint("ids are permanent: choose another"));
            }
            id.to_owned()
        }
        None => id_of(front, taken),
    };
    let text = Basic { front: front.trim().to_owned(), back: back.trim().to_owned() };
    Ok(Note::new(NoteId::new("own", &id), Content::Basic(text)))
}

/// Makes a readable id of the first words of a question, with a number where it is taken.
fn id_of(front: &str, taken: &HashSet<String>) -> String {
    let words = front
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_ascii_lowercase);
    let mut base = words.take(5).collect::<Vec<_>>().join("-");
    base.truncate(MAX_ID_BYTES - 4);
    let base = base.trim_end_matches('-');
    let base = if base.is_empty() { "card" } else { base };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.to_owned()).chain(numbered);
    names.find(|name| !taken.contains(name)).unwrap_or_else(|| base.to_owned())
}

fn from_answers(args: &New, taken: &HashSet<String>) -> Outcome<Note> {
    let or_ask = |given: &Option<String>, question: &str| match given {
        Some(text) => Ok(text.clone()),
        None => ask::line(question, ""),
    };
    let front = or_ask(&args.front, "Question")?;
    let back = or_ask(&args.back, "Answer")?;
    let id = match &args.id {
        Some(id) => id.clone(),
        None => ask::line("Permanent id", &id_of(&front, taken))?,
    };
    card(&front, &back, Some(id.trim()), taken)
}

/// Lets the person write cards in the editor; what cannot be read is offered again, never lost.
///
/// Returns the draft too, which is removed once the cards are in their deck.
fn from_editor(context: &Context, taken: &HashSet<String>) -> Outcome<(Vec<Note>, PathBuf)> {
    let draft = draft_file()?;
    std::fs::write(&draft, TEMPLATE)?;
    loop {
        open_editor(context, &draft, 4)?;
        let text = std::fs::read_to_string(&draft)?;
        if text.trim().is_empty() || text == TEMPLATE {
            std::fs::remove_file(&draft)?;
            return Err(CliError::usage("nothing was written, so nothing is added"));
        }
        let why = match read_draft(&text, taken) {
            Ok(notes) => return Ok((notes, draft)),
            Err(why) => why,
        };
        context.note(&format!("warning: {why}"));
        if !(context.can_ask() && ask::confirm("Open it again?")?) {
            let kept = format!("what you wrote is kept in {}", draft.display());
            return Err(CliError::new(Kind::Input, anyhow::anyhow!("{why}")).hint(kept));
        }
    }
}

fn draft_file() -> Outcome<PathBuf> {
    Ok(std::env::temp_dir().join(format!("revisit-card-{:016x}.yaml", random()?)))
}

/// Reads what was written; says where and why it is no card.
fn read_draft(text: &str, taken: &HashSet<String>) -> Result<Vec<Note>, String> {
    let source = SourceFile::new("the draft".to_owned(), text.to_owned());
    let deck = deck::read(source, "own", "en", Detail::Notes, Vec::new());
    let error = deck.diagnostics.iter().find(|one| one.severity == Severity::Error);
    if let Some(error) = error {
        return Err(format!("line {}, column {}: {}", error.line, error.column, error.message));
    }
    let notes: Vec<Note> = deck.notes.into_iter().map(|located| located.note).collect();
    let mut seen = taken.clone();
    match notes.iter().find(|note| !seen.insert(note.id.local().to_owned())) {
        Some(note) => Err(format!("the collection has, or had, a card `{}`", note.id.local())),
        None if notes.is_empty() => Err("there is no card in it".to_owned()),
        None => Ok(notes),
    }
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> CliError {
        let kind = match error {
            WriteError::Io { .. } => Kind::Outside,
            _ => Kind::Input,
        };
        CliError::new(kind, error)
    }
}
