//! Findings for a person: the line, a caret under the fault, what to do, and a last line that sums up.

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Tally, counted};
use crate::lint::persian::is_bidi_control;
use crate::model::{Diagnostic, Severity};

/// Whether the report carries colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Text alone.
    Plain,
    /// With ANSI colours.
    Colour,
}

/// Returns the report. `cards` is how many cards were looked at; `width` the columns to fit into.
///
/// Nothing of the meaning is in the colours. Control characters and bidi controls of a deck are
/// shown as signs, so that a line of a hostile deck cannot move the cursor.
pub fn human(diagnostics: &[Diagnostic], cards: usize, paint: Paint, width: usize) -> String {
    let renderer = match paint {
        Paint::Plain => Renderer::plain(),
        Paint::Colour => Renderer::styled(),
    }
    .term_width(width);
    let mut report = String::new();
    for found in diagnostics.iter().map(tame) {
        report.push_str(&renderer.render(&[group(&found)]));
        report.push_str("\n\n");
    }
    report.push_str(&summary(&Tally::of(diagnostics), cards));
    report.push('\n');
    report
}

/// Returns the last line: `2 errors, 1 warning in 3 files (148 cards)`.
pub fn summary(tally: &Tally, cards: usize) -> String {
    let cards = counted(cards, "card");
    if tally.errors + tally.warnings == 0 {
        return format!("no errors, no warnings ({cards})");
    }
    let mut parts = Vec::new();
    if tally.errors > 0 {
        parts.push(counted(tally.errors, "error"));
    }
    if tally.warnings > 0 {
        parts.push(counted(tally.warnings, "warning"));
    }
    format!("{} in {} ({cards})", parts.join(", "), counted(tally.files, "file"))
}

/// Returns a finding that a terminal only prints: each character that it would obey is one sign, so
/// that columns stay what they are. The renderer does so itself for some characters in some places,
/// not for C1 controls, and for nothing in a path.
fn tame(found: &Diagnostic) -> Diagnostic {
    let sign = |c| match c {
        '\t' | '\n' => c,
        // Unicode has a picture for each of these.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        _ if is_bidi_control(c) => '\u{fffd}',
        _ => c,
    };
    let clean = |text: &str| text.chars().map(sign).collect::<String>();
    Diagnostic {
        file: clean(&found.file).replace('\n', "␊"),
        message: clean(&found.message),
        excerpt: clean(&found.excerpt),
        help: clean(&found.help),
        card: found.card.as_deref().map(clean),
        ..found.clone()
    }
}

fn group(found: &Diagnostic) -> Group<'_> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let message = match &found.card {
        Some(card) => format!("{} ({card})", found.message),
        None => found.message.clone(),
    };
    let title = level.primary_title(normalize_untrusted_str(&message)).id(found.rule.clone());
    let group = if found.line == 0 || found.excerpt.is_empty() {
        let mut origin = Origin::path(&found.file);
        if found.line > 0 {
            origin = origin.line(found.line as usize).char_column(found.column.max(1) as usize);
        }
        title.element(origin)
    } else {
        title.element(
            Snippet::source(&found.excerpt)
                .path(&found.file)
                .line_start(found.line as usize)
                .annotation(AnnotationKind::Primary.span(meant(found))),
        )
    };
    match found.help.as_str() {
        "" => group,
        help => group.element(Level::HELP.message(normalize_untrusted_str(help))),
    }
}

/// The bytes of the excerpt that are meant, from the column and width in characters.
fn meant(found: &Diagnostic) -> std::ops::Range<usize> {
    let line = &found.excerpt;
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    if found.column == 0 {
        return 0..line.len();
    }
    let from = found.column as usize - 1;
    let start = byte(from);
    start..byte(from + found.width.max(1) as usize).max(start)
}
