//! What a YAML file says, as a small tree in which every node knows its place.

use std::borrow::Cow;

use crate::content::source::{SourceFile, Span, short};
use crate::model::{Diagnostic, Severity};

/// What a file says.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// The document; absent in an empty file and after a syntax error.
    pub root: Option<Node<'a>>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Whether reading stopped before the end.
    pub end: End,
}

/// Whether a file was read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// It was.
    #[default]
    Reached,
    /// A syntax error ended it; another part of the file may still be sound.
    Syntax,
    /// It holds more than a deck may; the rest is not looked at.
    Limit,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What follows the `#`.
    pub text: String,
    /// The whole comment, `#` included.
    pub span: Span,
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// Where it stands; of a block, from its first key to the end of its last value.
    pub span: Span,
    /// Whether a list or mapping is written in brackets.
    pub flow: bool,
    /// What it holds.
    pub value: Value<'a>,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Text or another single value.
    Scalar {
        /// The text, its escapes resolved.
        text: Cow<'a, str>,
        /// Whether it stands without quotes, so that `8` is a number.
        plain: bool,
    },
    /// A list.
    List(Vec<Node<'a>>),
    /// A mapping, in the order of the file.
    Map(Vec<(Node<'a>, Node<'a>)>),
    /// A reference to another node; never followed.
    Alias,
}

/// What an unquoted text is taken for by YAML 1.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// Text.
    Text(&'t str),
}

/// Something wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// The rule's code.
    pub rule: &'static str,
    /// What happened.
    pub message: String,
    /// What to do next; may be empty.
    pub help: String,
}

impl Fault {
    /// Makes a fault.
    pub fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Fault {
        Fault { span, rule, message: message.into(), help: String::new() }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = help.into();
        self
    }

    /// Turns it into a finding of the file it was found in.
    pub fn finding(&self, file: &SourceFile, severity: Severity) -> Diagnostic {
        file.diagnostic(self.rule, severity, self.span, self.message.as_str())
            .help(self.help.as_str())
    }
}

impl<'a> Node<'a> {
    /// Returns the value of a key, where the node is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entries().iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// Returns the entries of a mapping; none for other nodes.
    pub fn entries(&self) -> &[(Node<'a>, Node<'a>)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the items of a list; none for other nodes.
    pub fn items(&self) -> &[Node<'a>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the text of a single value as it is written, quotes and escapes resolved.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Returns what a single value is taken for.
    pub fn scalar(&self) -> Option<Scalar<'_>> {
        match &self.value {
            Value::Scalar { text, plain: true } => Some(resolve(text)),
            Value::Scalar { text, plain: false } => Some(Scalar::Text(text)),
            _ => None,
        }
    }

    /// Says whether nothing stands here: an absent value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.scalar() == Some(Scalar::Null)
    }

    /// Names what is here, for a message.
    pub fn what(&self) -> String {
        match (&self.value, self.scalar()) {
            (Value::List(_), _) => "a list".to_owned(),
            (Value::Map(_), _) => "a mapping".to_owned(),
            (Value::Alias, _) => "an alias".to_owned(),
            (_, Some(Scalar::Null)) => "empty".to_owned(),
            (_, Some(Scalar::Bool(value))) => format!("the truth value `{value}`"),
            (_, Some(Scalar::Int(_) | Scalar::Float(_))) => {
                format!("the number `{}`", short(self.text().unwrap_or_default()))
            }
            _ => "text".to_owned(),
        }
    }
}

/// Applies the core schema of YAML 1.2 (section 10.3.2).
fn resolve(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        _ => {}
    }
    // Most texts begin with a letter; nothing below can match those.
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Scalar::Text(text);
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return match text.parse() {
            Ok(number) => Scalar::Int(number),
            Err(_) => Scalar::Float(text.parse().unwrap_or(f64::INFINITY)),
        };
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|digit| digit.is_digit(radix))
        {
            return i64::from_str_radix(digits, radix)
                .map_or(Scalar::Float(f64::INFINITY), Scalar::Int);
        }
    }
    if matches!(digits, ".inf" | ".Inf" | ".INF") {
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        return Scalar::Float(sign * f64::INFINITY);
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Scalar::Float(f64::NAN);
    }
    let float = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse() {
        Ok(number) if float => Scalar::Float(number),
        _ => Scalar::Text(text),
    }
}
