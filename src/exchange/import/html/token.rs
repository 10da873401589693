//! HTML as a row of tokens, in one pass over its bytes.
//!
//! Nothing here fails: what is no tag is text, as in a browser. TeX between the marks that Anki
//! knows is a token of its own, so that its backslashes and braces are never taken for anything
//! else.

use crate::exchange::import::html::entity;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text as it is written, with its entities.
    Text(&'a str),
    /// The start of an element.
    Start {
        /// Its name, in lower case.
        name: String,
        /// Its attributes as they are written.
        attributes: &'a str,
    },
    /// The end of an element; its name in lower case.
    End(String),
    /// A comment, a declaration, or the like.
    Silent,
    /// A script or a style sheet.
    Program,
    /// A formula.
    Math {
        /// Whether it has a line of its own.
        display: bool,
        /// The formula, without its marks.
        tex: String,
    },
}

/// The marks around formulas: opening, closing, and whether the formula has a line of its own.
const MATH: [(&str, &str, bool); 5] = [
    ("\\(", "\\)", false),
    ("\\[", "\\]", true),
    ("[$]", "[/$]", false),
    ("[$$]", "[/$$]", true),
    ("[latex]", "[/latex]", true),
];

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// For each pair of marks, where no closing one follows any more: no text is searched twice.
    unclosed: [usize; MATH.len()],
    /// How many elements are open in which marks of formulas are text.
    literal: u32,
    /// Whether no comment ends any more.
    no_comment: bool,
    /// Whether no tag ends any more.
    no_tag: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        let unclosed = [usize::MAX; MATH.len()];
        Tokens { text, at: 0, unclosed, literal: 0, no_comment: false, no_tag: false }
    }

    /// Returns the next tag, from its `<`.
    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        let body = rest.strip_prefix('<').filter(|_| !self.no_tag)?;
        if let Some(comment) = body.strip_prefix("!--").filter(|_| !self.no_comment) {
            let Some(end) = comment.find("-->") else {
                self.no_comment = true;
                return None;
            };
            self.at += end + "<!---->".len();
            return Some(Token::Silent);
        }
        if body.starts_with(['!', '?']) {
            let Some(end) = body.find('>') else {
                self.no_tag = true;
                return None;
            };
            self.at += end + "<>".len();
            return Some(Token::Silent);
        }
        let is_end = body.starts_with('/');
        let name_at = if is_end { 2 } else { 1 };
        let name = name(&rest[name_at..])?;
        let attributes_at = name_at + name.len();
        let len = end_of_tag(&rest[attributes_at..])?;
        let attributes = &rest[attributes_at..attributes_at + len];
        self.at += attributes_at + len + 1;
        let name = name.to_ascii_lowercase();
        let is_literal = matches!(name.as_str(), "pre" | "code");
        if is_end {
            self.literal = self.literal.saturating_sub(u32::from(is_literal));
            return Some(Token::End(name));
        }
        if matches!(name.as_str(), "script" | "style") {
            self.skip_to_end_of(&name);
            return Some(Token::Program);
        }
        self.literal += u32::from(is_literal);
        Some(Token::Start { name, attributes: attributes.trim_end_matches('/') })
    }

    /// Skips what is no text: everything up to the end of an element.
    fn skip_to_end_of(&mut self, name: &str) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let closing = format!("</{name}");
        let found = rest
            .windows(closing.len())
            .position(|part| part.eq_ignore_ascii_case(closing.as_bytes()));
        let Some(found) = found else {
            self.at = self.text.len();
            return;
        };
        let after = self.at + found;
        self.at = self.text[after..].find('>').map_or(self.text.len(), |end| after + end + 1);
    }

    /// Returns the formula that begins here.
    fn math(&mut self) -> Option<Token<'a>> {
        if self.literal > 0 {
            return None;
        }
        let rest = &self.text[self.at..];
        let which = MATH.iter().position(|(open, ..)| rest.starts_with(open))?;
        let (open, close, display) = MATH[which];
        if self.at >= self.unclosed[which] {
            return None;
        }
        let Some(len) = rest[open.len()..].find(close) else {
            self.unclosed[which] = self.at;
            return None;
        };
        let inner = &rest[open.len()..open.len() + len];
        self.at += open.len() + len + close.len();
        Some(Token::Math { display, tex: plain(inner) })
    }

    /// Returns the text up to the next token of another sort; at least one character.
    fn words(&mut self) -> Token<'a> {
        let from = self.at;
        let bytes = self.text.as_bytes();
        let mut end = from + self.text[from..].chars().next().map_or(1, char::len_utf8);
        while let Some(byte) = bytes.get(end) {
            let may_begin = match byte {
                b'<' => true,
                b'\\' | b'[' => self.literal == 0,
                _ => false,
            };
            if may_begin {
                break;
            }
            end += 1;
        }
        self.at = end;
        Token::Text(&self.text[from..end])
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        match self.text.as_bytes().get(self.at)? {
            b'<' => Some(self.tag().unwrap_or_else(|| self.words())),
            b'\\' | b'[' => Some(self.math().unwrap_or_else(|| self.words())),
            _ => Some(self.words()),
        }
    }
}

/// Returns the name of an element at the start of a text.
fn name(text: &str) -> Option<&str> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_');
    let first = text.bytes().next()?;
    let len = text.bytes().position(|byte| !is_part(byte)).unwrap_or(text.len());
    first.is_ascii_alphabetic().then(|| &text[..len])
}

/// Returns where a tag's `>` is, quoted values aside.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            // A quote that is never closed would swallow everything.
            (None, b'<') => return None,
            _ => {}
        }
    }
    text.find('>')
}

/// Returns the value of an attribute, with its entities read; `None` where it is not given.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        if name.is_empty() && after.is_empty() {
            return None;
        }
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(entity::decoded(value).into_owned());
        }
        rest = after;
    }
}

/// Splits a value from what follows it.
fn value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = &text[1..];
            inner.split_once(quote).unwrap_or((inner, ""))
        }
        _ => text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len())),
    }
}

/// Returns the text of a piece of HTML without its tags; a `<br>` is the end of a line.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::new();
    // Marks of formulas inside a formula are text.
    let mut tokens = Tokens { literal: 1, ..Tokens::new(html) };
    while let Some(token) = tokens.next() {
        tokens.literal = 1;
        match token {
            Token::Text(raw) => text.push_str(&entity::decoded(raw).replace('\u{a0}', " ")),
            Token::Start { name, .. } | Token::End(name)
                if matches!(name.as_str(), "br" | "div" | "p" | "li" | "tr") =>
            {
                text.push('\n');
            }
            _ => {}
        }
    }
    text
}
