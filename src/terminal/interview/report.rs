//! The report of an interview in lines, for a screen, a pipe, and `interview --history`.

use crate::model::Heard;
use crate::session::interview::report::{Before, PointReport, PromptReport, Report, Total};
use crate::session::interview::score::{Mark, Score};
use crate::terminal::draw::{Pen, direction_of_text};
use crate::terminal::flow::{flow, words};
pub use crate::terminal::interview::answer::what;
use crate::terminal::interview::rate::said;
use crate::terminal::look::Look;
use crate::terminal::markdown::{render, render_item};
use crate::terminal::text::{Label, Line, Span, width};
use crate::terminal::words::{clock, count, duration};
use crate::terminal::wrap::wrap;

/// Returns a report as text, wrapped at a width and without colour.
pub fn text(report: &Report, columns: usize) -> String {
    let look = Look { unicode: true, ..Look::plain(columns) };
    let pen = Pen { look: &look, highlighter: None };
    let lines = lines(report, &pen);
    let lines: Vec<String> = lines.iter().map(|line| line.text().trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Draws a report.
pub(super) fn lines(report: &Report, pen: &Pen<'_>) -> Vec<Line> {
    let mut lines = vec![title(report)];
    lines.extend(flow(words(&what(&report.held.terms), Label::Dim), pen.look.measure()));
    lines.push(Line::empty());
    // The verdict is the title.
    lines.extend(rows(&facts(report).split_off(1), pen));
    for (title, points) in gaps(report) {
        heading(title, pen, &mut lines);
        for point in points {
            lines.extend(item(pen.look.signs().bullet, Label::Key, &point.text, pen));
        }
    }
    if !report.study.is_empty() {
        heading("Study next", pen, &mut lines);
        for study in &report.study {
            let notes: Vec<&str> = study.notes.iter().map(|note| note.local()).collect();
            let text = format!("{}: {}", study.topic, notes.join(", "));
            lines.extend(flow(words(&text, Label::Plain), pen.look.measure()));
        }
        for hint in hints(report) {
            lines.extend(flow(words(&hint, Label::Hint), pen.look.measure()));
        }
    }
    for (place, prompt) in report.prompts.iter().enumerate() {
        heading(&format!("Prompt {}: {}", place + 1, prompt.topic), pen, &mut lines);
        lines.extend(prompt_lines(prompt, pen));
    }
    lines
}

/// Returns the points that were wanting, under their titles; what has none is left out.
pub fn gaps(report: &Report) -> Vec<(&'static str, Vec<&PointReport>)> {
    let list = |heard, must| report.points(heard, must).map(|(_, point)| point).collect();
    let mut gaps = vec![
        ("Required and missed", list(Heard::Missed, true)),
        ("Required, and said only after a probe", list(Heard::Probed, true)),
        ("Never raised", list(Heard::Missed, false)),
    ];
    gaps.retain(|(_, points): &(_, Vec<_>)| !points.is_empty());
    gaps
}

/// Says what to type to study what was missed.
pub fn hints(report: &Report) -> Vec<String> {
    let mut hints = vec!["From tomorrow on, for two weeks: `revisit study is:weak`".to_owned()];
    let pages = report.study.iter().filter(|study| study.has_page);
    let pages: Vec<String> = pages
        .filter_map(|study| study.slug.as_ref())
        .map(|slug| format!("`revisit read {slug}`"))
        .collect();
    if !pages.is_empty() {
        hints.push(format!("To read: {}", pages.join(", ")));
    }
    hints
}

fn title(report: &Report) -> Line {
    let text = verdict(report);
    let label = match report.total.mark() {
        Some(Mark::Strong | Mark::Good) => Label::Right,
        Some(Mark::NotYet) => Label::Wrong,
        None => Label::Heading,
    };
    Line::of(&format!("{text}."), label)
}

fn verdict(report: &Report) -> String {
    let mark = report.total.mark();
    mark.map_or_else(|| "Nothing was rated".to_owned(), in_words)
}

/// Says a mark as a sentence begins.
fn in_words(mark: Mark) -> String {
    match mark {
        Mark::Strong => "Strong".to_owned(),
        Mark::Good => "Good".to_owned(),
        Mark::NotYet => "Not yet".to_owned(),
    }
}

/// Writes a share: `72 %`, and `-` where there is none.
pub fn share(score: &Score) -> String {
    score.share_hundredths().map_or("-".to_owned(), |share| format!("{} %", share / 100))
}

/// Names with values.
pub type Facts = Vec<(&'static str, String)>;

/// Returns what an interview came to, in a few lines.
pub fn facts(report: &Report) -> Facts {
    let Total { rated, skipped, score, .. } = report.total;
    let mut facts = vec![("Verdict", verdict(report)), ("Score", points(&score))];
    if score.required > 0 {
        facts.push(("Required", required(&score)));
    }
    if score.red_flags > 0 {
        facts.push(("Red flags", score.red_flags.to_string()));
    }
    let planned = report.held.terms.planned;
    let mut prompts = format!("{rated} of {planned} rated");
    if skipped > 0 {
        prompts.push_str(&format!(", {skipped} skipped"));
    }
    facts.push(("Prompts", prompts));
    facts.push(("Time", against_plan(report.total.took_ms, report.total.planned_ms)));
    facts.push(("Outline", outline(&report.total)));
    if let Some(before) = &report.before {
        facts.push(("Before", compared(before)));
    }
    facts
}

fn points(score: &Score) -> String {
    let halves = score.halves();
    let half = if halves % 2 == 1 { ".5" } else { "" };
    format!("{} ({}{half} of {})", share(score), halves / 2, score.points)
}

fn required(score: &Score) -> String {
    let made = score.required - score.required_missed - score.required_probed;
    let mut text = format!("{made} of {} unprompted", score.required);
    if score.required_probed > 0 {
        text.push_str(&format!(", {} after a probe", score.required_probed));
    }
    if score.required_missed > 0 {
        text.push_str(&format!(", {} missed", score.required_missed));
    }
    text
}

/// Says what a time is against its plan: "12 min of 10 min, 2 min over".
fn against_plan(took_ms: u64, planned_ms: u64) -> String {
    let text = format!("{} of {}", clock(took_ms), clock(planned_ms));
    match took_ms.checked_sub(planned_ms) {
        Some(over) if over >= 1_000 => format!("{text}, {} over", clock(over)),
        _ => text,
    }
}

fn outline(total: &Total) -> String {
    match total.structure_ms {
        None => "never announced".to_owned(),
        Some(ms) if total.rated == 1 => format!("after {}", clock(ms)),
        Some(ms) => {
            format!("after {} on average, in {} of {}", clock(ms), total.structured, total.rated)
        }
    }
}

fn compared(before: &Before) -> String {
    let mark = before.total.mark().map_or("-", Mark::name);
    let terms = &before.held.terms;
    let day = before.held.moment.day;
    format!(
        "{} {mark} ({}, {}, {day})",
        share(&before.total.score),
        terms.round.name(),
        terms.level.name()
    )
}

/// Draws what a prompt came to.
pub(super) fn prompt_lines(prompt: &PromptReport, pen: &Pen<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(text) = &prompt.prompt {
        lines.extend(render(text, &pen.setting(direction_of_text(text)).labelled(Label::Dim)));
        lines.push(Line::empty());
    }
    if prompt.skipped {
        lines.push(Line::of("Skipped.", Label::Notice));
        return lines;
    }
    let mark = prompt.score.mark();
    let label = if mark == Mark::NotYet { Label::Wrong } else { Label::Right };
    lines.push(Line::of(&format!("{}.", in_words(mark)), label));
    // The verdict is said already.
    lines.extend(rows(&prompt_facts(prompt).split_off(1), pen));
    lines.push(Line::empty());
    for point in &prompt.points {
        let (sign, label) = match point.heard {
            Heard::Unprompted => ("[u]", Label::Right),
            Heard::Probed => ("[p]", Label::Notice),
            Heard::Missed => ("[m]", Label::Wrong),
        };
        let must = if point.must { "\\[required\\] " } else { "" };
        lines.extend(item(sign, label, &format!("{must}{}", point.text), pen));
    }
    for flag in &prompt.red_flags {
        lines.extend(item("[!]", Label::Wrong, &format!("Red flag: {flag}"), pen));
    }
    said(&prompt.notes, &prompt.transcript, pen, &mut lines);
    lines
}

/// Returns what a prompt came to, in a few lines.
pub fn prompt_facts(prompt: &PromptReport) -> Facts {
    let outline = prompt.structure_ms.map(clock);
    let mut facts = vec![
        ("Verdict", in_words(prompt.score.mark())),
        ("Score", points(&prompt.score)),
        ("Time", against_plan(prompt.took_ms, prompt.planned_ms)),
        ("Outline", outline.map_or("not announced".to_owned(), |time| format!("after {time}"))),
    ];
    let over = prompt.phases.iter().filter(|(_, phase)| phase.took_ms > phase.planned_ms);
    let over: Vec<String> = over
        .map(|(name, phase)| format!("{name} by {}", clock(phase.took_ms - phase.planned_ms)))
        .collect();
    if !over.is_empty() {
        facts.push(("Phases over time", over.join(", ")));
    }
    if !prompt.evidence.is_empty() {
        facts.push(("Asked for", prompt.evidence.join(", then ")));
    }
    facts
}

/// Says in one line what an interview came to.
pub fn farewell(report: &Report) -> String {
    let total = &report.total;
    let prompts = count(total.rated, "prompt");
    let verdict = total
        .mark()
        .map_or_else(String::new, |mark| format!(", {}: {}", share(&total.score), mark.name()));
    format!("{prompts} in {}{verdict}. Everything is saved.", duration(total.took_ms))
}

fn item(sign: &str, label: Label, text: &str, pen: &Pen<'_>) -> Vec<Line> {
    let direction = direction_of_text(text);
    render_item(text, &pen.setting(direction), &[Span::new(&format!("{sign} "), label)])
}

fn heading(text: &str, pen: &Pen<'_>, lines: &mut Vec<Line>) {
    lines.push(Line::empty());
    lines.extend(pen.title(text, direction_of_text(text)));
}

/// Draws names and values in two columns; a value that is too wide goes on below itself.
fn rows(facts: &Facts, pen: &Pen<'_>) -> Vec<Line> {
    let names = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0) + 2;
    let measure = pen.look.measure();
    let room = measure.saturating_sub(names);
    if room < names {
        let row = |(name, value): &(&str, String)| {
            flow(words(&format!("{name}: {value}"), Label::Plain), measure)
        };
        return facts.iter().flat_map(row).collect();
    }
    let row = |(name, value): &(&str, String)| {
        let lines = wrap(&[Span::plain(value)], room);
        let mut name = *name;
        let line = |spans: Vec<Span>| {
            let mut line = Line::of(name, Label::Dim);
            line.push(&" ".repeat(names - width(name)), Label::Plain);
            line.spans.extend(spans);
            name = "";
            line
        };
        lines.into_iter().map(line).collect::<Vec<_>>()
    };
    facts.iter().flat_map(row).collect()
}
