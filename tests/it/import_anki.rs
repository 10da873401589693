//! Packages that Anki wrote: every note comes in once, with its schedule and its history.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use revisit::content::deck::{self, Detail};
use revisit::content::source::SourceFile;
use revisit::model::{CardId, Day, EventBody, Moment, Severity, Timestamp};
use revisit::scheduler::Rules;
use revisit::store::{Access, Happened, OpenOptions, Store};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::export_support::{export, sample};
use crate::harness::{App, root};
use crate::import_support::{Deck, package};

/// Made by `tests/anki/make_fixture.py` and `slim.py`: what real Anki says is in its packages.
#[derive(Deserialize)]
struct Truth {
    notes: BTreeMap<String, Vec<String>>,
    cards: Vec<Card>,
}

#[derive(Deserialize)]
struct Card {
    guid: String,
    notetype: String,
    ord: u16,
    r#type: u8,
    queue: i8,
    due_date: Option<String>,
    due_at: Option<i64>,
    ivl: u32,
    factor: u32,
    reps: u32,
    lapses: u32,
    flags: u32,
    reviews: usize,
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    root().join("tests/it/fixtures/anki").join(name)
}

fn truth(flavour: &str) -> Truth {
    let text = fs::read_to_string(fixture(flavour).join("truth.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Returns the id of every note of a collection, by guid and number of card, with its kind.
pub(crate) fn notes(folder: &Path) -> HashMap<(String, u16), revisit::cards::Note> {
    let mut notes = HashMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".yaml") || name == "collection.yaml" {
            continue;
        }
        let file = SourceFile::new(name, fs::read_to_string(&path).unwrap());
        let deck = deck::read(file, "anki", "en", Detail::Notes, Vec::new());
        let errors = deck.diagnostics.iter().filter(|one| one.severity >= Severity::Warning);
        assert_eq!(errors.count(), 0, "{:?}", deck.diagnostics);
        for located in deck.notes {
            let anki = located.note.anki.clone().unwrap();
            let before = notes.insert((anki.guid, anki.card), located.note);
            assert_eq!(before, None, "a note came twice");
        }
    }
    notes
}

fn decks(app: &App) -> PathBuf {
    app.path("data/revisit/decks/anki")
}

fn states(app: &App) -> HashMap<String, Value> {
    let cards = app.run(["cards", "--json"]).ok().json();
    let cards = cards.as_array().unwrap().iter();
    cards.map(|card| (card["id"].as_str().unwrap().to_owned(), card.clone())).collect()
}

/// Returns the card of ours that a card of Anki is.
fn card_of(notes: &HashMap<(String, u16), revisit::cards::Note>, card: &Card) -> String {
    use revisit::cards::Kind;
    let whole = notes.get(&(card.guid.clone(), 0));
    let note = match card.notetype.as_str() {
        "Fixture RTL" => notes.get(&(card.guid.clone(), card.ord)),
        _ => whole,
    };
    let note = note.unwrap_or_else(|| panic!("{} {}", card.guid, card.ord));
    match (note.content.kind(), card.ord) {
        (Kind::Cloze, ord) => format!("{}#c{}", note.id, ord + 1),
        (Kind::Reversed, 1) => format!("{}#back", note.id),
        _ => note.id.to_string(),
    }
}

/// Counts the answers that came in, by card.
fn reviews_by_card(app: &App) -> HashMap<String, usize> {
    let moment = Moment { at: Timestamp(0), day: Day(0), offset_min: 0 };
    let options = OpenOptions::new("test", 1, moment, Rules::default());
    let options = OpenOptions { access: Access::ReadOnly, ..options };
    let mut counts = HashMap::new();
    let is_review = |body: &EventBody| matches!(body, EventBody::ImportedReview { .. });
    let store = Store::open(&app.db(), &options).unwrap();
    let mut count = |card: &CardId, events: &[Happened]| {
        let reviews = events.iter().filter(|(_, _, body)| is_review(body)).count();
        counts.insert(card.to_string(), reviews);
    };
    store.logs(&mut count).unwrap();
    counts
}

fn check(app: &App, truth: &Truth, with_progress: bool) {
    let notes = notes(&decks(app));
    let states = states(app);
    let guids: std::collections::BTreeSet<&str> =
        notes.keys().map(|(guid, _)| guid.as_str()).collect();
    assert_eq!(guids.len(), truth.notes.len());
    let graded = reviews_by_card(app);
    let mut reviews = 0;
    for card in &truth.cards {
        let id = card_of(&notes, card);
        let found = states.get(&id).unwrap_or_else(|| panic!("{id} is no card"));
        let state = &found["state"];
        if !with_progress {
            assert_eq!(state["phase"], "new", "{id}");
            continue;
        }
        let due = match (&card.due_date, card.due_at) {
            (Some(date), _) => json!(date),
            // The study day of the instant, one hour east of Greenwich, from four in the morning.
            (None, Some(at)) => {
                let day = (at + 3_600 - 4 * 3_600).div_euclid(86_400);
                json!(Day(i32::try_from(day).unwrap()))
            }
            (None, None) => Value::Null,
        };
        assert_eq!(state["due"], due, "{id}");
        assert_eq!(state["suspended"], card.queue == -1, "{id}");
        assert_eq!(state["buried"], matches!(card.queue, -2 | -3), "{id}");
        assert_eq!(state["flagged"], card.flags != 0, "{id}");
        if card.r#type != 0 {
            assert_eq!(state["interval_days"], card.ivl, "{id}");
            let ease = if card.factor == 0 { 2.5 } else { f64::from(card.factor / 10) / 100.0 };
            assert_eq!(state["ease"], ease, "{id}");
            assert_eq!(
                (&state["reps"], &state["lapses"]),
                (&json!(card.reps), &json!(card.lapses))
            );
        }
        let tags: Vec<&str> =
            found["tags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for tag in &truth.notes[&card.guid] {
            assert!(tags.contains(&tag.as_str()), "{id} lacks the tag {tag}");
        }
        assert_eq!(graded.get(&id).copied().unwrap_or(0), card.reviews, "{id}");
        reviews += card.reviews;
    }
    assert!(!with_progress || reviews > 100, "{reviews}");
}

