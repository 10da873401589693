//! What a person sees of an interview, at several widths, without colour; and what lines tell.

use std::io::Cursor;

use revisit::model::{Response, Round};
use revisit::session::interview::draw::Remark;
use revisit::session::interview::moves::{Move, Transcript};
use revisit::session::{Input, Prompter, Screen};
use revisit::terminal::{Draft, Look, Pipe, draw};

use crate::interview::{Rig, exercise, open_prompt, symptom};

/// Screens of three prompts, in the order in which they come.
fn book() -> Vec<(&'static str, Screen)> {
    let prompts = vec![("d", symptom()), ("x", exercise()), ("a", open_prompt("a"))];
    let mut rig = Rig::with(prompts, |setup| {
        setup.terms.round = Round::Debug;
        setup.terms.planned = 3;
        setup.remarks = vec![
            Remark::Fewer { found: 3, wanted: 8 },
            Remark::Short { found: 24, wanted: 45 },
            Remark::OtherLevels,
            Remark::NoEvidence,
        ];
        setup.recorder = Some("arecord -q {file}".to_owned());
    });
    let mut book = vec![("opening", rig.start()), ("a symptom", rig.go_on())];
    rig.after(42, Input::Interview(Move::Outline));
    rig.make(Move::Evidence(1));
    rig.act(Input::Answer(Response::Text("load is low, so it waits".to_owned())));
    book.push(("evidence and notes", rig.after(70, Input::Tick)));
    book.push(("paused", rig.make(Move::Pause)));
    book.push(("stopping", rig.make(Move::Stop)));
    rig.go_on();
    rig.go_on();
    rig.transcript = Transcript::Pending;
    book.push(("transcribing", rig.go_on()));
    let said = "Nothing is busy, so I would look at what it waits for: locks first, then the disk.";
    rig.transcript = Transcript::Text(said.to_owned());
    book.push(("the rubric", rig.after(1, Input::Tick)));
    book.push(("the third point", rig.tick("um")));
    book.push(("a red flag", rig.tick("pu")));
    book.push(("rated", rig.tick("yn")));
    book.push(("a phase, late", {
        rig.go_on();
        rig.after(1_000, Input::Tick)
    }));
    book.push(("the last phase", rig.go_on()));
    book.push(("a probe", rig.go_on()));
    rig.make(Move::Said);
    rig.go_on();
    rig.transcript = Transcript::None;
    book.push(("points by phase", rig.go_on()));
    book.push(("to skip", rig.act(Input::Skip)));
    rig.make(Move::Stop);
    book.push(("the report", rig.make(Move::Stop)));
    book
}

fn pages(width: usize) -> String {
    let look = Look { width, ..Look::default() };
    let page = |(name, screen): (&str, Screen)| {
        let text = draw(&screen, &Draft::default(), &look, None).text(&look);
        format!("==== {name}\n{text}")
    };
    book().into_iter().map(page).collect::<Vec<_>>().join("\n")
}

#[test]
fn interviews_at_50_columns() {
    insta::assert_snapshot!(pages(50));
}

#[test]
fn interviews_at_80_columns() {
    insta::assert_snapshot!(pages(80));
}

#[test]
fn the_prompt_of_the_readme_is_what_the_program_draws() {
    let mut prompt = open_prompt("a");
    prompt.prompt = "Customers on poor mobile networks are sometimes charged twice. How would you \
                     find the cause and make the payment endpoint safe to retry?"
        .to_owned();
    prompt.minutes = 12;
    let mut rig = Rig::new(vec![("a", prompt)]);
    rig.topic = "Idempotency & safe retries".to_owned();
    rig.start();
    rig.go_on();
    let look = Look::default();
    let screen = rig.after(48, Input::Tick);
    let drawn = draw(&screen, &Draft::default(), &look, None).text(&look);
    let readme = include_str!("../../README.md");
    let documented = readme.lines().skip_while(|line| !line.starts_with("  Interview · mid"));
    let documented: Vec<&str> = documented.take_while(|line| !line.starts_with("```")).collect();
    assert_eq!(documented.join("\n"), drawn.trim_end());
}

#[test]
fn what_was_said_stands_beside_the_rubric_where_there_is_room() {
    let rubric = |width| {
        let (_, screen) = book().into_iter().find(|(name, _)| *name == "a red flag").expect("one");
        let look = Look { width, ..Look::default() };
        draw(&screen, &Draft::default(), &look, None).text(&look)
    };
    insta::assert_snapshot!(rubric(120));
    let line = |text: &str| text.lines().any(|line| line.contains("[u]") && line.contains("busy"));
    assert!(line(&rubric(110)) && !line(&rubric(109)));
}

#[test]
fn lines_tell_what_is_new_and_nothing_twice() {
    let mut pipe = Pipe::new(Cursor::new(Vec::new()), Vec::new(), 72);
    for (_, screen) in book() {
        pipe.show(&screen).expect("shown");
    }
    let told = String::from_utf8(pipe.output().clone()).expect("UTF-8");
    insta::assert_snapshot!(told);
    assert_eq!(told.matches("Prompt debug?").count(), 3, "asked, rated, and in the report");
}
