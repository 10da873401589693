//! What a person sees, at three widths, without colour.

use revisit::cards::note::Translation;
use revisit::model::Grade;
use revisit::session::Screen;
use revisit::session::screen::{Act, Notice};
use revisit::terminal::field::Field;
use revisit::terminal::text::Label;
use revisit::terminal::{Draft, Look, draw};

use crate::terminal_screens as screens;

fn look(width: usize) -> Look {
    Look { width, ..Look::default() }
}

fn text(screen: &Screen, width: usize) -> String {
    draw(screen, &Draft::default(), &look(width), None).text(&look(width))
}

/// All screens one after the other.
fn book(width: usize) -> String {
    let page = |(name, screen)| format!("==== {name}\n{}", text(&screen, width));
    screens::all().into_iter().map(page).collect::<Vec<_>>().join("\n")
}

#[test]
fn screens_at_50_columns() {
    insta::assert_snapshot!(book(50));
}

#[test]
fn screens_at_80_columns() {
    insta::assert_snapshot!(book(80));
}

#[test]
fn screens_at_120_columns() {
    insta::assert_snapshot!(book(120));
}

#[test]
fn no_screen_is_wider_than_the_terminal() {
    for width in [1, 5, 20, 24, 40, 50, 80] {
        for (name, screen) in screens::all() {
            for line in text(&screen, width).lines() {
                let columns = revisit::terminal::text::width(line);
                // A fact of the summary is not broken, however narrow the terminal is.
                assert!(columns <= width.max(32), "{name} at {width}: {columns} `{line}`");
            }
        }
    }
}

#[test]
fn the_quoted_lines_stand_as_designed() {
    let at_120 = |screen: &Screen| text(screen, 160);
    let grades = "1 again: today, then 1 d · 2 hard 15 d · 3 good 15 d · 4 easy 16 d\n";
    assert!(at_120(&screens::basic_revealed()).contains(grades));
    let first = |screen: &Screen, width: usize| -> String {
        text(screen, width).split("\n\n").next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        first(&screens::budget(), 80),
        "  20 min. 14 left, first tomorrow. [Enter] 5 more · [q] done."
    );
    assert_eq!(
        first(&screens::first_run(), 80),
        "  New here. 20 min a day, 6 new cards. [Enter] start"
    );
    let topic = "  New topic: Idempotency & safe retries.";
    let keys = "[Enter] 60-second summary · [r] page · [s] skip";
    assert_eq!(first(&screens::topic_intro(), 100), format!("{topic} {keys}"));
    assert_eq!(first(&screens::topic_intro(), 80), format!("{topic}\n  {keys}"));
    let welcome = "  Welcome back. 140 due; at 20 min a day you are level on Thursday.";
    let end = "No new cards until then. [Enter] start";
    assert_eq!(first(&screens::welcome_back(4), 120), format!("{welcome} {end}"));
    assert_eq!(first(&screens::welcome_back(4), 80), format!("{welcome}\n  {end}"));
}

#[test]
fn the_day_one_is_level_is_named_by_distance() {
    for (distance, day) in [
        (0, "level today."),
        (1, "level tomorrow."),
        (6, "level on Saturday."),
        (7, "level on 29 November."),
        (60, "level on 21 January 2027."),
    ] {
        let shown = text(&screens::welcome_back(distance), 120).replace("\n  ", " ");
        assert!(shown.contains(day), "{distance}: {shown}");
        assert_eq!(shown.contains("No new cards"), distance > 0, "{distance}: {shown}");
    }
}

#[test]
fn the_gist_comes_first_on_the_reveal() {
    let shown = text(&screens::basic_revealed(), 80);
    let gist = shown.find("› a timeout does not say").unwrap();
    assert!(gist < shown.find("A timeout does not say").unwrap());
    let drawing = draw(&screens::basic_revealed(), &Draft::default(), &look(80), None);
    let labels: Vec<Label> = drawing
        .body
        .iter()
        .flat_map(|line| &line.spans)
        .filter(|span| span.text().contains("a timeout does not"))
        .map(|span| span.label())
        .collect();
    assert_eq!(labels, [Label::Answer]);
}

#[test]
fn a_stem_keeps_its_options_covered() {
    assert!(!text(&screens::mcq_stem(), 80).contains("Both find no key"));
    assert!(text(&screens::mcq_stem(), 80).contains("Space options"));
}

#[test]
fn a_scenario_shows_its_parts_one_after_the_other() {
    let one = text(&screens::scenario_revealed(1), 80);
    assert!(one.contains("Choice") && !one.contains("Because") && one.contains("next part"));
    let four = text(&screens::scenario_revealed(4), 80);
    assert!(four.contains("Flips if") && four.contains("Otherwise") && four.contains("1 again"));
}

#[test]
fn only_acts_of_the_screen_are_offered() {
    let mut screen = screens::basic();
    screen.acts = vec![Act::Reveal];
    let shown = text(&screen, 80);
    assert!(shown.contains("Space reveal") && shown.contains("? keys"));
    for key in ["undo", "edit", "bury", "leave", "I know this"] {
        assert!(!shown.contains(key), "{key}: {shown}");
    }
}

