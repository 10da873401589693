//! How a quiz is drawn: the question, how sure one is, the report, what may be known.

use std::collections::BTreeMap;

use revisit::cards::ask::JudgedOption;
use revisit::cards::{Answer, Kind, Question};
use revisit::model::sitting::{Given, QuizItem, QuizRecord};
use revisit::model::{Day, Moment, Response, Sure, Timestamp};
use revisit::session::screen::{
    Act, Body, CardView, Marked, Measures, Notice, Offer, QuizEnd, Screen, Stage, Timer,
};
use revisit::session::{Input, Prompter};
use revisit::stats::quiz::report;
use revisit::terminal::{Draft, Look, Pipe, draw};

use crate::terminal_screens as screens;

fn drawn(screen: &Screen, width: usize) -> String {
    let look = Look { width, ..Look::default() };
    let draft = Draft { is_typing: screen.acts.contains(&Act::Type), ..Draft::default() };
    let text = draw(screen, &draft, &look, None).text(&look);
    assert!(text.lines().all(|line| line.chars().count() < width), "{text}");
    text
}

/// A multiple choice as a quiz asks it, the third of twenty.
fn asked() -> Screen {
    let mut screen = screens::mcq();
    screen.acts = vec![Act::Pick, Act::Pass, Act::Undo, Act::Quit];
    let head = screen.head.as_mut().expect("a head");
    (head.count, head.done) = (Some((3, 20)), 2);
    screen
}

fn timer(measures: Measures, left_ms: u64) -> Timer {
    let limit = 600_000;
    Timer { measures, spent_ms: limit - left_ms, limit_ms: Some(limit), ends: true, runs: true }
}

fn given() -> Screen {
    let mut screen = asked();
    screens::view(&mut screen).given = Some(Response::Choice(1));
    screen.acts = Sure::ALL.map(Act::Sure).to_vec();
    screen.acts.extend([Act::Change, Act::Undo, Act::Quit]);
    screen
}

fn told(marked: Marked) -> Screen {
    // The second option is the key.
    let mut screen = screens::mcq_judged(usize::from(marked.credit_ppm == WHOLE));
    screen.acts = vec![Act::Continue, Act::Undo, Act::Flag, Act::History, Act::Page, Act::Quit];
    let head = screen.head.as_mut().expect("a head");
    (head.count, head.done) = (Some((20, 20)), 19);
    let shown = screens::view(&mut screen).revealed.as_mut().expect("revealed");
    (shown.marked, shown.outcomes) = (Some(marked), None);
    if marked.given != Given::Answer {
        shown.verdict = None;
    }
    screen
}

const WHOLE: u32 = 1_000_000;

/// What came of some questions about a topic: how sure, and how many were right, a half, wrong.
fn items(topic: Option<&str>, facet: &str, sure: Sure, credits: &[(usize, u32)]) -> Vec<QuizItem> {
    let item = |credit_ppm| QuizItem {
        card: "t/a".parse().expect("an id"),
        topic: topic.map(str::to_owned),
        facet: Some(facet.to_owned()),
        credit_ppm,
        given: Given::Answer,
        sure: Some(sure),
        took_ms: 21_000,
    };
    credits.iter().flat_map(|&(count, credit)| vec![item(credit); count]).collect()
}

/// Returns a wrongly answered card as the end of a quiz has it.
fn missed() -> CardView {
    let front = "What does a consumer group share?".to_owned();
    let option =
        |text: &str, correct| JudgedOption { text: text.to_owned(), correct, why: String::new() };
    let options = vec![option("offsets", false), option("the partitions of its topics", true)];
    let (texts, order) = (options.iter().map(|o| o.text.clone()).collect(), vec![0, 1]);
    let question = Question::Mcq { front, options: texts, order };
    let mut screen = screens::asked(Kind::Mcq, question, &[]);
    let view = screens::view(&mut screen);
    view.stage = Stage::Revealed { parts: 1 };
    view.revealed = Some(screens::revealed(Answer::Mcq { options }));
    view.clone()
}

