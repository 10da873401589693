//! Lists, mappings and names of a tree, as serde walks them.

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::content::decode::fail::Fail;
use crate::content::decode::{Reader, unknown_field};
use crate::content::source::short;
use crate::content::tree::{Fault, Node};

pub(super) struct Items<'n, 'a> {
    pub(super) items: &'n [Node<'a>],
    pub(super) at: usize,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Fail;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fail> {
        let Some(node) = self.items.get(self.at) else { return Ok(None) };
        self.at += 1;
        let value = seed.deserialize(Reader { node }).map_err(|mut fail| {
            fail.span = fail.span.or(Some(node.span));
            if !fail.named && fail.item.is_none() {
                fail.item = Some(self.at);
            }
            fail
        })?;
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.at)
    }
}

pub(super) struct Fields<'e, 'n, 'a> {
    entries: &'e [&'n (Node<'a>, Node<'a>)],
    at: usize,
    flow: bool,
    known: &'static [&'static str],
    others: &'static [&'static str],
}

impl<'e, 'n, 'a> Fields<'e, 'n, 'a> {
    pub(super) fn new(
        entries: &'e [&'n (Node<'a>, Node<'a>)],
        flow: bool,
        known: &'static [&'static str],
        others: &'static [&'static str],
    ) -> Self {
        Fields { entries, at: 0, flow, known, others }
    }
}

impl<'de> MapAccess<'de> for Fields<'_, 'de, '_> {
    type Error = Fail;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fail> {
        let Some((key, value)) = self.entries.get(self.at) else { return Ok(None) };
        let name = key.text().unwrap_or_default();
        let read = seed.deserialize(StrDeserializer::<Fail>::new(name));
        read.map(Some).map_err(|fail| {
            if fail.rule != "deck/unknown-field" {
                return Fail { span: Some(key.span), ..fail };
            }
            let known: Vec<&str> = self.others.iter().chain(self.known).copied().collect();
            let Fault { span, rule, message, help } = unknown_field(key, value, self.flow, &known);
            Fail { span: Some(span), rule, message, help, named: true, item: None }
        })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fail> {
        let (key, node) = self.entries[self.at];
        self.at += 1;
        seed.deserialize(Reader { node }).map_err(|mut fail| {
            fail.span = fail.span.or(Some(node.span));
            fail.of_field(&short(key.text().unwrap_or_default()))
        })
    }
}

pub(super) struct Variant<'n>(pub(super) &'n str);

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Fail;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fail> {
        seed.deserialize(StrDeserializer::<Fail>::new(self.0)).map(|value| (value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Fail;

    fn unit_variant(self) -> Result<(), Fail> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Fail> {
        Err(de::Error::custom("a plain name is expected"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Fail> {
        Err(de::Error::custom("a plain name is expected"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Fail> {
        Err(de::Error::custom("a plain name is expected"))
    }
}
