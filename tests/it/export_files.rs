//! Where exports go: files, links, stdout; what is there keeps its mode, and nothing half-made is left.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::export_support::sample;
#[cfg(unix)]
use crate::{harness::App, pty_terminal::kill};

/// Each format, with its name.
const FORMATS: [&str; 4] = ["anki", "csv", "json", "markdown"];

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_mode() {
    let app = sample();
    let file = app.write("out", "what was there");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    for format in FORMATS {
        app.run(["export", format, "-o", file.to_str().unwrap()]).ok();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{format}");
        assert!(fs::metadata(&file).unwrap().len() > 20, "{format}");
    }
}

#[test]
fn a_file_that_may_not_be_written_stays() {
    let app = sample();
    let file = app.write("out", "what was there");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    for format in FORMATS {
        let ran = app.run(["export", format, "-o", file.to_str().unwrap()]).code(4);
        assert!(ran.err.contains("read-only"), "{format}: {}", ran.err);
        assert_eq!(fs::read_to_string(&file).unwrap(), "what was there");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_never_replaced() {
    let app = sample();
    let file = app.write("real", "what was there");
    let (link, astray) = (app.path("link"), app.path("astray"));
    symlink(&file, &link).unwrap();
    symlink(app.path("nowhere"), &astray).unwrap();
    for format in FORMATS {
        fs::write(&file, "what was there").unwrap();
        app.run(["export", format, "-o", link.to_str().unwrap()]).ok();
        assert!(link.is_symlink() && fs::metadata(&file).unwrap().len() > 20, "{format}");
        let ran = app.run(["export", format, "-o", astray.to_str().unwrap()]).code(4);
        assert!(ran.err.contains("leads nowhere"), "{format}: {}", ran.err);
        assert!(astray.is_symlink() && !app.path("nowhere").exists(), "{format}");
    }
}

#[test]
fn a_dash_is_stdout_where_a_text_is_written() {
    let app = sample();
    for format in ["csv", "json", "markdown"] {
        let plain = app.run(["export", format]).ok().out;
        assert!(plain.len() > 100);
        assert_eq!(app.run(["export", format, "-o", "-"]).ok().out, plain, "{format}");
    }
    let ran = app.run(["export", "anki", "-o", "-"]).code(2);
    assert!(ran.err.contains("stdout") && ran.err.contains("FILE.apkg"), "{}", ran.err);
}

#[test]
fn a_deck_of_anki_has_a_name_on_every_level() {
    let app = sample();
    let file = app.path("out.apkg");
    for name in ["", "::", "a::", "a:: ::b"] {
        let args = ["export", "anki", "-o", file.to_str().unwrap(), "--deck-name", name];
        assert!(app.run(args).code(2).err.contains("--deck-name"), "{name}");
        assert!(!file.exists());
    }
}

/// Presses Ctrl-C once the package is begun.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_behind() {
    let app = App::new();
    app.own_cards(10_000);
    fs::create_dir(app.path("there")).unwrap();
    let file = app.path("there/out.apkg");
    let mut program =
        app.command(["export", "anki", "-o", file.to_str().unwrap()]).spawn().unwrap();
    let left = || fs::read_dir(app.path("there")).unwrap().count();
    while left() == 0 {
        assert!(program.try_wait().unwrap().is_none(), "it has ended");
        std::thread::yield_now();
    }
    kill("INT", program.id());
    assert_eq!(program.wait().unwrap().code(), Some(130));
    assert_eq!(left(), 0);
}
