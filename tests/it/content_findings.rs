//! What is wrong with a card's fields is told on its place, with what to do.

use crate::content_support::told_of;

#[test]
fn a_number_is_no_text() {
    told_of(
        r"cards:
  - id: a
    front: 8
    back: x
",
        &[
            "d.yaml:3:12+1 Error deck/value: `front` is the number `8` where text is expected (quote it: \"8\")",
        ],
    );
}

#[test]
fn a_truth_value_is_no_text() {
    told_of(
        r"cards:
  - id: a
    front: yes?
    back: true
",
        &[
            "d.yaml:4:11+4 Error deck/value: `back` is the truth value `true` where text is expected (quote it: \"true\")",
        ],
    );
}

#[test]
fn an_empty_value_is_no_text() {
    told_of(
        r"cards:
  - id: a
    front:
    back: x
",
        &[
            "d.yaml:3:10+1 Error deck/value: `front` is empty (write its value, or remove the field)",
        ],
    );
}

#[test]
fn a_misspelt_field_is_named() {
    told_of(
        r"cards:
  - id: a
    fornt: q
    back: x
",
        &["d.yaml:3:5+5 Error deck/unknown-field: unknown field `fornt` (did you mean `front`?)"],
    );
}

#[test]
fn a_missing_field_is_named() {
    told_of(
        r"cards:
  - id: a
    front: q
",
        &["d.yaml:2:5+2 Error deck/missing-field: `back` is missing (a basic card needs it)"],
    );
}

#[test]
fn a_field_of_another_kind_is_refused() {
    told_of(
        r"cards:
  - id: a
    front: q
    back: b
    options: [a, b]
",
        &[
            "d.yaml:5:5+7 Error deck/unknown-field: unknown field `options` (the fields here are `id`, `kind`, `tier`, `facet`, `rev`, `gist`, `more`, `source`, `covers`, `replaces`, `as_of`, `tags`, `anki`, `front`, `back`)",
        ],
    );
}

#[test]
fn an_unknown_kind_is_refused() {
    told_of(
        r"cards:
  - id: a
    kind: mqc
    front: q
    back: b
",
        &[
            "d.yaml:3:11+3 Error deck/value: `kind` is `mqc`, which is none of `basic`, `reversed`, `cloze`, `mcq`, `order`, `typed`, `scenario`, `interview`",
        ],
    );
}

#[test]
fn a_comma_that_ended_a_text_is_recognised() {
    told_of(
        r"cards:
  - id: a
    kind: mcq
    front: q
    options:
      - {text: one, two, correct: true, why: w}
      - {text: b, why: w}
",
        &[
            "d.yaml:6:21+3 Error deck/unknown-field: unknown field `two` (a comma ended the text: quote it)",
        ],
    );
}

#[test]
fn yes_is_no_truth_value() {
    told_of(
        r"cards:
  - id: a
    kind: mcq
    front: q
    options:
      - {text: one, correct: yes, why: w}
      - {text: b, why: w}
",
        &[
            "d.yaml:6:30+3 Error deck/value: `correct` is text where `true` or `false` is expected (no other word is one of them)",
        ],
    );
}

#[test]
fn a_bad_id_is_refused() {
    told_of(
        r"cards:
  - id: A b
    front: q
    back: b
",
        &[
            "d.yaml:2:9+3 Error deck/id: `A b` is not an id: use a-z and 0-9, joined by single `.`, `_` or `-`",
        ],
    );
}

#[test]
fn a_card_without_an_id_is_named_by_its_text() {
    told_of(
        r"cards:
  - front: q
    back: b
",
        &[
            "d.yaml:2:5+5 Warning deck/no-id: this card has no id; its progress is lost when its front is edited (add `id: x-8e35c2cd`, or run `revisit lint --fix`)",
        ],
    );
}

#[test]
fn an_id_given_twice_names_both_places() {
    told_of(
        r"cards:
  - id: a
    front: q
    back: b
  - id: a
    front: r
    back: b
",
        &[
            "d.yaml:5:9+1 Error deck/duplicate-id: the id `a` is given twice; first in d.yaml:2 (give this card an id of its own)",
        ],
    );
}

#[test]
fn a_retired_id_is_refused() {
    told_of(
        r"retired: [a]
cards:
  - id: a
    front: q
    back: b
",
        &[
            "d.yaml:3:9+1 Error deck/retired: the id `a` is retired in d.yaml (a retired id is never given again: choose another)",
        ],
    );
}

#[test]
fn a_number_in_a_list_is_named_by_its_place() {
    told_of(
        r"cards:
  - id: a
    kind: typed
    front: q
    accept: [243]
",
        &[
            "d.yaml:5:14+3 Error deck/value: item 1 of `accept` is the number `243` where text is expected (quote it: \"243\")",
        ],
    );
}

#[test]
fn a_text_is_no_list() {
    told_of(
        r"cards:
  - id: a
    kind: typed
    front: q
    accept: text
",
        &[
            "d.yaml:5:13+4 Error deck/value: `accept` is text where a list is expected (write `[one, two]`, or a `- ` before each)",
        ],
    );
}

#[test]
fn the_head_is_checked_field_by_field() {
    told_of(
        r"format: 2
page: ../../etc/passwd
topik: x
lang: english
cards: []
",
        &[
            "d.yaml:1:9+1 Error deck/format: format 2 is not known to this version (this version reads format 1: update the program)",
            "d.yaml:2:7+16 Error deck/path: `../../etc/passwd` is no path below the deck's own folder (name a file beside the deck, such as `topic.md`)",
            "d.yaml:3:1+5 Error deck/unknown-field: unknown field `topik` (did you mean `topic`?)",
            "d.yaml:4:7+7 Error deck/value: `english` is not the code of a language (write a code such as `en` or `fa`)",
        ],
    );
}

#[test]
fn common_fields_are_checked() {
    told_of(
        r#"cards:
  - id: a
    rev: 0
    front: q
    back: b
  - id: b
    as_of: soon
    front: q
    back: b
  - id: c
    covers: x
    front: q
    back: b
  - id: d
    tags: [a b]
    front: q
    back: b
  - id: e
    source: rfc
    front: q
    back: b
  - id: f
    facet: reason
    front: q
    back: b
  - id: g
    rev: "2"
    front: q
    back: b
  - id: h
    rev: -1
    front: q
    back: b
"#,
        &[
            "d.yaml:3:10+1 Error deck/value: `rev` is 0 (count from 1)",
            "d.yaml:7:12+4 Error deck/value: `as_of` is `soon` (write a month: `2026-11`)",
            "d.yaml:11:13+1 Error deck/value: `covers` is `x` (write a topic and a number: `kafka~3`)",
            "d.yaml:15:11+5 Error deck/value: a tag is one word (join its parts with `-`)",
            "d.yaml:19:13+3 Error deck/value: `source` is text where a list is expected (write `[one, two]`, or a `- ` before each)",
            "d.yaml:23:12+6 Error deck/value: `facet` is `reason`, which is none of `concept`, `why`, `how`, `mistake`, `tradeoff`",
            "d.yaml:27:10+3 Error deck/value: `rev` is text where a number is expected (remove the quotes)",
            "d.yaml:31:10+2 Error deck/value: `rev` is out of range (write a whole number from 0)",
        ],
    );
}

#[test]
fn a_text_is_no_card() {
    told_of(
        r"cards:
  - just text
",
        &[
            "d.yaml:2:5+9 Error deck/value: this card is text where a mapping is expected (write a card as `- id: …`, then `front:` and `back:` below it)",
        ],
    );
}
