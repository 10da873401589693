//! What `export anki` says when it is done.

use std::path::Path;

use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::export::args::Package;
use crate::cli::export::schedules::Brought;
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::exchange::export::anki::Summary;

/// What is told of a push.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pushed {
    /// How many of the notes were in Anki before.
    pub(super) before: usize,
    /// What became of their schedules.
    pub(super) brought: Brought,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    file: Option<&'a Path>,
    bytes: u64,
    notes: usize,
    cards: usize,
    reviews: usize,
    media: usize,
    decks: usize,
    new: usize,
    changed: usize,
    missing_media: Vec<Missing<'a>>,
    /// Notes that stay in Anki as they are, because nobody can tell which field was edited.
    stuck: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed: Option<PushedRow>,
}

#[derive(Serialize)]
struct Missing<'a> {
    card: &'a str,
    file: &'a str,
}

#[derive(Serialize)]
struct PushedRow {
    notes_before: usize,
    schedules: usize,
    reviews: usize,
    unpulled: usize,
    borrowed: usize,
    refused: usize,
}

impl<'a> Report<'a> {
    fn of(file: Option<&'a Path>, summary: &'a Summary, pushed: Option<Pushed>) -> Report<'a> {
        let missing = summary.missing.iter();
        Report {
            file,
            bytes: summary.bytes,
            notes: summary.notes,
            cards: summary.cards,
            reviews: summary.reviews,
            media: summary.media,
            decks: summary.decks,
            new: summary.new,
            changed: summary.changed,
            missing_media: missing.map(|(card, file)| Missing { card, file }).collect(),
            stuck: &summary.stuck,
            pushed: pushed.map(|Pushed { before, brought }| PushedRow {
                notes_before: before,
                schedules: brought.cards,
                reviews: brought.reviews,
                unpulled: brought.unpulled,
                borrowed: brought.borrowed,
                refused: brought.refused,
            }),
        }
    }
}

/// Says what was written, and where.
pub(super) fn print(
    context: &Context,
    args: &Package,
    file: Option<&Path>,
    summary: &Summary,
    pushed: Option<Pushed>,
) -> Outcome {
    let mut out = Out::new();
    if args.json {
        out.json(&Report::of(file, summary, pushed))?;
        return out.finish();
    }
    warn(context, summary);
    let mut parts =
        vec![count(summary.notes, "note", "notes"), count(summary.cards, "card", "cards")];
    if summary.media > 0 {
        parts.push(count(summary.media, "media file", "media files"));
    }
    if args.with_progress {
        parts.push(count(summary.reviews, "review", "reviews"));
    }
    let name = file.map_or_else(|| "to Anki".to_owned(), |file| file.display().to_string());
    out.line(format!("{name}: {}", parts.join(", ")))?;
    let old = summary.notes - summary.new;
    if old > 0 {
        out.line(format!(
            "since the last export: {} changed, {} new, the others as they were",
            summary.changed, summary.new
        ))?;
    }
    if let Some(pushed) = pushed {
        self::pushed(context, &mut out, pushed)?;
    }
    out.finish()
}

fn warn(context: &Context, summary: &Summary) {
    for (card, file) in summary.missing.iter().take(5) {
        context.note(&format!("warning: {card}: there is no file `{file}` in the collection"));
    }
    if let Some(more) = summary.missing.len().checked_sub(6) {
        context.note(&format!("warning: {} more files are missing", more + 1));
    }
    for note in summary.stuck.iter().take(5) {
        context.note(&format!(
            "warning: {note} came out of a template of Anki and was edited here: it stays there as it is"
        ));
    }
}

fn pushed(context: &Context, out: &mut Out, pushed: Pushed) -> Outcome {
    let Pushed { before, brought } = pushed;
    if before > 0 {
        out.line(format!("in Anki: {before} were there, and keep the tags you gave them there"))?;
    }
    if brought.cards > 0 {
        let cards = count(brought.cards, "schedule", "schedules");
        let reviews = count(brought.reviews, "review", "reviews");
        out.line(format!("brought up to date: {cards}, {reviews} added"))?;
    }
    if brought.unpulled > 0 {
        let cards = count(brought.unpulled, "card has answers", "cards have answers");
        context.note(&format!(
            "note: {cards} in Anki that are not here; `revisit import anki --pull`, then push again"
        ));
    }
    if brought.borrowed > 0 {
        let cards = count(brought.borrowed, "card is", "cards are");
        context.note(&format!(
            "note: {cards} in a filtered deck of Anki; empty it there, then push again"
        ));
    }
    if brought.refused > 0 {
        let cards = count(brought.refused, "card", "cards");
        context.note(&format!("warning: Anki did not change the schedule of {cards}"));
    }
    Ok(())
}
