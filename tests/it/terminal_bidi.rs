//! Persian on terminals that draw from left to right, and on those that reorder by themselves.
//!
//! A sentence is given as segments in reading order: `R` is read from right to left, `L` from left
//! to right. On the screen the segments stand in reverse order, and only the `R` ones are reversed.

use revisit::model::config::Bidi;
use revisit::terminal::bidi::{Ordering, TerminalName, arrange, direction_of, has_rtl};
use revisit::terminal::markdown::render;
use revisit::terminal::setting::Setting;
use revisit::terminal::text::{Direction, Label, Line, Span, width};
use revisit::terminal::theme::{paint, paint_all};
use revisit::terminal::{Draft, Look, draw};
use unicode_segmentation::UnicodeSegmentation;

use crate::terminal_screens as screens;

#[derive(Clone, Copy)]
enum Part {
    R(&'static str),
    L(&'static str),
}
use Part::{L, R};

fn visual(parts: &[Part]) -> String {
    let reversed = |text: &str| -> String {
        text.graphemes(true)
            .rev()
            .map(|cluster| match cluster {
                "(" => ")".to_owned(),
                ")" => "(".to_owned(),
                "«" => "»".to_owned(),
                "»" => "«".to_owned(),
                _ => match cluster.strip_suffix('\u{200c}') {
                    Some(letter) => format!("\u{200c}{letter}"),
                    None => cluster.to_owned(),
                },
            })
            .collect()
    };
    let shown = parts.iter().rev().map(|part| match part {
        R(text) => reversed(text),
        L(text) => (*text).to_owned(),
    });
    shown.collect()
}

fn spans(parts: &[Part]) -> Vec<Span> {
    // Code stands in backticks, as in a deck, and is a span of its own.
    let logical: String = parts
        .iter()
        .map(|part| match part {
            R(text) | L(text) => *text,
        })
        .collect();
    let pieces = logical.split('`').enumerate();
    pieces
        .map(|(index, text)| {
            if index % 2 == 1 {
                Span::new(&format!("`{text}`"), Label::Code)
            } else {
                Span::plain(text)
            }
        })
        .collect()
}

fn drawn(parts: &[Part]) -> String {
    let line = Line { direction: Direction::Rtl, ..Line::new(spans(parts)) };
    arrange(&line, Ordering::App).into_iter().map(|(text, _)| text).collect()
}

const SENTENCES: &[&[Part]] = &[
    &[R("سلام دنیا")],
    &[R("مسیر "), L("`/v1/orders?id=5`"), R(" را صدا بزنید.")],
    &[R("مسیر "), L("/v1/orders?id=5"), R(" را صدا بزنید.")],
    &[R("هدر "), L("`Idempotency-Key: \"8e03\"`"), R(" را بفرستید.")],
    &[R("هدر "), L("Idempotency-Key: \"8e03\""), R(" را بفرستید.")],
    &[R("متد "), L("PUT"), R(" (و "), L("DELETE"), R(") خودتوان است.")],
    &[R("(و "), L("DELETE"), R(")")],
    &[L("HTTP/1.1 409 Conflict"), R(" یعنی چه؟")],
    &[R("«خودتوان ("), L("idempotent"), R(")» یعنی چه؟")],
    &[R("زبان "), L("C++"), R(" و "), L("C#"), R(" و "), L(".NET"), R(".")],
    &[R("فرمان "), L("git commit --amend"), R(" تاریخ را عوض می‌کند.")],
    &[R("گزینهٔ "), L("--force"), R(" خطرناک است!")],
    &[R("کد "), L("`f(a, b)`"), R("، سپس "), L("`g()`"), R(".")],
    &[R("حداکثر "), L("10 ms"), R(" صبر کنید.")],
    &[R("حداکثر "), L("۱۰"), R(" ثانیه صبر کنید.")],
    &[R("تاریخ "), L("۱۴۰۵/۰۹/۰۱"), R(" است.")],
    &[R("پاسخ "), L("`204`"), R(" می‌آید و "), L("`404`"), R("؛ هر دو درست‌اند.")],
    &[R("کلاینت‌هایی که با هم شکست خورده‌اند")],
    &[R("آیا "), L("timeout"), R("؟ یا "), L("retry"), R("؟")],
    &[R("میان "), L("GET"), R("، "), L("PUT"), R(" و "), L("DELETE"), R("، کدام؟")],
    &[R("پرانتزِ درون: "), L("random(0, min(c, b * 2^n))"), R(" است.")],
    &[R("ایمیل "), L("a.b@example.com"), R(" را ببینید.")],
    &[R("نشانی "), L("https://example.com/a?b=c#d"), R(".")],
    &[R("الگوی "), L("read/write"), R(" و "), L("O(n log n)"), R(" را بدانید.")],
    &[R("نسخهٔ "), L("HTTP/2"), R(" از "), L("HTTP/1.1"), R(" جداست.")],
    &[R("پیشوندِ "), L("x-"), R(" نه.")],
];

#[test]
fn mixed_sentences_are_drawn_in_the_order_they_are_read() {
    let mut wrong = Vec::new();
    for parts in SENTENCES {
        let (drawn, expected) = (drawn(parts), visual(parts));
        if drawn != expected {
            wrong.push(format!("drawn    {drawn}\nexpected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SENTENCES.len(), wrong.join("\n"));
}

#[test]
fn drawing_order_holds_no_controls_and_loses_no_letter() {
    for parts in SENTENCES {
        let drawn = drawn(parts);
        assert!(!drawn.chars().any(|c| ('\u{2066}'..='\u{2069}').contains(&c)));
        let logical: String = spans(parts).iter().map(|span| span.text().to_owned()).collect();
        assert_eq!(width(&drawn), width(&logical));
        assert_eq!(drawn.chars().count(), logical.chars().count());
    }
}

#[test]
fn persian_lines_end_at_the_right_edge() {
    let look = Look::default();
    let setting = Setting::new(&look, Direction::Rtl, None);
    let text = "یک درخواست POST که سفارش می‌سازد با timeout روبه‌رو می‌شود. چرا کلاینت \
                نمی‌تواند بفهمد سفارش ثبت شده است یا نه؟";
    let shown = paint_all(&render(text, &setting), &look);
    assert!(shown.lines().count() > 1);
    for line in shown.lines() {
        assert_eq!(width(line), look.margin() + look.measure(), "{line}");
    }
    // The first word read is the last one drawn.
    assert!(shown.lines().next().unwrap().ends_with("کی"), "{shown}");
}

#[test]
fn code_blocks_in_persian_cards_stay_at_the_left() {
    let look = Look::default();
    let setting = Setting::new(&look, Direction::Rtl, None);
    let shown = paint_all(&render("متن:\n\n```\nselect 1;\n```\n", &setting), &look);
    assert!(shown.lines().any(|line| line == "    select 1;"), "{shown}");
}

#[test]
fn a_list_hangs_from_the_right() {
    let look = Look { width: 30, ..Look::default() };
    let setting = Setting::new(&look, Direction::Rtl, None);
    let shown = paint_all(&render("- یک\n- دو", &setting), &look);
    assert_eq!(shown, format!("{0}کی •\n{0}ود •\n", " ".repeat(24)));
}

#[test]
fn a_terminal_that_reorders_gets_reading_order_with_marks() {
    let parts: &[Part] = &[L("HTTP/1.1"), R(" یعنی چه؟")];
    let line = Line { direction: Direction::Rtl, ..Line::new(spans(parts)) };
    let text: String = arrange(&line, Ordering::Terminal).into_iter().map(|(t, _)| t).collect();
    assert_eq!(text, "\u{200f}\u{2066}HTTP/1.1\u{2069} یعنی چه؟");
    let look = Look { bidi: Ordering::Terminal, ..Look::default() };
    assert_eq!(paint(&line, &look), "\u{200f}  \u{2066}HTTP/1.1\u{2069} یعنی چه؟");
}

#[test]
fn switched_off_it_is_the_text_as_written() {
    let parts: &[Part] = &[L("HTTP/1.1"), R(" یعنی چه؟")];
    let line = Line { direction: Direction::Rtl, ..Line::new(spans(parts)) };
    let look = Look { bidi: Ordering::Off, ..Look::default() };
    assert_eq!(paint(&line, &look), "  HTTP/1.1 یعنی چه؟");
}

#[test]
fn a_persian_title_in_an_english_line_reads_from_its_right() {
    let mut line = Line::of("خودتوانی (idempotency) و تلاش", Label::Dim);
    line.push(" · why", Label::Dim);
    let shown: String = arrange(&line, Ordering::App).into_iter().map(|(text, _)| text).collect();
    assert_eq!(shown, "شالت و (idempotency) یناوتدوخ · why");
}

#[test]
fn english_lines_are_left_alone() {
    let line = Line::of("plain (text), as it is", Label::Plain);
    assert_eq!(
        arrange(&line, Ordering::App),
        [("plain (text), as it is".to_owned(), Label::Plain)]
    );
    assert!(!has_rtl("é日本") && has_rtl("a ب"));
}

#[test]
fn labels_go_with_their_letters() {
    let line = Line {
        direction: Direction::Rtl,
        ..Line::new(vec![
            Span::plain("الف "),
            Span::new("ب", Label::Strong),
            Span::new(" x", Label::Code),
        ])
    };
    let shown = arrange(&line, Ordering::App);
    assert_eq!(
        shown,
        [
            (" x".to_owned(), Label::Code),
            ("ب".to_owned(), Label::Strong),
            (" فلا".to_owned(), Label::Plain),
        ]
    );
}

#[test]
fn who_reorders_follows_the_setting_and_the_terminal() {
    let named = |term, program| TerminalName { term, program, ..TerminalName::default() };
    let xterm = named("xterm-256color", "");
    for (setting, terminal, expected) in [
        (Bidi::Auto, xterm, Ordering::App),
        (Bidi::Auto, named("xterm-256color", "Apple_Terminal"), Ordering::Terminal),
        (Bidi::Auto, named("putty-256color", ""), Ordering::Terminal),
        (Bidi::Auto, named("mlterm", ""), Ordering::Terminal),
        (Bidi::Auto, TerminalName { is_konsole: true, ..xterm }, Ordering::Terminal),
        (Bidi::Auto, TerminalName { is_mlterm: true, ..xterm }, Ordering::Terminal),
        (Bidi::App, TerminalName { is_konsole: true, ..xterm }, Ordering::App),
        (Bidi::Terminal, xterm, Ordering::Terminal),
        (Bidi::Off, xterm, Ordering::Off),
    ] {
        assert_eq!(Ordering::resolve(setting, &terminal), expected, "{setting:?} {terminal:?}");
    }
    assert_eq!(direction_of("fa-IR"), Direction::Rtl);
    assert_eq!(direction_of("en"), Direction::Ltr);
}

#[test]
fn a_persian_card_is_set_from_the_right_and_its_keys_from_the_left() {
    let look = Look::default();
    let shown = draw(&screens::persian(), &Draft::default(), &look, None).text(&look);
    assert!(shown.contains("`Idempotency-Key: \"8e03\"` رده\n"), "{shown}");
    assert!(shown.contains("\n  Space reveal\n"), "{shown}");
}
