//! Text: cleaned, wrapped, set from Markdown.

use proptest::prelude::*;
use revisit::terminal::Look;
use revisit::terminal::markdown::render;
use revisit::terminal::sanitize::sanitize;
use revisit::terminal::setting::Setting;
use revisit::terminal::text::{Direction, Label, Span, cut, width};
use revisit::terminal::theme::{ColourWish, paint_all, wants_colour};
use revisit::terminal::wrap::wrap;
use unicode_segmentation::UnicodeSegmentation;

fn lines(markdown: &str, columns: usize) -> String {
    let look = Look { width: columns + 4, ..Look::default() };
    let text = paint_all(&render(markdown, &Setting::new(&look, Direction::Ltr, None)), &look);
    // The margin says nothing here.
    text.lines().map(|line| line.strip_prefix("  ").unwrap_or(line).to_owned() + "\n").collect()
}

#[test]
fn what_a_terminal_obeys_is_shown_instead() {
    for (text, shown) in [
        ("plain text\nsecond line", "plain text\nsecond line"),
        ("a\x1b[31mred", "a‹U+001B›[31mred"),
        ("\x1b]0;title\x07", "‹U+001B›]0;title‹U+0007›"),
        ("bell\x07 null\0 del\x7f", "bell‹U+0007› null‹U+0000› del‹U+007F›"),
        ("c1 \u{9b}31m", "c1 ‹U+009B›31m"),
        ("back\x08space", "back‹U+0008›space"),
        ("a\r\nb", "a\nb"),
        ("over\rwritten", "over‹U+000D›written"),
        ("user\u{202e}txt.exe", "user‹U+202E›txt.exe"),
        ("\u{2066}isolate\u{2069}", "‹U+2066›isolate‹U+2069›"),
        ("mark\u{200f}", "mark‹U+200F›"),
        ("a\tb", "a   b"),
        ("abcd\te", "abcd    e"),
        ("می\u{200c}شود", "می\u{200c}شود"),
        ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
        ("soft\u{ad}hyphen \u{feff}bom \u{200b}zero", "softhyphen bom zero"),
        ("\u{301}alone", "◌\u{301}alone"),
    ] {
        assert_eq!(sanitize(text), shown, "{text:?}");
    }
}

#[test]
fn a_flood_of_marks_is_cut() {
    let flood = format!("a{}", "\u{301}".repeat(5000));
    assert!(sanitize(&flood).chars().count() < 16);
    let family = "👨\u{200d}".repeat(3000);
    assert!(sanitize(&family).chars().count() <= 24);
}

#[test]
fn entities_do_not_bring_back_what_was_taken_out() {
    for text in ["&#27;[31mred", "&#x9b;31m", "`\u{202e}`", "[x](https://a.b/&#7;)", "&#8238;x"] {
        let shown = lines(text, 60);
        assert!(
            !shown.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
            "{text}: {shown:?}"
        );
        assert!(shown.contains("‹U+"), "{text}: {shown}");
    }
}

#[test]
fn widths_are_what_a_terminal_draws() {
    for (text, columns) in [
        ("abc", 3),
        ("سلام", 4),
        ("می\u{200c}شود", 5),
        ("日本", 4),
        ("👨\u{200d}👩\u{200d}👧", 2),
        ("e\u{301}", 1),
        ("", 0),
    ] {
        assert_eq!(width(text), columns, "{text}");
    }
    assert_eq!(cut("日本語", 5, "…"), "日本…");
    assert_eq!(cut("abc", 3, "…"), "abc");
    assert_eq!(cut("abcd", 3, "…"), "ab…");
}

fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let lines = wrap(&[Span::plain(text)], columns);
    lines.iter().map(|line| line.iter().map(Span::text).collect()).collect()
}

#[test]
fn lines_are_broken_where_a_reader_expects_it() {
    assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
    assert_eq!(wrapped("a verylongword", 6), ["a", "verylo", "ngword"]);
    assert_eq!(wrapped("日本語の文章です。", 6), ["日本語", "の文章", "です。"]);
    assert_eq!(wrapped("一二三。", 6), ["一二", "三。"]);
    assert_eq!(wrapped("10\u{a0}ms later", 8), ["10\u{a0}ms", "later"]);
    assert_eq!(wrapped("", 8), Vec::<String>::new());
    // A word of several spans stays together, and so does a short piece of code.
    let spans = [Span::plain("call "), Span::new("f(a, b)", Label::Code), Span::plain("; then go")];
    let lines: Vec<String> =
        wrap(&spans, 16).iter().map(|l| l.iter().map(Span::text).collect()).collect();
    assert_eq!(lines, ["call f(a, b);", "then go"]);
}

