//! The deck that cards are added to, with the collection around it: what ids it has, and what the lint
//! would say.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::lint::options;
use crate::cli::world;
use crate::content::collection::Profile;
use crate::content::deck::{self, DeckFile, Detail};
use crate::content::place::COLLECTION_FILE;
use crate::content::source::SourceFile;
use crate::content::walk::is_deck;
use crate::content::write::{Addition, NewCard, WriteError};
use crate::content::{self, Level, LintInput, Paths, Request};
use crate::lint;
use crate::model::id::{MAX_ID_BYTES, check_id};
use crate::model::{Diagnostic, Severity};

/// The deck that cards are added to. The collection is read when it is first asked about: a large one
/// takes longer than a first question may wait.
pub struct Target<'a> {
    context: &'a Context,
    file: PathBuf,
    around: OnceCell<Around>,
}

/// What is around a deck.
struct Around {
    /// The collection, every file of it read in full.
    input: LintInput,
    /// The ids that the collection has, or had: both are never given again.
    taken: HashSet<String>,
}

/// Cards that may be saved.
pub struct Judged {
    /// The deck with them.
    pub addition: Addition,
    /// What could be better.
    pub warnings: Vec<Diagnostic>,
}

impl<'a> Target<'a> {
    /// Names a deck; there need be neither it nor a collection.
    pub fn new(context: &'a Context, file: &Path) -> Target<'a> {
        Target { context, file: file.to_owned(), around: OnceCell::new() }
    }

    /// Fails where a file of this name would never be found as a deck.
    pub fn check_name(&self) -> Outcome {
        let root = root_of(&self.file);
        let inside = self.file.strip_prefix(root).unwrap_or(&self.file).to_str();
        let inside = inside.map(|path| path.replace(std::path::MAIN_SEPARATOR, "/"));
        if inside.is_some_and(|path| is_deck(path.trim_start_matches("./"))) {
            return Ok(());
        }
        let shown = self.file.display();
        let error = CliError::usage(format!("`{shown}` would not be read as a deck"));
        Err(match self.file.extension() {
            None => error.hint(format!("a deck's name ends in `.yaml`: `{shown}.yaml`")),
            Some(_) => error.hint(
                "a deck's name ends in `.yaml`, does not begin with a dot, is not that of another \
                 file of a collection, and is not in `i18n`",
            ),
        })
    }

    fn around(&self) -> &Around {
        self.around.get_or_init(|| Around::read(self.context, &self.file))
    }

    /// Returns the collection's name.
    pub fn name(&self) -> &str {
        &self.around().input.name
    }

    /// Says whether the collection is held to every rule of the authoring guide.
    pub fn is_house(&self) -> bool {
        let file = self.around().input.collection.as_ref();
        file.is_some_and(|collection| collection.profile == Profile::House)
    }

    /// Says whether the deck is about a topic.
    pub fn has_topic(&self) -> bool {
        self.deck().is_some_and(|place| self.around().input.decks[place].header.topic.is_some())
    }

    /// Returns an id that can be given, made of the first words of a question, with the deck's prefix
    /// and a number where it is taken.
    pub fn id_of(&self, front: &str) -> String {
        let key =
            self.deck().and_then(|place| self.around().input.decks[place].header.key.as_ref());
        let key = key.map(|key| format!("{}.", key.value)).unwrap_or_default();
        let words = front
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_ascii_lowercase);
        let mut base = words.take(5).collect::<Vec<_>>().join("-");
        base.truncate((MAX_ID_BYTES - 4).saturating_sub(key.len()));
        let base = base.trim_end_matches('-');
        let base = format!("{key}{}", if base.is_empty() { "card" } else { base });
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        names.find(|name| !self.around().taken.contains(name)).unwrap_or(base)
    }

    /// Says what is wrong with an id for a new card.
    pub fn check_id(&self, id: &str) -> Result<(), String> {
        check_id(id).map_err(|error| error.to_string())?;
        match self.around().taken.contains(id) {
            true => Err(format!("the collection has, or had, a card `{id}`")),
            false => Ok(()),
        }
    }

