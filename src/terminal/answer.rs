//! What the reveal shows of each kind of card.

use crate::cards::Answer;
use crate::cards::ask::{FollowUp, JudgedOption, KeyPoint, Otherwise};
use crate::model::Response;
use crate::session::screen::{Judged, Revealed};
use crate::terminal::draw::Pen;
use crate::terminal::markdown::{render, render_item};
use crate::terminal::setting::Setting;
use crate::terminal::text::{Direction, Label, Line, Span, width};
use crate::terminal::wrap::wrap;

/// Returns the answer in its parts: four of a scenario, one of everything else.
pub(crate) fn parts(shown: &Revealed, pen: &Pen<'_>, direction: Direction) -> Vec<Vec<Line>> {
    let verdict = shown.verdict.as_ref();
    match &shown.answer {
        Answer::Plain { back } => vec![pen.markdown(back, direction)],
        Answer::Cloze { text, .. } => {
            let mut lines = judged(verdict, pen);
            let setting = Setting { strong: Label::Answer, ..pen.setting(direction) };
            lines.extend(render(text, &setting));
            vec![lines]
        }
        Answer::Mcq { options } => vec![mcq(options, verdict, pen, direction)],
        Answer::Order { items } => vec![order(items, verdict, pen, direction)],
        Answer::Typed { accept } => vec![typed(accept, verdict, pen)],
        Answer::Scenario { choice, because, cost, flips_if, otherwise } => {
            let mut parts = vec![
                titled("Choice", choice, pen, direction),
                titled("Because", because, pen, direction),
                titled("Cost", cost, pen, direction),
                titled("Flips if", flips_if, pen, direction),
            ];
            if let (Some(last), false) = (parts.last_mut(), otherwise.is_empty()) {
                last.push(Line::empty());
                last.extend(other_ways(otherwise, pen, direction));
            }
            parts
        }
        Answer::Interview { key_points, red_flags, follow_ups } => {
            vec![interview(key_points, red_flags, follow_ups, pen, direction)]
        }
    }
}

/// Draws whether a response was right, and what was typed.
fn judged(verdict: Option<&Judged>, pen: &Pen<'_>) -> Vec<Line> {
    let Some(Judged { verdict, .. }) = verdict else { return Vec::new() };
    let signs = pen.look.signs();
    let mut lines = vec![if verdict.correct {
        Line::of(&format!("{} Right.", signs.right), Label::Right)
    } else {
        Line::of(&format!("{} Not right.", signs.wrong), Label::Wrong)
    }];
    if let Response::Text(given) = &verdict.response {
        let spans = [Span::new("You typed: ", Label::Dim), Span::new(given, Label::Typed)];
        lines.extend(wrap(&spans, pen.look.measure()).into_iter().map(Line::new));
    }
    lines.push(Line::empty());
    lines
}

fn mcq(
    options: &[JudgedOption],
    verdict: Option<&Judged>,
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    let picked = verdict.and_then(|judged| judged.picked);
    let mut lines = judged(verdict, pen);
    for (index, option) in options.iter().enumerate() {
        if index > 0 {
            lines.push(Line::empty());
        }
        let marker = marker(picked.map(|picked| picked == index), option.correct, index + 1, pen);
        let indent: usize = marker.iter().map(|span| width(span.text())).sum();
        lines.extend(render_item(&option.text, &pen.setting(direction), &marker));
        if !option.why.is_empty() {
            lines.extend(below(indent, &option.why, pen, direction));
        }
    }
    lines
}

/// The marks before a judged option: whether it was picked, if any was; whether it is right; its
/// number.
fn marker(is_picked: Option<bool>, is_right: bool, number: usize, pen: &Pen<'_>) -> Vec<Span> {
    let signs = pen.look.signs();
    let (sign, label) =
        if is_right { (signs.right, Label::Right) } else { (signs.wrong, Label::Wrong) };
    let picked =
        is_picked.map(|is_picked| format!("{} ", if is_picked { signs.mark } else { " " }));
    vec![
        Span::new(&picked.unwrap_or_default(), Label::Key),
        Span::new(&format!("{sign} "), label),
        Span::new(&format!("{number}. "), Label::Key),
    ]
}

