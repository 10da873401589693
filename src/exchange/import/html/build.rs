//! From tokens to blocks of Markdown, in one pass: open elements on a stack, finished blocks in the
//! container they stand in.

use crate::exchange::import::html::element::{self, Role};
use crate::exchange::import::html::escape;
use crate::exchange::import::html::inline::{Lines, Span, Style};
use crate::exchange::import::html::loss::{Loss, Losses};
use crate::exchange::import::html::table::Table;
use crate::exchange::import::html::token::{self, Token, Tokens};

/// The deepest nesting of elements that is followed.
const DEEPEST: usize = 64;

/// An open element.
pub(super) struct Open {
    name: String,
    role: Role,
    /// What is undone when it ends.
    before: Style,
}

/// What blocks stand in.
pub(super) enum Container {
    Root,
    Quote,
    List { next: Option<u64>, items: Vec<String> },
    Item,
    Table(Table),
    Cell { is_head: bool },
}

/// What is collected word for word.
pub(super) struct Verbatim {
    pub(super) text: String,
    pub(super) language: String,
    /// Whether it is a block; else it is code within a line.
    pub(super) is_block: bool,
}

/// Makes Markdown of HTML.
pub(super) struct Builder {
    pub(super) open: Vec<Open>,
    /// How many elements are open beyond the deepest.
    pub(super) ignored: usize,
    pub(super) containers: Vec<(Container, Vec<String>)>,
    pub(super) lines: Lines,
    pub(super) style: Style,
    pub(super) links: Vec<String>,
    /// The styles outside the holes that are open.
    pub(super) holes: Vec<Style>,
    pub(super) verbatim: Option<Verbatim>,
    /// Where raised or lowered text began, as a place in the line.
    pub(super) scripts: Vec<usize>,
    /// The style of a heading, where one is open.
    pub(super) heading: Option<usize>,
    pub(super) losses: Losses,
    pub(super) files: Vec<String>,
}

impl Builder {
    pub(super) fn new() -> Builder {
        Builder {
            open: Vec::new(),
            ignored: 0,
            containers: vec![(Container::Root, Vec::new())],
            lines: vec![Vec::new()],
            style: Style::default(),
            links: Vec::new(),
            holes: Vec::new(),
            verbatim: None,
            scripts: Vec::new(),
            heading: None,
            losses: Losses::default(),
            files: Vec::new(),
        }
    }

    /// Takes everything in and returns the Markdown.
    pub(super) fn run(&mut self, html: &str) -> String {
        for token in Tokens::new(html) {
            match token {
                Token::Text(raw) => self.text(raw),
                Token::Math { display, tex } => self.math(display, &tex),
                Token::Start { name, attributes } => self.start(name, attributes),
                Token::End(name) => self.end(&name),
                Token::Program => self.losses.add(Loss::Program),
                Token::Silent => {}
            }
        }
        while let Some(open) = self.open.pop() {
            self.close(&open);
        }
        self.flush();
        while self.containers.len() > 1 {
            self.close_container();
        }
        let (_, blocks) = self.containers.pop().unwrap_or((Container::Root, Vec::new()));
        blocks.join("\n\n")
    }

    fn start(&mut self, name: String, attributes: &str) {
        let role = element::role(&name, attributes, &mut self.losses);
        match role {
            Role::Void => return self.void(&name, attributes),
            Role::Media => {
                let source =
                    ["src", "data"].iter().find_map(|key| token::attribute(attributes, key));
                if let Some(source) = source {
                    self.media(&source);
                }
            }
            Role::Missing => {
                self.losses.add(Loss::Element);
                self.line_mut().push(Span::Code(format!("<{name}>"), Style::default()));
            }
            _ => {}
        }
        if self.open.len() >= DEEPEST {
            self.losses.add(Loss::Depth);
            self.ignored += 1;
            return;
        }
        self.close_implied(role);
        let before = self.style;
        match role {
            Role::Strong => self.style.strong = true,
            Role::Emphasis => self.style.emphasis = true,
            Role::StrongEmphasis => (self.style.strong, self.style.emphasis) = (true, true),
            Role::Strike => self.style.strike = true,
            Role::Link => {
                let to = token::attribute(attributes, "href").unwrap_or_default();
                if let Some(to) = self.address(&to) {
                    self.links.push(to);
                    self.style.link = self.links.len() as u32;
                }
            }
            Role::Raised | Role::Lowered => {
                let at = self.line().len();
                self.scripts.push(at);
                // A span of its own, so that it can be found again.
                self.line_mut().push(Span::Text(String::new(), Style { link: u32::MAX, ..before }));
            }
            Role::Code if self.verbatim.is_none() => self.begin_verbatim(false, attributes),
            Role::Pre if self.verbatim.is_none() => {
                self.flush();
                self.begin_verbatim(true, attributes);
            }
            Role::Code | Role::Pre => self.name_language(attributes),
            Role::Line => self.end_line(false),
            Role::Paragraph => self.flush(),
            Role::Heading(level) => {
                self.flush();
                self.heading = Some(level);
            }
            Role::Quote => self.open_container(Container::Quote),
            Role::List => {
                let first = token::attribute(attributes, "start").and_then(|n| n.parse().ok());
                let next = (name == "ol").then_some(first.unwrap_or(1));
                self.open_container(Container::List { next, items: Vec::new() });
            }
            Role::Item => self.open_container(Container::Item),
            Role::Table => self.open_container(Container::Table(Table::default())),
            Role::Row => self.table(|table| table.row()),
            Role::Cell => {
                self.table(|table| table.span(attributes));
                self.open_container(Container::Cell { is_head: name == "th" });
            }
            Role::Term => {
                self.flush();
                self.style.strong = true;
            }
            Role::None | Role::Media | Role::Missing | Role::Void => {}
        }
        self.open.push(Open { name, role, before });
    }

