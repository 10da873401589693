//! What is plainly no table, although it is text: it would come in as junk.

use std::path::Path;

use serde::de::IgnoredAny;

/// What a file is instead of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATable {
    /// JSON, whatever it says.
    #[error("it is JSON, and no table")]
    Json,
    /// YAML: a deck, perhaps.
    #[error("it is YAML, and no table")]
    Yaml,
    /// A page.
    #[error("it is Markdown, and no table")]
    Markdown,
    /// A page, or another document with tags.
    #[error("it is HTML or XML, and no table")]
    Markup,
    /// Lines without columns.
    #[error("no separator was found: most of its rows have one column")]
    OneColumn,
}

/// Says that a text is plainly no table, by the name of its file and by how it begins.
///
/// # Errors
///
/// Where it is none. A text that passes may be none either.
pub fn check(file: &Path, text: &str) -> Result<(), NotATable> {
    let found =
        by_name(file).or_else(|| by_start(text.trim_start_matches('\u{feff}').trim_start()));
    found.map_or(Ok(()), Err)
}

fn by_name(file: &Path) -> Option<NotATable> {
    let ending = file.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "json" | "jsonl" | "ndjson" => NotATable::Json,
        "yaml" | "yml" => NotATable::Yaml,
        "md" | "markdown" => NotATable::Markdown,
        "html" | "htm" | "xhtml" | "xml" => NotATable::Markup,
        _ => return None,
    })
}

fn by_start(text: &str) -> Option<NotATable> {
    let start: String = text.chars().take(20).collect::<String>().to_ascii_lowercase();
    if ["<!doctype", "<html", "<?xml"].iter().any(|mark| start.starts_with(mark)) {
        return Some(NotATable::Markup);
    }
    let first = text.lines().next().unwrap_or_default().trim_end();
    if first == "---" || first.starts_with("%YAML") {
        return Some(NotATable::Yaml);
    }
    is_json(text).then_some(NotATable::Json)
}

/// Says whether a text begins as JSON does, or is JSON. A hole (`{{c1::…}}`), a sound (`[sound:…]`)
/// and a link (`[…](…)`) begin a row of a table.
fn is_json(text: &str) -> bool {
    let behind = |sign| text.strip_prefix(sign).map(str::trim_start);
    behind('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || behind('[').is_some_and(|rest| {
            rest.starts_with('{')
                || serde_json::Deserializer::from_str(text)
                    .into_iter::<IgnoredAny>()
                    .all(|value| value.is_ok())
        })
}
