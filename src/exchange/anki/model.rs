//! Note types as Anki has them: fields, and a template for each card.
//!
//! The form that is kept is that of schema 11, an object of `col.models`; the later tables say the
//! same and are turned into it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// A note type.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Its id, by which Anki knows it.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Whether its cards are the holes of a text; else there is one for each template.
    pub is_cloze: bool,
    /// The kind it was made as, by Anki's number; 0 where unknown. It may have been changed since.
    pub stock: i64,
    /// The names of its fields, in order.
    pub fields: Vec<String>,
    /// Its templates, in order.
    pub templates: Vec<TemplateText>,
    /// The object as Anki writes it.
    pub json: Value,
}

/// A template as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText {
    /// The question.
    pub front: String,
    /// The answer.
    pub back: String,
}

/// Anki's number for the kind made for covered pictures.
pub const IMAGE_OCCLUSION: i64 = 6;

/// Where a field keeps the names that it had. It stands in our file alone.
pub const FORMER: &str = "formerNames";

/// The most fields, and the most templates, that a note type may have.
const MOST_PARTS: usize = 1_000;

impl Model {
    /// Reads an object of `col.models`; says what is missing where it is none.
    pub fn from_json(id: i64, json: Value) -> Result<Model, String> {
        let list = |key: &str| -> Result<Vec<&Map<String, Value>>, String> {
            let items = json.get(key).and_then(Value::as_array);
            let items = items.ok_or_else(|| format!("`{key}` is missing"))?;
            let mut objects: Vec<_> = items.iter().filter_map(Value::as_object).collect();
            let ord = |object: &&Map<String, Value>| object.get("ord").and_then(Value::as_i64);
            objects.sort_by_key(|object| ord(object).unwrap_or(i64::MAX));
            Ok(objects)
        };
        let text = |object: &Map<String, Value>, key: &str| {
            object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let fields: Vec<String> =
            list("flds")?.into_iter().map(|field| text(field, "name")).collect();
        let templates: Vec<TemplateText> = list("tmpls")?
            .into_iter()
            .map(|one| TemplateText { front: text(one, "qfmt"), back: text(one, "afmt") })
            .collect();
        if fields.is_empty() || templates.is_empty() {
            return Err("it has no fields or no templates".to_owned());
        }
        if fields.len() > MOST_PARTS || templates.len() > MOST_PARTS {
            return Err(format!("it has more than {MOST_PARTS} fields or templates"));
        }
        let number = |key: &str| json.get(key).and_then(Value::as_i64).unwrap_or(0);
        Ok(Model {
            id,
            name: json.get("name").and_then(Value::as_str).unwrap_or("?").to_owned(),
            is_cloze: number("type") == 1,
            stock: number("originalStockKind"),
            fields,
            templates,
            json,
        })
    }

    /// Returns what is kept of a field, by the name that it has, or had before it was renamed.
    pub fn kept<'k>(&self, kept: &'k BTreeMap<String, String>, place: usize) -> Option<&'k str> {
        let part = self.json.get("flds").and_then(Value::as_array).and_then(|parts| {
            parts.iter().find(|part| {
                part.get("name").and_then(Value::as_str)
                    == self.fields.get(place).map(String::as_str)
            })
        });
        let before = part.into_iter().flat_map(former);
        let names = self.fields.get(place).map(String::as_str).into_iter().chain(before);
        names.filter_map(|name| kept.get(name)).map(String::as_str).next()
    }

    /// Returns the note type as it takes the place of one that is known: each field keeps the names
    /// that it had, since notes keep fields by name.
    #[must_use]
    pub fn in_place_of(mut self, known: &Model) -> Model {
        let parts = |json: &Value| json.get("flds").and_then(Value::as_array).cloned();
        let before = parts(&known.json).unwrap_or_default();
        let names = self.fields.clone();
        for part in self.json.get_mut("flds").and_then(Value::as_array_mut).into_iter().flatten() {
            let key = |part: &Value, key: &str| part.get(key).and_then(Value::as_i64);
            let is_it = |one: &&Value| match (key(one, "id"), key(part, "id")) {
                (Some(one), Some(now)) => one == now,
                _ => key(one, "ord") == key(part, "ord"),
            };
            let Some(was) = before.iter().find(is_it) else { continue };
            let mut all: Vec<String> = Vec::new();
            for name in was.get("name").and_then(Value::as_str).into_iter().chain(former(was)) {
                // A name that another field has now says nothing about this one.
                if !names.iter().any(|now| now == name) && !all.iter().any(|one| one == name) {
                    all.push(name.to_owned());
                }
            }
            if let Some(part) = part.as_object_mut().filter(|_| !all.is_empty()) {
                part.insert(FORMER.to_owned(), json!(all));
            }
        }
        self
    }

    /// Returns the place of a field by its name.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field == name)
    }
}

/// Reads the text of `col.models`, or a file that holds the same. What is no note type is told.
pub fn read_all(text: &str) -> Result<(BTreeMap<i64, Model>, Vec<String>), serde_json::Error> {
    let objects: Map<String, Value> = serde_json::from_str(text)?;
    let (mut models, mut faults) = (BTreeMap::new(), Vec::new());
    for (key, json) in objects {
        let Ok(id) = key.parse() else {
            faults.push(format!("`{}` is no id of a note type", short(&key)));
            continue;
        };
        match Model::from_json(id, json) {
            Ok(model) => drop(models.insert(id, model)),
            Err(fault) => faults.push(format!("note type {id}: {fault}")),
        }
    }
    Ok((models, faults))
}

/// Returns note types as a text that [`read_all`] reads.
pub fn write_all<'m>(models: impl Iterator<Item = &'m Model>) -> String {
    let objects: Map<String, Value> =
        models.map(|model| (model.id.to_string(), model.json.clone())).collect();
    format!("{:#}\n", json!(objects))
}

/// Returns the names that a field had, the last one first.
fn former(part: &Value) -> impl Iterator<Item = &str> {
    let names = part.get(FORMER).and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str)
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
