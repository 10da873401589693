//! The parts of the page around the picture: figures, what is next, tools, and everything as a table.

use crate::cards::Level;
use crate::chart::escape::html;
use crate::chart::html::shares;
use crate::roadmap::{Map, Scope, Stage};
use crate::stats::TopicSummary;

/// Topics that are offered to begin with.
const NEXT: usize = 6;

/// Returns the direction in which a language is read.
pub(crate) fn direction(lang: &str) -> &'static str {
    let language = lang.split(['-', '_']).next().unwrap_or(lang);
    let is_rtl =
        matches!(language, "fa" | "ar" | "he" | "ur" | "ckb" | "ps" | "sd" | "ug" | "yi" | "dv");
    if is_rtl { "rtl" } else { "ltr" }
}

/// Returns a stage in words.
pub(crate) fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Empty => "no cards yet",
        Stage::Waiting => "later",
        Stage::Open => "unlocked",
        Stage::Begun => "begun",
        Stage::Known => "known",
        Stage::Aside => "nothing to review",
    }
}

/// Says how well cards are known, where there are any.
pub(crate) fn figures(summary: &TopicSummary) -> Option<String> {
    let TopicSummary { known, learning, new, .. } = summary;
    (summary.cards > 0).then(|| format!("{known} known, {learning} learning, {new} new"))
}

/// Draws a bar: known, learning, and what is left.
pub(crate) fn bar(summary: &TopicSummary) -> String {
    let (known, learning) = shares(summary);
    format!(
        "<span class=\"bar\"><i style=\"width:{known}%\"></i><i style=\"width:{learning}%\"></i></span>"
    )
}

/// Draws title and figures.
pub(crate) fn top(map: &Map, scope: Scope, places: &[usize]) -> String {
    let total = map.roadmap.total(places.iter().copied());
    let (tools, topics): (Vec<usize>, Vec<usize>) =
        places.iter().partition(|&&place| map.is_tool(place));
    let with_cards =
        places.iter().filter(|&&at| map.roadmap.stops[at].stage != Stage::Empty).count();
    let mut about = vec![count(topics.len(), "topic")];
    if !tools.is_empty() {
        about.push(count(tools.len(), "tool"));
    }
    about.push(format!("{with_cards} with cards"));
    let title = match scope {
        Scope::All => html(&map.title),
        Scope::Around(place) => {
            about.insert(0, html(&map.title));
            html(&map.names[place].title)
        }
    };
    let mut text = format!(
        "<div class=\"top\">{}<div class=\"words\"><h1>{title}</h1><p class=\"quiet\">{}</p></div>\
         <dl class=\"facts\">",
        ring(&total),
        parts(&about)
    );
    for (name, number) in [("known", total.known), ("learning", total.learning), ("new", total.new)]
    {
        text.push_str(&format!("<div class=\"{name}\"><dt>{name}</dt><dd>{number}</dd></div>"));
    }
    text.push_str("</dl></div>\n");
    for cycle in &map.roadmap.cycles {
        let names: Vec<&str> = cycle.iter().map(|&at| map.names[at].slug.as_str()).collect();
        let names = html(&names.join(", "));
        text.push_str(&format!(
            "<p class=\"note\">These topics require each other in a circle: {names}.</p>\n"
        ));
    }
    text
}

/// Writes facts beside each other, each read in its own direction.
fn parts(facts: &[String]) -> String {
    let facts: Vec<String> = facts.iter().map(|fact| format!("<bdi>{fact}</bdi>")).collect();
    facts.join(" · ")
}

/// Draws a ring of what is known and being learned.
fn ring(total: &TopicSummary) -> String {
    let (known, learning) = shares(total);
    let arc = |colour: &str, share: f64, from: f64| {
        if share <= 0.0 {
            return String::new();
        }
        format!(
            "<circle cx=\"52\" cy=\"52\" r=\"44\" pathLength=\"100\" stroke=\"var(--{colour})\" \
             stroke-dasharray=\"{share} 100\" stroke-dashoffset=\"{}\" transform=\"rotate(-90 52 52)\"/>",
            -from
        )
    };
    format!(
        "<svg class=\"ring\" viewBox=\"0 0 104 104\" role=\"img\" aria-label=\"{known:.0} % known\">\
         <circle cx=\"52\" cy=\"52\" r=\"44\" stroke=\"var(--new)\"/>{}{}\
         <text x=\"52\" y=\"59\">{known:.0} %</text></svg>",
        arc("known", known, 0.0),
        arc("learning", learning, known)
    )
}