#[test]
fn every_due_day_and_review_of_ankis_packages_is_right() {
    let packages = [
        ("sm2", "sched_legacy.apkg"),
        ("sm2", "sched_latest.apkg"),
        ("sm2", "all_legacy.colpkg"),
        ("sm2", "all_latest.colpkg"),
        ("fsrs", "sched_legacy.apkg"),
        ("fsrs", "sched_latest.apkg"),
        ("fsrs", "all_latest.colpkg"),
    ];
    for (flavour, package) in packages {
        let app = App::new();
        let file = fixture(flavour).join(package);
        let report = app.run(["import".as_ref(), file.as_os_str()]).ok();
        assert!(report.out.contains("32 notes"), "{package}: {}", report.out);
        check(&app, &truth(flavour), true);
        app.run(["doctor"]).ok();
    }
}

#[test]
fn packages_without_progress_give_new_cards() {
    for package in ["plain_legacy.apkg", "plain_latest.apkg"] {
        let app = App::new();
        let file = fixture("sm2").join(package);
        app.run(["import".as_ref(), file.as_os_str()]).ok();
        check(&app, &truth("sm2"), false);
    }
}

#[test]
fn packages_without_progress_take_none_away() {
    for plain in ["plain_legacy.apkg", "plain_latest.apkg"] {
        let app = App::new();
        for package in ["sched_legacy.apkg", plain] {
            let file = fixture("sm2").join(package);
            app.run(["import".as_ref(), file.as_os_str()]).ok();
        }
        check(&app, &truth("sm2"), true);
    }
}

/// Returns all files below a folder with their contents.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn importing_twice_adds_nothing() {
    let app = App::new();
    let import = |package: &str| {
        let file = fixture("sm2").join(package);
        app.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]).ok().json()
    };
    let first = import("sched_legacy.apkg");
    assert_eq!(first["notes"]["total"], 32);
    assert!(first["progress"]["added"].as_u64().unwrap() > 150);
    let before = files(&decks(&app));
    for package in ["sched_legacy.apkg", "sched_latest.apkg", "all_latest.colpkg"] {
        let again = import(package);
        assert_eq!(again["notes"]["new"], 0, "{package}");
        assert_eq!(again["notes"]["changed"], 0, "{package}");
        assert_eq!(again["progress"]["added"], 0, "{package}: {again}");
        assert_eq!(again["decks"], json!([]), "{package}");
        assert!(files(&decks(&app)) == before, "{package} changed a file");
    }
    check(&app, &truth("sm2"), true);
    // One command is one action.
    app.run(["undo"]).ok();
    let due = states(&app).values().filter(|card| !card["state"]["due"].is_null()).count();
    assert_eq!(due, 0);
    // Whoever imports again wants it back, once.
    let back = import("sched_legacy.apkg");
    assert_eq!(back["progress"]["added"], first["progress"]["added"]);
    assert_eq!(back["progress"]["again"], first["progress"]["added"]);
    check(&app, &truth("sm2"), true);
    assert_eq!(import("sched_latest.apkg")["progress"]["added"], 0);
}

