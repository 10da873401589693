//! Lint: laws that hold for any text, and rules that need more than a fixture.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use proptest::prelude::*;
use revisit::lint::glossary::{Glossary, Keep, Term};
use revisit::lint::{Options, Snippet, ToolFinding, grams, text};
use revisit::model::Severity;

use crate::lint::{fixture, in_house, options};

/// Text with the marks that matter: code, fences, Persian, joiners.
fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            Just("`".to_owned()),
            Just("```\n".to_owned()),
            Just("می شود".to_owned()),
            Just("\u{200c}".to_owned()),
            Just(" ها؟ ".to_owned()),
            Just("](x)".to_owned()),
            Just("http://a ".to_owned()),
            "[a-zA-Z0-9 .,:;?\\n-]{0,12}",
            "\\PC{0,6}",
        ],
        0..12,
    )
    .prop_map(|parts| parts.concat())
}

/// The similarity of two texts, computed the slow way.
fn jaccard(one: &str, two: &str) -> f64 {
    let grams = |text: &str| {
        let words: Vec<String> = text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let letters: Vec<char> = format!(" {} ", words.join(" ")).chars().collect();
        letters.windows(3).map(<[char]>::to_vec).collect::<BTreeSet<_>>()
    };
    let (one, two) = (grams(one), grams(two));
    let shared = one.intersection(&two).count() as f64;
    shared / (one.union(&two).count() as f64)
}

proptest! {
    #[test]
    fn prose_keeps_every_place_of_its_text(text in any_text()) {
        let prose = text::prose(&text);
        prop_assert_eq!(prose.len(), text.len());
        let breaks = |text: &str| text.match_indices('\n').map(|(at, _)| at).collect::<Vec<_>>();
        prop_assert_eq!(breaks(&prose), breaks(&text));
    }

    #[test]
    fn any_text_on_a_card_is_linted(text in any_text()) {
        let quoted = serde_json::to_string(&format!("x{text}")).unwrap();
        let deck = format!("cards:\n  - id: one\n    front: {quoted}\n    back: {quoted}\n");
        for lang in ["en", "fa"] {
            let file = format!("\n#=== collection.yaml\nname: lab\nlint: house\nlang: {lang}\n");
            in_house(&format!("{deck}{file}")).lint(&options());
        }
    }

    #[test]
    fn near_duplicates_are_among_those_a_full_comparison_finds_and_none_is_left_out(
        texts in prop::collection::vec("[ab]{1,3}( [ab]{1,3}){0,4}", 0..12),
    ) {
        let found: Vec<(usize, usize)> =
            grams::similar(&texts, 0.8).into_iter().map(|(one, two, _)| (one, two)).collect();
        let pairs = (0..texts.len()).flat_map(|one| (one + 1..texts.len()).map(move |two| (one, two)));
        let wanted: Vec<(usize, usize)> =
            pairs.filter(|&(one, two)| jaccard(&texts[one], &texts[two]) >= 0.8).collect();
        prop_assert!(found.iter().all(|pair| wanted.contains(pair)), "{:?} of {:?}", found, wanted);
        // Each text brings at most one pair, and no likeness is left untold.
        prop_assert!(found.len() < texts.len().max(1));
        let told = |text: usize| found.iter().any(|&(one, two)| one == text || two == text);
        prop_assert!(wanted.iter().all(|&(one, two)| told(one) || told(two)));
    }
}

#[test]
fn a_term_is_found_in_whatever_case_and_number_but_not_in_part() {
    let term = |en: &str| Term {
        en: en.to_owned(),
        keep: Keep::Latin,
        own: String::new(),
        avoid: Vec::new(),
        topic: None,
    };
    let glossary = Glossary::new(["cache", "cache invalidation", "trade-off"].map(term).to_vec());
    let used = |text| -> Vec<&str> {
        glossary.used_in(text).into_iter().map(|term| term.en.as_str()).collect()
    };
    assert_eq!(used("Two Caches, and a trade-off"), ["cache", "trade-off"]);
    assert_eq!(used("Cache invalidation is hard"), ["cache", "cache invalidation"]);
    assert_eq!(used("A cached page of caching"), Vec::<&str>::new());
}

#[test]
fn a_cycle_is_named_with_each_of_its_topics() {
    let topics = "\n#=== collection.yaml\nname: lab\nsections:\n  - slug: part\n    topics:\n      \
                  - {slug: one, requires: [two]}\n      - {slug: two, requires: [three]}\n      \
                  - {slug: three, requires: [one]}\n      - {slug: four, requires: [one]}\n";
    let found = in_house(&format!("cards: []\n{topics}")).lint(&options());
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["topics require each other: one -> two -> three -> one"]);
}

