//! A flowchart for Mermaid, as code hosts and note takers draw it.

use crate::chart::{Drawn, colours, escape, figures, links};
use crate::roadmap::{Map, Stage};

/// Writes maps as one flowchart.
pub fn write(drawn: &Drawn) -> String {
    let mut text = String::from("flowchart LR\n");
    for (number, (map, scope)) in drawn.iter().enumerate() {
        let places = map.places(*scope);
        for (at, (section, members)) in map.by_section(&places).into_iter().enumerate() {
            let title = escape::mermaid(map.section_title(section));
            text.push_str(&format!("  subgraph m{number}s{at}[\"{title}\"]\n"));
            for place in members {
                text.push_str(&stop(map, number, place));
            }
            text.push_str("  end\n");
        }
        let (hard, soft) = links(map, &places);
        for (arrow, links) in [("-->", hard), ("-.->", soft)] {
            for (from, to) in links {
                text.push_str(&format!("  m{number}t{from} {arrow} m{number}t{to}\n"));
            }
        }
    }
    for stage in Stage::ALL {
        let (fill, stroke) = colours(stage);
        let name = stage.name();
        text.push_str(&format!("  classDef {name} fill:{fill},stroke:{stroke},color:#1f2937\n"));
    }
    text
}

fn stop(map: &Map, number: usize, place: usize) -> String {
    let title = escape::mermaid(&map.names[place].title);
    let figures = figures(map, place).map_or(String::new(), |figures| format!("<br>{figures}"));
    let stage = map.roadmap.stops[place].stage.name();
    format!("    m{number}t{place}[\"{title}{figures}\"]:::{stage}\n")
}