/// The example of the README.
fn end() -> QuizEnd {
    let kafka = Some("kafka");
    let mut all = items(kafka, "how", Sure::Sure, &[(1, 0), (2, WHOLE)]);
    all.extend(items(kafka, "mistake", Sure::Think, &[(1, 500_000), (2, 0), (1, WHOLE)]));
    all.extend(items(kafka, "mistake", Sure::Guess, &[(1, WHOLE)]));
    let acid = Some("acid-and-transactions");
    all.extend(items(acid, "why", Sure::Sure, &[(3, WHOLE)]));
    all.extend(items(acid, "how", Sure::Think, &[(2, WHOLE)]));
    all.extend(items(acid, "tradeoff", Sure::Guess, &[(1, 0)]));
    let bash = Some("bash-scripting");
    all.extend(items(bash, "how", Sure::Sure, &[(4, WHOLE)]));
    all.extend(items(bash, "concept", Sure::Think, &[(1, WHOLE)]));
    all.extend(items(bash, "concept", Sure::Guess, &[(1, WHOLE)]));
    let at = |day: i32| Moment { at: Timestamp(0), day: Day(day), offset_min: 60 };
    let mut before = items(kafka, "how", Sure::Think, &[(5, WHOLE), (5, 0)]);
    before.extend(items(acid, "how", Sure::Think, &[(4, WHOLE), (2, 0)]));
    before.extend(items(bash, "how", Sure::Think, &[(3, WHOLE), (1, 0)]));
    let before = QuizRecord { items: before, took_ms: 380_000, ..QuizRecord::default() };
    let record =
        QuizRecord { seed: 7, planned: 20, took_ms: 412_000, items: all, ..QuizRecord::default() };
    let titles = [
        ("kafka", "Kafka"),
        ("acid-and-transactions", "ACID properties & transactions"),
        ("bash-scripting", "Bash scripting"),
    ];
    QuizEnd {
        moment: at(20_779),
        report: report(&record, &[(at(20_772), before)]),
        answers: vec![missed(); record.items.len()],
        record,
        titles: titles.map(|(slug, title)| (slug.to_owned(), title.to_owned())).into(),
        offers: 0,
    }
}

fn report_screen(end: QuizEnd) -> Screen {
    screens::screen(Body::QuizEnd(Box::new(end)), &[Act::Continue, Act::Undo, Act::Quit])
}

fn offers() -> Screen {
    let offer = |title: &str, asked, cards, is_chosen| Offer {
        title: title.to_owned(),
        asked,
        right: asked,
        cards,
        is_chosen,
    };
    let offers = vec![
        offer("Databases", 5, 312, true),
        offer("Distributed systems, consistency and everything that follows", 2, 1, false),
    ];
    screens::screen(Body::Offers(offers), &[Act::Continue, Act::Toggle, Act::Skip, Act::Quit])
}

#[test]
fn a_question_of_a_quiz_says_which_it_is_and_what_time_is_left() {
    insta::assert_snapshot!(drawn(&asked(), 80));
    let mut timed = asked();
    timed.timers = vec![timer(Measures::This, 41_001), timer(Measures::Whole, 600_000)];
    for width in [80, 50, 36] {
        let text = drawn(&timed, width);
        let head = text.lines().next().expect("a line");
        assert!(head.contains("0:42"), "{head}");
        assert!(head.contains("10:00 in all"), "{head}");
    }
    assert!(drawn(&timed, 80).contains("3 of 20"));
}

#[test]
fn an_answer_waits_for_how_sure_one_is() {
    insta::assert_snapshot!(drawn(&given(), 80));
    insta::assert_snapshot!(drawn(&given(), 50));
}

