//! `# lint: allow`: what it covers, and what is said about exceptions that are none.

use crate::lint::{in_house, options};

const HEAD: &str = "topic: topic\nkey: t\n";
/// Breaks QF02 on its front.
const CARD: &str = "  - id: t.ID\n    facet: why\n    front: \"With random NAME, does a backoff still \
                    space them out?\"\n    back: They would come back together.\n    source: [std#4.2]\n";

fn card(id: &str, name: &str) -> String {
    CARD.replace("ID", id).replace("NAME", name)
}

/// Returns the findings as `CODE line`.
fn found(deck: &str) -> Vec<String> {
    let found = in_house(deck).lint(&options());
    found.iter().map(|found| format!("{} {}", found.rule, found.line)).collect()
}

#[test]
fn an_exception_covers_the_next_card_and_no_other() {
    let deck = format!(
        "{HEAD}cards:\n  # lint: allow QF02 asked of everybody\n{}{}",
        card("one", "noise"),
        card("two", "waiting in a long queue of a worker")
    );
    assert_eq!(found(&deck), ["QF02 12"]);
}

#[test]
fn an_exception_at_the_head_covers_the_file() {
    let deck = format!(
        "# Cards of the tests.\n# lint: allow QF02 asked of everybody\n{HEAD}cards:\n{}{}",
        card("one", "noise"),
        card("two", "waiting in a long queue of a worker")
    );
    assert_eq!(found(&deck), Vec::<String>::new());
}

#[test]
fn an_exception_after_the_last_card_covers_nothing() {
    let deck = format!("{HEAD}cards:\n{}  # lint: allow QF02 too late\n", card("one", "noise"));
    assert_eq!(found(&deck), ["QF02 6", "AL01 9"]);
}

#[test]
fn an_exception_without_a_reason_works_and_is_a_warning() {
    let deck = format!("{HEAD}cards:\n  # lint: allow qf02\n{}", card("one", "noise"));
    assert_eq!(found(&deck), ["AL01 4"]);
}

#[test]
fn an_exception_that_is_not_needed_is_a_warning() {
    let deck = format!("{HEAD}cards:\n  # lint: allow LN02 it is long\n{}", card("one", "noise"));
    assert_eq!(found(&deck), ["AL01 4", "QF02 7"]);
}

#[test]
fn an_exception_for_a_rule_that_does_not_exist_names_the_nearest() {
    let deck = format!("{HEAD}cards:\n  # lint: allow QF2 asked\n{}", card("one", "noise"));
    let found = in_house(&deck).lint(&options());
    assert_eq!(found[0].message, "no rule has the code `QF2`");
    assert_eq!(found[0].help, "did you mean `QF02`?");
}

#[test]
fn an_exception_for_a_rule_of_another_profile_is_not_called_useless() {
    let deck = format!("cards:\n  # lint: allow QF02 asked of everybody\n{}", card("one", "noise"));
    assert_eq!(found(&format!("{deck}\n#=== collection.yaml\nname: lab\n")), Vec::<String>::new());
}

#[test]
fn text_that_looks_like_an_exception_is_none() {
    let back = "    back: |-\n      # lint: allow QF02 this is what the card shows\n";
    let deck = format!("{HEAD}cards:\n{}", card("one", "noise"))
        .replace("    back: They would come back together.\n", back);
    assert_eq!(found(&deck), ["QF02 6"]);
}

#[test]
fn a_page_carries_its_exceptions_in_html_comments() {
    let page = "<!-- lint: allow PG01 a page of its own form -->\n<!-- lint: allow PG02 short on \
                purpose -->\n# Subject\n\nNothing yet.\n";
    let deck = card("one", "noise").replace("does", "how does");
    assert_eq!(found(&format!("{HEAD}cards:\n{deck}\n#=== deck.md\n{page}")), Vec::<String>::new());
}
