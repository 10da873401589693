//! JSON: every note with the fields it has in its deck.

use serde_json::{Map, Value, json};

use crate::cards::{Content, Note};

/// Returns the document.
pub fn document(notes: &[Note]) -> Result<String, serde_json::Error> {
    let cards = notes.iter().map(card).collect::<Result<Vec<Value>, _>>()?;
    serde_json::to_string_pretty(&json!({ "format": 1, "cards": cards }))
}

fn card(note: &Note) -> Result<Value, serde_json::Error> {
    let mut card = Map::new();
    card.insert("id".to_owned(), json!(note.id.local()));
    card.insert("kind".to_owned(), json!(note.content.kind()));
    let content = match &note.content {
        Content::Basic(kind) => serde_json::to_value(kind),
        Content::Reversed(kind) => serde_json::to_value(kind),
        Content::Cloze(kind) => serde_json::to_value(kind),
        Content::Mcq(kind) => serde_json::to_value(kind),
        Content::Order(kind) => serde_json::to_value(kind),
        Content::Typed(kind) => serde_json::to_value(kind),
        Content::Scenario(kind) => serde_json::to_value(kind),
        Content::Interview(kind) => serde_json::to_value(kind),
    }?;
    if let Value::Object(fields) = content {
        card.extend(fields);
    }
    Ok(Value::Object(card))
}
