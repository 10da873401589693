//! The schemas that editors use agree with what the loader accepts.

use std::collections::BTreeSet;

use boon::{Compiler, Schemas};
use revisit::cards::Kind;
use revisit::cards::kinds::interview::{Evidence, FollowUp, KeyPoint, Phase};
use revisit::cards::kinds::mcq::Choice;
use revisit::cards::kinds::scenario::Otherwise;
use revisit::content::Bundle;
use revisit::content::collection::{
    COLLECTION_FIELDS, SECTION_FIELDS, misconception_fields, topic_fields,
};
use revisit::content::deck::{self, Detail};
use revisit::content::decode::fields_of;
use revisit::content::raw::{DECK_FIELDS, common_fields, kind_fields};
use revisit::content::source::SourceFile;
use revisit::content::sources::source_fields;
use revisit::content::translation::{
    EvidenceTexts, FollowUpTexts, OptionTexts, PhaseTexts, PointText, TRANSLATION_FIELDS, Titles,
    text_fields,
};
use revisit::model::Severity;
use serde_json::{Value, json};

use crate::content_support::fixture;

const DECK: &str = include_str!("../../schema/deck.schema.json");
const COLLECTION: &str = include_str!("../../schema/collection.schema.json");
const TRANSLATION: &str = include_str!("../../schema/translation.schema.json");
const SOURCES: &str = include_str!("../../schema/sources.schema.json");

fn schema(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Compares the properties at a place of a schema with the fields of a type.
fn agree(schema: &Value, place: &str, fields: &[&str]) {
    let properties = schema.pointer(place).and_then(|at| at["properties"].as_object());
    let properties = properties.unwrap_or_else(|| panic!("no properties at {place}"));
    let known: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
    assert_eq!(known, fields.iter().copied().collect(), "{place}");
    for (name, property) in properties {
        let described = property == &json!(true)
            || property["description"].as_str().is_some_and(|text| text.ends_with('.'));
        assert!(described, "{place}: `{name}` is not explained");
    }
    assert_eq!(schema.pointer(place).unwrap()["additionalProperties"], json!(false), "{place}");
}

#[test]
fn deck_fields_are_those_of_the_loader() {
    let schema = schema(DECK);
    agree(&schema, "", &DECK_FIELDS);
    for kind in Kind::ALL {
        let fields = [common_fields(), kind_fields(kind)].concat();
        agree(&schema, &format!("/definitions/{kind}"), &fields);
    }
    let common = schema["definitions"]["card"]["properties"].as_object().unwrap();
    let common: BTreeSet<&str> = common.keys().map(String::as_str).collect();
    assert_eq!(common, common_fields().iter().copied().collect());
    let list = |kind: &str, field: &str| format!("/definitions/{kind}/properties/{field}/items");
    agree(&schema, &list("mcq", "options"), fields_of::<Choice>());
    agree(&schema, &list("scenario", "otherwise"), fields_of::<Otherwise>());
    agree(&schema, &list("interview", "key_points"), fields_of::<KeyPoint>());
    agree(&schema, &list("interview", "follow_ups"), fields_of::<FollowUp>());
    agree(&schema, &list("interview", "evidence"), fields_of::<Evidence>());
    agree(&schema, &list("interview", "phases"), fields_of::<Phase>());
}

#[test]
fn the_other_fields_are_those_of_the_loader() {
    let collection = schema(COLLECTION);
    agree(&collection, "", &COLLECTION_FIELDS);
    agree(&collection, "/definitions/section", &SECTION_FIELDS);
    agree(&collection, "/definitions/topic", topic_fields());
    let misconceptions = "/definitions/topic/properties/misconceptions/items";
    agree(&collection, misconceptions, misconception_fields());
    agree(&schema(SOURCES), "/definitions/source", source_fields());
    let translation = schema(TRANSLATION);
    agree(&translation, "/definitions/cards", &TRANSLATION_FIELDS);
    agree(&translation, "/definitions/titles", fields_of::<Titles>());
    agree(&translation, "/definitions/texts", text_fields());
    let list = |field: &str| format!("/definitions/texts/properties/{field}/items");
    agree(&translation, &list("options"), fields_of::<OptionTexts>());
    agree(&translation, &list("otherwise"), fields_of::<OptionTexts>());
    agree(&translation, &list("key_points"), fields_of::<PointText>());
    agree(&translation, &list("follow_ups"), fields_of::<FollowUpTexts>());
    agree(&translation, &list("evidence"), fields_of::<EvidenceTexts>());
    agree(&translation, &list("phases"), fields_of::<PhaseTexts>());
}

/// Says what is wrong with a text by a schema; nothing where all is well.
fn by_schema(schema: &str, text: &str) -> Option<String> {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource("s.json", serde_json::from_str(schema).unwrap()).unwrap();
    let compiled = compiler.compile("s.json", &mut schemas).unwrap();
    let value: Value = serde_yaml::from_str(text).unwrap();
    schemas.validate(&value, compiled).err().map(|error| error.to_string())
}

fn by_loader(text: &str) -> Option<String> {
    let deck = deck::read(SourceFile::new("d", text), "c", "en", Detail::Notes, Vec::new());
    let mut errors =
        deck.diagnostics.into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.next().map(|finding| finding.message)
}

#[test]
fn the_model_and_the_bundle_are_valid() {
    let mut files: Vec<(String, String)> = Bundle::built_in()
        .files
        .iter()
        .map(|file| (file.path().to_owned(), file.text().to_owned()))
        .collect();
    for path in [
        "collection.yaml",
        "sources.yaml",
        "02-web-fundamentals/idempotency-and-safe-retries.yaml",
        "i18n/fa/02-web-fundamentals/idempotency-and-safe-retries.yaml",
    ] {
        let text = std::fs::read_to_string(fixture("model").join(path)).unwrap();
        files.push((format!("model/{path}"), text));
    }
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let schema = match path.split_once('/').unwrap().1 {
            "collection.yaml" => COLLECTION,
            "sources.yaml" => SOURCES,
            path if path.starts_with("i18n/") => TRANSLATION,
            _ => DECK,
        };
        assert_eq!(by_schema(schema, text), None, "{path}");
    }
}

