//! How a [`Table`] lies in an index file.
//!
//! ```text
//! magic 8 | checksum of the rest 8 | version, path, hash, began | config | topics | files | tags
//! | covers | notes | spare | texts | findings
//! ```
//!
//! A block of notes is its ids in one text, its tags, and a row of fixed size per note: read
//! without a step per text, 100,000 of them take a few milliseconds.

use crate::cards::entry::Block;
use crate::cards::fingerprint::Fingerprint;
use crate::cards::library::{Section, Topic};
use crate::cards::{Form, Level};
use crate::content::compiled::Key;
use crate::content::compiled::bytes::{Reader, Writer, checksum};
use crate::content::compiled::rows::{ROW_BYTES, Rows};
use crate::content::root::Stamp;
use crate::content::source::Span;
use crate::content::table::{Config, FileRow, Notes, Table, TextRow};
use crate::content::walk::{Found, Role};
use crate::model::{Diagnostic, Severity};

/// Changes with the layout.
const MAGIC: &[u8; 8] = b"rvstix02";
/// Stands for "none" where a place is expected.
const NONE: u32 = u32::MAX;

const ROLES: [Role; 5] =
    [Role::Collection, Role::Deck, Role::Sources, Role::Titles, Role::Translation];
const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

/// Returns the bytes of an index.
pub(super) fn write(table: &Table, version: &str, key: &Key, began_ns: u64) -> Vec<u8> {
    let mut to = Writer::default();
    let large = table.notes.ids.len() + table.notes.notes.bytes().len() + table.texts.len() * 64;
    to.bytes.reserve(large + table.files.len() * 256 + (1 << 16));
    to.bytes.extend(MAGIC);
    to.u64(0);
    to.text(version);
    to.text(&key.path);
    to.u64(key.hash);
    to.u64(if key.folder.is_some() { began_ns } else { u64::MAX });
    let config = &table.config;
    to.text(&config.name);
    to.text(&config.title);
    to.text(&config.lang);
    to.maybe(config.url.as_deref());
    to.list(&config.sections, |to, section| {
        to.text(&section.slug);
        to.text(&section.title);
    });
    to.list(&config.topics, write_topic);
    to.list(&table.topics, write_topic);
    to.list(&table.files, write_file);
    to.texts(&table.tags);
    to.texts(&table.covers);
    write_block(&mut to, &table.notes);
    write_block(&mut to, &table.spare);
    to.list(&table.texts, |to, text| {
        to.u32(text.file);
        to.text(&text.id);
        to.u8(u8::from(text.of.is_some()));
        to.u32(text.of.map_or(0, |of| of.0));
        to.u32(text.span.start);
        to.u32(text.span.end);
    });
    to.list(&table.findings, write_finding);
    let sum = checksum(&to.bytes[16..]);
    to.bytes[8..16].copy_from_slice(&sum.to_le_bytes());
    to.bytes
}

/// Reads an index; nothing where it is damaged, or of another version, folder or bundle.
pub(super) fn read(bytes: Vec<u8>, version: &str, key: &Key) -> Option<(Table, u64)> {
    let mut from = Reader::new(&bytes);
    let is_sound = from.take(8)? == MAGIC && from.u64()? == checksum(bytes.get(16..)?);
    let is_ours =
        is_sound && from.text()? == version && from.text()? == key.path && from.u64()? == key.hash;
    if !is_ours {
        return None;
    }
    let began_ns = from.u64()?;
    let config = Config {
        name: from.string()?,
        title: from.string()?,
        lang: from.string()?,
        url: from.maybe()?,
        sections: from.list(|from| {
            Some(Section { slug: from.string()?, title: from.string()?, collection: 0 })
        })?,
        topics: from.list(read_topic)?,
    };
    let topics = from.list(read_topic)?;
    let files = from.list(read_file)?;
    let tags = from.texts()?;
    let covers = from.texts()?;
    let (notes, notes_left) = read_block(&mut from, tags.len())?;
    let (spare, _) = read_block(&mut from, tags.len())?;
    let texts = from.list(|from| {
        let file = from.u32().filter(|&file| (file as usize) < files.len())?;
        let id = from.string()?;
        let (is_given, of) = (from.u8()?, from.u32()?);
        let of = (is_given == 1).then_some(Fingerprint(of));
        Some(TextRow { file, id, of, span: Span { start: from.u32()?, end: from.u32()? } })
    })?;
    let findings = from.list(read_finding)?;
    if from.left() > 0 {
        return None;
    }
    let spare = Block {
        notes: Rows::new(spare.notes.to_vec(), 0, 0),
        ids: spare.ids,
        tag_lists: spare.tag_lists,
    };
    let before = bytes.len().checked_sub(notes_left + notes.notes.len())?;
    let (ids, tag_lists) = (notes.ids, notes.tag_lists);
    let notes = Block { ids, tag_lists, notes: Rows::new(bytes, before, notes_left) };
    let table = Table { config, topics, files, tags, covers, notes, spare, texts, findings };
    Some((table, began_ns))
}