    /// Puts cards behind those of the deck and looks at it with the eyes of the lint; nothing is
    /// written. Errors in the new cards keep them from being saved, whatever they are.
    ///
    /// Fails where the deck itself stands in the way.
    pub fn judge(
        &mut self,
        cards: &[NewCard],
    ) -> Result<Result<Judged, Vec<Diagnostic>>, WriteError> {
        let addition = Addition::of(&self.file, cards)?;
        let place = self.deck();
        let mut around =
            self.around.take().unwrap_or_else(|| Around::read(self.context, &self.file));
        let input = &mut around.input;
        let label = place.map(|place| input.decks[place].file.label.clone());
        let label = label.unwrap_or_else(|| self.file.display().to_string());
        let source = SourceFile::new(label.clone(), addition.text());
        let (name, lang) = (&input.name, &input.lang);
        let deck = deck::read(source, name, lang, Detail::Fields, Vec::new());
        let new = deck.notes.len().checked_sub(cards.len()).and_then(|had| deck.notes.get(had));
        let first = new.map_or(1, |located| located.line);
        let mut found = deck.diagnostics.clone();
        let before = match place {
            Some(place) => Some(std::mem::replace(&mut input.decks[place], deck)),
            None => {
                input.decks.push(deck);
                None
            }
        };
        found.extend(lint::run(input, &options(self.context)));
        match (place, before) {
            (Some(place), Some(deck)) => input.decks[place] = deck,
            _ => drop(input.decks.pop()),
        }
        self.around = OnceCell::from(around);
        found.retain(|one| one.file == label && one.line >= first);
        found.retain(|one| one.severity > Severity::Info);
        lint::sort(&mut found);
        if found.iter().any(|one| one.severity == Severity::Error) {
            return Ok(Err(found));
        }
        Ok(Ok(Judged { addition, warnings: found }))
    }

    /// Returns the place of the deck among those of its collection.
    fn deck(&self) -> Option<usize> {
        let real = fs::canonicalize(&self.file).ok()?;
        let is_it = |deck: &DeckFile| fs::canonicalize(&deck.file.label).is_ok_and(|it| it == real);
        self.around().input.decks.iter().position(is_it)
    }
}

impl Around {
    fn read(context: &Context, file: &Path) -> Around {
        let root = root_of(file);
        let input = match root.is_dir() {
            true => read(context, root),
            false => LintInput { name: content::place::name_of(root), ..LintInput::default() },
        };
        let ids = input.decks.iter().flat_map(|deck| {
            let notes = deck.notes.iter().map(|located| located.note.id.local().to_owned());
            let retired = deck.header.retired.iter().map(|id| id.value.clone());
            notes.chain(retired)
        });
        let taken = ids.collect();
        let lang = if input.lang.is_empty() { "en".to_owned() } else { input.lang };
        Around { input: LintInput { lang, ..input }, taken }
    }
}

/// Returns the folder of the collection that a deck is in.
fn root_of(file: &Path) -> &Path {
    let parent = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    parent.ancestors().find(|folder| folder.join(COLLECTION_FILE).is_file()).unwrap_or(parent)
}

/// Reads the collection of a folder in full.
fn read(context: &Context, root: &Path) -> LintInput {
    let level = Level { name: "--deck".to_owned(), paths: Paths::Named(vec![root.to_owned()]) };
    let request = Request { levels: vec![level], bundled: None, ..world::request(context) };
    let opened = content::open(&request);
    // A folder of collections gives several; the folder itself is the one without a file.
    let shown = root.display().to_string();
    let collections = &opened.shelf.library().collections;
    match collections.iter().position(|collection| collection.root == shown) {
        Some(place) => opened.shelf.deck_files(place as u32),
        None => LintInput { name: content::place::name_of(root), ..LintInput::default() },
    }
}
