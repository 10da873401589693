//! JSON: every note with the fields it has in its deck.
//!
//! Each `deck` of the document is a deck file as it may stand in a collection: JSON is YAML. It is
//! written as it goes, a note to a line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::cards::{Content, Note, Tier};
use crate::exchange::export::{Entry, Exporter, is_unseen};
use crate::model::{CardId, Day, EventBody, Moment};
use crate::scheduler::{CardState, StateRow};

/// The version of the document.
pub const VERSION: u32 = 1;

/// Writes one JSON document.
#[derive(Debug)]
pub struct Json {
    today: Day,
    /// The collection and the deck that are open.
    open: Option<(String, String)>,
    /// What was cited in the open collection.
    sources: BTreeMap<String, Value>,
    /// Whether something stands before the next note of the deck, and before the next card with
    /// progress.
    has_note: bool,
    has_progress: bool,
}

impl Json {
    /// Makes an exporter.
    pub fn new(today: Day) -> Json {
        Json { today, open: None, sources: BTreeMap::new(), has_note: false, has_progress: false }
    }

    /// Opens the deck of a note, and closes what was open.
    fn open(&mut self, entry: &Entry<'_>, to: &mut dyn Write) -> io::Result<()> {
        let name = entry.collection.name.as_str();
        let (same_collection, same_deck) = match &self.open {
            Some((collection, deck)) => {
                (collection == name, collection == name && deck == entry.deck)
            }
            None => (false, false),
        };
        if same_deck {
            return Ok(());
        }
        if same_collection {
            self.close_deck(to)?;
            writeln!(to, ",")?;
        } else {
            let is_first = self.open.is_none();
            if is_first {
                write!(to, "{{\"revisit\": {VERSION}, \"collections\": [")?;
            } else {
                self.close_collection(to)?;
            }
            let title = escaped(&json!(entry.collection.title));
            let lang = json!(entry.collection.lang);
            let comma = if is_first { "\n" } else { ",\n" };
            writeln!(
                to,
                "{comma}{{\"name\": {}, \"title\": {title}, \"lang\": {lang}, \"decks\": [",
                json!(name)
            )?;
        }
        let mut head = Map::new();
        head.insert("format".to_owned(), json!(1));
        let topic = entry.topic.map(|topic| ("topic", topic.slug.as_str()));
        let title = entry.deck_title.map(|title| ("title", title));
        // A translated text is not in the collection's language any more.
        let lang =
            (entry.note.lang != entry.collection.lang).then_some(("lang", &*entry.note.lang));
        for (key, value) in [topic, title, lang].into_iter().flatten() {
            head.insert(key.to_owned(), json!(value));
        }
        let head = escaped(&Value::Object(head));
        let head = head.trim_end_matches('}');
        writeln!(to, "{{\"file\": {}, \"deck\": {head},\"cards\": [", json!(entry.deck))?;
        self.open = Some((name.to_owned(), entry.deck.to_owned()));
        self.has_note = false;
        Ok(())
    }

    fn close_deck(&mut self, to: &mut dyn Write) -> io::Result<()> {
        write!(to, "\n]}}}}")
    }

    fn close_collection(&mut self, to: &mut dyn Write) -> io::Result<()> {
        self.close_deck(to)?;
        let sources = std::mem::take(&mut self.sources);
        write!(to, "\n], \"sources\": {}}}", escaped(&json!(sources)))
    }

    /// Closes all collections, before progress or the end.
    fn close(&mut self, to: &mut dyn Write) -> io::Result<()> {
        if self.open.is_some() {
            self.close_collection(to)?;
            self.open = None;
            write!(to, "\n]")
        } else {
            Ok(())
        }
    }
}

