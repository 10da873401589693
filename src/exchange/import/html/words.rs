//! The words of a line, and what stands among them: code, formulas, pictures, links to files.

use crate::exchange::import::html::build::Builder;
use crate::exchange::import::html::inline::{Span, Style};
use crate::exchange::import::html::loss::Loss;
use crate::exchange::import::html::{entity, escape, hole, media, script, token};

/// Says whether a character steers a terminal or the direction of text. Neither belongs in a deck.
pub(super) fn is_unwanted(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Builder {
    /// Adds a text as it is written, with its entities.
    pub(super) fn text(&mut self, raw: &str) {
        let text = entity::decoded(raw);
        if text.contains(|c: char| is_unwanted(c) && !matches!(c, '\n' | '\t' | '\r')) {
            self.losses.add(Loss::Control);
        }
        if let Some(verbatim) = &mut self.verbatim {
            let kept = text.chars().filter(|c| !is_unwanted(*c) || matches!(c, '\n' | '\t'));
            verbatim.text.extend(kept.map(|c| if c == '\u{a0}' { ' ' } else { c }));
            return;
        }
        let mut from = 0;
        // One with an entity for its bracket is text.
        for (at, found, name) in media::sounds(raw) {
            self.words(&entity::decoded(&raw[from..at]));
            let name = entity::decoded(name);
            match media::sound_of(&name) {
                Some(name) => self.file(name),
                None => self.media(name.trim()),
            }
            from = at + found;
        }
        match from {
            0 => self.words(&text),
            from => self.words(&entity::decoded(&raw[from..])),
        }
    }

    /// Adds words; runs of white space are one space, and none begins a line.
    pub(super) fn words(&mut self, text: &str) {
        let mut piece = String::new();
        let mut indent = 0;
        for c in text.chars() {
            let starts_line = piece.is_empty() && self.line().is_empty();
            match c {
                // Two and more at the start of a line are an indentation that somebody meant.
                '\u{a0}' if starts_line => indent += 1,
                c if c.is_whitespace() || c == '\u{a0}' => {
                    let ends_in_space = match (piece.is_empty(), self.line().last()) {
                        (false, _) => piece.ends_with(' '),
                        (true, Some(Span::Text(before, _))) => before.ends_with(' '),
                        (true, _) => false,
                    };
                    if !ends_in_space && !starts_line {
                        piece.push(' ');
                    }
                }
                c if is_unwanted(c) => {}
                c if hole::is_sign(c) => {
                    self.push_text(&mut piece);
                    if c == hole::OPEN {
                        self.holes.push(self.style);
                        piece.push(c);
                    } else if c == hole::CLOSE {
                        let outside = self.holes.pop().unwrap_or(self.style);
                        piece.push(c);
                        let after = std::mem::replace(&mut self.style, outside);
                        self.push_text(&mut piece);
                        self.style = after;
                    } else {
                        piece.push(c);
                    }
                }
                c => {
                    if indent > 1 {
                        piece.extend(std::iter::repeat_n('\u{a0}', indent));
                    }
                    indent = 0;
                    piece.push(c);
                }
            }
        }
        self.push_text(&mut piece);
    }

    pub(super) fn push_text(&mut self, piece: &mut String) {
        if piece.is_empty() {
            return;
        }
        let style = self.style_here();
        let text = std::mem::take(piece);
        match self.line_mut().last_mut() {
            Some(Span::Text(last, had)) if *had == style => last.push_str(&text),
            _ => self.line_mut().push(Span::Text(text, style)),
        }
    }

    /// Returns the style that counts here. A hole is bold when it is asked for, and marks may not
    /// reach over its edge.
    pub(super) fn style_here(&mut self) -> Style {
        let Some(outside) = self.holes.last().copied() else { return self.style };
        if self.style.strong != outside.strong {
            self.losses.add(Loss::Bold);
        }
        Style {
            strong: outside.strong,
            emphasis: outside.emphasis || self.style.emphasis,
            strike: outside.strike || self.style.strike,
            link: if outside.link > 0 { outside.link } else { self.style.link },
        }
    }

    pub(super) fn line(&self) -> &[Span] {
        self.lines.last().map_or(&[], Vec::as_slice)
    }

    pub(super) fn line_mut(&mut self) -> &mut Vec<Span> {
        if self.lines.is_empty() {
            self.lines.push(Vec::new());
        }
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    pub(super) fn math(&mut self, display: bool, tex: &str) {
        let mut tex = tex.trim().to_owned();
        if !self.holes.is_empty() {
            // In TeX a space between braces means nothing, and the hole does not end there.
            tex = tex.replace("}}", "} }").replace("::", ": :");
        }
        if tex.is_empty() {
            return;
        }
        let is_alone = self.holes.is_empty() && !tex.contains(hole::OPEN);
        if display && is_alone && !self.in_cell() && self.heading.is_none() {
            self.flush();
            self.push_block(escape::block("math", &tex));
        } else {
            self.line_mut().push(Span::Math(tex));
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        let code = code.trim_matches('\n');
        if code.trim().is_empty() {
            return self.words(code);
        }
        let is_edge = |edge: &str| code.contains(edge);
        if is_edge("{{c") || (!self.holes.is_empty() && (is_edge("}}") || is_edge("::"))) {
            self.losses.add(Loss::Code);
            return self.words(code);
        }
        let style = self.style_here();
        match self.line_mut().last_mut() {
            // Backticks that touch would be one longer mark.
            Some(Span::Code(before, had)) if *had == style => before.push_str(code),
            _ => self.line_mut().push(Span::Code(code.to_owned(), style)),
        }
    }

    pub(super) fn image(&mut self, attributes: &str) {
        let source = token::attribute(attributes, "src").unwrap_or_default();
        let alt = token::attribute(attributes, "alt").filter(|alt| !alt.trim().is_empty());
        if media::is_embedded(&source) {
            self.losses.add(Loss::Embedded);
            return self.words(&format!("({})", alt.as_deref().unwrap_or("picture")));
        }
        let name = media::name_of(&source);
        let alt = alt.or_else(|| name.clone()).unwrap_or_else(|| "picture".to_owned());
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.address(&source) {
            Some(to) => self.line_mut().push(Span::Image { alt, to }),
            None => self.words(&format!("({alt})")),
        }
    }

    /// Returns where a reference leads; a file of the collection is noted. `None` where it is not
    /// safe, or empty.
    pub(super) fn address(&mut self, source: &str) -> Option<String> {
        if let Some(name) = media::name_of(source) {
            let to = media::path(&name);
            self.files.push(name);
            return Some(to);
        }
        if media::is_safe_url(source) {
            return Some(source.trim().to_owned());
        }
        if !source.trim().is_empty() {
            self.losses.add(Loss::Address);
        }
        None
    }

    /// Adds a file that is played. A picture is what shows a file, whatever there is to see of it.
    pub(super) fn media(&mut self, source: &str) {
        if let Some(name) = media::name_of(source) {
            return self.file(name);
        }
        match self.address(source) {
            Some(to) => self.line_mut().push(Span::Image { alt: source.to_owned(), to }),
            None => self.words(&format!("({source})")),
        }
    }

    fn file(&mut self, name: String) {
        let to = media::path(&name);
        self.files.push(name.clone());
        self.line_mut().push(Span::Image { alt: name, to });
    }

    pub(super) fn end_script(&mut self, is_raised: bool) {
        let Some(at) = self.scripts.pop() else { return };
        let line = self.line_mut();
        if at >= line.len() {
            return;
        }
        let tail = line.split_off(at);
        let before = match line.last() {
            Some(Span::Text(text, _)) => text.chars().next_back(),
            _ => None,
        };
        let mut inner = String::new();
        for span in &tail {
            match span {
                Span::Text(text, _) | Span::Code(text, _) => inner.push_str(text),
                // A picture or a formula stands as it is.
                _ => return self.line_mut().extend(tail),
            }
        }
        let mut text = match script::written(inner.trim(), is_raised, before) {
            (text, true) => text,
            (text, false) => {
                self.losses.add(Loss::Script);
                text
            }
        };
        self.push_text(&mut text);
    }
}
