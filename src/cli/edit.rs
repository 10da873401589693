//! `edit`: a card, at its line, in the person's editor. Also behind the session's `e`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::args::OneCard;
use crate::cli::context::Context;
use crate::cli::draft::Draft;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::face;
use crate::cli::lint::options;
use crate::cli::world::World;
use crate::content::deck::{self, Detail};
use crate::content::source::SourceFile;
use crate::content::{Bundle, LintInput, write};
use crate::lint;
use crate::lint::render::{Paint, human};
use crate::model::{CardId, Diagnostic, Severity};
use crate::session::Prompter;
use crate::store::Access;

/// Runs `edit`.
pub fn run(context: &Context, args: &OneCard) -> Outcome {
    let mut world = World::open(context, Access::ReadOnly)?;
    let card = world.library().card_id(world.card(&args.card)?);
    if is_bundled(&world, &card) {
        let (name, folder) = copy_target(&world, &card);
        if !context.can_ask() {
            return Err(CliError::usage(format!("{card} is in the bundled collection")).hint(
                format!("run this in a terminal to copy `{name}` to {} first", folder.display()),
            ));
        }
        let question =
            format!("copy the collection `{name}` to {} and edit it there?", folder.display());
        context.confirm(&question)?;
        copy_bundled(&name, &folder)?;
        world.reload();
    }
    let place = place(&world, &card)?;
    let before = fs::read_to_string(&place.file)
        .map_err(|error| CliError::system(error, "read", &place.file))?;
    let mut line = place.line;
    loop {
        open_editor(context, &place.file, line)?;
        world.reload();
        let wrong = check(&world, &place, &before);
        let Some(first) = wrong.iter().find(|one| one.severity == Severity::Error) else {
            tell(context, &wrong);
            return Ok(());
        };
        line = first.line.max(1);
        let why = format!("{}: {}", first.place(), first.message);
        let broken = CliError::new(Kind::Input, anyhow::anyhow!("{why}"))
            .hint(format!("`revisit edit {card}` opens it again"));
        if !context.can_ask() {
            return Err(broken);
        }
        tell(context, &wrong);
        let options = ["open it again", "leave it as it is", "put back what was there before"];
        match context.choose("the deck has errors now", &options)? {
            Some(0) => {}
            Some(2) => return put_back(context, &place.file, &before),
            _ => return Err(broken),
        }
    }
}

/// Puts a deck back as it was; what was written meanwhile is kept among the drafts.
fn put_back(context: &Context, file: &Path, before: &str) -> Outcome {
    let now = fs::read_to_string(file).map_err(|error| CliError::system(error, "read", file))?;
    let mut draft = Draft::new(now.clone());
    let kept = draft.keep(context)?.display().to_string();
    write::replace(file, &now, before)?;
    context.note(&format!("{} is as it was; what you wrote is kept in {kept}", file.display()));
    Ok(())
}

/// Prints what the lint found.
pub fn tell(context: &Context, found: &[Diagnostic]) {
    if !found.is_empty() {
        let colour = console::colors_enabled_stderr();
        let paint = if colour { Paint::Colour } else { Paint::Plain };
        context.note_as_drawn(human(found, 1, paint, face::columns()).trim_end());
    }
}

/// Returns what is wrong with an edited deck that was not wrong before: what cannot be loaded, and what
/// the lint finds.
fn check(world: &World<'_>, place: &Place, before: &str) -> Vec<Diagnostic> {
    let loaded = world.diagnostics.iter().filter(|one| one.file == place.label).cloned();
    let mut found: Vec<Diagnostic> = loaded.collect();
    let mut input = world.shelf.deck_files(place.collection);
    let options = options(world.context);
    let run = |input: &LintInput| {
        let mut found = lint::run(input, &options);
        found.retain(|one| one.file == place.label && one.severity > Severity::Info);
        found
    };
    let after = run(&input);
    if !after.is_empty() {
        let deck = input.decks.iter_mut().find(|deck| deck.file.label == place.label);
        if let Some(deck) = deck {
            let source = SourceFile::new(place.label.clone(), before);
            *deck = deck::read(source, &input.name, &input.lang, Detail::Fields, Vec::new());
        }
        let old = run(&input);
        let same = |a: &Diagnostic, b: &Diagnostic| {
            (&a.rule, &a.card, &a.message) == (&b.rule, &b.card, &b.message)
        };
        found.extend(after.into_iter().filter(|one| !old.iter().any(|other| same(one, other))));
    }
    lint::sort(&mut found);
    found
}

