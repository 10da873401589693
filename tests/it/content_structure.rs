//! A card that could not be studied is refused, with what its kind needs.

use crate::content_support::told_of;

#[test]
fn two_right_options_are_refused() {
    told_of(
        r"cards:
  - id: a
    kind: mcq
    front: q
    options:
      - {text: one, correct: true}
      - {text: b, correct: true, why: w}
",
        &[
            "d.yaml:7:9+32 Error deck/structure: options 1 and 2 are both marked right (exactly one may have `correct: true`)",
        ],
    );
}

#[test]
fn no_right_option_is_refused() {
    told_of(
        r"cards:
  - id: a
    kind: mcq
    front: q
    options:
      - {text: one}
      - {text: b}
",
        &[
            "d.yaml:6:7+13 Error deck/structure: no option is the right one (add `correct: true` to one of them)",
        ],
    );
}

#[test]
fn a_hole_beyond_31_is_refused() {
    told_of(
        r#"cards:
  - id: a
    kind: cloze
    text: "{{c40::x}} y"
"#,
        &["d.yaml:4:11+14 Error deck/structure: hole 40 is beyond 31 (number the holes from 1)"],
    );
}

#[test]
fn a_broken_hole_is_refused() {
    told_of(
        r#"cards:
  - id: a
    kind: cloze
    text: "{{c1:x}} y"
"#,
        &[
            "d.yaml:4:11+12 Error deck/structure: a hole cannot be read (write `{{c1::hidden}}` or `{{c1::hidden::hint}}`)",
        ],
    );
}

#[test]
fn a_cloze_without_a_hole_is_refused() {
    told_of(
        r#"cards:
  - id: a
    kind: cloze
    text: "no hole"
"#,
        &[
            "d.yaml:4:11+9 Error deck/structure: the text has no hole (write `{{c1::hidden}}` or `{{c1::hidden::hint}}`)",
        ],
    );
}

#[test]
fn an_order_of_one_is_refused() {
    told_of(
        r"cards:
  - id: a
    kind: order
    front: q
    items: [one]
",
        &[
            "d.yaml:5:12+5 Error deck/structure: an order needs at least 2 items (one item has no order)",
        ],
    );
}

#[test]
fn more_choices_than_digits_are_refused() {
    let order = |items: &str| {
        format!("cards:\n  - id: a\n    kind: order\n    front: q\n    items: [{items}]\n")
    };
    told_of(&order("a, b, c, d, e, f, g, h, i"), &[]);
    told_of(
        &order("a, b, c, d, e, f, g, h, i, j"),
        &[
            "d.yaml:5:40+1 Error deck/structure: an order has at most 9 items (make several orders of it: the digits 1 to 9 answer it)",
        ],
    );
    let choice = |options: usize| {
        let wrong: String =
            (1..options).map(|at| format!("      - text: w{at}\n        why: x\n")).collect();
        format!(
            "cards:\n  - id: a\n    kind: mcq\n    front: q\n    options:\n      - {{text: r, correct: true, \
             why: x}}\n{wrong}"
        )
    };
    told_of(&choice(9), &[]);
    told_of(
        &choice(10),
        &[
            "d.yaml:23:9+4 Error deck/structure: a choice has at most 9 options (leave some out: the digits 1 to 9 answer it)",
        ],
    );
}

#[test]
fn an_empty_accept_is_refused() {
    told_of(
        r"cards:
  - id: a
    kind: typed
    front: q
    accept: []
",
        &["d.yaml:5:13+2 Error deck/structure: `accept` is empty (list what is right)"],
    );
}

#[test]
fn accept_must_fit_match() {
    told_of(
        r"cards:
  - id: a
    kind: typed
    front: q
    accept: [a]
    match: number
",
        &["d.yaml:5:14+1 Error deck/structure: `a` is no number (`match: number` needs one)"],
    );
}

#[test]
fn the_ids_of_key_points_are_checked() {
    told_of(
        r"cards:
  - id: a
    kind: interview
    prompt: p
    key_points:
      - {id: a, point: x}
      - {id: a, point: y}
  - id: b
    kind: interview
    prompt: p
    key_points: [{id: claim, point: x}]
    follow_ups: [{if_missed: clam, ask: a, strong: b}]
",
        &[
            "d.yaml:7:14+1 Error deck/structure: two key points have the id `a` (rename one of them)",
            "d.yaml:12:30+4 Error deck/structure: no key point has the id `clam` (did you mean `claim`?)",
        ],
    );
}
