//! How cards look in Anki: the templates of each note type, and one style for all.

use crate::cards::Kind;

/// The style of every note type.
pub(super) const STYLE: &str = include_str!("look/style.css");

/// Shuffles what is to be shuffled.
const SHUFFLE: &str = include_str!("look/shuffle.html");

/// What stands above a question.
const TOP: &str = "<div class=\"top\">{{Topic}} {{#Facet}}<span class=\"facet facet-{{Facet}}\"></span>{{/Facet}}</div>";

/// What stands below an answer.
const FOOT: &str = "{{#More}}<div class=\"more\">{{More}}</div>{{/More}}\n\
<div class=\"foot\">{{Sources}}</div>";

const MINUTES: &str =
    "{{#Minutes}}<p></p>\n<span class=\"must minutes\">{{Minutes}}</span>{{/Minutes}}";

const GIST: &str = "{{#Gist}}<div class=\"gist\">{{Gist}}</div>{{/Gist}}\n";

const LINE: &str = "\n<hr id=\"answer\">\n";

/// A template: both sides of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) front: String,
    pub(super) back: String,
}

/// Makes a template of a question, and what the reveal shows below it. A card exists where `needs` is
/// not empty.
fn template(needs: &str, question: &str, below: &str, answer: &str, script: &str) -> Template {
    let front = side("", &format!("{question}{below}"));
    let back = side(" back", &format!("{question}{LINE}{GIST}{answer}\n{FOOT}"));
    Template {
        front: format!("{{{{#{needs}}}}}{front}{script}{{{{/{needs}}}}}"),
        back: format!("{back}{script}"),
    }
}

/// Makes a side of a card.
fn side(class: &str, inner: &str) -> String {
    format!(
        "<div class=\"revisit{class}\" dir=\"{{{{Dir}}}}\" lang=\"{{{{Lang}}}}\">\n{TOP}\n{inner}\n</div>"
    )
}

/// Returns the templates of a kind, in the order of its note type.
pub(super) fn templates(kind: Kind) -> Vec<Template> {
    match kind {
        Kind::Basic => {
            vec![template("Front", "<div>{{Front}}</div>", "", "<div>{{Back}}</div>", "")]
        }
        Kind::Reversed => vec![
            template(
                "Front",
                "<div>{{#Ask forward}}{{Ask forward}}{{/Ask forward}}{{^Ask forward}}{{Front}}{{/Ask forward}}</div>",
                "",
                "<div class=\"answer\">{{Front}}</div>\n<div>{{Back}}</div>",
                "",
            ),
            template(
                "Back",
                "<div>{{#Ask back}}{{Ask back}}{{/Ask back}}{{^Ask back}}{{Back}}{{/Ask back}}</div>",
                "",
                "<div class=\"answer\">{{Front}}</div>\n<div>{{Back}}</div>",
                "",
            ),
        ],
        Kind::Cloze => vec![cloze()],
        Kind::Mcq => vec![template(
            "Front",
            "<div>{{Front}}</div>",
            "\n<div class=\"options shuffle\">{{Options}}</div>",
            "<div class=\"options shuffle\">{{Explained}}</div>",
            &format!("\n{}", SHUFFLE.trim_end()),
        )],
        Kind::Order => vec![template(
            "Front",
            "<div>{{Front}}</div>",
            "\n<div class=\"shuffle\">{{Items}}</div>",
            "<div>{{Answer}}</div>",
            &format!("\n{}", SHUFFLE.trim_end()),
        )],
        Kind::Typed => vec![template(
            "Front",
            "<div>{{Front}}</div>",
            "\n{{#Match}}<div class=\"match match-{{Match}}\"></div>{{/Match}}\n{{type:Answer}}",
            "{{type:Answer}}\n{{#Also}}<div class=\"also\">{{Also}}</div>{{/Also}}",
            "",
        )],
        Kind::Scenario => vec![template(
            "Setup",
            "<div>{{Setup}}</div>\n<p></p>\n<div class=\"answer\">{{Ask}}</div>",
            "",
            &parts(&[
                ("choice", "Choice"),
                ("because", "Because"),
                ("cost", "Cost"),
                ("flips", "Flips if"),
                ("otherwise", "Otherwise"),
            ]),
            "",
        )],
        Kind::Interview => vec![template(
            "Prompt",
            &format!(
                "<div>{{{{Prompt}}}}</div>\n{MINUTES}\n{}",
                parts(&[("evidence", "Evidence")])
            ),
            "",
            &parts(&[
                ("points", "Key points"),
                ("flags", "Red flags"),
                ("follow", "Follow-ups"),
                ("phases", "Phases"),
            ]),
            "",
        )],
    }
}

/// The same text on both sides, with its hole filled on the back. A card exists for each number of a
/// hole, whatever stands around it.
fn cloze() -> Template {
    const TEXT: &str = "<div>{{cloze:Text}}</div>";
    let front = side("", TEXT);
    Template { front, back: side(" back", &format!("{TEXT}\n{GIST}{FOOT}")) }
}

/// The parts of an answer, each under its title where there is one.
fn parts(parts: &[(&str, &str)]) -> String {
    let part = |(class, field): &(&str, &str)| {
        format!("{{{{#{field}}}}}<div class=\"part {class}\">{{{{{field}}}}}</div>{{{{/{field}}}}}")
    };
    parts.iter().map(part).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::templates;
    use crate::cards::Kind;
    use crate::exchange::anki::notetype::NoteType;

    #[test]
    fn templates_name_fields_that_there_are() {
        for kind in Kind::ALL {
            let note_type = NoteType::of(kind);
            let known: Vec<&str> = note_type.fields().collect();
            let templates = templates(kind);
            assert_eq!(templates.len(), note_type.templates.len());
            for template in &templates {
                for side in [&template.front, &template.back] {
                    let named = side.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
                    for (name, _) in named {
                        let name = name.trim_start_matches(['#', '^', '/']);
                        let name = name.rsplit(':').next().unwrap_or_default();
                        assert!(known.contains(&name), "{kind}: {name}");
                    }
                    assert_eq!(side.matches("{{").count(), side.matches("}}").count(), "{kind}");
                }
            }
        }
    }
}