#[test]
fn a_key_that_stands_out_too_often_is_an_error_from_40_questions_on() {
    let question = |place: usize, key: &str| {
        format!(
            "  - id: t.q-{place}\n    kind: mcq\n    facet: how\n    front: Case {place}{place}{place} of \
             {} reads, what follows?\n    options:\n      - {{text: {key}, correct: true, why: a}}\n      \
             - {{text: It stops., why: b}}\n      - {{text: It waits., why: c}}\n    source: [std#1]\n",
            "abcdefghijklmnopqrstuvwxyz"
                .chars()
                .cycle()
                .skip(place * 7)
                .take(9)
                .collect::<String>()
        )
    };
    let deck = |count: usize, long: usize| {
        let keys = (0..count).map(|place| if place < long { "It goes on." } else { "It fails." });
        let cards: String = keys.enumerate().map(|(place, key)| question(place, key)).collect();
        format!("topic: topic\nkey: t\ncards:\n{cards}")
    };
    let found = |count, long| -> Vec<String> {
        let found = in_house(&deck(count, long)).lint(&options());
        found.into_iter().filter(|found| found.rule == "MC12").map(|found| found.message).collect()
    };
    assert_eq!(found(40, 12), Vec::<String>::new());
    assert_eq!(found(40, 13), ["the key is the one longest option in 13 of 40 questions (32 %)"]);
    assert_eq!(found(39, 39), Vec::<String>::new());
}

/// A card that shows two lines of shell.
fn shell() -> String {
    let code = "\n\n      ```bash\n      set -eu\n      rm -rf $dir\n      ```\n";
    fixture("TX01-good.yaml").replace(
        "\"Clients that failed together would come back together.\"",
        &format!("|-\n      It removes what the variable names.{code}"),
    )
}

#[test]
fn shell_is_reported_as_skipped_where_no_shellcheck_is() {
    let found = in_house(&format!("{}\n", shell())).lint(&options());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].severity, &*found[0].rule), (Severity::Info, "CD01"));
    assert!(found[0].message.contains("1 shell snippets were not checked"));
}

#[test]
fn shell_is_given_to_shellcheck_once_and_its_findings_get_their_line() {
    let given = Mutex::new(Vec::new());
    let check = |snippets: &[Snippet]| {
        given.lock().unwrap().push(snippets.to_vec());
        Ok(vec![ToolFinding { snippet: 0, line: 2, message: "quote it".to_owned() }])
    };
    let found = in_house(&shell()).lint(&Options { shellcheck: Some(&check), ..options() });
    let code = "set -eu\nrm -rf $dir\n".to_owned();
    assert_eq!(given.into_inner().unwrap(), [[Snippet { lang: "bash".to_owned(), code }]]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (&*found[0].message, &*found[0].excerpt),
        ("ShellCheck: quote it", "      rm -rf $dir")
    );
}

#[test]
fn code_has_a_limit_of_lines_and_of_columns() {
    let messages = |code: String| -> Vec<String> {
        let deck = shell().replace("bash", "text").replace("      rm -rf $dir\n", &code);
        in_house(&deck).lint(&options()).into_iter().map(|found| found.message).collect()
    };
    assert_eq!(messages(format!("      {}\n", "x".repeat(72))), Vec::<String>::new());
    assert_eq!(messages(format!("      {}\n", "x".repeat(73))), ["the line has 73 columns"]);
    assert_eq!(messages("      x\n".repeat(7)), Vec::<String>::new());
    assert_eq!(messages("      x\n".repeat(8)), ["the code has 9 lines"]);
}

#[test]
fn every_rule_file_is_registered() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let files: BTreeSet<String> = files.map(|name| name.into_string().unwrap()).collect();
    let rules = revisit::lint::RULES.iter().map(|rule| format!("{}.rs", rule.code.to_lowercase()));
    let wanted: BTreeSet<String> = rules.chain(["mod.rs".to_owned()]).collect();
    assert_eq!(files, wanted);
}

#[test]
fn what_the_lock_and_the_loader_find_is_told_once() {
    let deck = fixture("QF02-good.yaml").replace("topic: topic", "topic: topics");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for found in in_house(&deck).lint(&options()) {
        *counts.entry(found.rule).or_default() += 1;
    }
    assert_eq!(counts, BTreeMap::from([("FA01".to_owned(), 1)]));
}

#[test]
fn a_collection_large_enough_for_threads_is_linted_in_full_and_in_order() {
    let card = |place: usize| {
        format!(
            "  - {{id: c{place}, front: این ســلام {place}, back: درود, more: خوش, gist: درود}}\n"
        )
    };
    let deck = format!("cards:\n{}", (0..600).map(card).collect::<String>());
    let lab = in_house(&format!("{deck}\n#=== collection.yaml\nname: lab\nlang: fa\n"));
    let found = lab.lint(&options());
    assert_eq!(found.iter().filter(|found| found.rule == "FA16").count(), 1200);
    assert!(found.is_sorted_by_key(|found| (found.file.clone(), found.line, found.column)));
    assert_eq!(found, lab.lint(&options()));
}
