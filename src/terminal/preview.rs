//! A whole card outside a session: what is asked, everything the reveal brings, how it stands, and what
//! happened to it.
//!
//! A pure function from a [`Preview`] to lines; options and items stand in the order of the file.

use crate::cards::note::{Content, Note};
use crate::model::CardId;
use crate::session::screen::{CardView, Revealed, SourceLine, Stage};
use crate::terminal::card;
use crate::terminal::draft::Draft;
use crate::terminal::draw::{Drawing, Pen};
use crate::terminal::flow::{Item, flow, words};
use crate::terminal::highlight::Highlighter;
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Line, Span, cut, width};

/// A whole card.
#[derive(Clone, Debug)]
pub struct Preview<'a> {
    /// Which of the note's cards.
    pub card: CardId,
    /// The note.
    pub note: &'a Note,
    /// Topic, facet, kind, tier and the like.
    pub labels: Vec<String>,
    /// The file, and the line.
    pub place: String,
    /// What it cites.
    pub sources: Vec<SourceLine>,
    /// How it stands, in facts; none for a card that is not saved yet.
    pub standing: Vec<String>,
    /// What happened, oldest first: when, what, how long it took, the interval, when it is due.
    pub history: Vec<[String; 5]>,
}

/// Events that are shown of a long history.
const EVENTS: usize = 10;
/// The names of the columns of a history.
const HEAD: [&str; 5] = ["when", "what", "took", "interval", "due"];

/// Draws a card.
pub fn lines(preview: &Preview<'_>, look: &Look, highlighter: Option<&Highlighter>) -> Vec<Line> {
    let pen = Pen { look, highlighter };
    let measure = look.measure();
    let dot = format!(" {} ", look.signs().dot);
    let facts = |facts: &[String]| {
        let items = facts.iter().map(|fact| Item::new(&dot, vec![Span::new(fact, Label::Dim)]));
        flow(items.collect(), measure)
    };
    let mut lines = flow(words(preview.card.as_str(), Label::Heading), measure);
    lines.extend(facts(&preview.labels));
    if !preview.place.is_empty() {
        // A path is not broken: it may be copied.
        lines.push(Line::of(&preview.place, Label::Dim));
    }
    lines.push(Line::empty());
    let mut drawing = Drawing::default();
    card::body(&view(preview), &Draft::default(), &pen, &mut drawing);
    lines.append(&mut drawing.body);
    for (title, items) in rubric(&preview.note.content) {
        lines.extend([Line::empty(), Line::of(title, Label::Heading)]);
        for item in items {
            let bullet = Span::new(&format!("{} ", look.signs().bullet), Label::Plain);
            let setting = pen.setting(crate::terminal::bidi::direction_of(&preview.note.lang));
            lines.extend(crate::terminal::markdown::render_item(&item, &setting, &[bullet]));
        }
    }
    if !preview.standing.is_empty() {
        lines.extend([Line::empty(), Line::of("State", Label::Heading)]);
        lines.extend(facts(&preview.standing));
    }
    if !preview.history.is_empty() {
        lines.extend([Line::empty(), Line::of("History", Label::Heading)]);
        lines.extend(history(preview, measure));
    }
    lines
}

/// Makes the card as it shows when everything of it shows.
fn view(preview: &Preview<'_>) -> CardView {
    let note = preview.note;
    let (question, answer) = note.content.as_written(preview.card.part());
    CardView {
        card: preview.card.clone(),
        kind: note.content.kind(),
        lang: note.lang.clone(),
        translation: note.translation,
        corrected: false,
        stage: Stage::Revealed { parts: u8::MAX },
        question,
        given: None,
        revealed: Some(Revealed {
            gist: note.gist.clone(),
            answer,
            more: note.more.clone(),
            sources: preview.sources.clone(),
            verdict: None,
            marked: None,
            outcomes: None,
        }),
    }
}

/// Returns what a rubric has besides what a reveal shows, as Markdown.
fn rubric(content: &Content) -> Vec<(&'static str, Vec<String>)> {
    let Content::Interview(prompt) = content else { return Vec::new() };
    let seen = prompt.key_points.iter().filter(|point| !point.see.is_empty());
    let see = seen.map(|point| {
        let cards: Vec<String> = point.see.iter().map(|card| format!("`{card}`")).collect();
        format!("{} ({})", point.point, cards.join(", "))
    });
    let parts = [
        ("Study where a point is missed", see.collect::<Vec<_>>()),
        ("Topics", prompt.topics.iter().map(|topic| format!("`{topic}`")).collect()),
    ];
    parts.into_iter().filter(|(_, items)| !items.is_empty()).collect()
}

fn history(preview: &Preview<'_>, measure: usize) -> Vec<Line> {
    let all = preview.history.len();
    let shown = &preview.history[all.saturating_sub(EVENTS)..];
    let head = HEAD.map(str::to_owned);
    let rows: Vec<&[String; 5]> = std::iter::once(&head).chain(shown).collect();
    let widths: [usize; 5] =
        std::array::from_fn(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0));
    let total = |columns: &[usize]| -> usize {
        columns.iter().map(|&column| widths[column] + 2).sum::<usize>().saturating_sub(2)
    };
    let columns: &[usize] = if total(&[0, 1, 2, 3, 4]) <= measure {
        &[0, 1, 2, 3, 4]
    } else if total(&[0, 1, 4]) <= measure {
        &[0, 1, 4]
    } else {
        &[0, 1]
    };
    let mut lines = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        let cells: Vec<String> = columns
            .iter()
            .map(|&column| {
                let gap = " ".repeat(widths[column] - width(&row[column]));
                // Numbers stand at the right of their columns.
                if matches!(column, 2 | 3) {
                    format!("{gap}{}", row[column])
                } else {
                    format!("{}{gap}", row[column])
                }
            })
            .collect();
        let label = if number == 0 { Label::Dim } else { Label::Plain };
        let text = cut(cells.join("  ").trim_end(), measure, "");
        lines.push(Line::of(&text, label));
    }
    if all > shown.len() {
        let more = format!("{} more before: revisit history {}", all - shown.len(), preview.card);
        lines.extend(flow(words(&more, Label::Dim), measure));
    }
    lines
}
