//! `edit`: a card, at its line, in the person's editor. Also behind the session's `e`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::args::OneCard;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::world::World;
use crate::content::Bundle;
use crate::model::{CardId, Severity};
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
    let (file, line) = place(&world, &card)?;
    open_editor(context, &file, line)?;
    world.reload();
    world.report();
    match broken(&world, &file) {
        Some(why) => Err(CliError::new(Kind::Input, anyhow::anyhow!("{why}"))
            .hint(format!("`revisit edit {card}` opens it again"))),
        None => Ok(()),
    }
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
    let (file, line) = match place(world, card) {
        Ok(place) => place,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let mut outcome = Ok(());
    let context = world.context;
    prompter.pause(&mut || outcome = open_editor(context, &file, line))?;
    if let Err(error) = outcome {
        return Ok(Err(error.to_string()));
    }
    world.reload();
    Ok(broken(world, &file).map_or(Ok(()), Err))
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

fn place(world: &World<'_>, card: &CardId) -> Outcome<(PathBuf, u32)> {
    let found = world.library().find_card(card.as_str());
    let found = found.map(|ix| world.shelf.location(world.library().note_of(ix)));
    found.ok_or_else(|| CliError::usage(format!("{card} is in no deck any more")))
}

/// Returns the first error in a file that was just edited.
fn broken(world: &World<'_>, file: &Path) -> Option<String> {
    let shown = file.display().to_string();
    let error = world
        .diagnostics
        .iter()
        .find(|one| one.severity == Severity::Error && one.file == shown)?;
    Some(format!("{}:{}:{}: {}", error.file, error.line, error.column, error.message))
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
