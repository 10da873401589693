//! `lint`: checks decks, explains rules, mends what has one mending.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::Datelike;
use serde_json::Value;

use crate::cli::args::{Lint, LintFormat, LintProfile};
use crate::cli::context::{Context, random};
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::face;
use crate::cli::output::{Out, harmless, page};
use crate::cli::world;
use crate::content::{self, Level, LintInput, Opened, Paths, Request};
use crate::lint::render::{Paint, Tally, github, human, json};
use crate::lint::{self, Options, Profile, RULES, Rule, Snippet, ToolFinding};
use crate::model::{Clock, suggest};

/// Runs `lint`.
pub fn run(context: &Context, args: &Lint) -> Outcome {
    if let Some(code) = &args.explain {
        return explain(context, code);
    }
    let opened = content::open(&request(context, args));
    let profile = args.profile.map(|profile| match profile {
        LintProfile::Basic => Profile::Basic,
        LintProfile::House => Profile::House,
    });
    let options = Options { profile, ..options(context) };
    if args.fix {
        fix(context, &opened, &options)?;
    }
    if args.lock {
        lock(context, &opened)?;
    }
    let opened =
        if args.fix || args.lock { content::open(&request(context, args)) } else { opened };
    let found = lint::all(&opened, &options);
    let mut out = Out::new();
    match args.format {
        LintFormat::Human => {
            let colour = console::colors_enabled();
            let paint = if colour { Paint::Colour } else { Paint::Plain };
            let cards = opened.shelf.library().card_count();
            write!(out, "{}", human(&found, cards, paint, face::columns()))?;
        }
        LintFormat::Json => write!(out, "{}", harmless(&json(&found)))?,
        LintFormat::Github => write!(out, "{}", github(&found))?,
    }
    out.finish()?;
    if Tally::of(&found).errors > 0 { Err(CliError::found()) } else { Ok(()) }
}

/// Returns how decks are checked where nothing else was asked for.
pub fn options(context: &Context) -> Options<'static> {
    let check: &'static lint::ShellCheck<'static> = &shellcheck;
    let month = context.now().local().map(|now| now.year() * 12 + now.month().cast_signed());
    Options { profile: None, month, shellcheck: Some(check) }
}

/// Says what is looked at: the paths named, else everything that is loaded.
fn request(context: &Context, args: &Lint) -> Request {
    let request = world::request(context);
    if args.paths.is_empty() {
        return request;
    }
    let paths = Paths::Named(args.paths.clone());
    let level = Level { name: "the path".to_owned(), paths };
    Request { levels: vec![level], bundled: None, ..request }
}

fn explain(context: &Context, code: &str) -> Outcome {
    if code == "all" {
        let rules: Vec<String> =
            RULES.iter().map(|rule| format!("{}\n", rule.explain().trim_end())).collect();
        return page(context, &rules.join("\n"));
    }
    let Some(rule) = RULES.iter().find(|rule| is_named(rule, code)) else {
        let names = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
        let error = CliError::usage(format!("unknown rule `{code}`"));
        return Err(match suggest::nearest(code, names) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint("`revisit lint --explain all` lists them"),
        });
    };
    let mut out = Out::new();
    out.line(rule.explain().trim_end())?;
    out.finish()
}

fn is_named(rule: &Rule, name: &str) -> bool {
    rule.code.eq_ignore_ascii_case(name) || rule.name == name
}

/// Mends what has one mending, and says what it did.
fn fix(context: &Context, opened: &Opened, options: &Options<'_>) -> Outcome {
    for input in inputs(opened) {
        for fix in lint::fix::fixes(&input, options) {
            fix.write()?;
            for change in &fix.changes {
                let rules = change.rules.join(", ");
                context
                    .note(&format!("{}:{}: {} ({rules})", fix.file, change.line, change.message));
            }
        }
    }
    Ok(())
}

/// Adds what is released to the locks, and says what it did.
fn lock(context: &Context, opened: &Opened) -> Outcome {
    for input in inputs(opened) {
        let update = lint::lock::update(&input);
        let update = update.map_err(|error| CliError::new(Kind::Input, error))?;
        let Some(lock) = update else { continue };
        lock.write()?;
        let (added, changed) = (lock.added.len(), lock.changed.len());
        context.note(&format!("{}: {added} added, {changed} brought up to date", lock.file));
    }
    Ok(())
}

fn inputs(opened: &Opened) -> impl Iterator<Item = LintInput> {
    let collections = 0..opened.shelf.library().collections.len() as u32;
    collections.map(|collection| opened.shelf.deck_files(collection))
}

/// Checks shell snippets with ShellCheck, all at once. Fails where it is not installed.
fn shellcheck(snippets: &[Snippet]) -> Result<Vec<ToolFinding>, String> {
    let folder = Scratch::new().map_err(|error| error.to_string())?;
    let mut command = Command::new("shellcheck");
    command.args(["--format=json1", "--severity=warning"]);
    for (place, snippet) in snippets.iter().enumerate() {
        let file = folder.0.join(format!("{place}.sh"));
        let shell = if snippet.lang == "sh" { "sh" } else { "bash" };
        let code = format!("# shellcheck shell={shell}\n{}\n", snippet.code);
        fs::write(&file, code).map_err(|error| error.to_string())?;
        command.arg(file);
    }
    let output = command.output().map_err(|_| "ShellCheck is not installed".to_owned())?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("ShellCheck's report was not understood: {error}"))?;
    let comments = report["comments"].as_array().cloned().unwrap_or_default();
    let finding = |comment: &Value| {
        let stem = Path::new(comment["file"].as_str()?).file_stem()?.to_str()?.parse().ok()?;
        // The first line is ours.
        let line = u32::try_from(comment["line"].as_u64()?).ok()?.saturating_sub(1).max(1);
        let message = format!("SC{}: {}", comment["code"], comment["message"].as_str()?);
        Some(ToolFinding { snippet: stem, line, message })
    };
    Ok(comments.iter().filter_map(finding).collect())
}

/// A folder that goes when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Scratch> {
        let name = random().map_err(|_| std::io::ErrorKind::Other)?;
        let folder = std::env::temp_dir().join(format!("revisit-{name:016x}"));
        fs::create_dir(&folder)?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left in a temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
