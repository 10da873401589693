//! Colours for code: late, and only where they are worth the wait.
#![cfg(feature = "highlight")]

use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use revisit::terminal::Look;
use revisit::terminal::highlight::{CodeLines, Highlighter};
use revisit::terminal::markdown::render;
use revisit::terminal::setting::Setting;
use revisit::terminal::text::{Direction, Label, Token};

/// A highlighter with its grammars, loaded once for all tests: they are slow without optimisation.
fn loaded() -> &'static Highlighter {
    static LOADED: LazyLock<Highlighter> = LazyLock::new(load);
    &LOADED
}

fn load() -> Highlighter {
    let highlighter = Highlighter::default();
    let (sender, receiver) = mpsc::channel();
    highlighter.load(move || sender.send(()).expect("the test waits"));
    receiver.recv_timeout(Duration::from_secs(60)).expect("the grammars load");
    highlighter
}

fn labels(lines: &CodeLines, word: &str) -> Vec<Label> {
    let spans = lines.iter().flatten();
    spans.filter(|span| span.text().trim() == word).map(|span| span.label()).collect()
}

#[test]
fn the_first_drawing_does_not_wait_and_asks_for_colours() {
    let highlighter = Highlighter::default();
    assert!(!highlighter.wanted() && !highlighter.ready());
    let look = Look::default();
    let setting = Setting::new(&look, Direction::Ltr, Some(&highlighter));
    let before = render("```rust\nlet x = 1;\n```", &setting);
    assert!(highlighter.wanted());
    assert!(before[0].spans.iter().any(|span| span.label() == Label::Code));

    let highlighter = loaded();
    let setting = Setting::new(&look, Direction::Ltr, Some(highlighter));
    let after = render("```rust\nlet x = 1;\n```", &setting);
    assert!(!highlighter.wanted());
    let keyword = Label::Token(Token::Keyword);
    assert!(after[0].spans.iter().any(|span| span.label() == keyword));
    assert_eq!(before[0].text(), after[0].text());
}

#[test]
fn words_texts_and_numbers_are_told_apart() {
    let highlighter = loaded();
    for (lang, code, word, token) in [
        ("rust", "fn main() {}", "fn", Token::Keyword),
        ("sql", "select id from t", "select", Token::Keyword),
        ("yaml", "a: 12", "12", Token::Constant),
        ("json", "{\"a\": 12}", "12", Token::Constant),
    ] {
        let lines = highlighter.highlight(lang, code).expect(lang);
        assert!(labels(&lines, word).contains(&Label::Token(token)), "{lang}: {lines:?}");
    }
}

#[test]
fn no_character_of_the_code_is_lost() {
    let highlighter = loaded();
    let code = "select 'é日' -- comment\n\n  from \"a\tb\";\n";
    let lines = highlighter.highlight("sql", code).expect("sql is known");
    let text: Vec<String> =
        lines.iter().map(|line| line.iter().map(|span| span.text()).collect()).collect();
    assert_eq!(text.len(), 3);
    assert_eq!(text[0], "select 'é日' -- comment");
    assert_eq!(text[2].replace(' ', ""), "from\"ab\";");
}

#[test]
fn what_is_unknown_or_too_long_stays_plain() {
    let highlighter = loaded();
    assert_eq!(highlighter.highlight("no-such-language", "x"), None);
    assert_eq!(highlighter.highlight("rust", &"x".repeat(500)), None);
    assert_eq!(highlighter.highlight("rust", &"let x = 1;\n".repeat(5000)), None);
}
