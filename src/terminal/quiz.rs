//! The end of a quiz: its report, and the sections that may be known already.

use crate::model::sitting::Sure;
use crate::session::quiz::screen::{Part, QuizReport, Score};
use crate::session::screen::{Offer, QuizEnd};
use crate::terminal::draw::{Pen, direction_of_text};
use crate::terminal::flow::{flow, words};
use crate::terminal::markdown::render_item;
use crate::terminal::setting::Setting;
use crate::terminal::text::{Label, Line, Span, cut, width};
use crate::terminal::words::{count, date, duration, percent, points};

/// Draws the report.
pub(crate) fn report(end: &QuizEnd, pen: &Pen<'_>) -> Vec<Line> {
    let QuizEnd { report, .. } = end;
    let Some(share) = report.score.share() else {
        return vec![Line::of("No question was asked.", Label::Heading)];
    };
    let title = format!("Quiz: {}, {}", of(&report.score), percent(share));
    let mut lines = vec![Line::of(&title, Label::Heading), Line::empty()];
    lines.extend(facts(end, pen));
    let by = |name: &str, parts: &[Part], title: &dyn Fn(&str) -> String| {
        let rows: Vec<Row> = parts.iter().map(|part| part_row(part, title)).collect();
        table([name, "points", "", "before"], &rows, pen)
    };
    let topic = |slug: &str| end.titles.get(slug).cloned().unwrap_or_else(|| slug.to_owned());
    lines.extend(by("Topic", &report.topics, &topic));
    lines.extend(by("Facet", &report.facets, &str::to_owned));
    lines.extend(calibration(report, pen));
    lines.extend(misbelieved(end, pen));
    lines.extend(next_steps(end, pen));
    lines.extend(earlier(report, pen));
    lines
}

/// Draws the sections that may be known already.
pub(crate) fn offers(offers: &[Offer], pen: &Pen<'_>) -> Vec<Line> {
    let signs = pen.look.signs();
    let mut lines = vec![Line::of("You seem to know", Label::Heading), Line::empty()];
    for (index, offer) in offers.iter().enumerate() {
        let (sign, label) =
            if offer.is_chosen { (signs.right, Label::Right) } else { ("", Label::Plain) };
        let gap = " ".repeat(width(signs.right).saturating_sub(width(sign)) + 1);
        let marker = [
            Span::new(&format!("{sign}{gap}"), label),
            Span::new(&format!("{}. ", index + 1), Label::Key),
        ];
        let indent: usize = marker.iter().map(|span| width(span.text())).sum();
        let mut line = Line::new(marker.to_vec());
        let room = pen.look.measure().saturating_sub(indent);
        line.push(&cut(Span::plain(&offer.title).text(), room, signs.more), Label::Strong);
        lines.push(line);
        let what = format!(
            "{} of {} right; {} would count as known",
            offer.right,
            offer.asked,
            count(offer.cards, "new card")
        );
        for mut line in flow(words(&what, Label::Dim), room) {
            line.indent = indent;
            lines.push(line);
        }
    }
    lines.push(Line::empty());
    let what = "A card that counts as known is asked for the first time in about a month. One undo \
                takes all of it back.";
    lines.extend(flow(words(what, Label::Plain), pen.look.measure()));
    lines
}

/// Says how many points of how many: "15.5 of 20".
fn of(score: &Score) -> String {
    format!("{} of {}", points(score.points()), score.asked)
}