impl Exporter for Json {
    fn note(&mut self, entry: &Entry<'_>, to: &mut dyn Write) -> io::Result<()> {
        self.open(entry, to)?;
        for source in entry.sources {
            if let (Some(title), Some(url)) = (&source.title, &source.url) {
                let value = json!({"title": title, "url": url});
                self.sources.insert(source.citation.source.clone(), value);
            }
        }
        let comma = if std::mem::replace(&mut self.has_note, true) { ",\n" } else { "" };
        write!(to, "{comma}{}", escaped(&card(entry.note)?))
    }

    fn progress(
        &mut self,
        card: &CardId,
        state: &CardState,
        events: &[(Moment, u32, EventBody)],
        to: &mut dyn Write,
    ) -> io::Result<()> {
        self.close(to)?;
        let first = if std::mem::replace(&mut self.has_progress, true) {
            ",\n"
        } else {
            ", \"progress\": {\n"
        };
        let events = events.iter().map(event).collect::<Result<Value, _>>()?;
        let state = serde_json::to_value(StateRow::of(state, self.today))?;
        let progress = escaped(&json!({"state": state, "events": events}));
        write!(to, "{first}{}: {progress}", json!(card))
    }

    fn finish(&mut self, to: &mut dyn Write) -> io::Result<()> {
        if self.open.is_none() && !self.has_progress {
            write!(to, "{{\"revisit\": {VERSION}, \"collections\": []")?;
        }
        self.close(to)?;
        if self.has_progress {
            write!(to, "\n}}")?;
        }
        writeln!(to, "}}")
    }
}

fn event((moment, rev, body): &(Moment, u32, EventBody)) -> Result<Value, serde_json::Error> {
    let mut event = Map::new();
    let at = moment.local().map(|local| local.to_rfc3339()).unwrap_or_default();
    event.insert("at".to_owned(), json!(at));
    event.insert("day".to_owned(), json!(moment.day));
    event.insert("rev".to_owned(), json!(rev));
    match serde_json::to_value(body) {
        Ok(Value::Object(fields)) => event.extend(fields),
        // A kind that a later version wrote has only its name.
        _ => {
            event.insert("event".to_owned(), json!(body.kind()));
        }
    }
    Ok(Value::Object(event))
}

/// Writes a value, with escapes for what cannot be seen. It can only stand within strings, where an
/// escape says the same.
fn escaped(value: &Value) -> String {
    let json = value.to_string();
    if !json.contains(is_unseen) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match is_unseen(c) {
            true => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => safe.push(c),
        }
    }
    safe
}

/// Returns a note with the fields it has in its deck, those that say nothing left out.
fn card(note: &Note) -> Result<Value, serde_json::Error> {
    let mut card = Map::new();
    let mut put = |key: &str, value: Value| {
        card.insert(key.to_owned(), value);
    };
    put("id", json!(note.id.local()));
    if !matches!(note.content, Content::Basic(_)) {
        put("kind", json!(note.content.kind()));
    }
    if note.tier != Tier::default() {
        put("tier", json!(note.tier));
    }
    note.facet.iter().for_each(|facet| put("facet", json!(facet)));
    if note.rev != 1 {
        put("rev", json!(note.rev));
    }
    let texts = [("as_of", &note.as_of), ("covers", &note.covers), ("replaces", &note.replaces)];
    for (key, value) in texts {
        value.iter().for_each(|value| put(key, json!(value)));
    }
    if let Value::Object(fields) = serde_json::to_value(&note.content)? {
        fields.into_iter().for_each(|(key, value)| put(&key, value));
    }
    note.gist.iter().for_each(|gist| put("gist", json!(gist)));
    note.more.iter().for_each(|more| put("more", json!(more)));
    let sources = note.source.iter().map(|citation| match &citation.place {
        Some(place) => json!(format!("{}#{place}", citation.source)),
        None => json!(citation.source),
    });
    if !note.source.is_empty() {
        put("source", sources.collect());
    }
    if !note.tags.is_empty() {
        put("tags", json!(note.tags));
    }
    if let Some(anki) = &note.anki {
        put("anki", serde_json::to_value(anki)?);
    }
    Ok(Value::Object(card))
}