fn order(
    items: &[String],
    verdict: Option<&Judged>,
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    let signs = pen.look.signs();
    let given: Option<&[usize]> = verdict.and_then(|judged| match &judged.verdict.response {
        Response::Order(places) => Some(places.as_slice()),
        _ => None,
    });
    let mut lines = judged(verdict, pen);
    for (place, item) in items.iter().enumerate() {
        let mut marker = Vec::new();
        let mut remark = None;
        if let Some(step) = given.and_then(|given| given.iter().position(|&it| it == place)) {
            if step == place {
                marker.push(Span::new(&format!("{} ", signs.right), Label::Right));
            } else {
                marker.push(Span::new(&format!("{} ", signs.wrong), Label::Wrong));
                remark = Some(format!("You put it at {}.", step + 1));
            }
        }
        marker.push(Span::new(&format!("{}. ", place + 1), Label::Key));
        let indent: usize = marker.iter().map(|span| width(span.text())).sum();
        lines.extend(render_item(item, &pen.setting(direction), &marker));
        if let Some(remark) = remark {
            let mut line = Line::of(&" ".repeat(indent), Label::Plain);
            line.push(&remark, Label::Dim);
            lines.push(line);
        }
    }
    lines
}

/// Draws what may be typed, to the letter: it is no Markdown but for a pair of backticks.
fn typed(accept: &[String], verdict: Option<&Judged>, pen: &Pen<'_>) -> Vec<Line> {
    let mut lines = judged(verdict, pen);
    let plain = |text: &str| {
        let inner = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
        inner.unwrap_or(text).to_owned()
    };
    const ALSO: &str = "also: ";
    let measure = pen.look.measure();
    for (index, accepted) in accept.iter().enumerate() {
        let text = plain(accepted);
        if index == 0 {
            let spans = wrap(&[Span::new(&text, Label::Answer)], measure);
            lines.extend(spans.into_iter().map(Line::new));
            continue;
        }
        // One to a line: a comma may be part of an answer.
        let room = measure.saturating_sub(ALSO.len());
        for (row, spans) in wrap(&[Span::plain(&text)], room).into_iter().enumerate() {
            let is_first = index == 1 && row == 0;
            let before = if is_first { ALSO.to_owned() } else { " ".repeat(ALSO.len()) };
            let mut line = Line::of(&before, Label::Dim);
            line.spans.extend(spans);
            lines.push(line);
        }
    }
    lines
}

/// Draws a text under its title.
fn titled(title: &str, text: &str, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let mut lines = vec![Line::of(title, Label::Heading)];
    lines.extend(pen.markdown(text, direction));
    lines
}

fn other_ways(ways: &[Otherwise], pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let signs = pen.look.signs();
    let mut lines = vec![Line::of("Otherwise", Label::Heading)];
    for way in ways {
        lines.extend(signed(signs.wrong, Label::Wrong, &way.text, pen, direction));
        lines.extend(below(width(signs.wrong) + 1, &way.why, pen, direction));
    }
    lines
}

fn interview(
    key_points: &[KeyPoint],
    red_flags: &[String],
    follow_ups: &[FollowUp],
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    let signs = pen.look.signs();
    let mut lines = Vec::new();
    let title = |lines: &mut Vec<Line>, text: &str| {
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        lines.push(Line::of(text, Label::Heading));
    };
    if !key_points.is_empty() {
        title(&mut lines, "A strong answer says");
        for point in key_points {
            let text = remarked(point.must.map(|level| level.name().to_owned()), &point.point);
            lines.extend(signed(signs.bullet, Label::Key, &text, pen, direction));
        }
    }
    if !red_flags.is_empty() {
        title(&mut lines, "Red flags");
        for flag in red_flags {
            lines.extend(signed(signs.wrong, Label::Wrong, flag, pen, direction));
        }
    }
    if !follow_ups.is_empty() {
        title(&mut lines, "Follow-ups");
        for follow in follow_ups {
            let text = remarked(
                follow.if_missed.as_ref().map(|id| format!("if missed: {id}")),
                &follow.ask,
            );
            lines.extend(signed("?", Label::Key, &text, pen, direction));
            lines.extend(below(2, &follow.strong, pen, direction));
        }
    }
    lines
}

/// Puts a remark before a text, as Markdown that shows it to the letter: `[senior] ...`.
fn remarked(remark: Option<String>, text: &str) -> String {
    remark.map_or_else(|| text.to_owned(), |remark| format!("\\[{remark}\\] {text}"))
}

/// Draws a text behind a sign.
fn signed(sign: &str, label: Label, text: &str, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    render_item(text, &pen.setting(direction), &[Span::new(&format!("{sign} "), label)])
}

/// Draws a remark below a text, as far in as the text.
fn below(indent: usize, text: &str, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    render_item(text, &pen.setting(direction), &[Span::plain(&" ".repeat(indent))])
}
