//! What became of an import, in words.

use crate::cli::import::report::{Progress, Report};
use crate::cli::manage::count;

impl Report {
    /// Returns the report for people, line by line.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let notes = &self.notes;
        let would = if self.dry_run { "would be " } else { "" };
        let total = count(notes.total, "note", "notes");
        lines.push(match notes.unknown {
            Some(unknown) => {
                format!("Anki: {total}, {} known here, {unknown} not", notes.same)
            }
            None => format!(
                "{}: {total}, {} {would}new, {} {would}changed, {} known",
                self.file.display(),
                notes.new,
                notes.changed,
                notes.same + notes.kept,
            ),
        });
        lines.extend(self.left_out_line());
        for deck in &self.decks {
            let mut said = Vec::new();
            if deck.new > 0 {
                said.push(format!("{} new", deck.new));
            }
            if deck.changed > 0 {
                said.push(format!("{} changed", deck.changed));
            }
            lines.push(format!("  {}  {}", deck.file.display(), said.join(", ")));
        }
        let media = &self.media;
        if media.files > 0 {
            lines.push(format!(
                "{}, {} KiB",
                count(media.files, "media file", "media files"),
                media.bytes.div_ceil(1024)
            ));
        }
        lines.extend(self.progress_line());
        for one in self.types.iter().filter(|one| one.rendered) {
            lines.push(format!(
                "note type \"{}\": {} as {} cards, with their fields kept",
                one.name,
                count(one.notes, "note", "notes"),
                one.kind,
            ));
        }
        if !self.unused.is_empty() {
            lines.push(format!("columns that are not taken over: {}", self.unused.join(", ")));
        }
        for lost in &self.losses {
            lines.push(format!(
                "in {}: {} (first: {})",
                count(lost.notes, "note", "notes"),
                lost.message,
                lost.first
            ));
        }
        if self.dry_run {
            for first in &self.first {
                let front = first.front.split_whitespace().collect::<Vec<_>>().join(" ");
                let front: String = front.chars().take(60).collect();
                lines.push(format!("  {} ({}): {front}", first.id, first.kind));
            }
            lines.push("Nothing was written.".to_owned());
        }
        lines
    }

    /// Says how many notes are left out, if any are.
    pub(super) fn left_out_line(&self) -> Option<String> {
        let left_out = self.notes.left_out;
        (left_out > 0).then(|| format!("{} left out", count(left_out, "note", "notes")))
    }

    fn progress_line(&self) -> Option<String> {
        let Progress { found, added, .. } = &self.progress;
        let sum = found.reviews + found.schedules + found.suspended + found.flagged;
        if sum + found.buried + found.not_understood + found.misdated + added == 0 {
            return None;
        }
        let mut parts = vec![
            count(found.reviews, "review", "reviews"),
            count(found.schedules, "schedule", "schedules"),
        ];
        for (number, word) in
            [(found.suspended, "suspended"), (found.flagged, "flagged"), (found.buried, "buried")]
        {
            if number > 0 {
                parts.push(format!("{number} {word}"));
            }
        }
        let mut line = format!("progress: {}", parts.join(", "));
        if !self.dry_run {
            line.push_str(&format!("; {added} new in the log"));
        }
        if found.not_understood > 0 {
            let changes = count(found.not_understood, "change", "changes");
            line.push_str(&format!("; {changes} by hand not understood"));
        }
        if found.misdated > 0 {
            let answers = count(found.misdated, "answer", "answers");
            line.push_str(&format!("; {answers} dated in the future, or before Anki, left out"));
        }
        Some(line)
    }
}