    fn void(&mut self, name: &str, attributes: &str) {
        match name {
            "br" => match &mut self.verbatim {
                Some(verbatim) => verbatim.text.push('\n'),
                None => self.end_line(true),
            },
            "hr" => {
                self.flush();
                self.push_block("---".to_owned());
            }
            "img" => self.image(attributes),
            "source" | "track" | "embed" => {
                if let Some(source) = token::attribute(attributes, "src") {
                    self.media(&source);
                }
            }
            "input" => self.losses.add(Loss::Element),
            _ => {}
        }
    }

    /// Closes what HTML closes by itself before an element.
    fn close_implied(&mut self, role: Role) {
        let (closes, within): (&[Role], &[Role]) = match role {
            Role::Item => (&[Role::Item], &[Role::List]),
            Role::Cell => (&[Role::Cell], &[Role::Table]),
            Role::Row => (&[Role::Row], &[Role::Table]),
            Role::Paragraph | Role::Heading(_) | Role::Term => {
                (&[Role::Paragraph, Role::Term], &[Role::Item, Role::Cell, Role::Quote])
            }
            _ => return,
        };
        let inside = self.open.iter().rposition(|open| within.contains(&open.role));
        let from = inside.map_or(0, |place| place + 1);
        if let Some(place) = self.open[from..].iter().position(|open| closes.contains(&open.role)) {
            self.close_to(from + place);
        }
    }

    fn end(&mut self, name: &str) {
        if self.ignored > 0 && !element::is_void(name) {
            self.ignored -= 1;
            return;
        }
        // A cell, an item or a table is not closed by what stands in it.
        let wall = self.open.iter().rposition(|open| {
            matches!(open.role, Role::Cell | Role::Item | Role::Quote) && open.name != name
        });
        let from = match element::is_container(name) {
            true => 0,
            false => wall.unwrap_or(0),
        };
        if let Some(place) = self.open[from..].iter().rposition(|open| open.name == name) {
            self.close_to(from + place);
        } else if name == "p" {
            self.flush();
        }
    }

    fn close_to(&mut self, place: usize) {
        while self.open.len() > place {
            if let Some(open) = self.open.pop() {
                self.close(&open);
            }
        }
    }

    fn close(&mut self, open: &Open) {
        match open.role {
            Role::Raised | Role::Lowered => self.end_script(open.role == Role::Raised),
            Role::Code | Role::Pre => {
                let still =
                    self.open.iter().any(|open| matches!(open.role, Role::Code | Role::Pre));
                if !still {
                    self.end_verbatim();
                }
            }
            Role::Line => self.end_line(false),
            Role::Paragraph | Role::Heading(_) | Role::Term => self.flush(),
            Role::Quote | Role::List | Role::Item | Role::Table | Role::Cell => {
                self.flush();
                self.close_container();
            }
            _ => {}
        }
        self.style = open.before;
    }

    fn begin_verbatim(&mut self, is_block: bool, attributes: &str) {
        let verbatim = Verbatim { text: String::new(), language: String::new(), is_block };
        self.verbatim = Some(verbatim);
        self.name_language(attributes);
    }

    fn name_language(&mut self, attributes: &str) {
        if let Some(verbatim) = &mut self.verbatim
            && verbatim.language.is_empty()
        {
            verbatim.language = element::language(attributes);
        }
    }

    fn end_verbatim(&mut self) {
        let Some(Verbatim { text, language, is_block }) = self.verbatim.take() else { return };
        let text = text.replace("\r\n", "\n");
        if is_block || text.trim_matches('\n').contains('\n') {
            self.flush();
            let code = text.strip_prefix('\n').unwrap_or(&text).trim_end();
            if !code.trim().is_empty() {
                self.push_block(escape::block(&language, code));
            }
        } else {
            self.code(&text);
        }
    }
}
