//! A topic's page: Markdown, taken apart at its headings of the second level.
//!
//! The five headings of a page are the facets. In another language they read otherwise and stand in
//! the same order, which is how they are known then.

use crate::cards::note::Facet;

/// A page, taken apart. Texts are pieces of the page as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page<'p> {
    /// The heading of the first level, where the page begins with one.
    pub title: Option<&'p str>,
    /// What stands before the first section, the title left out.
    pub intro: &'p str,
    /// The sections, in order.
    pub sections: Vec<Section<'p>>,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'p> {
    /// Its heading.
    pub heading: &'p str,
    /// What it is about.
    pub role: Role,
    /// Where its heading begins, in bytes of the page.
    pub start: usize,
    /// Its text, the heading left out.
    pub text: &'p str,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// One of the five facets.
    Facet(Facet),
    /// What the page rests on.
    Sources,
    /// Anything else.
    Other,
}

/// The heading of the section behind the facets.
const SOURCES: &str = "Sources";

impl<'p> Page<'p> {
    /// Takes a page apart. What looks like a heading within fenced code is none.
    pub fn parse(page: &'p str) -> Page<'p> {
        let heads = headings(page);
        let intro_end = heads.first().map_or(page.len(), |(start, ..)| *start);
        let (title, intro) = match page[..intro_end].trim_start().strip_prefix("# ") {
            Some(rest) => {
                let (title, intro) = rest.split_once('\n').unwrap_or((rest, ""));
                (Some(title.trim()), intro)
            }
            None => (None, &page[..intro_end]),
        };
        let named: Vec<Role> = heads.iter().map(|(_, name, _)| role_of(name)).collect();
        let is_known = named.iter().any(|role| *role != Role::Other);
        let section = |(place, &(start, heading, body)): (usize, &(usize, &'p str, usize))| {
            let end = heads.get(place + 1).map_or(page.len(), |(next, ..)| *next);
            let role = match (is_known, heads.len() >= Facet::ALL.len()) {
                (false, true) => role_at(place),
                _ => named[place],
            };
            Section { heading, role, start, text: &page[body..end] }
        };
        let sections = heads.iter().enumerate().map(section).collect();
        Page { title, intro: intro.trim(), sections }
    }

    /// Returns the section about a facet.
    pub fn facet(&self, facet: Facet) -> Option<&Section<'p>> {
        self.sections.iter().find(|section| section.role == Role::Facet(facet))
    }
}

fn role_of(heading: &str) -> Role {
    let facet = Facet::ALL.into_iter().find(|facet| facet.heading() == heading);
    match facet {
        Some(facet) => Role::Facet(facet),
        None if heading == SOURCES => Role::Sources,
        None => Role::Other,
    }
}

fn role_at(place: usize) -> Role {
    match Facet::ALL.get(place) {
        Some(&facet) => Role::Facet(facet),
        None if place == Facet::ALL.len() => Role::Sources,
        None => Role::Other,
    }
}

/// Lists the headings of the second level: where each begins, what it says, where its text begins.
fn headings(page: &str) -> Vec<(usize, &str, usize)> {
    let mut found = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let mark = fence_mark(line);
        fence = match (fence, mark) {
            (None, Some((sign, count, _))) => Some((sign, count)),
            (Some((sign, open)), Some((other, count, true))) if sign == other && count >= open => {
                None
            }
            (fence, _) => fence,
        };
        if let (None, None, Some(name)) = (fence, mark, line.strip_prefix("## ")) {
            found.push((at, name.trim().trim_end_matches('#').trim_end(), at + line.len()));
        }
        at += line.len();
    }
    found
}

/// Reads the marks of fenced code at the start of a line: the sign, how many there are, and whether
/// nothing stands behind them, as at its end.
fn fence_mark(line: &str) -> Option<(char, usize, bool)> {
    let text = line.trim_start_matches(' ');
    let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(sign);
    let count = text.len() - rest.len();
    let is_code =
        count >= 3 && line.len() - text.len() <= 3 && !(sign == '`' && rest.contains('`'));
    is_code.then(|| (sign, count, rest.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{Page, Role};
    use crate::cards::Facet;

    #[test]
    fn a_page_is_taken_apart_at_its_headings() {
        let text = "# Retries\n\nWhat it is.\n\n## Core concepts\n\nA.\n\n### More\n\nB.\n\n\
                    ## Common mistakes ##\n\nC.\n\n## Sources\n\nrfc\n";
        let page = Page::parse(text);
        assert_eq!(page.title, Some("Retries"));
        assert_eq!(page.intro, "What it is.");
        let heads: Vec<_> = page.sections.iter().map(|one| (one.heading, one.role)).collect();
        assert_eq!(
            heads,
            [
                ("Core concepts", Role::Facet(Facet::Concept)),
                ("Common mistakes", Role::Facet(Facet::Mistake)),
                ("Sources", Role::Sources),
            ]
        );
        assert_eq!(page.facet(Facet::Concept).unwrap().text.trim(), "A.\n\n### More\n\nB.");
        let mistake = page.facet(Facet::Mistake).unwrap();
        assert!(text[mistake.start..].starts_with("## Common mistakes"));
        assert_eq!(page.facet(Facet::Why), None);
    }

    #[test]
    fn headings_in_code_are_code() {
        let text = "## Why it exists\n\n```sh\n## no heading\n```\n~~~~\n```\n## nor this\n~~~~\n## How it works\nx";
        let page = Page::parse(text);
        let heads: Vec<_> = page.sections.iter().map(|section| section.heading).collect();
        assert_eq!(heads, ["Why it exists", "How it works"]);
    }

    #[test]
    fn headings_in_another_language_are_known_by_their_order() {
        let text = "# ت\n## یک\n1\n## دو\n2\n## سه\n3\n## چهار\n4\n## پنج\n5\n## منابع\nx";
        let page = Page::parse(text);
        assert_eq!(page.facet(Facet::Mistake).unwrap().heading, "چهار");
        assert_eq!(page.sections[5].role, Role::Sources);
        // Fewer than five could be anything.
        assert_eq!(Page::parse("## یک\n1\n## دو\n2").sections[0].role, Role::Other);
    }

    #[test]
    fn a_page_may_be_anything() {
        for text in ["", "#", "# ", "##", "## ", "## \n## \n", "```", "\n\n# t", "text", "## a"] {
            let page = Page::parse(text);
            assert!(page.sections.iter().all(|section| section.start <= text.len()), "{text:?}");
        }
    }
}
