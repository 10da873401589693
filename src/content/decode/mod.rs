//! Typed structs from a [`Tree`](crate::content::tree::Tree), by serde's derive.
//!
//! Every error carries the place of the node that caused it. Nothing is converted silently: a
//! number is no text, an empty value is no text, `yes` is no truth value.

mod access;
mod fail;

use serde::Deserialize;
use serde::de::{self, Visitor};

use access::{Fields, Items, Variant};
use fail::Fail;

use crate::content::source::{Span, short};
use crate::content::tree::{Fault, Node, Scalar, Value};
use crate::model::suggest::nearest;

/// Decodes a node.
pub fn decode<'n, T: Deserialize<'n>>(node: &'n Node<'_>) -> Result<T, Fault> {
    T::deserialize(Reader { node }).map_err(|fail| fail.fault(node.span))
}

/// Decodes the value of a key; errors name the key.
pub fn decode_field<'n, T: Deserialize<'n>>(key: &str, node: &'n Node<'_>) -> Result<T, Fault> {
    T::deserialize(Reader { node }).map_err(|fail| fail.of_field(key).fault(node.span))
}

/// Decodes a struct from some entries of a mapping.
///
/// `others` are fields that the mapping may have besides, for suggestions; `owner` is where an
/// error about the whole points.
pub fn decode_entries<'n, T: Deserialize<'n>>(
    entries: &[&'n (Node<'n>, Node<'n>)],
    flow: bool,
    others: &'static [&'static str],
    owner: Span,
) -> Result<T, Fault> {
    T::deserialize(Entries { entries, flow, others }).map_err(|fail| fail.fault(owner))
}

/// Returns the names of a struct's fields, as serde's derive knows them.
pub fn fields_of<'n, T: Deserialize<'n>>() -> &'static [&'static str] {
    let mut found: &'static [&'static str] = &[];
    // The probe notes the names and then fails, so there is no value to look at.
    let _ = T::deserialize(Probe(&mut found));
    found
}

/// Makes the fault for a key that nobody knows.
pub fn unknown_field(key: &Node<'_>, value: &Node<'_>, flow: bool, known: &[&str]) -> Fault {
    let name = &*short(key.text().unwrap_or_default());
    let fault = Fault::new("deck/unknown-field", key.span, format!("unknown field `{name}`"));
    if flow && value.is_null() {
        return fault.help("a comma ended the text: quote it");
    }
    match nearest(name, known.iter().copied()) {
        Some(close) => fault.help(format!("did you mean `{close}`?")),
        None => fault.help(format!("the fields here are {}", list(known))),
    }
}

/// Writes names for a message.
pub fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[derive(Clone, Copy)]
struct Reader<'n, 'a> {
    node: &'n Node<'a>,
}

impl<'n, 'a> Reader<'n, 'a> {
    fn integer(self) -> Result<i64, Fail> {
        match self.node.scalar() {
            Some(Scalar::Int(number)) => Ok(number),
            Some(Scalar::Text(text)) if text.parse::<f64>().is_ok() => {
                Err(Fail::wanted(self.node, "a number", "remove the quotes"))
            }
            _ => Err(Fail::wanted(self.node, "a whole number", "")),
        }
    }

    fn string(self) -> Result<&'n str, Fail> {
        match self.node.scalar() {
            Some(Scalar::Text(text)) => Ok(text),
            Some(Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float(_)) => {
                let text = short(self.node.text().unwrap_or_default());
                Err(Fail::wanted(self.node, "text", &format!("quote it: \"{text}\"")))
            }
            _ => Err(Fail::wanted(self.node, "text", "")),
        }
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
            let number = self.integer()?;
            visitor.visit_i64(number).map_err(|mut fail: Fail| {
                fail.span = fail.span.or(Some(self.node.span));
                fail
            })
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
            visitor.visit_borrowed_str(self.string()?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Reader<'de, '_> {
    type Error = Fail;

    integers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }
    texts! { deserialize_str deserialize_string deserialize_identifier deserialize_char }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        match self.node.scalar() {
            Some(Scalar::Bool(value)) => visitor.visit_bool(value),
            _ => Err(Fail::wanted(self.node, "`true` or `false`", "no other word is one of them")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        match self.node.scalar() {
            Some(Scalar::Float(number)) if number.is_finite() => visitor.visit_f64(number),
            _ => visitor.visit_f64(self.integer()? as f64),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        self.deserialize_f64(visitor)
    }

    // A value that may be absent is absent only where its key is.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        match &self.node.value {
            Value::List(items) => visitor.visit_seq(Items { items, at: 0 }),
            _ => {
                Err(Fail::wanted(self.node, "a list", "write `[one, two]`, or a `- ` before each"))
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        match &self.node.value {
            Value::Map(entries) => {
                let entries: Vec<&(Node<'_>, Node<'_>)> = entries.iter().collect();
                visitor.visit_map(Fields::new(&entries, self.node.flow, &[], &[]))
            }
            _ => Err(Fail::wanted(self.node, "a mapping (`key: value`)", "")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fail> {
        let Value::Map(entries) = &self.node.value else {
            let wanted = format!("a mapping with {}", list(fields));
            return Err(Fail::wanted(self.node, &wanted, ""));
        };
        let entries: Vec<&(Node<'_>, Node<'_>)> = entries.iter().collect();
        let result = visitor.visit_map(Fields::new(&entries, self.node.flow, fields, &[]));
        result.map_err(|mut fail: Fail| {
            fail.span = fail.span.or(Some(self.node.span));
            fail
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fail> {
        let text = self.string()?;
        visitor.visit_enum(Variant(text)).map_err(|mut fail: Fail| {
            fail.span = fail.span.or(Some(self.node.span));
            fail
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fail> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        match (&self.node.value, self.node.scalar()) {
            (Value::List(_), _) => self.deserialize_seq(visitor),
            (Value::Map(_), _) => self.deserialize_map(visitor),
            (_, Some(Scalar::Bool(value))) => visitor.visit_bool(value),
            (_, Some(Scalar::Int(number))) => visitor.visit_i64(number),
            (_, Some(Scalar::Float(number))) => visitor.visit_f64(number),
            (_, Some(Scalar::Null)) => visitor.visit_unit(),
            _ => visitor.visit_borrowed_str(self.string()?),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// Some entries of a mapping, as a struct.
struct Entries<'e, 'n> {
    entries: &'e [&'n (Node<'n>, Node<'n>)],
    flow: bool,
    others: &'static [&'static str],
}

impl<'de> de::Deserializer<'de> for Entries<'_, 'de> {
    type Error = Fail;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fail> {
        visitor.visit_map(Fields::new(self.entries, self.flow, fields, self.others))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fail> {
        visitor.visit_map(Fields::new(self.entries, self.flow, &[], self.others))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Probe<'p>(&'p mut &'static [&'static str]);

impl<'de> de::Deserializer<'de> for Probe<'_> {
    type Error = Fail;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Fail> {
        *self.0 = fields;
        Err(de::Error::custom("only the names were asked for"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Fail> {
        Err(de::Error::custom("not a struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