/// Lets the person edit a card within a session; the screen is theirs meanwhile.
pub fn within_session(
    world: &mut World<'_>,
    card: &CardId,
    prompter: &mut dyn Prompter,
) -> Outcome<Result<(), String>> {
    if !world.context.can_ask() {
        return Ok(Err("a card is edited in a terminal; here, use `revisit edit`".to_owned()));
    }
    if is_bundled(world, card) {
        let (name, folder) = copy_target(world, card);
        let question = format!(
            "This card is bundled. Copy the collection `{name}` to {} and edit it there?",
            folder.display()
        );
        if !prompter.confirm(&question)? {
            return Ok(Err("not edited".to_owned()));
        }
        copy_bundled(&name, &folder)?;
        world.reload();
    }
    let place = match place(world, card) {
        Ok(place) => place,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let mut line = place.line;
    loop {
        let mut outcome = Ok(());
        let context = world.context;
        prompter.pause(&mut || outcome = open_editor(context, &place.file, line))?;
        if let Err(error) = outcome {
            return Ok(Err(error.to_string()));
        }
        world.reload();
        let Some((at, why)) = broken(world, &place.label) else { return Ok(Ok(())) };
        if !prompter.confirm(&format!("{why}. Open it again?"))? {
            return Ok(Err(why));
        }
        line = at;
    }
}

fn is_bundled(world: &World<'_>, card: &CardId) -> bool {
    let library = world.library();
    let named = card.note();
    library.collections.iter().any(|one| one.name == named.collection() && one.bundled)
}

fn copy_target(world: &World<'_>, card: &CardId) -> (String, PathBuf) {
    let name = card.note().collection().to_owned();
    let folder = world.context.paths.decks().join(&name);
    (name, folder)
}

/// Copies a bundled collection to a folder that does not exist yet.
fn copy_bundled(name: &str, to: &Path) -> Outcome {
    if to.exists() {
        return Err(CliError::usage(format!("{} exists already", to.display()))
            .hint("is it left out by a flag or by `decks.bundled`?"));
    }
    let bundle = Bundle::built_in();
    // Complete or not at all: the copy gets its name when it is whole.
    let fresh = to.with_extension("new");
    let _ = fs::remove_dir_all(&fresh);
    for path in bundle.paths(name) {
        let Some(text) = bundle.get(name, path) else { continue };
        let file = fresh.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, text)?;
    }
    fs::rename(&fresh, to)?;
    Ok(())
}

/// Where a card stands.
struct Place {
    file: PathBuf,
    /// The file as findings name it.
    label: String,
    line: u32,
    /// The collection, as a place in the library.
    collection: u32,
}

fn place(world: &World<'_>, card: &CardId) -> Outcome<Place> {
    let library = world.library();
    let found = library.find_card(card.as_str()).map(|ix| library.note_of(ix));
    let gone = || CliError::usage(format!("{card} is in no deck any more"));
    let note = found.ok_or_else(gone)?;
    let (file, line) = world.shelf.location(note);
    let deck = &library.decks[library.note(note).deck as usize];
    Ok(Place { file, label: deck.file.clone(), line, collection: deck.collection })
}

/// Returns the first error in a file that was just edited, with its line.
fn broken(world: &World<'_>, label: &str) -> Option<(u32, String)> {
    let is_it = |one: &&Diagnostic| one.severity == Severity::Error && one.file == label;
    let error = world.diagnostics.iter().find(is_it)?;
    let why = format!("{}: {}", error.place(), error.message);
    Some((error.line.max(1), why))
}

/// Opens a file at a line and waits until the person is done.
pub fn open_editor(context: &Context, file: &Path, line: u32) -> Outcome {
    let fallback = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = match context.editor() {
        Some(editor) => editor,
        None if context.can_ask() => fallback,
        None => {
            return Err(CliError::usage("this is no terminal, and no editor is set")
                .hint("set EDITOR, or `revisit config set ui.editor ...`"));
        }
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(fallback);
    let mut command = Command::new(program);
    command.args(words).args(at_line(program, file, line));
    let status = command.status().map_err(|error| {
        let message = format!("the editor `{editor}` cannot be started");
        CliError::new(Kind::Outside, anyhow::Error::new(error).context(message))
            .hint("set EDITOR, or `revisit config set ui.editor ...`")
    })?;
    if status.success() {
        Ok(())
    } else {
        let message = anyhow::anyhow!("the editor `{editor}` ended with {status}");
        Err(CliError::new(Kind::Outside, message))
    }
}

/// Returns the arguments that open a file at a line, as the editor wants them.
fn at_line(program: &str, file: &Path, line: u32) -> Vec<std::ffi::OsString> {
    let name = Path::new(program).file_stem().and_then(|stem| stem.to_str()).unwrap_or(program);
    let with_line = || {
        let mut text = file.as_os_str().to_owned();
        text.push(format!(":{line}"));
        text
    };
    match name {
        "code" | "codium" | "code-insiders" | "cursor" => vec!["--goto".into(), with_line()],
        "hx" | "helix" | "subl" | "zed" => vec![with_line()],
        "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "micro" | "kak" | "joe" => {
            vec![format!("+{line}").into(), file.into()]
        }
        _ => vec![file.into()],
    }
}
