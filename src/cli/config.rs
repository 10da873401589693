//! `config`: show, get, set, path. The file is TOML; `set` keeps its comments.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table};

use crate::cli::args::{Config, ConfigCommand};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::output::Out;
use crate::model::{Settings, suggest};

/// Reads the settings; a missing file means the defaults.
///
/// Fails with the file, line and column where the file is not TOML, or has a key or a value that
/// does not exist.
pub fn load(file: &Path) -> Outcome<Settings> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => {
            let message =
                anyhow::Error::new(error).context(format!("cannot read {}", file.display()));
            return Err(CliError::new(Kind::Outside, message));
        }
    };
    parse(&text).map_err(|error| {
        error.at(&text, file).hint("`revisit config show` prints every setting and its default")
    })
}

/// What is wrong with the settings' text, and where.
struct Fault {
    message: String,
    at: Option<usize>,
}

impl Fault {
    fn at(self, text: &str, file: &Path) -> CliError {
        let place = self.at.and_then(|at| text.get(..at)).map(|before| {
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
            format!(":{line}:{column}")
        });
        let place = place.unwrap_or_default();
        CliError::new(Kind::Input, anyhow::anyhow!("{}{place}: {}", file.display(), self.message))
    }
}

fn parse(text: &str) -> Result<Settings, Fault> {
    let settings: Settings = toml::from_str(text).map_err(|error| Fault {
        message: with_suggestion(error.message()),
        at: error.span().map(|span| span.start),
    })?;
    check(&settings).map_err(|message| Fault { message, at: None })?;
    Ok(settings)
}

/// Checks what types cannot say.
fn check(settings: &Settings) -> Result<(), String> {
    if settings.day.rollover > 23 {
        return Err(format!("day.rollover is an hour, 0 to 23, not {}", settings.day.rollover));
    }
    if !(1..=1440).contains(&settings.study.minutes) {
        return Err(format!("study.minutes is 1 to 1440, not {}", settings.study.minutes));
    }
    Ok(())
}

/// Adds "did you mean" to serde's message about an unknown key.
fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown");
    let nearest =
        unknown.then(|| quoted.next()).flatten().and_then(|given| suggest::nearest(given, quoted));
    match nearest {
        Some(meant) => format!("{message}; did you mean `{meant}`?"),
        None => message.to_owned(),
    }
}

/// Runs `config`.
pub fn run(context: &Context, args: &Config) -> Outcome {
    let mut out = Out::new();
    match &args.command {
        None => show(context, &mut out, false)?,
        Some(ConfigCommand::Show(args)) => show(context, &mut out, args.json)?,
        Some(ConfigCommand::Path) => out.line(context.paths.config.display().to_string())?,
        Some(ConfigCommand::Get { key }) => {
            let value = lookup(&serde_json::to_value(&context.settings)?, key)?;
            out.line(bare(&value))?;
        }
        Some(ConfigCommand::Set { key, value }) => {
            set(context, key, value)?;
            context.note(&format!("{key} = {value}, in {}", context.paths.config.display()));
        }
    }
    out.finish()
}

fn show(context: &Context, out: &mut Out, json: bool) -> Outcome {
    let settings = serde_json::to_value(&context.settings)?;
    let defaults = serde_json::to_value(Settings::default())?;
    if json {
        return out.json(&settings);
    }
    let sections = settings.as_object().into_iter().flatten();
    for (place, (section, keys)) in sections.enumerate() {
        if place > 0 {
            out.line("")?;
        }
        out.line(format!("[{section}]"))?;
        for (key, value) in keys.as_object().into_iter().flatten() {
            let changed = defaults[section][key] != *value;
            let line = match value {
                Value::Null => format!("# {key} ="),
                value => format!("{key} = {value}"),
            };
            let mark = format!("  # default: {}", defaults[section][key]);
            out.line(if changed { format!("{line}{mark}") } else { line })?;
        }
    }
    Ok(())
}

/// Finds `section.key` among the settings.
fn lookup(settings: &Value, key: &str) -> Outcome<Value> {
    let found = key.split('.').try_fold(settings, |value, part| value.get(part));
    found.cloned().ok_or_else(|| {
        let error = CliError::usage(format!("unknown setting `{key}`"));
        let names = keys(settings);
        match suggest::nearest(key, names.iter().map(String::as_str)) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint("`revisit config show` lists them"),
        }
    })
}

fn keys(settings: &Value) -> Vec<String> {
    let sections = settings.as_object().into_iter().flatten();
    let keys = sections.flat_map(|(section, keys)| {
        let keys = keys.as_object().into_iter().flatten();
        keys.map(move |(key, _)| format!("{section}.{key}"))
    });
    keys.collect()
}

fn bare(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Changes one key in the file, and nothing else in it. The file is replaced in one step.
fn set(context: &Context, key: &str, value: &str) -> Outcome {
    lookup(&serde_json::to_value(&context.settings)?, key)?;
    let file = &context.paths.config;
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| CliError::new(Kind::Input, error))?;
    let (section, name) = key.split_once('.').ok_or_else(|| {
        CliError::usage(format!("`{key}` is a section")).hint("name a setting, as in study.minutes")
    })?;
    let table = document.entry(section).or_insert(Item::Table(Table::new()));
    let parsed: toml_edit::Value = value.parse().unwrap_or_else(|_| value.into());
    match table.get_mut(name).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = parsed;
            *old.decor_mut() = decor;
        }
        None => table[name] = Item::Value(parsed),
    }
    let text = document.to_string();
    parse(&text)
        .map_err(|fault| CliError::usage(format!("{key} cannot be {value}: {}", fault.message)))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let fresh = file.with_extension("toml.new");
    fs::write(&fresh, text)?;
    fs::rename(&fresh, file)?;
    Ok(())
}
