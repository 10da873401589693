//! The learning path for other programs.

use revisit::chart::{dot, html, mermaid};
use revisit::model::Day;
use revisit::roadmap::{Map, Scope};

use crate::roadmap::{Make, cards, empty, map, sample};

const TODAY: Day = Day(20_779); // 2026-11-22

const HOSTILE: &str =
    "x\"]--></title></script><script>alert('1')</script>\u{1b}[31m\u{202e}&amp;`;\\";

fn hostile() -> Map {
    let mut map = sample();
    for name in &mut map.names {
        name.title = HOSTILE.to_owned();
        name.group = name.group.as_ref().map(|_| HOSTILE.to_owned());
    }
    map.sections = vec![HOSTILE.to_owned(); 3];
    map.title = HOSTILE.to_owned();
    map.lang = HOSTILE.to_owned();
    map
}

#[test]
fn a_flowchart_for_mermaid() {
    insta::assert_snapshot!(mermaid::write(&[(sample(), Scope::All)]));
}

#[test]
fn a_graph_for_graphviz() {
    insta::assert_snapshot!(dot::write(&[(sample(), Scope::Around(2))]));
}

#[test]
fn what_decks_say_is_text_in_every_format() {
    let drawn = [(hostile(), Scope::All)];
    let html = html::write(&drawn, TODAY);
    let (mermaid, dot) = (mermaid::write(&drawn), dot::write(&drawn));
    for text in [&html, &mermaid, &dot] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']));
    }
    // The page's own script, and none of anybody else's.
    assert_eq!(html.matches("<script").count(), 1);
    assert_eq!(html.matches("</title>").count(), 1);
    assert!(html.contains("&lt;script&gt;alert(&#39;1&#39;)"));
    for line in mermaid.lines().filter(|line| line.contains("alert")) {
        assert_eq!(line.matches('"').count(), 2, "{line}");
        assert!(!line.contains("<s") && !line.contains("</"), "{line}");
    }
    // In Graphviz a quote within a string stands behind a backslash that is none itself.
    for line in dot.lines().filter(|line| line.contains("alert")) {
        let plain = line.replace("\\\\", "").replace("\\\"", "");
        assert_eq!(plain.matches('"').count() % 2, 0, "{line}");
    }
}

#[test]
fn the_page_fetches_nothing_and_forbids_itself_to() {
    let html = html::write(&[(sample(), Scope::All)], TODAY);
    for mark in ["http:", "https:", "src=", "<link", "@import", "url("] {
        assert!(!html.contains(mark), "{mark}");
    }
    assert!(html.contains("default-src 'none'"));
    assert!(html.contains("prefers-color-scheme: dark"));
}

#[test]
fn the_page_shows_every_topic_its_figures_and_what_is_next() {
    let html = html::write(&[(sample(), Scope::All)], TODAY);
    // Six topics in the picture, two tools below it, all of them in the table.
    assert_eq!(html.matches("class=\"stop ").count(), 6);
    assert_eq!(html.matches("<li class=\"empty\"><span>The dig</span>").count(), 1);
    assert_eq!(html.matches("<tr><td").count(), 8);
    assert!(html.contains("<li class=\"open\">The processes<code>revisit study processes</code>"));
    assert!(html.contains("9/10") && html.contains("<h2>Tools</h2>"));
    // A link that only shortens a longer way is not drawn: linux, processes, sockets, websockets.
    assert_eq!(html.matches("<path class=\"wire").count(), 5);
    let kafka = html::write(&[(sample(), Scope::Around(3))], TODAY);
    assert_eq!(kafka.matches("class=\"stop ").count(), 4);
    assert!(kafka.contains("<h1>The sockets</h1>") && kafka.contains(" here\""));
}

#[test]
fn a_language_from_right_to_left_is_drawn_from_the_right() {
    let mut map = sample();
    map.lang = "fa".to_owned();
    let html = html::write(&[(map, Scope::All)], TODAY);
    assert!(html.contains("<html lang=\"fa\" dir=\"rtl\">"));
    assert!(html.contains("style=\"right:164px") && !html.contains("style=\"left:"));
}

#[test]
fn a_needless_link_is_left_out_of_the_picture() {
    let make = |slug, requires| Make { slug, section: 0, requires, progress: empty() };
    let map = map(&[make("a", &[]), make("b", &["a"]), make("c", &["a", "b"])]);
    let html = html::write(&[(map, Scope::All)], TODAY);
    assert_eq!(html.matches("<path class=\"wire").count(), 2);
}

#[test]
fn an_empty_path_and_a_very_long_one_can_be_drawn() {
    let html = html::write(&[(Map::default(), Scope::All)], TODAY);
    assert!(html.contains("0 topics"));
    let slugs: Vec<String> = (0..3_000).map(|at| format!("t{at}")).collect();
    let slugs: &'static [String] = Vec::leak(slugs);
    let makes: Vec<Make> = (0..slugs.len())
        .map(|at| {
            let before = at.checked_sub(1).map(|before| slugs[before].as_str());
            let requires: &'static [&'static str] = Vec::leak(before.into_iter().collect());
            Make { slug: &slugs[at], section: 0, requires, progress: cards(1, 1, 1) }
        })
        .collect();
    let html = html::write(&[(map(&makes), Scope::All)], TODAY);
    assert_eq!(html.matches("class=\"stop ").count(), 3_000);
}
