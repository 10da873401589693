//! What the reveal shows of each kind of card.

use crate::cards::ask::{Evidence, FollowUp, JudgedOption, KeyPoint, Otherwise, Phase};
use crate::cards::{Answer, Verdict};
use crate::model::Response;
use crate::model::sitting::{Given, Sure, WHOLE_PPM};
use crate::session::screen::{Judged, Revealed};
use crate::terminal::draw::Pen;
use crate::terminal::flow::{flow, words};
use crate::terminal::markdown::{render, render_item};
use crate::terminal::setting::Setting;
use crate::terminal::text::{Direction, Label, Line, Span, width};
use crate::terminal::words::percent;
use crate::terminal::wrap::wrap;

/// Returns the answer in its parts: four of a scenario, one of everything else.
pub(crate) fn parts(shown: &Revealed, pen: &Pen<'_>, direction: Direction) -> Vec<Vec<Line>> {
    match &shown.answer {
        Answer::Plain { back } => vec![pen.markdown(back, direction)],
        Answer::Cloze { text, .. } => {
            let mut lines = judged(shown, pen);
            let setting = Setting { strong: Label::Answer, ..pen.setting(direction) };
            lines.extend(render(text, &setting));
            vec![lines]
        }
        Answer::Mcq { options } => vec![mcq(options, shown, pen, direction)],
        Answer::Order { items } => vec![order(items, shown, pen, direction)],
        Answer::Typed { accept } => vec![typed(accept, shown, pen)],
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
        Answer::Interview { key_points, red_flags, follow_ups, evidence, phases } => {
            let mut lines = interview(key_points, red_flags, follow_ups, pen, direction);
            exercise(&mut lines, key_points, evidence, phases, pen, direction);
            vec![lines]
        }
    }
}

/// Draws whether a response was right, and what was typed.
fn judged(shown: &Revealed, pen: &Pen<'_>) -> Vec<Line> {
    let Some((is_right, says)) = result(shown) else { return Vec::new() };
    let signs = pen.look.signs();
    let (sign, label) =
        if is_right { (signs.right, Label::Right) } else { (signs.wrong, Label::Wrong) };
    let mut lines = flow(words(&format!("{sign} {says}"), label), pen.look.measure());
    if let Some(Judged { verdict: Verdict { response: Response::Text(given), .. }, .. }) =
        &shown.verdict
    {
        let spans = [Span::new("You typed: ", Label::Dim), Span::new(given, Label::Typed)];
        lines.extend(wrap(&spans, pen.look.measure()).into_iter().map(Line::new));
    }
    lines.push(Line::empty());
    lines
}

/// Says what became of the answer, and in a quiz how sure it was; `None` where nothing was judged.
fn result(shown: &Revealed) -> Option<(bool, String)> {
    let right = shown.verdict.as_ref().map(|judged| judged.verdict.correct);
    let Some(marked) = &shown.marked else {
        return right.map(|right| (right, if right { "Right." } else { "Not right." }.to_owned()));
    };
    let is_right = right == Some(true);
    let mut says = match marked.given {
        Given::Nothing => "Not answered.".to_owned(),
        Given::Late => "Not answered in time.".to_owned(),
        Given::Answer if is_right => "Right.".to_owned(),
        Given::Answer if marked.credit_ppm == 0 => "Not right.".to_owned(),
        Given::Answer => {
            let share = f64::from(marked.credit_ppm) / f64::from(WHOLE_PPM);
            format!("Not right; {} of the pairs are in order.", percent(share))
        }
    };
    says.push_str(match marked.sure {
        Some(Sure::Sure) => " You were sure.",
        Some(Sure::Think) => " You thought so.",
        Some(Sure::Guess) => " You guessed.",
        None => "",
    });
    Some((is_right, says))
}

fn mcq(
    options: &[JudgedOption],
    shown: &Revealed,
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    let picked = shown.verdict.as_ref().and_then(|judged| judged.picked);
    let mut lines = judged(shown, pen);
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

fn order(items: &[String], shown: &Revealed, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let signs = pen.look.signs();
    let judged = shown.verdict.as_ref();
    let given: Option<&[usize]> = judged.and_then(|judged| match &judged.verdict.response {
        Response::Order(places) => Some(places.as_slice()),
        _ => None,
    });
    let mut lines = self::judged(shown, pen);
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
fn typed(accept: &[String], shown: &Revealed, pen: &Pen<'_>) -> Vec<Line> {
    let mut lines = judged(shown, pen);
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

/// Draws what a debug round hands out, and the phases of a design exercise.
fn exercise(
    lines: &mut Vec<Line>,
    key_points: &[KeyPoint],
    evidence: &[Evidence],
    phases: &[Phase],
    pen: &Pen<'_>,
    direction: Direction,
) {
    let signs = pen.look.signs();
    for piece in evidence {
        lines.push(Line::empty());
        lines.extend(titled(&piece.ask, &piece.shows, pen, direction));
    }
    for phase in phases {
        lines.push(Line::empty());
        lines.push(Line::of(&format!("{}, {} min", phase.name, phase.minutes), Label::Heading));
        for point in &phase.points {
            let key = key_points.iter().find(|key| key.id == *point);
            let text = key.map_or(point, |key| &key.point);
            lines.extend(signed(signs.bullet, Label::Key, text, pen, direction));
        }
    }
}

/// Puts a remark before a text, as Markdown that shows it to the letter: `[senior] ...`.
pub(crate) fn remarked(remark: Option<String>, text: &str) -> String {
    remark.map_or_else(|| text.to_owned(), |remark| format!("\\[{remark}\\] {text}"))
}

/// Draws a text behind a sign.
pub(crate) fn signed(
    sign: &str,
    label: Label,
    text: &str,
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    render_item(text, &pen.setting(direction), &[Span::new(&format!("{sign} "), label)])
}

/// Draws a remark below a text, as far in as the text.
pub(crate) fn below(indent: usize, text: &str, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    render_item(text, &pen.setting(direction), &[Span::plain(&" ".repeat(indent))])
}
