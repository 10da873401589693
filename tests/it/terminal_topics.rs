//! A topic to read, and the learning path, as a person sees them.

use proptest::prelude::*;
use revisit::cards::page::Page;
use revisit::roadmap::{Map, Scope, Stage};
use revisit::stats::TopicSummary;
use revisit::terminal::reader::{self, Neighbour, SourceView, TopicView};
use revisit::terminal::text::width;
use revisit::terminal::theme::paint_all;
use revisit::terminal::{Highlighter, Look, Ordering, roadmap};

use crate::roadmap::sample;

fn look(width: usize) -> Look {
    Look { width, height: usize::MAX, ..Look::default() }
}

fn path(map: &Map, scope: Scope, look: &Look) -> String {
    paint_all(&roadmap::lines(map, scope, look), look)
}

fn topic() -> TopicView {
    let neighbour = |slug: &str, title: &str, stage| Neighbour {
        slug: slug.to_owned(),
        title: title.to_owned(),
        stage,
    };
    TopicView {
        title: "Retries".to_owned(),
        about: vec!["Web".to_owned(), "intermediate".to_owned(), "t/retries".to_owned()],
        summary: TopicSummary {
            cards: 40,
            new: 10,
            learning: 10,
            known: 20,
            core: 5,
            core_new: 1,
            readiness: Some(0.754),
        },
        remarks: vec!["Not translated yet.".to_owned()],
        page: "## Core concepts\n\nA *retry* repeats a request; see [the norm](https://a.example/9110) \
               and [its list](https://a.example/9110), or [backoff](https://b.example/a-long-address-\
               that-is-wider-than-any-line-of-a-narrow-terminal-can-ever-be).\n\n```sh\ncurl --retry 3 \
               https://c.example/ # as it is\n```\n\n1. one\n2. two\n\n| code | means |\n|---|---|\n\
               | 429 | later |\n\n<https://d.example/>\n"
            .to_owned(),
        lang: "en".to_owned(),
        sources: vec![
            SourceView {
                title: "RFC 9110: HTTP Semantics".to_owned(),
                facts: vec!["Fielding".to_owned(), "2022".to_owned(), "standard".to_owned()],
                url: Some("https://www.rfc-editor.org/rfc/rfc9110".to_owned()),
                places: ["9.2.2", "10.2.3", "15.4"].map(str::to_owned).into(),
            },
            SourceView { title: "unknown-id".to_owned(), ..SourceView::default() },
        ],
        neighbours: vec![
            ("Builds on", vec![neighbour("http", "HTTP methods", Stage::Known)]),
            ("Good to know first", Vec::new()),
            (
                "Opens",
                vec![
                    neighbour("consumers", "Idempotent consumers", Stage::Waiting),
                    neighbour("failure", "Failure handling", Stage::Empty),
                ],
            ),
        ],
        commands: vec![("revisit study retries".to_owned(), "studies its cards")],
    }
}

fn read(view: &TopicView, look: &Look) -> String {
    paint_all(&reader::lines(view, look, None), look)
}

#[test]
fn a_topic_at_80_columns() {
    insta::assert_snapshot!(read(&topic(), &look(80)));
}

#[test]
fn a_topic_at_50_columns() {
    insta::assert_snapshot!(read(&topic(), &look(50)));
}

#[test]
fn a_path_at_80_columns() {
    insta::assert_snapshot!(path(&sample(), Scope::All, &look(80)));
}

#[test]
fn a_path_at_50_columns() {
    insta::assert_snapshot!(path(&sample(), Scope::All, &look(50)));
}

#[test]
fn a_title_stays_on_the_line_of_its_sign() {
    let mut map = sample();
    let titles = ["The kernel", "The shell, its words and its loops"];
    for (name, title) in map.names.iter_mut().zip(titles) {
        name.title = title.to_owned();
    }
    let shown = path(&map, Scope::All, &look(40));
    let rows = "Go on with  ◐ The shell, its words …\n              ◐ The http  ◐ The ss\n";
    assert!(shown.contains(rows), "{shown}");
}

#[test]
fn the_way_to_a_topic_at_80_columns() {
    insta::assert_snapshot!(path(&sample(), Scope::Around(3), &look(80)));
}

