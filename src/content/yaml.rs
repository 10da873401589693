//! The one reader of YAML: events of `granit-parser` in, a [`Tree`] with places out.
//!
//! Strict where a deck's author would be surprised: a key twice, anchors, aliases and tags are
//! faults. Bounded where a stranger would be unkind: nesting, the number of nodes and of faults.
//! Nothing is resolved or expanded, so time and memory grow with the file and no faster.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, options};

use crate::content::source::{Span, short};
use crate::content::tree::{Comment, End, Fault, Node, Tree, Value};

/// How deep lists and mappings may stand in each other.
pub const MAX_DEPTH: usize = 64;
/// How many nodes a file may have: some 40,000 cards.
pub const MAX_NODES: usize = 1_000_000;
/// How many faults of a file are told.
pub const MAX_FAULTS: usize = 100;

/// How a file is read, and what it may still use up; shared by parts that are read one by one.
#[derive(Debug)]
pub struct Budget {
    /// How many nodes there may still be.
    pub nodes: usize,
    /// Whether comments are wanted.
    pub comments: Comments,
}

/// Whether comments are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comments {
    /// They are listed.
    Keep,
    /// They are passed over, which is faster.
    Skip,
}

impl Budget {
    /// Makes the budget of a file.
    pub fn new(comments: Comments) -> Budget {
        Budget { nodes: MAX_NODES, comments }
    }
}

/// Reads a text.
pub fn parse(text: &str) -> Tree<'_> {
    parse_part(text, 0, &mut Budget::new(Comments::Keep))
}

/// Reads a part of a file as a document of its own; `base` is where it starts in the file.
pub fn parse_part<'a>(text: &'a str, base: usize, budget: &mut Budget) -> Tree<'a> {
    let options = options! {
        emit_unresolved_aliases: true,
        emit_comments: budget.comments == Comments::Keep,
        max_buffered_comment_events: text.len(),
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder =
        Builder { text, base, budget, tree: Tree::default(), stack: Vec::new(), at: 0 };
    for item in Parser::new_from_str_with_options(text, options) {
        let flow = match item {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                let tag = span.tag_span().and_then(|tag| tag.byte_range());
                builder.take(event, range.start, range.end.min(text.len()), tag)
            }
            Err(error) => {
                let fault = builder.syntax(&error);
                builder.stop(End::Syntax, fault)
            }
        };
        if flow == Flow::Stop {
            break;
        }
    }
    builder.tree
}

#[derive(PartialEq, Eq)]
enum Flow {
    Go,
    Stop,
}

/// A list or mapping whose end has not come yet.
struct Open<'a> {
    start: usize,
    flow: bool,
    /// Of a mapping: the key that waits for its value.
    key: Option<Node<'a>>,
    value: Value<'a>,
}

struct Builder<'a, 'b> {
    text: &'a str,
    base: usize,
    budget: &'b mut Budget,
    tree: Tree<'a>,
    stack: Vec<Open<'a>>,
    /// Where the last event ended.
    at: usize,
}