fn facts(end: &QuizEnd, pen: &Pen<'_>) -> Vec<Line> {
    let QuizEnd { report, record, .. } = end;
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some((low, high)) = report.score.interval_95() {
        let likely = format!("{} to {} of all such questions", percent(low), percent(high));
        facts.push(("Likely", format!("{likely} (95 % interval)")));
    }
    let each = report.took_ms / u64::from(report.score.asked.max(1));
    let time = format!("{}, {} a question", duration(report.took_ms), duration(each));
    facts.push(("Time", time));
    let mut missing = Vec::new();
    if report.unanswered > 0 {
        missing.push(format!("{} not answered", report.unanswered));
    }
    if report.late > 0 {
        missing.push(format!("{} too late", report.late));
    }
    if report.not_reached > 0 {
        missing.push(format!("{} not reached, and not counted", report.not_reached));
    }
    if !missing.is_empty() {
        facts.push(("Missing", missing.join(", ")));
    }
    if let (Some(change), Some(last)) = (report.change(), report.earlier.last()) {
        let how = match (change * 100.0).round() {
            0.0 => "as",
            moved if moved > 0.0 => "up from",
            _ => "down from",
        };
        let before = last.score.share().map_or(String::new(), percent);
        facts.push(("Change", format!("{how} {before} on {}", date(last.moment.day))));
    }
    let schedule = if record.recorded { "has taken it in" } else { "is as it was" };
    facts.push(("Schedule", schedule.to_owned()));
    let names = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0) + 2;
    let room = pen.look.measure().saturating_sub(names);
    let mut lines = Vec::new();
    for (name, value) in facts {
        for (row, rest) in flow(words(&value, Label::Plain), room).into_iter().enumerate() {
            let name = if row == 0 { name } else { "" };
            let mut line = Line::of(name, Label::Dim);
            line.push(&" ".repeat(names - width(name)), Label::Plain);
            line.spans.extend(rest.spans);
            lines.push(line);
        }
    }
    lines
}

/// The columns that a name in a table wants.
const NAME: usize = 10;

/// A name with its numbers, which stand in columns.
struct Row {
    name: String,
    cells: [String; 3],
}

fn part_row(part: &Part, title: &dyn Fn(&str) -> String) -> Row {
    let share = |score: &Score| score.share().map_or(String::new(), percent);
    let name = part.name.as_deref().map_or_else(|| "none".to_owned(), title);
    Row { name, cells: [of(&part.score), share(&part.score), share(&part.before)] }
}

/// Draws rows below a head, after an empty line; nothing without rows. Columns in which nothing
/// stands are left out, and a name that is too long is cut.
fn table(head: [&str; 4], rows: &[Row], pen: &Pen<'_>) -> Vec<Line> {
    if rows.is_empty() {
        return Vec::new();
    }
    let [name, heads @ ..] = head;
    let mut widths: [usize; 3] = std::array::from_fn(|column| {
        let widest = rows.iter().map(|row| width(&row.cells[column])).max().unwrap_or(0);
        if widest == 0 { 0 } else { widest.max(width(heads[column])) }
    });
    let sum = |widths: &[usize; 3]| -> usize {
        widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum()
    };
    // The last column is the one to do without.
    if sum(&widths) + NAME > pen.look.measure() {
        widths[2] = 0;
    }
    let numbers = sum(&widths);
    let names = rows.iter().map(|row| width(&row.name)).chain([width(name)]).max().unwrap_or(0);
    let names = names.min(pen.look.measure().saturating_sub(numbers)).max(1);
    let line = |name: &str, cells: [&str; 3], label: Label| {
        let name = cut(Span::plain(name).text(), names, pen.look.signs().more);
        let mut text = format!("{name}{}", " ".repeat(names - width(&name).min(names)));
        for (cell, columns) in cells.iter().zip(widths).filter(|(_, columns)| *columns > 0) {
            text.push_str(&format!("  {}{cell}", " ".repeat(columns - width(cell))));
        }
        Line::of(text.trim_end(), label)
    };
    let mut lines = vec![Line::empty(), line(name, heads, Label::Heading)];
    for row in rows {
        let cells = std::array::from_fn(|column| row.cells[column].as_str());
        lines.push(line(&row.name, cells, Label::Plain));
    }
    lines
}

