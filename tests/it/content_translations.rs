//! Translations: when they are used, when they are marked, when the card stays as it is.

use revisit::cards::note::Translation;
use revisit::cards::{Content, Fingerprint, Note};

use crate::content_support::{Folder, open_path, told};

const DECK: &str = r#"topic: t
cards:
  - {id: basic, front: Question?, back: Answer., gist: the gist, more: A remark.}
  - {id: cloze, kind: cloze, text: "A {{c1::word}} here."}
  - {id: typed, kind: typed, front: Which?, accept: [one]}
  - {id: order, kind: order, front: Order?, items: [a, b]}
  - id: mcq
    kind: mcq
    front: Choose?
    options:
      - {text: a, correct: true, why: w}
      - {text: b, why: v}
  - id: interview
    kind: interview
    prompt: Talk.
    key_points: [{id: p, must: mid, point: Says it}]
    follow_ups: [{ask: And?, strong: So.}]
  - id: exercise
    kind: interview
    prompt: Find it.
    key_points: [{id: p, point: Says it}]
    evidence: [{ask: The log, shows: ERROR}]
    phases: [{name: Data, minutes: 20, points: [p, Names a key]}]
"#;

/// Lays one translated card over the deck and returns the note shown.
fn shown(id: &str, texts: &str) -> Note {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    folder.write("own/t.yaml", DECK);
    let opened = open_path(&folder.path("own"));
    let find = |id: &str| opened.shelf.library().find_note(&format!("own/{id}")).unwrap();
    let of = Fingerprint::of_note(&opened.shelf.note(find(id), None).unwrap());
    let texts = texts.replace("CURRENT", &of.to_string());
    folder.write("own/i18n/fa/t.yaml", format!("lang: fa\ncards:\n  {id}:\n    {texts}\n"));
    let opened = open_path(&folder.path("own"));
    assert_eq!(told(&opened, &folder.path("own")), "");
    opened.shelf.note(find(id), Some("fa")).unwrap()
}

#[test]
fn a_translation_of_this_text_is_current() {
    let note = shown("basic", "{of: \"CURRENT\", front: پرسش؟, back: پاسخ.}");
    assert_eq!((note.translation, note.lang.as_str()), (Translation::Current, "fa"));
    let Content::Basic(basic) = &note.content else { panic!() };
    assert_eq!((basic.front.as_str(), basic.back.as_str()), ("پرسش؟", "پاسخ."));
    assert_eq!(note.gist, None);
    assert_eq!(note.more.as_deref(), Some("A remark."), "only this may stay as it is");
}

#[test]
fn a_translation_of_an_earlier_text_is_marked() {
    let note = shown("basic", "{of: \"00000000\", front: پرسش؟, back: پاسخ., gist: چکیده}");
    assert_eq!(note.translation, Translation::Stale);
    assert_eq!(note.gist.as_deref(), Some("چکیده"));
    let note = shown(
        "interview",
        "{prompt: بگو, key_points: [{point: می‌گوید}], follow_ups: [{ask: و؟, strong: پس}]}",
    );
    assert_eq!(note.translation, Translation::Stale, "without `of` nothing is known of its source");
}

#[test]
fn what_is_judged_by_an_earlier_text_is_not_shown() {
    for (id, texts) in [
        ("cloze", "{of: \"00000000\", text: \"یک {{c1::واژه}} است.\"}"),
        ("typed", "{of: \"00000000\", front: کدام؟}"),
        ("order", "{of: \"00000000\", front: ترتیب؟, items: [الف, ب]}"),
        (
            "mcq",
            "{of: \"00000000\", front: کدام؟, options: [{text: ا, why: و}, {text: ب, why: د}]}",
        ),
    ] {
        let note = shown(id, texts);
        assert_eq!((note.translation, note.lang.as_str()), (Translation::Missing, "en"), "{id}");
        assert_eq!(shown(id, &texts.replace("00000000", "CURRENT")).lang, "fa", "{id}");
    }
}

#[test]
fn a_card_with_a_text_missing_stays_whole_in_its_language() {
    for (id, texts) in [
        ("basic", "{of: \"CURRENT\", front: پرسش؟}"),
        ("order", "{of: \"CURRENT\", front: ترتیب؟, items: [الف]}"),
        ("cloze", "{of: \"CURRENT\", text: \"یک {{c2::واژه}} است.\"}"),
        ("mcq", "{of: \"CURRENT\", front: کدام؟, options: [{text: ا}, {text: ب, why: د}]}"),
    ] {
        let note = shown(id, texts);
        assert_eq!(note.translation, Translation::Missing, "{id}");
        assert!(!format!("{note:?}").contains("پرسش"));
    }
}