#[test]
fn media_that_are_missing_here_come_with_a_later_import() {
    let app = App::new();
    let mut deck = Deck::new();
    let bytes = deck.basic("g1", "see <img src=\"a.png\">", "b").bytes();
    let (file, here) = (app.path("deck.apkg"), app.path("data/revisit/decks/anki/media/a.png"));
    let import = |media: &str, files: &[(&str, &[u8])]| {
        fs::write(&file, package(&bytes, media, files)).unwrap();
        app.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]).ok().json()
    };
    let named = "{\"0\":\"a.png\"}";
    assert_eq!(import("{}", &[])["notes"]["new"], 1);
    assert!(!here.exists());
    for picture in [b"one", b"two"] {
        let report = import(named, &[("0", picture)]);
        assert_eq!(report["notes"]["same"], 1, "{report}");
        // What is here stays.
        assert_eq!(fs::read(&here).unwrap(), b"one");
    }
    fs::remove_file(&here).unwrap();
    import(named, &[("0", b"two")]);
    assert_eq!(fs::read(&here).unwrap(), b"two");
}

#[test]
fn cards_of_ours_come_back_as_what_they_were() {
    let there = sample();
    for format in ["legacy", "latest"] {
        let (package, _) = export(&there, &["--format", format]);
        let file = there.path("out.apkg");
        let here = App::new();
        let report = here.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]).ok().json();
        assert_eq!(report["problems"], json!([]), "{format}");
        assert!(!decks(&here).exists(), "nothing came from elsewhere");
        let media = here.path("data/revisit/decks/sample/media");
        assert_eq!(fs::read_dir(media).unwrap().count(), 3);
        let ran = there.run(["cards", "--json"]).ok().json();
        let (before, after) = (ran.as_array().unwrap(), states(&here));
        assert!(before.len() > 18 && before.len() == after.len(), "{}", before.len());
        for card in before {
            let other = &after[card["id"].as_str().unwrap()];
            for field in ["kind", "facet", "gist", "tags"] {
                assert_eq!(other[field], card[field], "{field} of {}", card["id"]);
            }
        }
        // Whatever the Markdown looks like now, it says the same. Columns are not aligned, and a
        // picture that nobody has described has its name.
        let plain = |fields: Vec<String>| {
            let text = fields[..2].join("|").replace(" style=\"text-align:right\"", "");
            text.replace(" alt=\"درخت.png\"", "")
        };
        let (again, _) = export(&here, &["--format", format]);
        for note in package.said().keys().map(|guid| guid.strip_prefix("revisit:").unwrap()) {
            assert_eq!(plain(again.fields(note)), plain(package.fields(note)), "{note}");
        }
        // Known where they are.
        for app in [&there, &here] {
            let report =
                app.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]).ok().json();
            assert_eq!((&report["notes"]["new"], &report["decks"]), (&json!(0), &json!([])));
        }
    }
}

#[test]
fn cards_of_ours_are_not_put_into_another_collection() {
    let there = sample();
    there.run(["flag", "kind:basic,mcq", "--yes"]).ok();
    let (package, _) = export(&there, &["--with-progress"]);
    let here = App::new();
    let file = there.path("out.apkg");
    let args = ["import".as_ref(), file.as_os_str(), "--json".as_ref(), "--into".as_ref()];
    let ran = here.run(args.into_iter().chain(["other".as_ref()])).code(3);
    let notes = &ran.json()["notes"];
    assert_eq!(
        (&notes["new"], &notes["left_out"]),
        (&json!(0), &json!(package.said().len())),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("nothing of"), "{}", ran.err);
    assert!(!here.path("other").exists());
    // And neither is what is known of them.
    assert_eq!(ran.json()["progress"]["added"], 0, "{}", ran.out);
    here.run(["import".as_ref(), file.as_os_str()]).ok();
    let flagged = states(&here).values().filter(|card| card["state"]["flagged"] == true).count();
    assert!(flagged > 1, "with its notes it comes");
}
