//! `read`, `roadmap` and the list of cards as a user runs them.

use std::fs;

use serde_json::{Value, json};

use crate::harness::App;
use crate::pty_terminal::Terminal;

const COLLECTION: &str = "\
name: own
title: Mine
sections:
  - slug: basics
    title: The basics
    topics:
      - {slug: http, title: HTTP methods, level: foundation}
      - {slug: retries, title: Safe retries, level: intermediate, requires: [http], helps: [logs]}
  - slug: more
    topics:
      - {slug: consumers, title: Idempotent consumers, requires: [retries]}
      - {slug: logs}
      - {slug: curl, form: tool, group: http-api, helps: [http]}
";

const DECK: &str = "\
topic: retries
cards:
  - {id: r1, facet: why, tier: core, front: Why repeat?, back: Losses., source: ['rfc#9.10', 'rfc#9.2']}
  - {id: r2, facet: how, tier: core, front: How often?, back: Rarely., source: [rfc#2, gone]}
  - {id: r3, facet: how, front: How long?, back: Not long.}
  - {id: r4, kind: interview, prompt: Tell me.}
";

const PAGE: &str = "\
# Safe retries

## Core concepts

A retry repeats a request; see [the norm](https://a.example/).

## Why it exists

Losses.

## How it works

```sh
## no heading
```

## Common mistakes

Storms.

## Real-world trade-offs

Load.

## Sources

rfc 2, 9; book.
";

const SOURCES: &str = "\
rfc: {title: 'RFC 9110', url: 'https://rfc.example/', kind: standard, checked: 2026-11-22, year: 2022}
book: {title: A book, url: 'https://book.example/', kind: book, author: Somebody}
other: {title: Another, url: 'https://other.example/', kind: blog}
";

fn app() -> App {
    let app = App::new();
    app.write("own/collection.yaml", COLLECTION);
    app.write("own/retries.yaml", DECK);
    app.write("own/retries.md", PAGE);
    app.write("own/sources.yaml", SOURCES);
    app.write(
        "own/http.yaml",
        "topic: http\ncards:\n  - {id: h1, tier: core, front: GET is?, back: Safe.}\n",
    );
    app
}

fn good(app: &App, card: &str) {
    let grade = r#"{"do":"grade","grade":"good"}"#;
    app.session(&[card], &[r#"{"do":"reveal"}"#, grade]);
}

#[test]
fn a_topic_is_read_with_what_it_rests_on_and_what_it_stands_between() {
    let app = app();
    good(&app, "r1");
    let out = app.run(["read", "retries"]).ok().out;
    let places: Vec<usize> = [
        "# Safe retries",
        "The basics · intermediate · own/retries",
        "1 known, 0 learning, 2 new · ready 50 %",
        "## Core concepts",
        "the norm[1].",
        "## no heading",
        "## Real-world trade-offs",
        "[1] https://a.example/",
        "## Sources",
        "RFC 9110 (2022, standard, checked 2026-11-22)",
        "https://rfc.example/",
        "2, 9.2, 9.10",
        "A book (Somebody, book)",
        "gone",
        "## Builds on",
        "HTTP methods",
        "## Good to know first",
        "logs",
        "## Opens",
        "Idempotent consumers",
        "revisit study retries",
    ]
    .map(|text| out.find(text).unwrap_or_else(|| panic!("`{text}` in:\n{out}")))
    .into();
    assert!(places.is_sorted(), "{places:?}\n{out}");
    // What the registry has and nothing cites is not told, nor the page's own list twice.
    assert!(!out.contains("Another") && !out.contains("rfc 2, 9; book"), "{out}");
    assert!(!out.contains('\u{1b}'));
}

#[test]
fn a_side_of_a_topic_is_its_section_its_sources_and_its_cards() {
    let app = app();
    let out = app.run(["read", "retries", "how"]).ok().out;
    assert!(out.contains("## How it works") && out.contains("## no heading"), "{out}");
    assert!(!out.contains("Losses.") && !out.contains("Storms."), "{out}");
    assert!(out.contains("0 known, 0 learning, 2 new"), "{out}");
    assert!(out.contains("revisit study retries facet:how"), "{out}");
    assert!(!out.contains("9.10") && !out.contains("A book"), "{out}");
    let ran = app.run(["read", "retries", "hwo"]).code(2);
    assert!(ran.err.contains("how"), "{}", ran.err);
    app.write("own/retries.md", "# Safe retries\n\nNo sections.\n");
    let ran = app.run(["read", "retries", "how"]).code(2);
    assert!(ran.err.contains("has no `How it works`"), "{}", ran.err);
}

#[test]
fn a_topic_without_a_page_says_so_and_shows_the_rest() {
    let app = app();
    let out = app.run(["read", "consumers"]).ok().out;
    assert!(out.contains("no page and no cards yet"), "{out}");
    assert!(out.contains("## Builds on") && out.contains("Safe retries"), "{out}");
    let out = app.run(["read", "http"]).ok().out;
    assert!(out.contains("This topic has no page yet."), "{out}");
    assert!(out.contains("0 known, 0 learning, 1 new"), "{out}");
    assert!(out.contains("## Helps with") && out.contains("curl"), "{out}");
    // A side of what has no page is still its cards.
    app.run(["read", "http", "why"]).ok();
}

#[test]
fn the_document_of_a_topic_has_everything_that_is_shown() {
    let app = app();
    let topic = app.run(["read", "retries", "--json"]).ok().json();
    assert_eq!(topic["slug"], "retries");
    assert_eq!(topic["section"], "basics");
    assert_eq!(topic["lang"], "en");
    assert_eq!(topic["page"], PAGE);
    let headings: Vec<&Value> =
        topic["sections"].as_array().unwrap().iter().map(|one| &one["facet"]).collect();
    assert_eq!(
        headings,
        ["concept", "why", "how", "mistake", "tradeoff"]
            .map(Value::from)
            .iter()
            .chain([&Value::Null])
            .collect::<Vec<_>>()
    );
    assert_eq!(
        topic["sources"][0],
        json!({"id": "rfc", "title": "RFC 9110", "url": "https://rfc.example/", "kind": "standard",
               "author": null, "year": 2022, "checked": "2026-11-22", "places": ["2", "9.2", "9.10"]})
    );
    assert_eq!(topic["sources"][2]["id"], "gone");
    assert_eq!(topic["sources"][2]["title"], Value::Null);
    assert_eq!(
        topic["requires"],
        json!([{"slug": "http", "title": "HTTP methods", "stage": "open"}])
    );
    assert_eq!(topic["helps"][0]["slug"], "logs");
    assert_eq!(topic["opens"][0]["slug"], "consumers");
    assert_eq!((&topic["stage"], &topic["cards"]), (&json!("waiting"), &json!(3)));
    let why = app.run(["read", "retries", "why", "--json"]).ok().json();
    assert_eq!(why["sections"].as_array().unwrap().len(), 1);
    assert_eq!((&why["facet"], &why["cards"]), (&json!("why"), &json!(1)));
    let list = app.run(["read", "--list", "--json"]).ok().json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!((&list[0]["slug"], &list[0]["cards"]), (&json!("retries"), &json!(3)));
}

#[test]
fn names_of_topics_are_slugs_titles_and_what_is_near() {
    let app = app();
    for name in ["retries", "own/retries", "safe RETRIES"] {
        assert!(app.run(["read", name]).ok().out.starts_with("# Safe retries"), "{name}");
    }
    for (name, expected) in [
        ("retires", "did you mean `retries`?"),
        ("Idempotent", "did you mean `consumers`?"),
        ("own/gone", "`revisit read --list`"),
        ("zzz", "`revisit read --list`"),
    ] {
        for command in ["read", "roadmap"] {
            let ran = app.run([command, name]).code(2);
            assert!(ran.err.contains(expected), "{command} {name}: {}", ran.err);
        }
    }
    let ran = app.run(["read"]).code(2);
    assert!(ran.err.contains("TOPIC is missing"), "{}", ran.err);
    let ran = app.run(["read", "--list"]).ok();
    assert_eq!(ran.out, "retries  Safe retries\n");
    assert!(ran.err.contains("4 topics have no page yet"), "{}", ran.err);
}

#[test]
fn a_translated_topic_is_read_in_its_language() {
    let app = app();
    app.write(
        "own/i18n/fa/collection.yaml",
        "title: مجموعه\nsections: {basics: مبانی}\ntopics: {retries: تلاش مجدد}\n",
    );
    app.write(
        "own/i18n/fa/retries.md",
        "# تلاش مجدد\n## الف\n1\n## ب\n2\n## پ\nسوم\n## ت\n4\n## ث\n5\n## منابع\nx\n",
    );
    let out = app.run(["--lang", "fa", "read", "retries"]).ok().out;
    assert!(out.starts_with("تلاش مجدد\nمبانی · intermediate"), "{out}");
    let out = app.run(["--lang", "fa", "read", "retries", "how"]).ok().out;
    assert!(out.contains("سوم") && !out.contains("## ت\n"), "{out}");
    let page = app.run(["--lang", "fa", "read", "تلاش مجدد", "--json"]).ok().json();
    assert_eq!((&page["lang"], &page["title"]), (&json!("fa"), &json!("تلاش مجدد")));
    assert_eq!(page["sections"][2]["facet"], "how");
    fs::remove_file(app.path("own/i18n/fa/retries.md")).unwrap();
    let out = app.run(["--lang", "fa", "read", "retries"]).ok().out;
    assert!(out.contains("Not translated yet.") && out.contains("Core concepts"), "{out}");
    let map = app.run(["--lang", "fa", "roadmap"]).ok().out;
    assert!(map.starts_with("مجموعه\n") && map.contains("\nمبانی "), "{map}");
}

#[test]
fn a_roadmap_says_what_is_done_and_what_is_next() {
    let app = app();
    let map = || app.run(["roadmap", "--json"]).ok().json();
    let before = &map()["collections"][0];
    let slugs = |rows: &Value| -> Vec<String> {
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(slugs(&before["topics"]), ["http", "retries", "consumers", "logs", "curl"]);
    assert_eq!(before["next"], json!(["http"]));
    assert_eq!(before["topics"][1]["waits_for"], json!(["http"]));
    good(&app, "h1");
    let after = &map()["collections"][0];
    assert_eq!(after["next"], json!(["retries"]));
    let http = &after["topics"][0];
    assert_eq!(
        (&http["stage"], &http["known"], &http["step"]),
        (&json!("known"), &json!(1), &json!(1))
    );
    let curl = &after["topics"][4];
    assert_eq!((&curl["form"], &curl["group"]), (&json!("tool"), &json!("http-api")));
    assert_eq!((&curl["step"], &curl["stage"]), (&Value::Null, &json!("empty")));
    let around = app.run(["roadmap", "retries", "--format", "json"]).ok().json();
    let around = &around["collections"][0];
    assert_eq!(slugs(&around["topics"]), ["http", "retries", "consumers"]);
    assert_eq!((&around["before"], &around["after"]), (&json!(["http"]), &json!(["consumers"])));
    let out = app.run(["roadmap"]).ok().out;
    assert!(out.starts_with("Mine\n4 topics · 1 tool · 2 with cards\n"), "{out}");
    assert!(out.contains("Unlocked  ○ Safe retries"), "{out}");
    let out = app.run(["roadmap", "retries"]).ok().out;
    assert!(out.contains("step 2 of 4") && out.contains("revisit study retries"), "{out}");
}

#[test]
fn formats_go_to_stdout_and_a_page_into_a_file_as_a_whole() {
    let app = app();
    assert!(app.run(["roadmap", "--format", "mermaid"]).ok().out.starts_with("flowchart LR\n"));
    assert!(app.run(["roadmap", "--format", "dot"]).ok().out.starts_with("digraph roadmap {\n"));
    let file = app.path("map.html");
    let ran = app.run(["roadmap", "--html", "map.html"]).ok();
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "map.html is written\n"));
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(app.run(["roadmap", "--html", "-"]).ok().out, page);
    // A second one takes its place, and leaves nothing else behind.
    app.run(["roadmap", "retries", "--html", "map.html"]).ok();
    assert_ne!(fs::read_to_string(&file).unwrap(), page);
    let left = fs::read_dir(file.parent().unwrap()).unwrap();
    let left: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.ends_with(".tmp")), "{left:?}");
    let ran = app.run(["roadmap", "--html", "nowhere/map.html"]).code(4);
    assert!(ran.err.contains("cannot write nowhere/map.html"), "{}", ran.err);
    app.run(["roadmap", "--html", "x.html", "--json"]).code(2);
}

#[test]
fn a_circle_is_named_and_loses_no_topic() {
    let app = App::new();
    app.write(
        "own/collection.yaml",
        "name: own\nsections:\n  - slug: s\n    topics:\n      - {slug: a, requires: [c]}\n      \
         - {slug: b, requires: [a]}\n      - {slug: c, requires: [b]}\n",
    );
    app.write(
        "own/a.yaml",
        "topic: a\ncards:\n  - {id: x, front: A question of a length?, back: b}\n",
    );
    let map = app.run(["roadmap", "--json"]).ok().json();
    assert_eq!(map["collections"][0]["cycles"], json!([["a", "b", "c"]]));
    assert_eq!(map["collections"][0]["topics"].as_array().unwrap().len(), 3);
    let out = app.run(["roadmap"]).ok().out;
    assert!(out.contains("in a circle: a, b, c."), "{out}");
    let lint = app.run(["lint"]).code(1).out;
    assert!(lint.contains("topics require each other: a -> c -> b -> a"), "{lint}");
}

#[test]
fn without_topics_there_is_no_path() {
    let app = App::new();
    app.own_cards(1);
    let ran = app.run(["roadmap"]).code(2);
    assert!(ran.err.contains("collection.yaml"), "{}", ran.err);
    assert!(app.run(["read", "--list"]).ok().out.is_empty());
}

#[test]
fn a_page_goes_through_the_pager_on_a_terminal_only() {
    let app = app();
    let pager = app.write("pager.sh", "echo \"paged with $LESS\"; cat\n");
    let mut command = app.command(["read", "retries"]);
    command.env("TERM", "xterm").env("LANG", "C.UTF-8");
    command.env("PAGER", format!("sh {}", pager.display()));
    let mut terminal = Terminal::run(&command, 80, 60);
    terminal.sees("paged with FRX").sees("Safe retries");
    assert_eq!(terminal.end(), 0);
    let output = command.output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains("paged"));
    // A pager that is not there is no reason to show nothing.
    command.env("PAGER", "/nowhere/pager");
    let mut terminal = Terminal::run(&command, 80, 60);
    terminal.sees("Safe retries");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_part_of_a_name_that_fits_several_topics_is_picked_from_on_a_terminal() {
    let app = app();
    let mut command = app.command(["roadmap", "cons"]);
    command.env("TERM", "xterm").env("LANG", "C.UTF-8").env("PAGER", "cat");
    let mut terminal = Terminal::run(&command, 80, 24);
    terminal.sees("which topic is `cons`?").sees("Idempotent consumers").press("\r");
    terminal.sees("What leads to it");
    assert_eq!(terminal.end(), 0);
    let mut terminal = Terminal::run(&command, 80, 24);
    terminal.sees("which topic").press("\x1b").sees("nothing was chosen");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn in_a_session_a_key_opens_the_page_at_the_side_of_the_card_and_comes_back() {
    let app = app();
    app.run(["flag", "r1"]).ok();
    let mut command = app.command(["study", "r2"]);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    let mut terminal = Terminal::run(&command, 80, 24);
    terminal.sees("New topic").press("s").sees("How often?").press("r");
    terminal.sees("How it works").sees("## no heading").loses("How often?");
    assert!(!terminal.text().contains("Losses"));
    terminal.press("q").sees("How often?").press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn cards_stand_in_two_lines_where_one_is_too_narrow() {
    let app = App::new();
    app.own_cards(2);
    let mut wide = Terminal::run(&app.command(["cards", "collection:own"]), 80, 10);
    wide.sees("own/c1  new  Card 1: which number is this?").sees("2 cards");
    assert_eq!(wide.end(), 0);
    let mut narrow = Terminal::run(&app.command(["cards", "collection:own"]), 30, 10);
    narrow.sees("own/c1  new\n  Card 1: which number is thi…\nown/c2  new\n").sees("2 cards");
    assert_eq!(narrow.end(), 0);
}