#[test]
fn evidence_and_phases_are_translated_and_a_point_that_names_a_key_point_still_does() {
    let note = shown(
        "exercise",
        "{of: \"CURRENT\", prompt: بیاب, key_points: [{point: می‌گوید}], \
         evidence: [{ask: گزارش, shows: خطا}], phases: [{name: داده, points: [هر, کلید]}]}",
    );
    assert_eq!(note.translation, Translation::Current);
    let Content::Interview(exercise) = &note.content else { panic!() };
    assert_eq!((&*exercise.evidence[0].ask, &*exercise.evidence[0].shows), ("گزارش", "خطا"));
    assert_eq!((&*exercise.phases[0].name, exercise.phases[0].minutes), ("داده", 20));
    assert_eq!(exercise.phases[0].points, ["p", "کلید"]);
    let short = shown("exercise", "{of: \"CURRENT\", prompt: بیاب, key_points: [{point: م}]}");
    assert_eq!(short.translation, Translation::Missing);
}

#[test]
fn the_source_says_which_option_is_right() {
    let note = shown(
        "mcq",
        "{of: \"CURRENT\", front: کدام؟, options: [{text: ا, why: و}, {text: ب, why: د}]}",
    );
    let Content::Mcq(mcq) = &note.content else { panic!() };
    assert_eq!(mcq.options.iter().map(|one| one.correct).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_may_be_typed_is_the_union() {
    let note = shown("typed", "{of: \"CURRENT\", front: کدام؟, accept: [یک, one]}");
    let Content::Typed(typed) = &note.content else { panic!() };
    assert_eq!(typed.accept, ["one", "یک"]);
}

#[test]
fn titles_and_pages_are_translated() {
    let folder = Folder::new();
    folder.write(
        "own/collection.yaml",
        "name: own\nsections:\n  - {slug: s, title: S, topics: [{slug: t, title: T}]}\n",
    );
    folder.write("own/t.yaml", DECK);
    folder.write("own/t.md", "# T\n");
    let titles = "title: مجموعه\nsections: {s: بخش}\ntopics: {t: موضوع}\n";
    folder.write("own/i18n/fa/collection.yaml", titles);
    let opened = open_path(&folder.path("own"));
    let shelf = &opened.shelf;
    let topic = shelf.library().find_topic("t").unwrap();
    assert_eq!(shelf.topic_title(topic, "fa").as_deref(), Some("موضوع"));
    assert_eq!(shelf.topic_title(topic, "fa-IR").as_deref(), Some("موضوع"));
    assert_eq!(shelf.topic_title(topic, "de"), None);
    assert_eq!(shelf.collection_title(0, "fa").as_deref(), Some("مجموعه"));
    let text = |lang| {
        let page = shelf.page(topic, lang).expect("there is a page");
        (page.text, page.lang)
    };
    assert_eq!(shelf.section_title(0, "fa").as_deref(), Some("بخش"));
    assert_eq!(text(Some("fa")), ("# T\n".to_owned(), "en".to_owned()));
    folder.write("own/i18n/fa/t.md", "# موضوع\n");
    assert_eq!(text(Some("fa")), ("# موضوع\n".to_owned(), "fa".to_owned()));
    assert_eq!(text(None), ("# T\n".to_owned(), "en".to_owned()));
}

#[test]
fn what_is_wrong_with_a_translation_is_told() {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    folder.write("own/t.yaml", DECK);
    folder.write(
        "own/i18n/fa/t.yaml",
        "lang: de\ncards:\n  basic: {of: 12345678, front: x}\n  B: {front: x}\n  c: {fornt: x}\n  d: {of: \"12\"}\n",
    );
    let told = told(&open_path(&folder.path("own")), &folder.path("own"));
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "i18n/fa/t.yaml:1:7+2 Error deck/value: `lang` is `de` in the folder of `fa` \
             (the folder decides: move the file or mend the field)",
            "i18n/fa/t.yaml:3:15+8 Error deck/value: `of` is the number `12345678` where text is \
             expected (quote it: \"12345678\")",
            "i18n/fa/t.yaml:4:3+1 Error deck/id: `B` is not an id: use a-z and 0-9, joined by \
             single `.`, `_` or `-`",
            "i18n/fa/t.yaml:5:7+5 Error deck/unknown-field: unknown field `fornt` (did you mean \
             `front`?)",
            "i18n/fa/t.yaml:6:11+4 Error deck/value: `12` is no fingerprint: eight digits 0-9, \
             a-f are expected",
        ]
    );
}
