//! A graph for Graphviz.

use crate::chart::{Drawn, colours, escape, figures, links};
use crate::roadmap::Map;

/// Writes maps as one graph.
pub fn write(drawn: &Drawn) -> String {
    let mut text = String::from(
        "digraph roadmap {\n  rankdir=LR;\n  \
         node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];\n  \
         edge [color=\"#94a3b8\", arrowsize=0.7];\n",
    );
    for (number, (map, scope)) in drawn.iter().enumerate() {
        let places = map.places(*scope);
        for (at, (section, members)) in map.by_section(&places).into_iter().enumerate() {
            let title = escape::dot(map.section_title(section));
            text.push_str(&format!(
                "  subgraph cluster_{number}_{at} {{\n    label=\"{title}\";\n"
            ));
            text.push_str("    color=\"#d6d3d1\"; fontname=\"sans-serif\";\n");
            for place in members {
                text.push_str(&stop(map, place));
            }
            text.push_str("  }\n");
        }
        let (hard, soft) = links(map, &places);
        for (style, links) in [("", hard), (" [style=dashed, constraint=false]", soft)] {
            for (from, to) in links {
                text.push_str(&format!("  \"{}\" -> \"{}\"{style};\n", id(map, from), id(map, to)));
            }
        }
    }
    text.push_str("}\n");
    text
}

fn id(map: &Map, place: usize) -> String {
    escape::dot(&format!("{}/{}", map.name, map.names[place].slug))
}

fn stop(map: &Map, place: usize) -> String {
    let title = escape::dot(&map.names[place].title);
    let figures = figures(map, place).map_or(String::new(), |figures| format!("\\n{figures}"));
    let (fill, edge) = colours(map.roadmap.stops[place].stage);
    format!(
        "    \"{}\" [label=\"{title}{figures}\", fillcolor=\"{fill}\", color=\"{edge}\"];\n",
        id(map, place)
    )
}