#[test]
fn an_answer_is_told_with_how_sure_one_was() {
    let right = |given, credit_ppm, sure| Marked { given, credit_ppm, sure };
    let text = drawn(&told(right(Given::Answer, 0, Some(Sure::Sure))), 80);
    insta::assert_snapshot!(text);
    for (marked, says) in [
        (right(Given::Nothing, 0, None), "✗ Not answered."),
        (right(Given::Late, 0, None), "✗ Not answered in time."),
        (
            right(Given::Answer, 833_333, Some(Sure::Think)),
            "✗ Not right; 83 % of the pairs are in order. You thought so.",
        ),
        (right(Given::Answer, 0, Some(Sure::Guess)), "✗ Not right. You guessed."),
    ] {
        let text = drawn(&told(marked), 80);
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn the_report_fits_the_screen() {
    let report = report_screen(end());
    insta::assert_snapshot!(drawn(&report, 80));
    insta::assert_snapshot!(drawn(&report, 50));
    drawn(&report, 30);
}

#[test]
fn the_report_of_the_readme_is_what_the_program_draws() {
    let readme = include_str!("../../README.md");
    let text = drawn(&report_screen(end()), 80);
    let first = readme
        .lines()
        .skip_while(|line| !line.starts_with("  Quiz: "))
        .take_while(|line| !line.starts_with("```"));
    let mut drawn = text.lines().map(str::trim_end);
    let mut lines = 0;
    for line in first {
        assert!(drawn.any(|drawn| drawn == line), "{line:?} is not drawn, or not in this order");
        lines += 1;
    }
    assert!(lines > 12);
}

#[test]
fn a_quiz_without_answers_says_so() {
    let empty = QuizEnd {
        record: QuizRecord::default(),
        report: report(&QuizRecord::default(), &[]),
        titles: BTreeMap::new(),
        answers: Vec::new(),
        ..end()
    };
    let screen = screens::screen(Body::QuizEnd(Box::new(empty)), &[Act::Quit]);
    assert!(drawn(&screen, 80).contains("No question was asked."));
}

#[test]
fn what_may_be_known_is_offered() {
    insta::assert_snapshot!(drawn(&offers(), 80));
    insta::assert_snapshot!(drawn(&offers(), 50));
}

#[test]
fn lines_answer_say_how_sure_and_choose() {
    let play = |screen: &Screen, lines: &str| {
        let mut pipe = Pipe::new(lines.as_bytes(), Vec::new(), 80);
        pipe.show(screen).expect("memory takes it");
        let mut heard = Vec::new();
        while let Some(input) = pipe.next(screen, None).expect("memory gives it") {
            heard.push(input);
        }
        (heard, String::from_utf8(pipe.output().clone()).expect("UTF-8"))
    };
    let (heard, said) = play(&asked(), "2\n:pass\n\n9\n:reveal\n");
    assert_eq!(heard, [Input::Answer(Response::Choice(1)), Input::Reveal]);
    assert!(said.contains("3 of 20. "), "{said}");
    assert!(said.contains("[1-3] choose; [:pass] don't know; [:help] more"), "{said}");
    assert!(said.contains("an empty line does nothing here"), "{said}");
    let (heard, said) = play(&given(), "1\n۲\n3\n:change\n4\n");
    let sure = Sure::ALL.map(Input::Sure);
    assert_eq!(heard, [&sure[..], &[Input::Change]].concat());
    assert!(said.contains("1 sure; 2 think so; 3 guess; [:help] more"), "{said}");
    let (heard, said) = play(&offers(), "1\n2\n3\n\ns\n");
    let wanted = [Input::Toggle(0), Input::Toggle(1), Input::Continue, Input::Skip];
    assert_eq!(heard, wanted, "{said}");
    assert!(said.contains("`3` is not among 1 to 2"), "{said}");
}

#[test]
fn lines_do_not_repeat_the_question_while_one_says_how_sure_one_is() {
    let mut pipe = Pipe::new(&b""[..], Vec::new(), 80);
    pipe.show(&asked()).expect("memory takes it");
    pipe.show(&given()).expect("memory takes it");
    let said = String::from_utf8(pipe.output().clone()).expect("UTF-8");
    assert_eq!(said.matches("3 of 20").count(), 1, "{said}");
    assert!(said.contains("You chose 2"), "{said}");
}

#[test]
fn what_was_placed_is_told() {
    let mut screen = report_screen(end());
    screen.notices = vec![Notice::Placed { cards: 312 }];
    assert!(drawn(&screen, 80).contains("312 cards count as known."));
}
