//! The newest form of a collection, where note types, decks and presets have tables of their own.

use prost::Message;
use rusqlite::{Connection, params};
use serde_json::{Map, Value};

use crate::exchange::anki::messages::{
    DeckCommon, DeckKind, FieldConfig, NormalDeck, NoteTypeConfig, PresetConfig, TemplateConfig,
};
use crate::exchange::export::anki::ExportError;
use crate::exchange::export::anki::collection::Settings;
use crate::exchange::export::anki::decks::Decks;

/// The tables that schema 11 does not have.
pub(super) const TABLES: &str = "
create table deck_config (
  id integer primary key not null, name text not null collate unicase,
  mtime_secs integer not null, usn integer not null, config blob not null
);
create table config (
  key text not null primary key, usn integer not null, mtime_secs integer not null,
  val blob not null
) without rowid;
create table fields (
  ntid integer not null, ord integer not null, name text not null collate unicase,
  config blob not null, primary key (ntid, ord)
) without rowid;
create table templates (
  ntid integer not null, ord integer not null, name text not null collate unicase,
  mtime_secs integer not null, usn integer not null, config blob not null,
  primary key (ntid, ord)
) without rowid;
create table notetypes (
  id integer not null primary key, name text not null collate unicase,
  mtime_secs integer not null, usn integer not null, config blob not null
);
create table decks (
  id integer primary key not null, name text not null collate unicase,
  mtime_secs integer not null, usn integer not null, common blob not null, kind blob not null
);
create table tags (
  tag text not null primary key collate unicase, usn integer not null,
  collapsed boolean not null, config blob null
) without rowid;
create table graves (
  oid integer not null, type integer not null, usn integer not null, primary key (oid, type)
) without rowid;
";

/// The indexes that schema 11 does not have.
pub(super) const INDEXES: &str = "
create unique index idx_fields_name_ntid on fields (name, ntid);
create unique index idx_templates_name_ntid on templates (name, ntid);
create unique index idx_notetypes_name on notetypes (name);
create unique index idx_decks_name on decks (name);
";

const VERSION: i64 = 18;

/// What stands between the names of a deck's path.
const LEVEL: &str = "\u{1f}";

/// Fills every table but those of notes, cards and reviews.
pub(super) fn fill(
    conn: &Connection,
    note_types: &Map<String, Value>,
    decks: &Decks,
    settings: &Settings,
) -> Result<(), ExportError> {
    let now = settings.now.at.0;
    conn.execute(
        "insert into col values (1, ?1, ?2, ?2, ?3, 0, 0, 0, '', '', '', '', '')",
        params![settings.created, now, VERSION],
    )?;
    let seconds = now / 1_000;
    for (key, value) in settings.conf() {
        conn.execute(
            "insert into config values (?1, 0, ?2, ?3)",
            params![key, seconds, value.into_bytes()],
        )?;
    }
    conn.execute(
        "insert into deck_config values (1, 'Default', 0, 0, ?1)",
        params![preset().encode_to_vec()],
    )?;
    for note_type in note_types.values() {
        fill_note_type(conn, note_type)?;
    }
    let kind = DeckKind {
        normal: Some(NormalDeck { preset: 1, ..NormalDeck::default() }),
        filtered: None,
    };
    let default = ("Default".to_owned(), 1);
    for (name, id) in std::iter::once(&default).chain(&decks.list) {
        conn.execute(
            "insert into decks values (?1, ?2, ?3, -1, ?4, ?5)",
            params![
                id,
                name.replace("::", LEVEL),
                seconds,
                DeckCommon::default().encode_to_vec(),
                kind.encode_to_vec()
            ],
        )?;
    }
    Ok(())
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value, key: &str) -> u32 {
    value[key].as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
}

fn truth(value: &Value, key: &str) -> bool {
    value[key].as_bool().unwrap_or(false)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn fill_note_type(conn: &Connection, note_type: &Value) -> Result<(), ExportError> {
    let id = note_type["id"].as_i64().unwrap_or_default();
    let modified = note_type["mod"].as_i64().unwrap_or_default();
    let config = NoteTypeConfig {
        kind: i32::from(note_type["type"] == 1),
        sort_field: number(note_type, "sortf"),
        css: text(note_type, "css"),
        latex_pre: text(note_type, "latexPre"),
        latex_post: text(note_type, "latexPost"),
        latex_svg: truth(note_type, "latexsvg"),
        stock_kind: number(note_type, "originalStockKind").cast_signed(),
        original_id: note_type["originalId"].as_i64(),
        other: Vec::new(),
    };
    conn.execute(
        "insert into notetypes values (?1, ?2, ?3, -1, ?4)",
        params![id, text(note_type, "name"), modified, config.encode_to_vec()],
    )?;
    for (ord, field) in list(note_type, "flds").iter().enumerate() {
        let config = FieldConfig {
            sticky: truth(field, "sticky"),
            rtl: truth(field, "rtl"),
            font: text(field, "font"),
            font_size: number(field, "size"),
            description: text(field, "description"),
            plain_text: truth(field, "plainText"),
            collapsed: truth(field, "collapsed"),
            exclude_from_search: truth(field, "excludeFromSearch"),
            id: field["id"].as_i64(),
            tag: field["tag"].as_u64().and_then(|tag| u32::try_from(tag).ok()),
            prevent_deletion: truth(field, "preventDeletion"),
            other: Vec::new(),
        };
        conn.execute(
            "insert into fields values (?1, ?2, ?3, ?4)",
            params![id, ord as i64, text(field, "name"), config.encode_to_vec()],
        )?;
    }
    for (ord, template) in list(note_type, "tmpls").iter().enumerate() {
        let config = TemplateConfig {
            front: text(template, "qfmt"),
            back: text(template, "afmt"),
            browser_front: text(template, "bqfmt"),
            browser_back: text(template, "bafmt"),
            deck: template["did"].as_i64().unwrap_or_default(),
            browser_font: text(template, "bfont"),
            browser_font_size: number(template, "bsize"),
            id: template["id"].as_i64(),
            other: Vec::new(),
        };
        conn.execute(
            "insert into templates values (?1, ?2, ?3, ?4, -1, ?5)",
            params![id, ord as i64, text(template, "name"), modified, config.encode_to_vec()],
        )?;
    }
    Ok(())
}

/// Anki's own preset, which is in every collection already and is therefore never taken over.
fn preset() -> PresetConfig {
    PresetConfig {
        learn_steps: vec![1.0, 10.0],
        relearn_steps: vec![10.0],
        new_per_day: 20,
        reviews_per_day: 200,
        initial_ease: 2.5,
        easy_multiplier: 1.3,
        hard_multiplier: 1.2,
        lapse_multiplier: 0.0,
        interval_multiplier: 1.0,
        maximum_interval_days: 36_500,
        minimum_lapse_interval_days: 1,
        graduating_good_days: 1,
        graduating_easy_days: 4,
        leech_action: 1,
        leech_threshold: 8,
        cap_answer_seconds: 60,
        desired_retention: 0.9,
        historical_retention: 0.9,
    }
}
