//! `config`: show, get, set, path. The file is TOML; `set` keeps its comments.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
    let Some(text) = read(file)? else { return Ok(Settings::default()) };
    parse(&text).map_err(|fault| {
        fault
            .at(&text, file)
            .hint("mend it there, or move the file away: all settings have defaults")
    })
}

/// Reads the file; none where there is none.
fn read(file: &Path) -> Outcome<Option<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CliError::system(error, "read", file)),
    }
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
    let Settings { study, day, leech, backup, .. } = settings;
    let ranges = [
        ("study.minutes", study.minutes, 1, 1440),
        ("study.new_per_day", study.new_per_day, 0, 9999),
        ("day.rollover", day.rollover.into(), 0, 23),
        ("leech.lapses", leech.lapses, 1, 9999),
        ("backup.keep", u32::try_from(backup.keep).unwrap_or(u32::MAX), 1, 9999),
    ];
    for (key, value, least, most) in ranges {
        if !(least..=most).contains(&value) {
            return Err(format!("{key} is {least} to {most}, not {value}"));
        }
    }
    let from_somewhere = |path: &PathBuf| !path.is_absolute() && !path.starts_with("~");
    let interview = &settings.interview;
    for (key, command) in [("record", &interview.record), ("transcribe", &interview.transcribe)] {
        if command.first().is_some_and(|program| program.trim().is_empty()) {
            return Err(format!(
                "interview.{key} begins with a program, as in [\"arecord\", \"-q\", \"{{file}}\"]"
            ));
        }
    }
    if let Some(path) = interview.keep.as_ref().filter(|path| from_somewhere(path)) {
        let path = path.display();
        return Err(format!("interview.keep is a whole path, or begins with `~/`, not `{path}`"));
    }
    match settings.decks.paths.iter().find(|path| from_somewhere(path)) {
        Some(path) => {
            let path = path.display();
            Err(format!("decks.paths are whole paths, or begin with `~/`, not `{path}`"))
        }
        None => Ok(()),
    }
}

/// Puts serde's message into a person's words, with "did you mean" about an unknown key or value.
fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown");
    let nearest =
        unknown.then(|| quoted.next()).flatten().and_then(|given| suggest::nearest(given, quoted));
    if let Some(meant) = nearest {
        return format!("{message}; did you mean `{meant}`?");
    }
    let words = [
        ("invalid type: ", ""),
        ("invalid value: ", ""),
        ("expected u32", "where a whole number, 0 or more, is expected"),
        ("expected u8", "where a whole number, 0 or more, is expected"),
        ("expected usize", "where a whole number, 0 or more, is expected"),
        ("expected a boolean", "where `true` or `false` is expected"),
        ("expected a sequence", "where a list is expected, as in `[\"one\", \"two\"]`"),
    ];
    let plain = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    words.iter().fold(message.to_owned(), plain).replace(", where", " where")
}

/// Runs `config`.
pub fn run(context: &Context, args: &Config) -> Outcome {
    let mut out = Out::new();
    let file = &context.paths.config;
    // Where the file is must be told above all when there is something wrong with it.
    if matches!(args.command, Some(ConfigCommand::Path)) {
        out.line(file.display().to_string())?;
        return out.finish();
    }
    let settings = load(file)?;
    match &args.command {
        None | Some(ConfigCommand::Path) => show(&settings, &mut out, false)?,
        Some(ConfigCommand::Show(args)) => show(&settings, &mut out, args.json)?,
        Some(ConfigCommand::Get { key }) => {
            let value = lookup(&serde_json::to_value(&settings)?, key)?;
            out.line(bare(&value))?;
        }
        Some(ConfigCommand::Set { key, value }) => {
            let now = set(&settings, file, key, value)?;
            let default = if value.is_empty() { " (the default)" } else { "" };
            context.note(&format!("{key} = {now}{default}, in {}", file.display()));
        }
    }
    out.finish()
}

fn show(settings: &Settings, out: &mut Out, json: bool) -> Outcome {
    let settings = serde_json::to_value(settings)?;
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

/// Changes one key in the file, and nothing else in it; an empty value takes the key out. The file is
/// replaced in one step. Returns the value as it is now.
fn set(settings: &Settings, file: &Path, key: &str, value: &str) -> Outcome<String> {
    let before = lookup(&serde_json::to_value(settings)?, key)?;
    let (section, name) = match key.split_once('.') {
        Some(parts) if !before.is_object() => parts,
        _ => {
            return Err(CliError::usage(format!("`{key}` is a section"))
                .hint("name a setting, as in study.minutes"));
        }
    };
    let text = read(file)?.unwrap_or_default();
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| CliError::new(Kind::Input, error))?;
    let table = document.entry(section).or_insert(Item::Table(Table::new()));
    let wanted = (!value.is_empty()).then(|| typed(&before, value));
    match (wanted, table.get_mut(name).and_then(Item::as_value_mut)) {
        (None, None) => {}
        (None, Some(_)) => table[name] = Item::None,
        (Some(wanted), Some(old)) => {
            let decor = old.decor().clone();
            *old = wanted;
            *old.decor_mut() = decor;
        }
        (Some(wanted), None) => table[name] = Item::Value(wanted),
    }
    let text = document.to_string();
    let after = parse(&text).map_err(|fault| {
        CliError::usage(format!("{key} cannot be `{value}`: {}", fault.message))
    })?;
    replace(file, &text)?;
    let after = lookup(&serde_json::to_value(&after)?, key)?;
    Ok(if after.is_null() { "unset".to_owned() } else { after.to_string() })
}

/// Reads a value as the setting has it: text needs no quotes, and one item is a list of one.
fn typed(before: &Value, value: &str) -> toml_edit::Value {
    let parsed: Result<toml_edit::Value, _> = value.parse();
    match (before, parsed) {
        (Value::String(_) | Value::Null, Ok(text)) if text.is_str() => text,
        (Value::String(_) | Value::Null, _) => value.into(),
        (Value::Array(_), Ok(list)) if list.is_array() => list,
        (Value::Array(_), _) => [value].into_iter().collect::<toml_edit::Array>().into(),
        (_, parsed) => parsed.unwrap_or_else(|_| value.into()),
    }
}

/// Writes the file in one step; where it is a link, what the link leads to.
fn replace(file: &Path, text: &str) -> Outcome {
    let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let fresh = real.with_extension("toml.new");
    if let Some(folder) = real.parent() {
        fs::create_dir_all(folder).map_err(|error| CliError::system(error, "make", folder))?;
    }
    let written = fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, &real));
    written.map_err(|error| {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&fresh);
        CliError::system(error, "write", &real)
    })
}
