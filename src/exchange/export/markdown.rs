//! Markdown: questions with their answers, to read and to print.

use std::borrow::Cow;
use std::io::{self, Write};

use pulldown_cmark::{Event, Options, Parser};

use crate::cards::ask::{Answer, Question};
use crate::cards::kinds::mcq::Mcq;
use crate::cards::{Content, Note};
use crate::exchange::export::{Entry, Exporter, Reference, write_clean};

/// Writes one Markdown document.
#[derive(Debug, Default)]
pub struct Markdown {
    /// The headings that are open: collection, section, topic or deck.
    open: [String; 3],
}

impl Exporter for Markdown {
    fn note(&mut self, entry: &Entry<'_>, to: &mut dyn Write) -> io::Result<()> {
        self.headings(entry, to)?;
        for (card, _) in entry.cards {
            write_card(entry, card.part(), to)?;
        }
        Ok(())
    }

    fn finish(&mut self, _to: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Markdown {
    fn headings(&mut self, entry: &Entry<'_>, to: &mut dyn Write) -> io::Result<()> {
        let stem = entry.deck.rsplit('/').next().unwrap_or_default();
        let deck = entry.deck_title.unwrap_or(stem.rsplit_once('.').map_or(stem, |(stem, _)| stem));
        let titles = [
            entry.collection.title.as_str(),
            entry.section.map_or("", |section| &section.title),
            entry.topic.map_or(deck, |topic| &topic.title),
        ];
        let same = self.open.iter().zip(titles).take_while(|(open, title)| *open == title).count();
        for (at, title) in titles.into_iter().enumerate().skip(same) {
            title.clone_into(&mut self.open[at]);
            if !title.is_empty() {
                write_clean(to, &heading(at + 1, title))?;
                to.write_all(b"\n\n")?;
            }
        }
        Ok(())
    }
}

/// Returns a title as a heading. It is as little trusted as a card.
fn heading(level: usize, title: &str) -> String {
    inert(&format!("{} {}", "#".repeat(level), one_line(title))).into_owned()
}

/// Returns Markdown in which HTML is text, as it is on a card: what looks like a tag to a program that
/// shows the document is escaped.
fn inert(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('<') {
        return Cow::Borrowed(markdown);
    }
    let mut safe = String::with_capacity(markdown.len() + 16);
    let mut from = 0;
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        if matches!(event, Event::Html(_) | Event::InlineHtml(_)) && range.start >= from {
            safe.push_str(&markdown[from..range.start]);
            safe.push_str(&markdown[range.clone()].replace('<', "&lt;"));
            from = range.end;
        }
    }
    safe.push_str(&markdown[from..]);
    Cow::Owned(safe)
}

/// Returns a text as one line, so that it can be a heading.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_card(entry: &Entry<'_>, part: &str, to: &mut dyn Write) -> io::Result<()> {
    let note = entry.note;
    let kind = note.content.as_kind();
    let question = kind.ask(part, 0);
    let answer = kind.answer(part, &question);
    let mut blocks = vec![asked(note, &question)];
    blocks.extend(note.gist.iter().map(|gist| format!("› **{}**", one_line(gist))));
    blocks.extend(match &note.content {
        // In the order of the question.
        Content::Mcq(mcq) => vec![judged(mcq)],
        _ => answered(&answer),
    });
    blocks.extend(note.more.clone());
    blocks.extend(foot(entry, part));
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        write_clean(to, &inert(block.trim_end()))?;
        to.write_all(b"\n\n")?;
    }
    writeln!(to, "---\n")
}

fn asked(note: &Note, question: &Question) -> String {
    let mut text = match question {
        Question::Scenario { setup, ask } => format!("{setup}\n\n**{}**", one_line(ask)),
        Question::Interview { prompt, minutes } => format!("{prompt}\n\n({minutes} min)"),
        question => question.headline().to_owned(),
    };
    if let Content::Mcq(mcq) = &note.content {
        text.push('\n');
        text.extend(mcq.options.iter().map(|option| format!("\n{}", item("-", &option.text))));
    }
    text
}

/// Returns the options, each with its reason. The other bullet keeps them apart from those of the
/// question.
fn judged(mcq: &Mcq) -> String {
    let options = mcq.options.iter().map(|option| {
        let sign = if option.correct { "✓" } else { "✗" };
        let why = if option.why.is_empty() { "" } else { "  \n" };
        item("*", &format!("{sign} {}{why}{}", option.text, option.why))
    });
    options.collect::<Vec<_>>().join("\n")
}