fn calibration(report: &QuizReport, pen: &Pen<'_>) -> Vec<Line> {
    let row = |(sure, score): &(Sure, Score)| Row {
        name: says(*sure).to_owned(),
        cells: [
            format!("{} of {}", score.right, score.asked),
            percent(f64::from(score.right) / f64::from(score.asked.max(1))),
            String::new(),
        ],
    };
    let rows: Vec<Row> = report.calibration.iter().map(row).collect();
    table(["How sure", "right", "", ""], &rows, pen)
}

/// Says how sure somebody was.
pub(crate) fn says(sure: Sure) -> &'static str {
    match sure {
        Sure::Sure => "sure",
        Sure::Think => "think so",
        Sure::Guess => "guess",
    }
}

/// Draws what was answered wrongly with "sure": what nobody would look up.
fn misbelieved(end: &QuizEnd, pen: &Pen<'_>) -> Vec<Line> {
    let signs = pen.look.signs();
    let columns = width(signs.wrong).max(width(signs.mark)) + 1;
    let sign = |sign: &str, label| {
        [Span::new(&format!("{sign}{}", " ".repeat(columns - width(sign))), label)]
    };
    let mut lines = Vec::new();
    for view in end.report.misbelieved.iter().filter_map(|&place| end.answers.get(place)) {
        let Some(shown) = &view.revealed else { continue };
        if lines.is_empty() {
            lines.extend([Line::empty(), Line::of("Sure, and not right", Label::Heading)]);
        }
        let front = view.question.headline();
        let wrong = sign(signs.wrong, Label::Wrong);
        lines.push(Line::empty());
        lines.extend(render_item(front, &pen.setting(direction_of_text(front)), &wrong));
        let back = shown.answer.headline();
        let setting = pen.setting(direction_of_text(&back));
        let setting = Setting { strong: Label::Answer, ..setting };
        lines.extend(render_item(&back, &setting, &sign(signs.mark, Label::Answer)));
    }
    lines
}

/// Draws the commands that study what was weakest.
fn next_steps(end: &QuizEnd, pen: &Pen<'_>) -> Vec<Line> {
    let report = &end.report;
    if !report.score.has_misses() && report.calibration.iter().all(|(sure, _)| *sure != Sure::Guess)
    {
        return Vec::new();
    }
    let mut lines = vec![Line::empty(), Line::of("Study next", Label::Heading)];
    let weakest = report.weakest().filter_map(|part| part.name.as_deref());
    let mut commands: Vec<(String, String)> = weakest
        .map(|slug| {
            let title = end.titles.get(slug).map_or(slug, String::as_str);
            (format!("revisit study {slug}"), title.to_owned())
        })
        .collect();
    commands.push((
        "revisit study is:weak --ahead".to_owned(),
        "what you missed or guessed of late".to_owned(),
    ));
    let widest = commands.iter().map(|(command, _)| width(command)).max().unwrap_or(0);
    for (command, what) in commands {
        let room = pen.look.measure().saturating_sub(widest + 2);
        let what = cut(Span::plain(&what).text(), room, pen.look.signs().more);
        if room <= 8 {
            lines.extend(flow(words(&command, Label::Code), pen.look.measure()));
            continue;
        }
        let mut line = Line::of(&command, Label::Code);
        line.push(&" ".repeat(widest - width(&command) + 2), Label::Plain);
        line.push(&what, Label::Dim);
        lines.push(line);
    }
    lines
}

fn earlier(report: &QuizReport, pen: &Pen<'_>) -> Vec<Line> {
    let row = |earlier: &crate::session::quiz::screen::Earlier| Row {
        name: earlier.moment.day.to_string(),
        cells: [
            of(&earlier.score),
            earlier.score.share().map_or(String::new(), percent),
            duration(earlier.took_ms),
        ],
    };
    let rows: Vec<Row> = report.earlier.iter().map(row).collect();
    table(["Earlier", "points", "", "time"], &rows, pen)
}
