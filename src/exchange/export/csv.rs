//! CSV: a row for each card, as it is asked and answered.

use std::io::{self, Write};

use crate::exchange::export::{Entry, Exporter, write_clean};
use crate::model::CardId;
use crate::scheduler::{CardState, StateRow};

/// The columns.
pub const COLUMNS: [&str; 18] = [
    "id",
    "collection",
    "deck",
    "section",
    "topic",
    "level",
    "kind",
    "facet",
    "tier",
    "tags",
    "lang",
    "front",
    "back",
    "gist",
    "more",
    "source",
    "rev",
    "as_of",
];

/// The columns of progress.
pub const PROGRESS_COLUMNS: [&str; 11] = [
    "phase",
    "due",
    "interval_days",
    "ease",
    "reps",
    "lapses",
    "suspended",
    "buried",
    "flagged",
    "stability",
    "difficulty",
];

/// Writes CSV (RFC 4180), with a head, in UTF-8.
#[derive(Debug)]
pub struct Csv {
    progress: bool,
    has_head: bool,
}

impl Csv {
    /// Makes an exporter, with the columns of progress or without.
    pub fn new(progress: bool) -> Csv {
        Csv { progress, has_head: false }
    }

    fn head(&mut self, to: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.has_head, true) {
            return Ok(());
        }
        let more: &[&str] = if self.progress { &PROGRESS_COLUMNS } else { &[] };
        row(to, COLUMNS.iter().chain(more).copied())
    }
}

impl Exporter for Csv {
    fn note(&mut self, entry: &Entry<'_>, to: &mut dyn Write) -> io::Result<()> {
        self.head(to)?;
        for (card, state) in entry.cards {
            let mut cells = cells(entry, card);
            if self.progress {
                progress(&mut cells, &state.clone().unwrap_or_default(), entry);
            }
            row(to, cells.iter().map(String::as_str))?;
        }
        Ok(())
    }

    fn finish(&mut self, to: &mut dyn Write) -> io::Result<()> {
        self.head(to)
    }
}

fn row<'c>(to: &mut dyn Write, cells: impl Iterator<Item = &'c str>) -> io::Result<()> {
    let mut line = Vec::new();
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut line);
    writer.write_record(cells.map(|cell| cell.replace('\r', "")))?;
    writer.flush()?;
    drop(writer);
    let line = String::from_utf8_lossy(&line);
    let line = line.strip_suffix("\r\n").unwrap_or(&line);
    write_clean(to, line)?;
    to.write_all(b"\r\n")
}

fn cells(entry: &Entry<'_>, card: &CardId) -> Vec<String> {
    let note = entry.note;
    let kind = note.content.as_kind();
    let question = kind.ask(card.part(), 0);
    let answer = kind.answer(card.part(), &question);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let sources = note.source.iter().map(|citation| match &citation.place {
        Some(place) => format!("{}#{place}", citation.source),
        None => citation.source.clone(),
    });
    vec![
        card.to_string(),
        entry.collection.name.clone(),
        entry.deck.to_owned(),
        text(entry.section.map(|section| section.slug.as_str())),
        text(entry.topic.map(|topic| topic.slug.as_str())),
        text(entry.topic.and_then(|topic| topic.level).map(|level| level.name())),
        note.content.kind().name().to_owned(),
        text(note.facet.map(|facet| facet.name())),
        note.tier.name().to_owned(),
        note.tags.join(" "),
        note.lang.clone(),
        question.headline().to_owned(),
        answer.headline(),
        text(note.gist.as_deref()),
        text(note.more.as_deref()),
        sources.collect::<Vec<_>>().join(" "),
        note.rev.to_string(),
        text(note.as_of.as_deref()),
    ]
}

fn progress(cells: &mut Vec<String>, state: &CardState, entry: &Entry<'_>) {
    let row = StateRow::of(state, entry.today);
    let number = |number: Option<f64>| number.map_or_else(String::new, |n| format!("{n:.4}"));
    cells.extend([
        format!("{:?}", row.phase).to_lowercase(),
        row.due.map_or_else(String::new, |due| due.to_string()),
        row.interval_days.to_string(),
        format!("{:.2}", row.ease),
        row.reps.to_string(),
        row.lapses.to_string(),
        row.suspended.to_string(),
        row.buried.to_string(),
        row.flagged.to_string(),
        number(row.stability),
        number(row.difficulty),
    ]);
}