/// Returns the answer in blocks.
fn answered(answer: &Answer) -> Vec<String> {
    let titled = |title: &str, text: &str| match text.is_empty() {
        true => String::new(),
        false => format!("**{title}**: {text}"),
    };
    let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join("\n");
    match answer {
        Answer::Plain { back } => vec![back.clone()],
        Answer::Cloze { hidden, .. } => vec![format!("**{}**", one_line(hidden))],
        Answer::Mcq { .. } => Vec::new(),
        Answer::Order { items } => {
            vec![list(
                &mut items.iter().enumerate().map(|(n, text)| item(&format!("{}.", n + 1), text)),
            )]
        }
        Answer::Typed { accept } => {
            let plain = |text: &String| format!("`{}`", text.trim_matches('`'));
            vec![accept.iter().map(plain).collect::<Vec<_>>().join(" or ")]
        }
        Answer::Scenario { choice, because, cost, flips_if, otherwise } => vec![
            titled("Choice", choice),
            titled("Because", because),
            titled("Cost", cost),
            titled("Flips if", flips_if),
            list(
                &mut otherwise
                    .iter()
                    .map(|way| item("-", &format!("✗ {}  \n{}", way.text, way.why))),
            ),
        ],
        Answer::Interview { key_points, red_flags, follow_ups, evidence, phases } => {
            let points = key_points.iter().map(|point| {
                let must = point.must.map_or(String::new(), |must| format!("({}) ", must.name()));
                format!("{must}{}", point.point)
            });
            let asks =
                follow_ups.iter().map(|follow| format!("{}  \n{}", follow.ask, follow.strong));
            let handed = evidence.iter().map(|piece| format!("{}  \n{}", piece.ask, piece.shows));
            let phases =
                phases.iter().map(|phase| format!("{} ({} min)", phase.name, phase.minutes));
            [
                section("A strong answer says", points),
                section("Red flags", red_flags.iter().cloned()),
                section("Follow-ups", asks),
                section("Evidence", handed),
                section("Phases", phases),
            ]
            .concat()
        }
    }
}

/// Returns a list under its title; nothing where it is empty.
fn section(title: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<String> = items.map(|text| item("-", &text)).collect();
    match items.is_empty() {
        true => Vec::new(),
        false => vec![format!("**{title}**"), items.join("\n")],
    }
}

/// Returns a text as an item of a list: its further lines stand in.
fn item(marker: &str, text: &str) -> String {
    let indent = format!("\n{}", " ".repeat(marker.len() + 1));
    format!("{marker} {}", text.trim_end().replace('\n', &indent))
}

/// Sources, and what the card is called.
fn foot(entry: &Entry<'_>, part: &str) -> Vec<String> {
    let source = |source: &Reference| {
        let title = source.title.as_deref().unwrap_or(&source.citation.source);
        let place = source.citation.place.as_deref();
        let place = place.map_or(String::new(), |place| format!(" {place}"));
        match &source.url {
            Some(url) => {
                let url =
                    url.replace('<', "%3C").replace('>', "%3E").replace(char::is_whitespace, "%20");
                format!("[{}](<{url}>){place}", title.replace(['[', ']'], ""))
            }
            None => format!("{title}{place}"),
        }
    };
    let sources: Vec<String> = entry.sources.iter().map(source).collect();
    let mut foot = Vec::new();
    if !sources.is_empty() {
        foot.push(format!("Sources: {}", sources.join("; ")));
    }
    foot.push(format!("`{}`", entry.note.id.card(part)));
    foot
}

#[cfg(test)]
mod tests {
    use super::{heading, inert, item};

    #[test]
    fn html_stays_text() {
        let cases = [
            ("a <b>c</b> `<i>` d < e", "a &lt;b>c&lt;/b> `<i>` d < e"),
            ("<script>\nx\n</script>\n", "&lt;script>\nx\n&lt;/script>\n"),
            ("```html\n<p>\n```", "```html\n<p>\n```"),
            ("<https://a.b/c>", "<https://a.b/c>"),
        ];
        for (given, wanted) in cases {
            assert_eq!(inert(given), wanted);
        }
    }

    #[test]
    fn html_in_a_title_stays_text() {
        assert_eq!(heading(1, "<script>x</script>\n\n<p>"), "# &lt;script>x&lt;/script> &lt;p>");
        assert_eq!(heading(2, "When a < b"), "## When a < b");
        assert_eq!(heading(3, "Why `<b>`"), "### Why `<b>`");
    }

    #[test]
    fn an_item_holds_its_lines_together() {
        assert_eq!(item("10.", "a\n```\nb\n```\n"), "10. a\n    ```\n    b\n    ```");
    }
}