impl<'a> Builder<'a, '_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    fn fault(&mut self, fault: Fault) {
        if self.tree.faults.len() < MAX_FAULTS {
            self.tree.faults.push(fault);
        }
    }

    fn stop(&mut self, end: End, fault: Fault) -> Flow {
        self.fault(fault);
        self.tree.root = None;
        self.tree.end = end;
        Flow::Stop
    }

    fn take(
        &mut self,
        event: Event<'a>,
        start: usize,
        end: usize,
        tag: Option<std::ops::Range<usize>>,
    ) -> Flow {
        if event.anchor_id().is_some() {
            let span = self.span(start, end.max(start + 1));
            self.fault(
                Fault::new("deck/alias", span, "an anchor (`&name`) is not allowed in a deck")
                    .help("write the text out; if it should begin with `&`, quote it"),
            );
        }
        if event.tag().is_some() {
            let range = tag.unwrap_or(start..end);
            let span = self.span(range.start, range.end);
            self.fault(
                Fault::new("deck/tag", span, "a tag (`!name`) is not allowed in a deck")
                    .help("remove it; if the text should begin with `!`, quote it"),
            );
        }
        let flow = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                let end = match style {
                    // A block ends where the next token begins; its indentation is not the block's.
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        self.text[..end].trim_end_matches(' ').len().max(start)
                    }
                    _ => end,
                };
                self.add(Node {
                    span: self.span(start, end),
                    flow: false,
                    value: Value::Scalar { text, plain },
                })
            }
            Event::SequenceStart(style, ..) => self.open(start, style, Value::List(Vec::new())),
            Event::MappingStart(style, ..) => self.open(start, style, Value::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Alias(..) | Event::UnresolvedAlias(..) => {
                let span = self.span(start, end);
                self.fault(
                    Fault::new("deck/alias", span, "an alias (`*name`) is not allowed in a deck")
                        .help("write the text out; if it should begin with `*`, quote it"),
                );
                self.add(Node { span, flow: false, value: Value::Alias })
            }
            Event::Comment(text, _) => {
                let span = self.span(start, end);
                self.tree.comments.push(Comment { text: text.into_owned(), span });
                Flow::Go
            }
            Event::DocumentStart(..) if self.tree.root.is_some() => {
                let span = self.span(start, end);
                self.fault(
                    Fault::new("deck/syntax", span, "a second document begins here")
                        .help("a file is one document: remove the `---`, or move the rest to a file of its own"),
                );
                Flow::Stop
            }
            _ => Flow::Go,
        };
        self.at = self.at.max(end);
        flow
    }

    fn open(&mut self, start: usize, style: StructureStyle, value: Value<'a>) -> Flow {
        if self.stack.len() >= MAX_DEPTH {
            let fault = too_deep(self.span(start, start + 1));
            return self.stop(End::Syntax, fault);
        }
        let flow = style == StructureStyle::Flow;
        self.stack.push(Open { start, flow, key: None, value });
        Flow::Go
    }

    fn close(&mut self, end: usize) -> Flow {
        let Some(open) = self.stack.pop() else { return Flow::Go };
        let last = match &open.value {
            Value::List(items) => items.last(),
            Value::Map(entries) => {
                self.check_keys(entries);
                entries
                    .last()
                    .map(|(key, value)| if value.span.end > key.span.end { value } else { key })
            }
            _ => None,
        };
        let span = match last {
            // A block's end event stands before the next token, far from its text.
            Some(last) if !open.flow => {
                Span { start: (self.base + open.start) as u32, end: last.span.end }
            }
            _ => self.span(open.start, end),
        };
        self.add(Node { span, flow: open.flow, value: open.value })
    }

    fn add(&mut self, node: Node<'a>) -> Flow {
        if self.budget.nodes == 0 {
            let fault = Fault::new("deck/limit", node.span, "the file holds more than a deck may")
                .help("split it into several files");
            return self.stop(End::Limit, fault);
        }
        self.budget.nodes -= 1;
        match self.stack.last_mut() {
            None => self.tree.root = Some(node),
            Some(Open { value: Value::List(items), .. }) => items.push(node),
            Some(Open { value: Value::Map(entries), key, .. }) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => *key = Some(node),
            },
            Some(_) => {}
        }
        Flow::Go
    }

    /// Reports keys that a mapping has twice.
    fn check_keys(&mut self, entries: &[(Node<'a>, Node<'a>)]) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut doubles = Vec::new();
        for (place, (key, _)) in entries.iter().enumerate() {
            let Some(name) = key.text() else {
                doubles.push(Fault::new("deck/syntax", key.span, "a key must be plain text"));
                continue;
            };
            // Few mappings are long enough for a table to pay.
            let earlier = if entries.len() <= 16 {
                entries[..place].iter().position(|(other, _)| other.text() == Some(name))
            } else {
                seen.insert(name, place)
            };
            if let Some(earlier) = earlier {
                let first = entries[earlier].0.span.start as usize - self.base;
                let line = line_of(self.text, first, self.base);
                doubles.push(
                    Fault::new(
                        "deck/duplicate-key",
                        key.span,
                        format!("`{}` is given twice", short(name)),
                    )
                    .help(line.map_or_else(
                        || "keep one of the two".to_owned(),
                        |line| format!("it is first given on line {line}: keep one of the two"),
                    )),
                );
            }
            if doubles.len() >= MAX_FAULTS {
                break;
            }
        }
        for double in doubles {
            self.fault(double);
        }
    }

    /// Says in an author's words what the scanner ran into, and where it began.
    fn syntax(&self, error: &ScanError) -> Fault {
        let at = error.marker().byte_offset().unwrap_or(self.at).min(self.text.len());
        let quote = self.text.get(self.at..).and_then(|rest| rest.find(['"', '\'']));
        let open = quote.map_or(at, |found| self.at + found);
        let tab =
            self.text.get(at..).and_then(|rest| rest.find('\t')).map_or(at, |found| at + found);
        let (at, message, help): (usize, Cow<'_, str>, &str) = match error.kind() {
            ErrorKind::RecursionLimitExceeded => return too_deep(self.span(at, at + 1)),
            ErrorKind::MappingValueNotAllowed => (
                at,
                "`: ` inside unquoted text".into(),
                "put the text in double quotes, or indent the key like its neighbours",
            ),
            ErrorKind::InvalidColonPlacement => (
                at,
                "`:` where none can stand".into(),
                "a bracket above is not closed, or a text with `: ` needs quotes",
            ),
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => (
                open,
                "a quote is opened here and not closed".into(),
                "close it; inside double quotes write `\\\"`",
            ),
            ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar => (
                at,
                "text after the closing quote".into(),
                "quote the whole text; inside double quotes write `\\\"`",
            ),
            ErrorKind::UnknownQuotedScalarEscape => (
                at,
                "an unknown escape in double quotes".into(),
                "write `\\\\` for a backslash, or use single quotes",
            ),
            ErrorKind::TabInIndentation
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabAtBlockScalarStart => {
                (tab, "a tab in the indentation".into(), "use spaces")
            }
            ErrorKind::UnexpectedCharacter { character } if character.is_control() => (
                at,
                format!("the control character U+{:04X}", *character as u32).into(),
                "remove it",
            ),
            ErrorKind::UnexpectedCharacter { character: '`' } => {
                (at, "text cannot begin with a backtick".into(), "put the text in double quotes")
            }
            ErrorKind::UnexpectedCharacter { character } => (
                at,
                format!("text cannot begin with `{character}`").into(),
                "put the text in double quotes",
            ),
            kind => (at, kind.to_string().into(), ""),
        };
        let width = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Fault::new("deck/syntax", self.span(at, at + width), message).help(help)
    }
}

fn too_deep(span: Span) -> Fault {
    Fault::new("deck/limit", span, format!("nested deeper than {MAX_DEPTH} levels"))
        .help("a deck needs four; look for brackets that are not closed")
}

/// Returns the line of a byte; none in a part of a file, where the lines before are not known.
fn line_of(text: &str, at: usize, base: usize) -> Option<usize> {
    (base == 0).then(|| text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1)
}