#[test]
fn the_way_to_a_topic_in_a_pipe_without_unicode() {
    let look = Look { unicode: false, is_plain: true, bidi: Ordering::Off, ..look(80) };
    let text = path(&sample(), Scope::Around(3), &look);
    assert!(text.is_ascii(), "{text}");
    assert!(text.starts_with("The sockets\n"));
}

#[test]
fn colours_add_nothing_that_is_not_said_without_them() {
    let plain = look(80);
    let coloured = Look { colour: true, ..plain };
    let text = path(&sample(), Scope::All, &coloured);
    assert!(text.contains("\u{1b}["));
    assert_eq!(console::strip_ansi_codes(&text), path(&sample(), Scope::All, &plain));
}

#[test]
fn code_on_a_page_is_highlighted_where_there_are_colours() {
    let highlighter = Highlighter::default();
    highlighter.load_now();
    let look = Look { colour: true, ..look(80) };
    let text = paint_all(&reader::lines(&topic(), &look, Some(&highlighter)), &look);
    if cfg!(feature = "highlight") {
        let code = text.lines().find(|line| line.contains("curl")).expect("it is there");
        assert!(code.matches("\u{1b}[").count() > 4, "{code:?}");
    }
    // What heads a part is marked by colour alone there, and by signs without.
    assert!(!text.contains("## ") && read(&topic(), &self::look(80)).contains("## Sources"));
}

#[test]
fn circles_are_named_above_the_path() {
    let mut map = sample();
    map.roadmap.cycles = vec![vec![0, 1]];
    let text = path(&map, Scope::All, &look(80));
    assert!(text.contains("These topics require each other in a circle: linux, bash."), "{text}");
}

#[test]
fn titles_from_right_to_left_keep_their_places() {
    let mut map = sample();
    map.names[2].title = "پردازه".to_owned();
    let text = path(&map, Scope::All, &look(80));
    let next = text.lines().find(|line| line.contains("Unlocked")).expect("it is there");
    // In drawing order, and behind the sign as every other title.
    assert!(next.contains("○ هزادرپ"), "{next}");
}

#[test]
fn strangers_titles_and_sources_do_not_steer_the_terminal() {
    let bad = "a\u{1b}[2J\u{9b}1m\u{202e}b\u{7}";
    let mut map = sample();
    map.title = bad.to_owned();
    map.sections = vec![bad.to_owned(); 3];
    for name in &mut map.names {
        name.title = bad.to_owned();
        name.group = Some(bad.to_owned());
    }
    let mut view = topic();
    view.title = bad.to_owned();
    view.about = vec![bad.to_owned()];
    view.page = format!("{bad}\n\n[x](https://a.example/{bad})\n");
    view.sources[0].title = bad.to_owned();
    view.sources[0].url = Some(format!("https://{bad}"));
    view.sources[0].places = vec![bad.to_owned()];
    view.neighbours[0].1[0].title = bad.to_owned();
    for text in [
        path(&map, Scope::All, &look(80)),
        path(&map, Scope::Around(3), &look(80)),
        read(&view, &look(80)),
    ] {
        let is_bad = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(is_bad), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_wider_than_the_terminal(columns in 24usize..140, title in "\\PC{0,60}") {
        let mut map = sample();
        map.names[4].title.clone_from(&title);
        map.title.clone_from(&title);
        for scope in [Scope::All, Scope::Around(5)] {
            let text = path(&map, scope, &look(columns));
            // A command is not broken: it may be copied.
            for line in text.lines().filter(|line| !line.contains("revisit ")) {
                prop_assert!(width(line) <= columns, "{columns}: {line:?}");
            }
        }
    }

    #[test]
    fn whatever_a_page_holds_it_is_taken_apart_and_drawn(
        page in "(#{1,3} |```|~~~|\\[a\\]\\(https://b\\)|\\| |\n|- |> |\\PC){0,80}",
        columns in 1usize..120,
    ) {
        let parsed = Page::parse(&page);
        let mut end = 0;
        for section in &parsed.sections {
            prop_assert!(section.start >= end && page[section.start..].starts_with("## "));
            end = section.start + section.text.len();
            prop_assert!(end <= page.len());
        }
        let view = TopicView { page, ..topic() };
        prop_assert!(!read(&view, &look(columns)).is_empty());
    }
}
