//! Why a node is not what a type wants, and where.

use serde::de;

use crate::content::decode::list;
use crate::content::source::{Span, short};
use crate::content::tree::{Fault, Node};
use crate::model::suggest::nearest;

/// Why a node is not what it should be.
#[derive(Debug)]
pub(super) struct Fail {
    pub(super) span: Option<Span>,
    pub(super) rule: &'static str,
    /// A sentence once it names its field; before, what follows "is".
    pub(super) message: String,
    pub(super) help: String,
    /// Whether the message names its field.
    pub(super) named: bool,
    /// The place in a list, while the field is not known.
    pub(super) item: Option<usize>,
}

impl Fail {
    pub(super) fn value(message: String, help: &str) -> Fail {
        let help = help.to_owned();
        Fail { span: None, rule: "deck/value", message, help, named: false, item: None }
    }

    pub(super) fn wanted(node: &Node<'_>, wanted: &str, help: &str) -> Fail {
        let mut fail = Fail::value(format!("{} where {wanted} is expected", node.what()), help);
        if node.is_null() {
            fail.message = "empty".to_owned();
            fail.help = "write its value, or remove the field".to_owned();
        }
        fail.span = Some(node.span);
        fail
    }

    pub(super) fn of_field(mut self, key: &str) -> Fail {
        if !self.named {
            let item = self.item.map(|item| format!("item {item} of ")).unwrap_or_default();
            self.message = format!("{item}`{key}` is {}", self.message);
            self.named = true;
        }
        self
    }

    pub(super) fn fault(self, otherwise: Span) -> Fault {
        let message = if self.named { self.message } else { format!("this is {}", self.message) };
        Fault { span: self.span.unwrap_or(otherwise), rule: self.rule, message, help: self.help }
    }
}

impl std::fmt::Display for Fail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fail {}

impl de::Error for Fail {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Fail { named: true, ..Fail::value(message.to_string(), "") }
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Fail::value("out of range".to_owned(), "write a whole number from 0")
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let help = match nearest(&short(variant), expected.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => String::new(),
        };
        Fail::value(format!("`{}`, which is none of {}", short(variant), list(expected)), &help)
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        // The mapping that has the field makes the real message; it alone knows the place.
        Fail {
            rule: "deck/unknown-field",
            named: true,
            ..Fail::value(format!("unknown field `{field}`"), &list(expected))
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Fail {
            rule: "deck/missing-field",
            named: true,
            ..Fail::value(format!("`{field}` is missing"), "")
        }
    }
}
