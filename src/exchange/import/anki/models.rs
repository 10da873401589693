//! Note types as the schemas from 15 on keep them: in tables, with messages in their columns. They
//! are turned into the objects of schema 11.

use std::collections::BTreeMap;

use prost::Message;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::exchange::anki::messages::{FieldConfig, NoteTypeConfig, TemplateConfig};
use crate::exchange::anki::model::Model;
use crate::exchange::import::anki::sqlite::{number, text};
use crate::exchange::import::report::Problem;

/// The most note types, fields and templates that are read.
const MOST: usize = 100_000;

/// What a note type is made of, by its id.
type Parts = BTreeMap<i64, Vec<(i64, Value)>>;
/// What makes the object of a part: of its message, its name and its place.
type Make = dyn Fn(&[u8], &str, i64) -> Option<Value>;

/// Reads the note types.
pub(super) fn read(conn: &Connection) -> rusqlite::Result<(BTreeMap<i64, Model>, Vec<Problem>)> {
    let fields = parts(conn, "select ntid, ord, name, config from fields", &field)?;
    let templates = parts(conn, "select ntid, ord, name, config from templates", &template)?;
    let (mut models, mut problems) = (BTreeMap::new(), Vec::new());
    let mut statement = conn.prepare("select id, name, mtime_secs, config from notetypes")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, name) = (number(row, 0), text(row, 1));
        let config = row.get_ref(3)?.as_bytes().unwrap_or_default();
        let json =
            NoteTypeConfig::decode(config).map_err(|error| error.to_string()).map(|config| {
                let mut json = other(&config.other);
                json.insert("id".to_owned(), id.into());
                json.insert("name".to_owned(), name.clone().into());
                json.insert("type".to_owned(), config.kind.into());
                json.insert("mod".to_owned(), number(row, 2).into());
                json.insert("usn".to_owned(), 0.into());
                json.insert("sortf".to_owned(), config.sort_field.into());
                json.insert("did".to_owned(), Value::Null);
                json.insert("css".to_owned(), config.css.into());
                json.insert("latexPre".to_owned(), config.latex_pre.into());
                json.insert("latexPost".to_owned(), config.latex_post.into());
                json.insert("latexsvg".to_owned(), config.latex_svg.into());
                json.insert("req".to_owned(), json!([]));
                if config.stock_kind != 0 {
                    json.insert("originalStockKind".to_owned(), config.stock_kind.into());
                }
                if let Some(original) = config.original_id {
                    json.insert("originalId".to_owned(), original.into());
                }
                json.insert("flds".to_owned(), listed(&fields, id));
                json.insert("tmpls".to_owned(), listed(&templates, id));
                Value::Object(json)
            });
        match json.and_then(|json| Model::from_json(id, json)) {
            Ok(model) => drop(models.insert(id, model)),
            Err(fault) => problems.push(Problem::new(format!("note type `{name}`"), fault)),
        }
        if models.len() > MOST {
            break;
        }
    }
    Ok((models, problems))
}

fn parts(conn: &Connection, sql: &str, make: &Make) -> rusqlite::Result<Parts> {
    let mut found = Parts::new();
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let (id, ord, name) = (number(row, 0), number(row, 1), text(row, 2));
        let config = row.get_ref(3)?.as_bytes().unwrap_or_default();
        if let Some(value) = make(config, &name, ord) {
            found.entry(id).or_default().push((ord, value));
        }
        count += 1;
        if count > MOST {
            break;
        }
    }
    found.values_mut().for_each(|list| list.sort_by_key(|(ord, _)| *ord));
    Ok(found)
}

fn listed(parts: &Parts, id: i64) -> Value {
    let list = parts.get(&id).map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().into()
}

fn field(config: &[u8], name: &str, ord: i64) -> Option<Value> {
    let config = FieldConfig::decode(config).ok()?;
    let mut json = other(&config.other);
    json.insert("name".to_owned(), name.into());
    json.insert("ord".to_owned(), ord.into());
    json.insert("sticky".to_owned(), config.sticky.into());
    json.insert("rtl".to_owned(), config.rtl.into());
    json.insert("font".to_owned(), config.font.into());
    json.insert("size".to_owned(), config.font_size.into());
    json.insert("description".to_owned(), config.description.into());
    json.insert("plainText".to_owned(), config.plain_text.into());
    json.insert("collapsed".to_owned(), config.collapsed.into());
    json.insert("excludeFromSearch".to_owned(), config.exclude_from_search.into());
    json.insert("preventDeletion".to_owned(), config.prevent_deletion.into());
    config.id.map(|id| json.insert("id".to_owned(), id.into()));
    config.tag.map(|tag| json.insert("tag".to_owned(), tag.into()));
    Some(json.into())
}

fn template(config: &[u8], name: &str, ord: i64) -> Option<Value> {
    let config = TemplateConfig::decode(config).ok()?;
    let mut json = other(&config.other);
    json.insert("name".to_owned(), name.into());
    json.insert("ord".to_owned(), ord.into());
    json.insert("qfmt".to_owned(), config.front.into());
    json.insert("afmt".to_owned(), config.back.into());
    json.insert("bqfmt".to_owned(), config.browser_front.into());
    json.insert("bafmt".to_owned(), config.browser_back.into());
    json.insert("did".to_owned(), Value::Null);
    json.insert("bfont".to_owned(), config.browser_font.into());
    json.insert("bsize".to_owned(), config.browser_font_size.into());
    config.id.map(|id| json.insert("id".to_owned(), id.into()));
    Some(json.into())
}

/// Returns what other programs have added.
fn other(bytes: &[u8]) -> Map<String, Value> {
    serde_json::from_slice(bytes).unwrap_or_default()
}
