//! `--fix`: what has one certain answer is mended in place.
//!
//! A fix replaces bytes within single values and adds missing ids; line ends, comments, quotes and
//! everything else stay as they are. The new text is parsed again and compared with the old: a file
//! in which anything else would change is left alone. Nothing is written here; the caller gets the
//! new texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::content::LintInput;
use crate::content::source::SourceFile;
use crate::content::tree::{Node, Value};
use crate::content::write::{self, Patch, WriteError};
use crate::content::yaml;
use crate::lint::prepare::Prepared;
use crate::lint::report::Found;
use crate::lint::view::{Context, Role, Text};
use crate::lint::{Options, allow, gather, look, mend};

/// A file that can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The file, as findings name it.
    pub file: String,
    /// The text it was made from.
    pub before: String,
    /// Its new text.
    pub text: String,
    /// What changed, in the order of the file.
    pub changes: Vec<Change>,
}

/// One change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The line in the old text, from 1.
    pub line: u32,
    /// The rules that asked for it.
    pub rules: Vec<&'static str>,
    /// What was done: `id x-1a2b3c4d added`.
    pub message: String,
}

/// A patch, and why.
struct Edit {
    patch: Patch,
    rules: Vec<&'static str>,
    message: String,
}

/// Returns the files of a collection that can be mended, with their new texts. What `# lint: allow`
/// covers is left as it is. Bundled files are never mended.
pub fn fixes(input: &LintInput, options: &Options<'_>) -> Vec<Fix> {
    let prepared = Prepared::of(input);
    let (context, allows) = gather::context(input, &prepared, options);
    let found = allow::apply(&context, &allows, look(&context));
    let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for card in context.cards.iter().filter(|card| !card.located.has_id) {
        edits.entry(card.file).or_default().push(Edit {
            patch: write::add_id(&input.decks[card.deck], card.located),
            rules: vec!["ID05"],
            message: format!("id {} added", card.note.id.local()),
        });
    }
    for (place, rules) in wanted(&context, &found) {
        let text = &context.texts[place];
        edits.entry(text.file).or_default().extend(text_edit(&context, text, &rules));
    }
    let is_page =
        |file: usize| context.texts.iter().any(|text| text.file == file && text.role == Role::Page);
    edits
        .into_iter()
        .filter_map(|(file, edits)| fix(context.file(file), edits, is_page(file)))
        .collect()
}

/// Which texts have findings that can be mended: their places, and the rules.
fn wanted(context: &Context, found: &[Found]) -> BTreeMap<usize, BTreeSet<&'static str>> {
    let mut wanted: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
    for finding in found {
        let code = mend::MENDED.iter().find(|code| **code == finding.diagnostic.rule);
        let (Some(code), Some(span)) = (code, finding.span) else { continue };
        let text = context.texts.iter().position(|text| {
            text.file == finding.file && text.span.start <= span.start && span.end <= text.span.end
        });
        if let Some(text) = text {
            wanted.entry(text).or_default().insert(code);
        }
    }
    wanted
}

/// Mends the text as it is written. The characters in question mean the same in every style of a
/// scalar, and what does not come out right is refused afterwards.
fn text_edit(context: &Context, text: &Text, rules: &BTreeSet<&'static str>) -> Option<Edit> {
    let raw = context.file(text.file).slice(text.span);
    // A quote is no part of the text, and would look like a letter beside it.
    let quote = raw.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let quote =
        quote.filter(|&quote| raw.len() > 1 && raw.ends_with(quote) && text.role != Role::Page);
    let mended = match quote {
        Some(quote) => format!("{quote}{}{quote}", mend::mend(&raw[1..raw.len() - 1], rules)),
        None => mend::mend(raw, rules),
    };
    (mended != raw).then(|| Edit {
        patch: Patch { span: text.span, text: mended },
        rules: rules.iter().copied().collect(),
        message: match text.field.as_str() {
            "" => "page mended".to_owned(),
            field => format!("`{field}` mended"),
        },
    })
}

fn fix(file: &SourceFile, mut edits: Vec<Edit>, is_page: bool) -> Option<Fix> {
    if file.label.starts_with("<bundled>") {
        return None;
    }
    edits.sort_by_key(|edit| edit.patch.span);
    let patches: Vec<Patch> = edits.iter().map(|edit| edit.patch.clone()).collect();
    let text = write::patched(&file.text, &patches)?;
    let is_sound = is_page || nothing_else_changed(&file.text, &text, &edits);
    let changes = edits.into_iter().map(|edit| Change {
        line: file.line(edit.patch.span.start),
        rules: edit.rules,
        message: edit.message,
    });
    let changes: Vec<Change> = changes.collect();
    (is_sound && !changes.is_empty()).then(|| Fix {
        file: file.label.clone(),
        before: file.text.clone(),
        text,
        changes,
    })
}

impl Fix {
    /// Writes the file, in one step, if it still is as it was read.
    pub fn write(&self) -> Result<(), WriteError> {
        write::replace(Path::new(&self.file), &self.before, &self.text)
    }
}

/// Says whether two files say the same but for the mended values and the added ids.
fn nothing_else_changed(before: &str, after: &str, edits: &[Edit]) -> bool {
    let (before, after) = (yaml::parse(before), yaml::parse(after));
    if before.faults.len() != after.faults.len() || before.comments.len() != after.comments.len() {
        return false;
    }
    match (&before.root, &after.root) {
        (Some(before), Some(after)) => same(before, after, edits),
        _ => false,
    }
}

fn same(before: &Node<'_>, after: &Node<'_>, edits: &[Edit]) -> bool {
    match (&before.value, &after.value) {
        (Value::Map(old), Value::Map(new)) => {
            let added = new.len().checked_sub(old.len());
            let has_id = |node: &Node<'_>| node.get("id").is_some();
            match added {
                Some(0) => {}
                Some(1) if !has_id(before) && has_id(after) => {}
                _ => return false,
            }
            new[new.len() - old.len()..].iter().zip(old).all(|((new_key, new), (old_key, old))| {
                new_key.text() == old_key.text() && same(old, new, edits)
            })
        }
        (Value::List(old), Value::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new, edits))
        }
        (Value::Scalar { text: old, .. }, Value::Scalar { text: new, .. }) => {
            let edit = edits.iter().find(|edit| edit.patch.span == before.span && !old.is_empty());
            match edit {
                Some(edit) => mend::mend(old, &edit.rules.iter().copied().collect()) == **new,
                None => old == new,
            }
        }
        (Value::Alias, Value::Alias) => true,
        _ => false,
    }
}
