//! A report as Markdown, to keep or to share.

use std::fs;
use std::path::Path;

use crate::cli::error::{CliError, Outcome};
use crate::model::Heard;
use crate::session::interview::report::{PromptReport, Report};
use crate::terminal::interview::report::{Facts, facts, gaps, hints, prompt_facts, what};
use crate::terminal::sanitize::sanitize;

/// Writes a report. The file is replaced in one step.
pub(super) fn write(file: &Path, report: &Report) -> Outcome {
    let fresh = file.with_added_extension("new");
    let written = fs::write(&fresh, text(report)).and_then(|()| fs::rename(&fresh, file));
    written.map_err(|error| {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&fresh);
        CliError::system(error, "write", file).hint(
            "the interview is saved: `revisit interview --history` lists it, and \
             `--history N --markdown FILE` writes its report",
        )
    })
}

/// Returns a report as Markdown.
fn text(report: &Report) -> String {
    let held = &report.held;
    let mut text = format!("# Mock interview, {}\n\n{}.\n\n", held.moment.day, what(&held.terms));
    table(&facts(report), &mut text);
    for (title, points) in gaps(report) {
        let points = points.iter().map(|point| format!("- {}\n", line(&point.text)));
        text.push_str(&format!("\n## {title}\n\n{}", points.collect::<String>()));
    }
    if !report.study.is_empty() {
        text.push_str("\n## Study next\n\n");
        for study in &report.study {
            let notes = study.notes.iter().map(|note| format!("`{note}`"));
            let notes = notes.collect::<Vec<_>>().join(", ");
            text.push_str(&format!("- {}: {notes}\n", line(&study.topic)));
        }
        text.push_str(&format!("\n{}\n", hints(report).join("\\\n")));
    }
    for (place, prompt) in report.prompts.iter().enumerate() {
        text.push_str(&format!("\n## Prompt {}: {}\n\n", place + 1, line(&prompt.topic)));
        push_prompt(prompt, &mut text);
    }
    text
}

fn push_prompt(prompt: &PromptReport, text: &mut String) {
    if let Some(asked) = &prompt.prompt {
        for asked in harmless(asked).lines() {
            text.push_str(&format!("> {asked}\n"));
        }
        text.push('\n');
    }
    if prompt.skipped {
        text.push_str("Skipped.\n");
        return;
    }
    table(&prompt_facts(prompt), text);
    if !prompt.points.is_empty() {
        text.push_str("\n| heard | | point |\n|---|---|---|\n");
    }
    for point in &prompt.points {
        let heard = match point.heard {
            Heard::Unprompted => "unprompted",
            Heard::Probed => "after a probe",
            Heard::Missed => "**missed**",
        };
        let must = if point.must { "required" } else { "" };
        text.push_str(&format!("| {heard} | {must} | {} |\n", cell(&point.text)));
    }
    for flag in &prompt.red_flags {
        text.push_str(&format!("\nRed flag: {}\n", line(flag)));
    }
    for (title, own) in [("Notes", &prompt.notes), ("Transcript", &prompt.transcript)] {
        if !own.is_empty() {
            text.push_str(&format!("\n### {title}\n\n{}", fenced(own)));
        }
    }
}

fn table(facts: &Facts, text: &mut String) {
    text.push_str("| | |\n|---|---|\n");
    for (name, value) in facts {
        text.push_str(&format!("| {name} | {} |\n", cell(value)));
    }
}

/// Puts what a person wrote or said in a block, to the letter.
fn fenced(own: &str) -> String {
    let own = sanitize(own);
    let longest = own.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", own.trim_end())
}

/// Makes a text of a deck fit into a cell of a table.
fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}

/// Makes a text of a deck fit into a line.
fn line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decks come from strangers: outside code, HTML in them is text.
fn harmless(text: &str) -> String {
    let clean = sanitize(text);
    let mut harmless = String::with_capacity(clean.len());
    let mut rest = &*clean;
    while let Some(at) = rest.find(['<', '`']) {
        let (before, from) = rest.split_at(at);
        harmless.push_str(before);
        let ticks = from.len() - from.trim_start_matches('`').len();
        if ticks == 0 {
            harmless.push_str("&lt;");
            rest = &from[1..];
            continue;
        }
        // A code span ends with as many backticks as it began with.
        let (open, inside) = from.split_at(ticks);
        let mut end = None;
        let mut seen = 0;
        while let Some(next) = inside[seen..].find('`').map(|next| next + seen) {
            let run = inside[next..].len() - inside[next..].trim_start_matches('`').len();
            if run == ticks {
                end = Some(next + run);
                break;
            }
            seen = next + run;
        }
        harmless.push_str(open);
        match end {
            Some(end) => {
                harmless.push_str(&inside[..end]);
                rest = &inside[end..];
            }
            None => rest = inside,
        }
    }
    harmless.push_str(rest);
    harmless
}

#[cfg(test)]
mod tests {
    use super::{fenced, harmless};

    #[test]
    fn html_of_a_deck_is_text_outside_code() {
        assert_eq!(harmless("a <b> `<c>` ``<d> ` <e>`` <f"), "a &lt;b> `<c>` ``<d> ` <e>`` &lt;f");
        assert_eq!(harmless("no end `<b>"), "no end `&lt;b>");
        assert_eq!(harmless("\u{1b}[31m"), "‹U+001B›[31m");
    }

    #[test]
    fn a_block_ends_where_it_is_meant_to() {
        assert_eq!(fenced("a\n```\nb"), "````text\na\n```\nb\n````\n");
    }
}
