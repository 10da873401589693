//! What the session says where it shows no card: a greeting, a new topic, the end of the minutes.

use crate::session::screen::{Act, Body};
use crate::terminal::flow::{Item, flow};
use crate::terminal::keys::Hint;
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Line, Span};
use crate::terminal::words::{count, day_from};

/// Returns the text in one piece, for faces that have lines only.
pub(crate) fn text(body: &Body) -> String {
    let sentences: Vec<String> = sentences(body)
        .iter()
        .map(|spans| spans.iter().map(Span::text).collect::<String>())
        .collect();
    sentences.join(" ")
}

/// Says whether an act is offered within the sentences, not below them.
pub(crate) fn is_inline(body: &Body, act: Act) -> bool {
    match body {
        Body::FirstRun { .. } => matches!(act, Act::Continue | Act::Place),
        Body::WelcomeBack { .. } => act == Act::Continue,
        Body::TopicIntro { .. } => matches!(act, Act::Continue | Act::Page | Act::Skip),
        Body::Budget { .. } => matches!(act, Act::Continue | Act::Quit),
        _ => false,
    }
}

/// Draws the sentences and the keys that belong to them: "New here. [Enter] start". One line, where
/// it can be; else a sentence is broken only if it is wider than a line, and the keys stay together.
pub(crate) fn lines(body: &Body, here: Vec<Hint>, look: &Look) -> Vec<Line> {
    let keys = keys(body, here, look);
    let keys_width: usize = keys.iter().map(Item::full_width).sum();
    let one_line: usize = sentences(body)
        .iter()
        .map(|spans| Item::new(" ", spans.clone()).full_width())
        .sum::<usize>()
        + keys_width;
    let measure = if one_line <= look.room() + 1 { look.room() } else { look.measure() };

    let sentences = sentences(body).into_iter().map(|spans| Item::new(" ", spans));
    let mut lines = flow(sentences.collect(), measure);
    match lines.last_mut() {
        Some(last) if last.width() + keys_width <= measure => {
            for item in keys {
                item.put_on(last);
            }
        }
        _ => lines.extend(flow(keys, measure)),
    }
    lines
}

fn keys(body: &Body, here: Vec<Hint>, look: &Look) -> Vec<Item> {
    let dot = format!(" {} ", look.signs().dot);
    let last = here.len().saturating_sub(1);
    let key = |(index, hint): (usize, Hint)| {
        let end = if matches!(body, Body::Budget { .. }) && index == last { "." } else { "" };
        let spans = vec![
            Span::new(&format!("[{}]", hint.key), Label::Key),
            Span::plain(&format!(" {}{end}", hint.label)),
        ];
        Item::new(if index == 0 { " " } else { &dot }, spans)
    };
    here.into_iter().enumerate().map(key).collect()
}

fn sentences(body: &Body) -> Vec<Vec<Span>> {
    let plain = |text: String| vec![Span::plain(&text)];
    match body {
        Body::FirstRun { minutes, new } => vec![
            plain("New here.".to_owned()),
            plain(format!("{minutes} min a day, {}.", count(*new, "new card"))),
        ],
        Body::WelcomeBack { due, minutes, level_on, today } => {
            let away = level_on.days_since(*today);
            let day = day_from(*level_on, *today);
            let day = if away < 2 { day } else { format!("on {day}") };
            let mut sentences = vec![
                plain("Welcome back.".to_owned()),
                plain(format!("{due} due; at {minutes} min a day you are level {day}.")),
            ];
            if away > 0 {
                sentences.push(plain("No new cards until then.".to_owned()));
            }
            sentences
        }
        // The title is a piece of its own, so that one from right to left keeps its order.
        Body::TopicIntro { title, .. } => {
            vec![vec![
                Span::plain("New topic: "),
                Span::new(title, Label::Strong),
                Span::plain("."),
            ]]
        }
        Body::Budget { minutes, left } => {
            vec![plain(format!("{minutes} min.")), plain(format!("{left} left, first tomorrow."))]
        }
        Body::TopicSummary { .. }
        | Body::Card(_)
        | Body::Interview(_)
        | Body::Done(_)
        | Body::QuizEnd(_)
        | Body::Offers(_) => Vec::new(),
    }
}