/// Draws what to go on with, and what is unlocked.
pub(crate) fn next(map: &Map, places: &[usize]) -> String {
    let mut text = String::new();
    for (heading, found) in [("Go on with", map.begun()), ("Unlocked", map.next())] {
        let mut found = found;
        found.retain(|place| places.binary_search(place).is_ok());
        if found.is_empty() {
            continue;
        }
        text.push_str(&format!("<h2>{heading}</h2>\n<ul class=\"chips\">\n"));
        for &place in found.iter().take(NEXT) {
            let name = &map.names[place];
            let stage = map.roadmap.stops[place].stage.name();
            let (title, slug) = (html(&name.title), html(&name.slug));
            text.push_str(&format!(
                "<li class=\"{stage}\">{title}<code>revisit study {slug}</code></li>\n"
            ));
        }
        if found.len() > NEXT {
            text.push_str(&format!(
                "<li class=\"quiet\"><bdi>and {} more</bdi></li>\n",
                found.len() - NEXT
            ));
        }
        text.push_str("</ul>\n");
    }
    text
}

/// Says what the edges of stops mean that are there.
pub(crate) fn legend(map: &Map, places: &[usize]) -> String {
    let tones = [
        (Stage::Known, "--known"),
        (Stage::Begun, "--learning"),
        (Stage::Open, "--next"),
        (Stage::Waiting, "--line"),
        (Stage::Empty, "--dash"),
    ];
    let has = |stage| places.iter().any(|&at| map.roadmap.stops[at].stage == stage);
    let mut text = String::from("<div class=\"legend\">");
    for (stage, edge) in tones.into_iter().filter(|(stage, _)| has(*stage)) {
        let (name, words) = (stage.name(), stage_words(stage));
        text.push_str(&format!(
            "<span class=\"{name}\" style=\"--edge:var({edge})\">{words}</span>"
        ));
    }
    text.push_str("</div>\n");
    text
}

/// Draws the tools, a box for each group.
pub(crate) fn tools(map: &Map, tools: &[usize]) -> String {
    if tools.is_empty() {
        return String::new();
    }
    let mut text = String::from("<h2>Tools</h2>\n<div class=\"tools\">\n");
    for (group, members) in map.by_group(tools) {
        let group = if group.is_empty() { "other" } else { group };
        text.push_str(&format!("<section><h3>{}</h3><ul>\n", html(group)));
        for place in members {
            let stop = &map.roadmap.stops[place];
            let title = html(&map.names[place].title);
            let (bar, count) = match stop.summary.cards {
                0 => ("<span></span>".to_owned(), String::new()),
                cards => (bar(&stop.summary), format!("{}/{cards}", stop.summary.known)),
            };
            let stage = stop.stage.name();
            text.push_str(&format!(
                "<li class=\"{stage}\"><span>{title}</span>{bar}<span class=\"count\">{count}</span></li>\n"
            ));
        }
        text.push_str("</ul></section>\n");
    }
    text.push_str("</div>\n");
    text
}

/// Writes everything as a table, for who cannot see a picture, or wants figures.
pub(crate) fn table(map: &Map, places: &[usize]) -> String {
    let heads = ["Step", "Topic", "Level", "Stage", "Known", "Learning", "New", "Builds on"];
    let heads: String = heads.iter().map(|head| format!("<th>{head}</th>")).collect();
    let mut text = format!(
        "<details><summary>Everything as a table</summary><div class=\"wide\"><table>\n\
         <thead><tr>{heads}</tr></thead><tbody>\n"
    );
    for &place in places {
        let (name, stop) = (&map.names[place], &map.roadmap.stops[place]);
        let requires: Vec<&str> =
            stop.requires.iter().map(|&one| map.names[one].title.as_str()).collect();
        let step = name.step.map(|step| step.to_string()).unwrap_or_default();
        let summary = &stop.summary;
        text.push_str(&format!(
            "<tr><td class=\"figure\">{step}</td><td>{}</td><td>{}</td><td>{}</td>\
             <td class=\"figure\">{}</td><td class=\"figure\">{}</td><td class=\"figure\">{}</td>\
             <td>{}</td></tr>\n",
            html(&name.title),
            name.level.map_or("", Level::name),
            stage_words(stop.stage),
            summary.known,
            summary.learning,
            summary.new,
            html(&requires.join(", "))
        ));
    }
    text.push_str("</tbody></table></div></details>\n");
    text
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
