//! `interview` as a program: what it asks, saves, lists, compares and writes.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{App, Ran};
use crate::pty_terminal::Terminal;

const DECK: &str = "\
cards:
  - {id: lock, front: \"Where does one see who waits for whom?\", back: In a view.}
  - {id: plan, front: \"What shows a query's plan?\", back: explain}
  - id: slow
    kind: interview
    facet: mistake
    prompt: An import takes three hours instead of twenty minutes. Why?
    key_points:
      - {id: compare, must: junior, point: \"Compares with a <normal> night\", see: [plan]}
      - {id: locks, must: mid, point: Names waiting for locks, see: [lock, gone]}
      - {id: cause, must: senior, point: Proves the cause}
    red_flags: [Asks for a bigger machine first]
    follow_ups:
      - {if_missed: locks, ask: \"The database was idle. So?\", strong: It waited.}
  - id: talk
    kind: interview
    prompt: Tell me how you would find a slow query.
    key_points:
      - {id: plan, must: mid, point: Looks at the plan, see: [plan]}
  - id: empty
    kind: interview
    prompt: There is nothing to tick here.
";

fn app() -> App {
    let app = App::new();
    app.write("own/deck.yaml", DECK);
    app
}

fn lines(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn events(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn next() -> Value {
    json!({"do": "next"})
}

/// What one says to a prompt without follow-ups and to rate it.
fn rate(heard: &Value) -> Value {
    json!({"do": "rate", "heard": heard})
}

/// Rates `talk` as a program would.
fn talk(app: &App, heard: &str) -> Vec<Value> {
    let said = [next(), next(), rate(&json!({"plan": heard})), next()];
    events(&app.feed(["interview", "--jsonl", "talk"], &lines(&said)).ok())
}

fn held(app: &App) -> Vec<Value> {
    let list = app.run(["interview", "--history", "--json"]).ok().json();
    list.as_array().expect("a list").clone()
}

#[test]
fn a_program_holds_an_interview_and_gets_its_report() {
    let app = app();
    let said = [
        next(),
        json!({"do": "outline"}),
        json!({"do": "note", "text": "locks?"}),
        json!({"do": "evidence", "number": 1}),
        next(),
        json!({"do": "said"}),
        json!({"do": "rate", "heard": {"compare": "missed"}}),
        json!({"do": "rate", "red_flags": [1],
               "heard": {"compare": "probed", "locks": "missed", "cause": "unprompted"}}),
        next(),
        json!({"do": "quit"}),
    ];
    let ran = app.feed(["interview", "--jsonl", "--as", "mid", "slow"], &lines(&said)).ok();
    let events = events(&ran);
    let kinds: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(
        kinds,
        [
            "hello",
            "interview",
            "prompt",
            "outline",
            "noted",
            "error",
            "follow_up",
            "rubric",
            "error",
            "rated",
            "report"
        ]
    );
    assert_eq!(
        events[1],
        json!({"event": "interview", "round": "mixed", "level": "mid", "prompts": 1,
               "minutes": 10, "remarks": [], "records": false})
    );
    assert_eq!((&events[2]["card"], &events[2]["of"]), (&json!("own/slow"), &json!(1)));
    assert!(!ran.out.lines().take(7).any(|line| line.contains("Names waiting for locks")));
    assert!(events[5]["message"].as_str().expect("why").contains("the prompt is open"));
    assert_eq!(events[6]["ask"], "The database was idle. So?");
    assert_eq!(events[7]["points"][1]["suggested"], "unprompted");
    assert_eq!(events[8]["message"], "say what became of `locks` too");
    // 1 and a half of three, a required point missed, a red flag.
    let score = &events[9]["prompt"]["score"];
    assert_eq!((&score["share"], &score["required_missed"]), (&json!(0.5), &json!(1)));
    assert_eq!(events[9]["due"], json!(["own/lock"]));
    let report = &events[10]["report"];
    assert_eq!(report["total"]["verdict"], "not_yet");
    assert_eq!(report["missed"][0]["id"], "locks");
    assert_eq!(report["never_raised"], json!([]));
    assert_eq!(report["study"][0]["cards"], json!(["own/lock"]));
    assert_eq!((&report["before"], &report["seed"]), (&Value::Null, &json!(7)));
    assert_eq!(report["prompts"][0]["notes"], "locks?");
    assert_eq!(report["prompts"][0]["outline_ms"], 0);
}

/// The lines of a text that stand in the README from a line on, up to the end of their block.
fn of_the_readme(from: &str) -> Vec<&'static str> {
    let readme = include_str!("../../README.md");
    let lines = readme.lines().skip_while(|line| !line.starts_with(from));
    lines.take_while(|line| !line.starts_with("```")).collect()
}

#[test]
fn the_report_of_the_readme_is_what_the_program_prints() {
    let app = App::new();
    let decks = crate::harness::root().join("tests/it/fixtures/decks/model");
    let decks = ["--decks", decks.to_str().expect("UTF-8")];
    let at = |time: &str| json!({"do": "clock", "now": format!("2026-11-22T{time}+01:00")});
    let heard = [
        ("unknown", "unprompted"),
        ("one-key", "unprompted"),
        ("claim", "probed"),
        ("provider", "unprompted"),
        ("lease", "missed"),
        ("scope", "unprompted"),
        ("bounds", "unprompted"),
        ("cause", "missed"),
    ];
    let heard: Value = heard.map(|(id, heard)| (id, json!(heard))).into_iter().collect();
    let said = [
        next(),
        at("12:00:48"),
        json!({"do": "outline"}),
        at("12:12:30"),
        next(),
        next(),
        next(),
        rate(&heard),
    ];
    let args = [&decks[..], &["interview", "--jsonl", "idem.interview-double-charge"]].concat();
    app.feed(args, &lines(&said)).ok();
    let report = app.run([&decks[..], &["interview", "--history", "1"]].concat()).ok().out;
    let mut printed = report.lines();
    let documented = of_the_readme("  Good.");
    assert!(documented.len() > 15);
    for line in documented {
        let line = line.strip_prefix("  ").unwrap_or(line);
        assert!(printed.any(|printed| printed == line), "{line:?} is not in\n{report}");
    }
}

#[test]
fn a_killed_interview_keeps_every_prompt_that_was_rated() {
    use std::io::Write;
    let app = app();
    let (mut child, mut stdin, told) = app.talk(["interview", "--jsonl", "talk", "slow"]);
    let said = lines(&[next(), next(), rate(&json!({"plan": "unprompted"})), next()]);
    stdin.write_all(said.as_bytes()).expect("it listens");
    let mut told = told.map_while(Result::ok);
    assert!(told.any(|line| line.contains("\"rated\"")));
    assert!(told.any(|line| line.contains("own/slow")), "the next prompt shows");
    child.kill().expect("killed");
    child.wait().expect("gone");
    let held = held(&app);
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["planned"]["prompts"], 2);
    assert_eq!(
        (&held[0]["total"]["rated"], &held[0]["total"]["verdict"]),
        (&json!(1), &json!("strong"))
    );
    assert_eq!(app.run(["doctor", "--json"]).ok().json()["problems"], 0);
}

#[test]
fn what_was_missed_is_weak_and_due_tomorrow() {
    let mut app = app();
    app.session(&["plan"], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"easy"}"#]);
    app.at("2026-11-23T12:00:00+01:00");
    app.session(&["plan"], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"easy"}"#]);
    talk(&app, "missed");
    let weak = app.run(["cards", "is:weak", "--json"]).ok().json();
    let weak: Vec<(&str, &Value, &Value)> = weak
        .as_array()
        .expect("a list")
        .iter()
        .map(|card| {
            (
                card["id"].as_str().expect("an id"),
                &card["state"]["due"],
                &card["state"]["interval_days"],
            )
        })
        .collect();
    assert_eq!(
        weak,
        [("own/plan", &json!("2026-11-24"), &json!(6)), ("own/talk", &Value::Null, &json!(0)),]
    );
    // The prompt itself is never due.
    app.at("2026-11-24T12:00:00+01:00");
    let events = app.session(&["is:weak"], &[]);
    assert_eq!((&events[1]["card"], &events[1]["left"]["review"]), (&json!("own/plan"), &json!(1)));
    app.at("2026-12-07T12:00:00+01:00");
    assert_eq!(app.run(["cards", "is:weak", "--json"]).code(2).err.lines().count(), 1);
    // To undo it takes all of it back.
    let undone = app.run(["undo"]).ok().out;
    assert_eq!(undone, "Undone: the rating of own/talk in an interview\n");
    assert!(held(&app).is_empty());
}

#[test]
fn interviews_are_listed_shown_and_compared() {
    let mut app = app();
    assert!(app.run(["interview", "--history"]).ok().out.starts_with("No interview was held yet."));
    assert_eq!(app.run(["interview", "--history", "--json"]).ok().json(), json!([]));
    talk(&app, "missed");
    app.at("2026-11-25T20:00:00+01:00");
    talk(&app, "unprompted");
    insta::assert_snapshot!(app.run(["interview", "--history"]).ok().out, @"
      no  day         score  verdict  round   level   rated     time  outline
       2  2026-11-25  100 %  strong   mixed   mid       1/1     0:00        -
       1  2026-11-22    0 %  not yet  mixed   mid       1/1     0:00        -
    ");
    let mut narrow = Terminal::run(&app.command(["interview", "--history"]), 50, 20);
    assert_eq!(narrow.end(), 0);
    let text = narrow.text();
    assert!(text.contains("mixed   mid") && !text.contains("outline"), "{text}");
    assert_eq!(text.trim_end().lines().count(), 3, "{text}");
    let second = app.run(["interview", "--history", "2"]).ok().out;
    assert!(
        second.starts_with("Strong.\n") && second.contains("0 % not yet (mixed, mid, 2026-11-22)"),
        "{second}"
    );
    let report = app.run(["interview", "--history", "2", "--json"]).ok().json();
    assert_eq!(report["before"]["total"]["verdict"], "not_yet");
    assert_eq!(report["prompts"][0]["points"][0]["point"], "Looks at the plan");
    insta::assert_snapshot!(app.run(["interview", "--history", "1", "2"]).ok().out, @"
    Interview                      1                2
    Day                   2026-11-22       2026-11-25
    Round, level          mixed, mid       mixed, mid
    Verdict                  not yet           strong
    Score                        0 %            100 %
    Required missed           1 of 1           0 of 1
    Red flags                      0                0
    Time               0:00 of 10:00    0:00 of 10:00
    Outline after                  -                -
    ");
    let both = app.run(["interview", "--history", "1", "2", "--json"]).ok().json();
    assert_eq!(both["interviews"][1]["number"], 2);
    for (args, why) in [
        (&["3"][..], "there is no interview 3"),
        (&["0"], "there is no interview 0"),
        (&["1", "2", "1"], "two interviews can be compared"),
        (&["1", "talk"], "name interviews by number, or give a filter"),
        (&["--markdown", "all.md"], "--markdown writes the report of one interview"),
    ] {
        let ran = app.run([&["interview", "--history"], args].concat()).code(2);
        assert!(ran.err.contains(why), "{}", ran.err);
    }
    // With a filter: those that asked one of its cards.
    assert_eq!(app.run(["interview", "--history", "talk", "--json"]).ok().json()[1]["number"], 1);
    assert_eq!(app.run(["interview", "--history", "slow", "--json"]).ok().json(), json!([]));
    let none = app.run(["interview", "--history", "slow"]).ok().out;
    assert!(none.starts_with("No interview asked a card that matches."), "{none}");
}

#[test]
fn a_report_is_written_as_markdown_to_keep_or_to_share() {
    let app = app();
    let file = app.path("report.md");
    let target = file.to_str().expect("UTF-8");
    let said = [
        next(),
        json!({"do": "note", "text": "```\n# not a heading"}),
        next(),
        next(),
        json!({"do": "rate", "red_flags": [1],
               "heard": {"compare": "probed", "locks": "missed", "cause": "unprompted"}}),
        next(),
    ];
    app.feed(["interview", "--jsonl", "--markdown", target, "slow"], &lines(&said)).ok();
    let report = fs::read_to_string(&file).expect("written");
    insta::assert_snapshot!(report);
    fs::remove_file(&file).expect("removed");
    let ran = app.run(["interview", "--history", "1", "--markdown", target]).ok();
    assert_eq!((ran.out.as_str(), fs::read_to_string(&file).expect("written")), ("", report));
    // What cannot be written is found out before an hour is spent.
    for (file, why) in [("no/where.md", "there is no folder `no`"), (".", "`.` is a folder")] {
        let ran = app.run(["interview", "--markdown", file]).code(2);
        assert!(ran.err.contains(why), "{}", ran.err);
    }
}

#[test]
fn nothing_of_a_deck_steers_a_terminal() {
    let app = App::new();
    let evil = r#""\e[2J\u202Eevil""#;
    app.write(
        "own/deck.yaml",
        &format!(
            "cards:\n  - id: e\n    kind: interview\n    prompt: {evil}\n    \
             key_points: [{{id: p, must: mid, point: {evil}}}]\n    red_flags: [{evil}]\n    \
             follow_ups: [{{ask: {evil}, strong: {evil}}}]\n    \
             evidence: [{{ask: {evil}, shows: {evil}}}]\n    \
             phases: [{{name: {evil}, minutes: 5, points: [{evil}]}}]\n"
        ),
    );
    let file = app.path("report.md");
    let args = ["interview", "--plain", "--markdown", file.to_str().expect("UTF-8")];
    let ran = app.feed(args.into_iter().chain(["e"]), "\n1\n\u{1b}[31mnote\n\n\nm\nm\ny\n\n").ok();
    let shown = app.run(["interview", "--history", "1"]).ok().out;
    let listed = app.run(["interview", "--history"]).ok().out;
    let written = fs::read_to_string(&file).expect("written");
    for text in [&ran.out, &ran.err, &shown, &listed, &written] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
    assert!(shown.contains("evil") && written.contains("evil"));
}

#[test]
fn the_document_stands_alone_on_stdout() {
    let app = app();
    let ran = app.feed(["interview", "--json", "talk"], "\n\nu\n\n").ok();
    assert_eq!(ran.json()["total"]["verdict"], "strong");
    assert!(ran.err.contains("Tell me how you would find a slow query."), "{}", ran.err);
    let ran = app.feed(["interview", "--json", "talk"], "\n").ok();
    assert_eq!(ran.json(), Value::Null, "nothing was rated");
}

#[test]
fn too_few_prompts_are_told_and_asked() {
    let app = app();
    let said = |args: &[&str]| {
        let ran = app.feed([&["interview", "--jsonl"], args].concat(), "").ok();
        events(&ran)[1].clone()
    };
    let opening = said(&["--round", "screen"]);
    assert_eq!((&opening["prompts"], &opening["minutes"]), (&json!(2), &json!(6)));
    assert_eq!(
        opening["remarks"],
        json!(["There are only 2 of the 8 prompts that this round has."])
    );
    assert_eq!(said(&[])["remarks"], json!(["There are prompts for 20 of 45 minutes."]));
    let opening = said(&["--round", "debug"]);
    assert!(
        opening["remarks"][0].as_str().expect("text").starts_with("No prompt hands out evidence")
    );
    assert_eq!(said(&["--minutes", "10"])["prompts"], 1);
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_to_do() {
    let app = app();
    for (args, why) in [
        (&["lock"][..], "own/lock is a card to study (basic), no prompt"),
        (&["empty"], "none of these prompts has points to tick"),
        (&["kind:basic"], "no interview prompt matches `kind:basic`"),
        (&["--as", "boss"], "invalid value 'boss'"),
        (&["--minutes", "0"], "invalid value '0'"),
    ] {
        let ran = app.run([&["interview"], args].concat()).code(2);
        assert!(ran.err.contains(why), "{args:?}: {}", ran.err);
    }
    app.run(["suspend", "kind:interview", "--yes"]).ok();
    let ran = app.run(["interview"]).code(2);
    assert!(ran.err.contains("suspended or buried"), "{}", ran.err);
    let app = App::new();
    app.own_cards(1);
    assert!(app.run(["interview"]).code(2).err.contains("there are no interview prompts"));
}

#[test]
fn the_same_seed_asks_the_same_and_what_was_asked_lately_comes_last() {
    let app = App::bundled();
    let asked = |app: &App| -> Vec<String> {
        let skips = lines(&[next()]) + &"{\"do\":\"skip\"}\n".repeat(8);
        let args = ["interview", "--jsonl", "--round", "screen", "--minutes", "15"];
        let events = events(&app.feed(args, &skips).ok());
        let prompts = events.iter().filter(|event| event["event"] == "prompt");
        prompts.map(|event| event["card"].as_str().expect("an id").to_owned()).collect()
    };
    let first = asked(&app);
    assert_eq!(first.len(), 5);
    let second = asked(&app);
    assert!(second.iter().all(|card| !first.contains(card)), "{first:?} {second:?}");
    assert_eq!(asked(&App::bundled()), first);
    assert_eq!(held(&app)[0]["total"]["skipped"], 5);
}

#[test]
fn the_level_may_stand_in_the_settings() {
    let app = app();
    app.run(["config", "set", "interview.level", "staff"]).ok();
    let opening = |args: &[&str]| {
        let ran = app.feed([&["interview", "--jsonl"], args].concat(), "").ok();
        events(&ran)[1]["level"].clone()
    };
    assert_eq!((opening(&[]), opening(&["--as", "junior"])), (json!("staff"), json!("junior")));
    let ran = app.run(["config", "set", "interview.level", "boss"]).code(2);
    assert!(ran.err.contains("interview.level cannot be `boss`"), "{}", ran.err);
}

#[cfg(unix)]
mod recording {
    use super::{App, app, events, lines, next, rate};
    use serde_json::{Value, json};

    /// Writes scripts and names them in the settings.
    fn with(record: &str, transcribe: Option<&str>, keep: bool) -> App {
        let app = app();
        let record = app.write("record.sh", record);
        let mut settings = format!("[interview]\nrecord = [\"sh\", {record:?}, \"{{file}}\"]\n");
        if let Some(script) = transcribe {
            let script = app.write("transcribe.sh", script);
            settings.push_str(&format!("transcribe = [\"sh\", {script:?}, \"{{file}}\"]\n"));
        }
        if keep {
            settings.push_str(&format!("keep = {:?}\n", app.path("kept")));
        }
        app.write("config/revisit/config.toml", &settings);
        app
    }

    /// Records until it is asked to end; its child goes on for ever.
    const RECORD: &str = "\
sleep 1000 &
echo $! > \"$HOME/child\"
trap 'echo done >> \"$1\"; exit 0' INT
printf 'spoken ' > \"$1\"
echo $$ > \"$HOME/started\"
while :; do sleep 0.01; done
";

    /// Answers one prompt, once the recorder has begun.
    fn answer(app: &App) -> Vec<Value> {
        use std::io::Write;
        let (mut child, mut stdin, told) = app.talk(["interview", "--jsonl", "talk"]);
        let mut told = told.map_while(Result::ok);
        let mut events = Vec::new();
        let mut say = |said: &Value| {
            writeln!(stdin, "{said}").expect("it listens");
        };
        say(&next());
        while !events.iter().any(|event: &Value| event["event"] == "prompt") {
            events.push(serde_json::from_str(&told.next().expect("a line")).expect("JSON"));
        }
        let started = app.path("started");
        while app.path("record.sh").exists() && !started.exists() {
            std::thread::yield_now();
        }
        say(&next());
        say(&rate(&json!({"plan": "unprompted"})));
        say(&json!({"do": "quit"}));
        // Once more: the report was the first answer.
        say(&json!({"do": "quit"}));
        events.extend(told.map(|line| serde_json::from_str::<Value>(&line).expect("JSON")));
        assert!(child.wait().expect("it ends").success());
        events
    }

    fn rubric(events: &[Value]) -> &Value {
        events.iter().find(|event| event["event"] == "rubric").expect("a rubric")
    }

    #[test]
    fn what_was_said_stands_in_writing_and_nothing_is_left_running() {
        let app = with(RECORD, Some("cat \"$1\""), true);
        let events = answer(&app);
        assert_eq!(events[1]["records"], true);
        assert_eq!(rubric(&events)["transcript"], "spoken done");
        let report = &events.last().expect("one")["report"];
        assert_eq!(report["prompts"][0]["transcript"], "spoken done");
        // What the recorder has started is gone too: no process, or a dead one nobody has fetched.
        let child = std::fs::read_to_string(app.path("child")).expect("a child");
        let state = std::fs::read_to_string(format!("/proc/{}/stat", child.trim()));
        assert!(state.is_err() || state.is_ok_and(|state| state.contains(") Z ")));
        let kept: Vec<_> = std::fs::read_dir(app.path("kept")).expect("kept").collect();
        assert_eq!(kept.len(), 1);
        let cache = std::fs::read_dir(app.path("cache/revisit")).expect("a cache");
        let left = cache.filter_map(Result::ok).map(|entry| entry.file_name());
        let left: Vec<_> =
            left.filter(|name| name.to_string_lossy().starts_with("interview-")).collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn a_recorder_that_writes_down_itself_needs_no_second_command() {
        let app = with(
            "trap 'echo I said it; exit 0' INT\necho > \"$HOME/started\"\nwhile :; do sleep 0.01; done\n",
            None,
            false,
        );
        assert_eq!(rubric(&answer(&app))["transcript"], "I said it");
    }

    fn notices(events: &[Value]) -> Vec<&str> {
        let notices = events.iter().filter(|event| event["event"] == "notice");
        notices.filter_map(|event| event["message"].as_str()).collect()
    }

    #[test]
    fn failures_are_told_and_the_interview_goes_on() {
        let app = app();
        let settings = "[interview]\nrecord = [\"/no/such/recorder\", \"{file}\"]\n";
        app.write("config/revisit/config.toml", settings);
        let events = answer(&app);
        assert!(
            notices(&events)[0].contains("`/no/such/recorder` cannot be started"),
            "{events:?}"
        );
        assert_eq!(events.last().expect("one")["report"]["total"]["verdict"], "strong");

        let fails = "echo > \"$HOME/started\"\necho no device >&2\nexit 3\n";
        let app = with(fails, Some("cat \"$1\""), false);
        let events = answer(&app);
        let told = notices(&events);
        assert!(told.is_empty() || told[0].contains("no device"), "{told:?}");
        assert_eq!(events.last().expect("one")["report"]["total"]["verdict"], "strong");

        let app = with(RECORD, Some("echo cannot hear >&2; exit 2"), false);
        let events = answer(&app);
        assert!(notices(&events)[0].contains("cannot hear"), "{events:?}");
        assert_eq!(events.last().expect("one")["report"]["total"]["verdict"], "strong");
    }

    #[test]
    fn a_command_begins_with_a_program_and_no_deck_has_one() {
        let app = app();
        app.write("config/revisit/config.toml", "[interview]\nrecord = [\"\"]\n");
        let ran = app.run(["interview"]).code(3);
        assert!(ran.err.contains("interview.record begins with a program"), "{}", ran.err);
        app.write("config/revisit/config.toml", "");
        let deck = "record: [touch, owned]\ncards:\n  - {id: a, kind: interview, prompt: p, record: [touch]}\n";
        app.write("own/evil.yaml", deck);
        let ran = app.feed(["interview", "--jsonl", "talk"], &lines(&[next()])).ok();
        assert!(ran.err.contains("unknown field `record`"), "{}", ran.err);
        assert_eq!(events(&ran)[1]["records"], false);
    }
}