proptest! {
    #[test]
    fn no_line_is_wider_than_asked(text in "\\PC{0,200}", columns in 2usize..60) {
        let lines = wrap(&[Span::plain(&text)], columns);
        for line in &lines {
            let used: usize = line.iter().map(|span| width(span.text())).sum();
            let text: String = line.iter().map(Span::text).collect();
            // A single cluster of a complex script may be wider than a very narrow line.
            let is_one = text.graphemes(true).count() == 1;
            prop_assert!(used <= columns || is_one, "{used} > {columns}: {text:?}");
        }
    }

    #[test]
    fn wrapping_loses_nothing_but_spaces(text in "[a-zA-Z0-9 .,;!?«»()ا-ی一-龥\u{200c}]{0,200}",
                                         columns in 2usize..60) {
        let clean = sanitize(&text).into_owned();
        let all: String = wrap(&[Span::plain(&text)], columns)
            .iter()
            .flatten()
            .map(|span| span.text().to_owned())
            .collect();
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(bare(&all), bare(&clean));
    }

    #[test]
    fn nothing_unclean_survives(text in any::<String>()) {
        let clean = sanitize(&text);
        let is_clean = |c: char| c == '\n' || !(c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c));
        prop_assert!(clean.chars().all(is_clean));
    }

    #[test]
    fn any_markdown_is_drawn_within_its_width(text in "[-a-z0-9 #*_`>|\\[\\]()!<&;:\n~.]{0,300}",
                                              columns in 8usize..60) {
        let look = Look { width: columns, ..Look::default() };
        let setting = Setting::new(&look, Direction::Ltr, None);
        for line in render(&text, &setting) {
            let is_code = line.spans.iter().any(|span| span.label() == Label::Code);
            let most = if is_code { look.code_measure() } else { look.measure() };
            prop_assert!(line.width() <= most, "{} > {most}: {:?}", line.width(), line.text());
        }
    }
}

#[test]
fn markdown_is_set() {
    let text = "\
# Title

A *word*, a **strong** one, `code`, a [link](https://a.example/x) and\nmore.  
After a hard break. ![a drawing](x.png)

- one
- two
  - nested
    and more of it
- three

3. third
4. fourth

> quoted
> text

```sql
select *   from orders where a_very_long_column_name_indeed = 'and a long value';
  indented
```

<b>not bold</b>

| a | b |
|---|---|
| 1 | two |

https://a.example/y <https://a.example/z>
";
    insta::assert_snapshot!(lines(text, 44), @r"
    # Title

    A *word*, a **strong** one, `code`, a link
    (https://a.example/x) and more.
    After a hard break. [image: a drawing]

    • one
    • two
      • nested and more of it
    • three

    3. third
    4. fourth

    │ quoted text

      select *   from orders where a_very_long_c…
        indented

    <b>not bold</b>

    a  b
    ─  ───
    1  two

    https://a.example/y https://a.example/z
    ");
}

#[test]
fn a_table_too_wide_becomes_lines() {
    let text = "| key | what happens |\n|---|---|\n| `a` | the very first thing |\n| b | second |";
    insta::assert_snapshot!(lines(text, 25), @r"
    key  what happens
    ───  ────────────────────
    `a`  the very first thing
    b    second
    ");
    insta::assert_snapshot!(lines(text, 24), @r"
    key: `a`
    what happens: the very
    first thing

    key: b
    what happens: second
    ");
}

#[test]
fn loose_lists_keep_their_rhythm() {
    insta::assert_snapshot!(lines("- one\n\n  more\n\n- two\n\nafter", 40), @r"
    • one

      more

    • two

    after
    ");
}

#[test]
fn deep_nesting_leaves_room_for_text() {
    let shown = lines(&format!("{}deep down", "> ".repeat(500)), 40);
    assert!(shown.contains("deep down"), "{shown}");
}

#[test]
fn colour_is_decided_once_in_this_order() {
    use revisit::model::config::ColorChoice::{Always, Auto, Never};
    let terminal = ColourWish { is_terminal: true, ..ColourWish::default() };
    let pipe = ColourWish::default();
    for (wish, expected) in [
        (terminal, true),
        (pipe, false),
        (ColourWish { choice: Always, no_color: Some("1"), ..pipe }, true),
        (ColourWish { choice: Never, clicolor_force: Some("1"), ..terminal }, false),
        (ColourWish { choice: Auto, no_color: Some("1"), ..terminal }, false),
        (ColourWish { no_color: Some(""), ..terminal }, true),
        (ColourWish { no_color: Some("1"), clicolor_force: Some("1"), ..terminal }, false),
        (ColourWish { clicolor_force: Some("1"), ..pipe }, true),
        (ColourWish { clicolor_force: Some("0"), ..pipe }, false),
        (ColourWish { clicolor_force: Some("1"), clicolor: Some("0"), ..pipe }, true),
        (ColourWish { clicolor: Some("0"), ..terminal }, false),
        (ColourWish { clicolor: Some("1"), ..pipe }, false),
        (ColourWish { term: Some("dumb"), ..terminal }, false),
        (ColourWish { term: Some("dumb"), clicolor_force: Some("1"), ..terminal }, true),
    ] {
        assert_eq!(wants_colour(&wish), expected, "{wish:?}");
    }
}