#[test]
fn what_the_loader_refuses_for_its_shape_the_schema_refuses() {
    for card in [
        "{front: q}",
        "{front: 8, back: b}",
        "{front: q, back: }",
        "{front: q, back: \" \"}",
        "{front: q, bakc: b}",
        "{front: q, back: b, options: []}",
        "{kind: order, front: q, items: [a, b, c, d, e, f, g, h, i, j]}",
        "{id: A b, front: q, back: b}",
        "{kind: mqc, front: q, back: b}",
        "{facet: reason, front: q, back: b}",
        "{tier: high, front: q, back: b}",
        "{rev: 0, front: q, back: b}",
        "{rev: \"2\", front: q, back: b}",
        "{as_of: soon, front: q, back: b}",
        "{covers: x, front: q, back: b}",
        "{tags: [a b], front: q, back: b}",
        "{source: rfc, front: q, back: b}",
        "{source: [\"#1\"], front: q, back: b}",
        "{kind: cloze, text: no hole}",
        "{kind: cloze, text: \"{{c32::x}}\"}",
        "{kind: mcq, front: q, options: [{text: a, correct: true}]}",
        "{kind: mcq, front: q, options: [{text: a}, {text: b}]}",
        "{kind: mcq, front: q, options: [{text: a, correct: yes}, {text: b}]}",
        "{kind: mcq, front: q, options: [{text: a, correct: true, b}, {text: b}]}",
        "{kind: order, front: q, items: [a]}",
        "{kind: typed, front: q, accept: []}",
        "{kind: typed, front: q, accept: [8]}",
        "{kind: typed, front: q, accept: [a], match: fuzzy}",
        "{kind: typed, front: q, accept: [\"8\"], tolerance: 1}",
        "{kind: scenario, setup: s, ask: a, choice: c, because: b, cost: c}",
        "{kind: interview, prompt: p, minutes: 0}",
        "{kind: interview, prompt: p, key_points: [{id: a}]}",
        "{kind: interview, prompt: p, key_points: [{id: a, point: p, must: boss}]}",
        "{kind: interview, prompt: p, follow_ups: [{ask: a}]}",
        "{kind: interview, prompt: p, evidence: [{ask: a}]}",
        "{kind: interview, prompt: p, evidence: [{ask: a, shows: \" \"}]}",
        "text",
    ] {
        let deck = format!("cards:\n  - {card}\n");
        assert!(by_loader(&deck).is_some(), "the loader takes {card}");
        assert!(by_schema(DECK, &deck).is_some(), "the schema takes {card}");
    }
    for head in ["format: 2", "topic: A b", "page: /x", "lang: english", "topik: x", "retired: [A]"]
    {
        let deck = format!("{head}\ncards: []\n");
        assert!(by_loader(&deck).is_some(), "the loader takes {head}");
        assert!(by_schema(DECK, &deck).is_some(), "the schema takes {head}");
    }
}

#[test]
fn what_the_schema_requires_the_loader_requires() {
    let schema = schema(DECK);
    let text = std::fs::read_to_string(
        fixture("model").join("02-web-fundamentals/idempotency-and-safe-retries.yaml"),
    );
    let model: serde_yaml::Value = serde_yaml::from_str(&text.unwrap()).unwrap();
    let cards = model["cards"].as_sequence().unwrap();
    for kind in Kind::ALL {
        let card = cards.iter().find(|card| card["kind"] == kind.name()).unwrap();
        let required = schema["definitions"][kind.name()]["required"].as_array().unwrap();
        for field in kind_fields(kind) {
            let mut without = card.as_mapping().unwrap().clone();
            without.shift_remove(*field);
            if *field == "key_points" {
                // A follow-up names one of them.
                without.shift_remove("follow_ups");
            }
            let deck = serde_yaml::to_string(&json!({ "cards": [without] })).unwrap();
            let is_refused = by_loader(&deck).is_some();
            assert_eq!(is_refused, required.contains(&json!(field)), "{kind}: {field}");
            assert_eq!(by_schema(DECK, &deck).is_some(), is_refused, "{kind}: {field}");
        }
    }
}