#[test]
fn an_unscheduled_answer_promises_no_day() {
    let mut screen = screens::basic_revealed();
    let shown = screens::view(&mut screen).revealed.as_mut().unwrap();
    for outcome in shown.outcomes.as_mut().unwrap() {
        outcome.unscheduled = true;
    }
    assert!(text(&screen, 80).contains("1 again: today · 2 hard · 3 good · 4 easy\n"));
}

#[test]
fn long_intervals_are_told_in_years() {
    use revisit::terminal::words::interval;
    let shown: Vec<String> = [0, 1, 364, 365, 400, 730, 36_500].map(interval).into();
    assert_eq!(shown, ["0 d", "1 d", "364 d", "1.0 y", "1.1 y", "2.0 y", "100.0 y"]);
}

#[test]
fn notices_and_remarks_are_said_in_words() {
    let mut screen = screens::basic();
    let card = screens::view(&mut screen);
    card.corrected = true;
    card.translation = Translation::Stale;
    let id = card.card.clone();
    screen.notices = vec![
        Notice::Undone { what: "good on backend/idem.race".to_owned() },
        Notice::Leech { card: id, lapses: 8, suspended: false },
        Notice::Message("the editor `vi` ended with exit status: 1".to_owned()),
        Notice::Message("own/deck.yaml:3:12: what is this?".to_owned()),
    ];
    let shown = text(&screen, 120);
    for part in [
        "Corrected since you last saw it.",
        "Translated from an earlier wording.",
        "› Undone: good on backend/idem.race.",
        "› backend/idem.x was forgotten 8 times: reword it, split it or suspend it.",
        "› The editor `vi` ended with exit status: 1.",
        "› own/deck.yaml:3:12: what is this?\n",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn a_long_path_in_a_notice_is_broken_not_cut() {
    let mut screen = screens::basic();
    let path = "/home/someone/.local/share/revisit/decks/backend/deck.yaml:12:5: a name is missing";
    screen.notices = vec![Notice::Message(path.to_owned())];
    let shown = text(&screen, 40);
    assert!(shown.lines().all(|line| line.chars().count() <= 40), "{shown}");
    let joined: String = shown.lines().map(str::trim_start).collect();
    assert!(joined.contains("decks/backend/deck.yaml:12:5: a name"), "{shown}");
}

#[test]
fn what_is_being_answered_shows() {
    let draft = Draft { field: Field::with("Retry-Af"), is_typing: true, ..Draft::default() };
    let drawing = draw(&screens::typed(), &draft, &look(80), None);
    assert!(drawing.text(&look(80)).contains("› Retry-Af\n"));
    assert!(drawing.text(&look(80)).contains("Enter answer · Esc other keys"));
    assert_eq!(drawing.cursor, Some((3, 2 + 2 + 8)));

    let draft = Draft { sorted: vec![1, 0], ..Draft::default() };
    let shown = draw(&screens::order(), &draft, &look(80), None).text(&look(80));
    assert!(shown.contains("› 2 1 _ _\n") && shown.contains("Backspace take back"), "{shown}");
    let draft = Draft { sorted: vec![1, 0, 3, 2], ..Draft::default() };
    let shown = draw(&screens::order(), &draft, &look(80), None).text(&look(80));
    assert!(shown.contains("Enter answer"), "{shown}");
}

#[test]
fn without_unicode_the_program_draws_in_ascii() {
    let look = Look { unicode: false, ..look(80) };
    for (name, screen) in screens::all() {
        if name == "persian" || name == "done" {
            continue;
        }
        let shown = draw(&screen, &Draft::default(), &look, None).text(&look);
        assert!(shown.replace('…', "").is_ascii(), "{name}: {shown}");
    }
}

#[test]
fn colours_change_no_words() {
    let plain = look(80);
    let colour = Look { colour: true, ..plain };
    let shown = draw(&screens::basic_revealed(), &Draft::default(), &colour, None).text(&colour);
    assert!(shown.contains("\x1b["));
    let stripped = console_strip(&shown);
    assert!(stripped.contains("› a timeout does not say what was lost"));
    // Marks stand in for styles only where there are no styles.
    assert!(stripped.contains("may answer 204 and") && !stripped.contains('`'));
    assert!(text(&screens::basic_revealed(), 80).contains("may answer `204` and"));
}

#[test]
fn a_suggested_grade_is_offered_with_enter() {
    assert!(text(&screens::mcq_judged(1), 80).contains("· 3/Enter good 15 d"));
    assert!(text(&screens::mcq_judged(2), 80).contains("  1/Enter again: today"));
    assert!(!text(&screens::basic_revealed(), 80).contains("Enter"));
    let acts = &screens::mcq_judged(2).acts;
    assert!(acts.contains(&Act::Suggested(Grade::Again)));
}

fn console_strip(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(c);
        }
    }
    plain
}
