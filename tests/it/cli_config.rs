//! The settings: shown, read, changed, and what is said about mistakes in them.

use std::fs;

use crate::harness::App;

const FILE: &str = "config/revisit/config.toml";

#[test]
fn a_change_keeps_comments_and_order() {
    let app = App::new();
    app.write(
        FILE,
        "# mine\n[study]\n# a short day\nminutes = 15 # on weekdays\n\n[ui] # looks\ncolor = \"never\"\n",
    );
    app.run(["config", "set", "study.minutes", "30"]).ok();
    app.run(["config", "set", "study.order", "new-first"]).ok();
    app.run(["config", "set", "backup.keep", "3"]).ok();
    assert_eq!(
        fs::read_to_string(app.path(FILE)).expect("readable"),
        "# mine\n[study]\n# a short day\nminutes = 30 # on weekdays\norder = \"new-first\"\n\n\
         [ui] # looks\ncolor = \"never\"\n\n[backup]\nkeep = 3\n"
    );
    assert_eq!(app.run(["config", "get", "study.minutes"]).ok().out, "30\n");
    assert_eq!(app.run(["config", "get", "study.new_per_day"]).ok().out, "6\n");
    let shown = app.run(["config"]).ok().out;
    assert!(shown.contains("minutes = 30  # default: 20\n"), "{shown}");
    assert!(shown.contains("new_per_day = 6\n"), "{shown}");
    let shown = app.run(["config", "show", "--json"]).ok().json();
    assert_eq!(shown["backup"]["keep"], 3);
    assert_eq!(shown["ui"]["lang"], serde_json::Value::Null);
}

#[test]
fn text_needs_no_quotes_a_path_is_a_list_of_one_and_nothing_takes_a_setting_out() {
    let app = App::new();
    let set = |key: &str, value: &str| app.run(["config", "set", key, value]).ok();
    let get = |key: &str| app.run(["config", "get", key]).ok().out;
    set("ui.editor", "code --wait");
    set("ui.lang", "\"fa\"");
    assert_eq!((get("ui.editor"), get("ui.lang")), ("code --wait\n".into(), "fa\n".into()));
    set("ui.lang", "");
    assert_eq!(get("ui.lang"), "\n");
    set("decks.paths", "~/cards");
    assert_eq!(get("decks.paths"), "[\"~/cards\"]\n");
    // The home folder is what `~` stands for.
    app.write("cards/deck.yaml", "cards:\n  - id: h1\n    front: a?\n    back: b\n");
    assert!(app.run(["cards"]).ok().out.starts_with("cards/h1"));
}

#[test]
fn a_wrong_value_or_key_changes_nothing_and_says_what_is_right() {
    let app = App::new();
    app.write(FILE, "[study]\nminutes = 15\n");
    let cases = [
        ("study.minutes", "0", "1 to 1440"),
        ("study.minutes", "-5", "a whole number"),
        ("study.minutes", "abc", "a whole number"),
        ("study.bury_siblings", "maybe", "`true` or `false`"),
        ("study.order", "mixd", "did you mean `mixed`?"),
        ("day.rollover", "24", "0 to 23"),
        ("backup.keep", "0", "1 to 9999"),
        ("leech.lapses", "0", "1 to 9999"),
        ("decks.paths", "cards", "begin with `~/`"),
        ("study.minuts", "3", "did you mean `study.minutes`?"),
        ("study", "3", "name a setting"),
    ];
    for (key, value, expected) in cases {
        let ran = app.run(["config", "set", key, value]).code(2);
        assert!(ran.err.contains(expected), "{key} {value}: {}", ran.err);
    }
    assert_eq!(fs::read_to_string(app.path(FILE)).expect("readable"), "[study]\nminutes = 15\n");
}

#[test]
fn a_broken_file_is_named_with_its_place_and_stops_no_help() {
    let app = App::new();
    app.own_cards(1);
    let file = app.write(FILE, "[study]\nminutes = 15\nminuts = 3\n");
    let place = format!("{}:3:1: ", file.display());
    for args in [&["due"][..], &["study"], &["config"], &["config", "set", "study.minutes", "3"]] {
        let ran = app.run(args).code(3);
        assert!(
            ran.err.contains(&place) && ran.err.contains("did you mean `minutes`?"),
            "{}",
            ran.err
        );
    }
    assert_eq!(app.run(["config", "path"]).ok().out, format!("{}\n", file.display()));
    let doctor = app.run(["doctor"]).code(1).out;
    assert!(doctor.contains(&place), "{doctor}");
    app.run(["man"]).ok();
}

#[cfg(unix)]
#[test]
fn a_file_that_is_a_link_stays_one() {
    let app = App::new();
    let real = app.write("dotfiles/revisit.toml", "");
    fs::create_dir_all(app.path("config/revisit")).expect("made");
    std::os::unix::fs::symlink(&real, app.path(FILE)).expect("linked");
    app.run(["config", "set", "study.minutes", "30"]).ok();
    assert!(app.path(FILE).is_symlink());
    assert_eq!(fs::read_to_string(real).expect("readable"), "[study]\nminutes = 30\n");
}