fn write_topic(to: &mut Writer, topic: &Topic) {
    to.text(&topic.slug);
    to.text(&topic.title);
    to.u32(topic.section.unwrap_or(NONE));
    to.u8(topic.level.map_or(0, |level| level as u8 + 1));
    to.texts(&topic.requires);
    to.texts(&topic.helps);
    to.u8(u8::from(topic.form == Form::Tool));
    to.maybe(topic.group.as_deref());
}

fn read_topic(from: &mut Reader<'_>) -> Option<Topic> {
    let (slug, title) = (from.string()?, from.string()?);
    let section = Some(from.u32()?).filter(|&section| section != NONE);
    let level = match from.u8()? {
        0 => None,
        level => Some(*Level::ALL.get(usize::from(level) - 1)?),
    };
    let (requires, helps) = (from.texts()?, from.texts()?);
    let form = if from.u8()? == 1 { Form::Tool } else { Form::Topic };
    let group = from.maybe()?;
    let (collection, has_page) = (0, false);
    Some(Topic { slug, title, collection, section, level, requires, helps, form, group, has_page })
}

fn write_file(to: &mut Writer, row: &FileRow) {
    to.text(&row.found.path);
    to.u8(row.found.role as u8);
    to.u64(row.found.stamp.size);
    to.u64(row.found.stamp.mtime_ns);
    to.u64(row.found.stamp.inode);
    for text in [&row.topic, &row.title, &row.lang, &row.page] {
        to.maybe(text.as_deref());
    }
    to.texts(&row.retired);
    to.list(&row.findings, write_finding);
}

fn read_file(from: &mut Reader<'_>) -> Option<FileRow> {
    let path = from.string()?;
    let role = *ROLES.get(usize::from(from.u8()?))?;
    let stamp = Stamp { size: from.u64()?, mtime_ns: from.u64()?, inode: from.u64()? };
    Some(FileRow {
        found: Found { path, role, stamp },
        topic: from.maybe()?,
        title: from.maybe()?,
        lang: from.maybe()?,
        page: from.maybe()?,
        retired: from.texts()?,
        findings: from.list(read_finding)?,
    })
}

fn write_block(to: &mut Writer, block: &Notes) {
    to.text(&block.ids);
    to.list(&block.tag_lists, |to, tag| to.u32(*tag));
    to.len(block.notes.len());
    to.bytes.extend(block.notes.bytes());
}

/// Reads a block, and tells how many bytes are left behind it.
fn read_block<'b>(from: &mut Reader<'b>, tags: usize) -> Option<(Block<&'b [u8]>, usize)> {
    let ids = from.string()?;
    let tag_lists = from.list(|from| from.u32().filter(|&tag| (tag as usize) < tags))?;
    let count = from.len()?;
    let rows = from.take(count.checked_mul(ROW_BYTES)?)?;
    Some((Block { ids, tag_lists, notes: rows }, from.left()))
}

fn write_finding(to: &mut Writer, finding: &Diagnostic) {
    to.text(&finding.rule);
    to.u8(finding.severity as u8);
    to.text(&finding.file);
    to.u32(finding.line);
    to.u32(finding.column);
    to.u32(finding.width);
    to.text(&finding.excerpt);
    to.maybe(finding.card.as_deref());
    to.text(&finding.message);
    to.text(&finding.help);
}

fn read_finding(from: &mut Reader<'_>) -> Option<Diagnostic> {
    Some(Diagnostic {
        rule: from.string()?,
        severity: *SEVERITIES.get(usize::from(from.u8()?))?,
        file: from.string()?,
        line: from.u32()?,
        column: from.u32()?,
        width: from.u32()?,
        excerpt: from.string()?,
        card: from.maybe()?,
        message: from.string()?,
        help: from.string()?,
    })
}
