//! What commands ask in a terminal before they do it.

use crate::harness::App;
use crate::pty_terminal::Terminal;

fn ask(app: &App, args: &[&str]) -> Terminal {
    let mut command = app.command(args);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    Terminal::run(&command, 80, 24)
}

fn suspended(app: &App) -> i32 {
    app.run(["cards", "is:suspended"]).code
}

#[test]
fn a_filter_is_asked_about_and_done_on_yes_alone() {
    let app = App::new();
    app.own_cards(3);
    let mut terminal = ask(&app, &["suspend", "deck:deck"]);
    terminal.sees("suspend 3 cards?").press("n").sees("nothing was changed");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    assert_eq!(suspended(&app), 2);
    let mut terminal = ask(&app, &["suspend", "deck:deck"]);
    terminal.sees("suspend 3 cards?").press("y").sees("Suspended 3 cards");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    assert_eq!(suspended(&app), 0);
    // A card by name is not asked about.
    let mut terminal = ask(&app, &["unsuspend", "c1"]);
    terminal.sees("Unsuspended own/c1");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_question_wider_than_the_screen_is_wrapped_and_stands_once() {
    let app = App::bundled();
    let mut command = app.command(["edit", "kafka.isr"]);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    for columns in [80, 50, 24] {
        let mut terminal = Terminal::run(&command, columns, 24);
        terminal.sees("[y/N]").press("n").sees("nothing was changed");
        assert_eq!(terminal.end(), 0);
        let text = terminal.text();
        assert_eq!(text.matches("copy the").count(), 1, "{text}");
        assert!(text.trim_start().starts_with("copy the"), "{text}");
        terminal.is_given_back();
    }
}

#[test]
fn ctrl_c_at_a_question_changes_nothing_and_gives_the_terminal_back() {
    let app = App::new();
    app.own_cards(3);
    let mut terminal = ask(&app, &["suspend", "deck:deck"]);
    // A key that comes before the question listens is a signal, and lost; the no behind it is not.
    terminal.sees("suspend 3 cards?").press("\x03n");
    assert!([0, 130].contains(&terminal.end()));
    terminal.is_given_back();
    assert_eq!(suspended(&app), 2);
}

#[test]
fn a_restore_is_asked_about_where_it_would_replace_something() {
    let app = App::new();
    app.own_cards(1);
    app.run(["flag", "c1"]).ok();
    app.run(["backup", "copy.db"]).ok();
    app.run(["unflag", "c1"]).ok();
    let mut terminal = ask(&app, &["restore", "copy.db"]);
    terminal.sees("(it is kept beside)?").press("n").sees("nothing was changed");
    assert_eq!(terminal.end(), 0);
    assert_eq!(app.run(["cards", "is:flagged"]).code, 2);
    let mut terminal = ask(&app, &["restore", "copy.db"]);
    terminal.sees("(it is kept beside)?").press("y").sees("Restored");
    assert_eq!(terminal.end(), 0);
    assert_eq!(app.run(["cards", "is:flagged"]).code, 0);
}

#[test]
fn a_list_of_cards_fits_the_screen() {
    let app = App::bundled();
    let mut command = app.command(["cards", "kafka", "--limit", "5"]);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env_remove("COLUMNS");
    for (columns, rows) in [(80, 6), (50, 11)] {
        let mut terminal = Terminal::run(&command, columns, 24);
        terminal.sees("5 of 47 cards");
        assert_eq!(terminal.end(), 0);
        assert_eq!(terminal.text().trim().lines().count(), rows, "{}", terminal.text());
    }
}
