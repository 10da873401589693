//! What an interview came to, against examples worked by hand.

use std::collections::BTreeMap;

use revisit::model::{
    CardId, Day, DeviceId, Heard, InterviewRecord, PhaseRecord, PromptRecord, Round, Seniority,
};
use revisit::session::interview::history::{Held, Terms, asked, held};
use revisit::session::interview::report::{Report, Sheet, Total};
use revisit::session::interview::score::Mark;
use revisit::terminal::interview::report::{farewell, text};

use crate::interview::{DAY, card, exercise, moment, open_prompt, sheet, symptom};
use crate::interview_draw::prompt;

/// A record of one of the rig's prompts; letters as in [`prompt`], in the order of the rubric.
fn record(id: &str, heard: &str) -> PromptRecord {
    let rubric = sheet(&prompts(id)).rubric;
    let mut record = prompt(&format!("t/{id}"), heard);
    for (point, own) in record.points.iter_mut().zip(&rubric.points) {
        point.id.clone_from(&own.id);
    }
    record.topic = Some("topic".to_owned());
    record
}

fn prompts(id: &str) -> revisit::cards::kinds::interview::Interview {
    match id {
        "d" => symptom(),
        "x" => exercise(),
        _ => open_prompt(id),
    }
}

fn sheets() -> BTreeMap<CardId, Sheet> {
    ["a", "b", "c", "d", "x"].map(|id| (card(id), sheet(&prompts(id)))).into()
}

fn an_interview(day: Day, prompts: Vec<PromptRecord>) -> Held {
    let planned = u32::try_from(prompts.len()).expect("few");
    Held {
        began: moment(day, 0).at,
        moment: moment(day, 3_600),
        terms: Terms {
            filter: String::new(),
            round: Round::Mixed,
            level: Seniority::Mid,
            seed: 7,
            planned,
            planned_min: 10 * planned,
        },
        prompts,
    }
}

fn timed(record: PromptRecord, took_s: u64, structure_s: Option<u64>) -> PromptRecord {
    let structure_ms = structure_s.map(|seconds| seconds * 1_000);
    PromptRecord { took_ms: took_s * 1_000, structure_ms, ..record }
}

fn of(held: &Held, earlier: &[Held]) -> Report {
    Report::of(held, &sheets(), earlier)
}

/// Three prompts of ten minutes, one of them skipped.
fn evening() -> Held {
    let first = timed(record("a", "UPmu"), 660, Some(40));
    let second = timed(record("b", "MUup!"), 500, Some(81));
    let skipped = PromptRecord { skipped: true, points: Vec::new(), ..record("c", "") };
    an_interview(DAY, vec![first, second, timed(skipped, 30, None)])
}

#[test]
fn an_evening_comes_to_what_a_hand_adds_up() {
    let report = of(&evening(), &[]);
    let Total { rated, skipped, score, planned_ms, took_ms, structured, structure_ms } =
        report.total;
    assert_eq!((rated, skipped), (2, 1));
    // u p m u and m u u p: four whole points and two halves of eight, 62.5 %.
    assert_eq!((score.unprompted, score.probed, score.points), (4, 2, 8));
    assert_eq!(score.share_hundredths(), Some(6_250));
    assert_eq!((score.required, score.required_probed, score.required_missed), (4, 1, 1));
    assert_eq!(score.red_flags, 1);
    assert_eq!(report.total.mark(), Some(Mark::NotYet));
    // The skipped prompt is in no time and in no plan.
    assert_eq!((planned_ms, took_ms), (1_200_000, 1_160_000));
    assert_eq!((structured, structure_ms), (2, Some(60_500)));
    let marks: Vec<_> = report.prompts.iter().map(|prompt| prompt.mark()).collect();
    assert_eq!(marks, [Some(Mark::Good), Some(Mark::NotYet), None]);
    assert_eq!(report.prompts[1].red_flags, ["Guesses"]);
    let points = |heard, must| -> Vec<_> {
        let points = report.points(heard, must);
        points.map(|(place, point)| (place, &*point.id, &*point.text)).collect()
    };
    assert_eq!(points(Heard::Missed, true), [(1, "scope", "Says scope")]);
    assert_eq!(points(Heard::Probed, true), [(0, "cost", "Says cost")]);
    assert_eq!(points(Heard::Missed, false), [(0, "scale", "Says scale")]);
}

#[test]
fn what_to_study_is_what_missed_points_name_required_ones_first_and_each_once() {
    let held =
        an_interview(DAY, vec![record("a", "UUum"), record("b", "UMuu"), record("d", "MUuu")]);
    let report = of(&held, &[]);
    let study: Vec<_> = report
        .study
        .iter()
        .map(|study| {
            let notes: Vec<&str> = study.notes.iter().map(|note| note.local()).collect();
            (&*study.topic, study.slug.as_deref(), notes)
        })
        .collect();
    let notes = vec!["cost-card", "scope-card", "style-card"];
    assert_eq!(study, [("Topic", Some("topic"), notes)]);
    assert_eq!(of(&an_interview(DAY, vec![record("a", "UUmu")]), &[]).study, []);
}

#[test]
fn it_is_compared_with_the_last_one_in_which_something_was_rated() {
    let first = an_interview(DAY - 9, vec![record("a", "UUuu")]);
    let skipped = PromptRecord { skipped: true, ..record("a", "") };
    let second = an_interview(DAY - 5, vec![skipped]);
    let now = evening();
    let later = an_interview(DAY + 3, vec![record("a", "MMmm")]);
    let all = [first.clone(), second, now.clone(), later];
    let before = of(&now, &all).before.expect("one before");
    assert_eq!(before.held, first);
    assert_eq!(before.total.mark(), Some(Mark::Strong));
    assert_eq!(of(&first, &all).before, None);
}

#[test]
fn what_the_decks_no_longer_have_is_named_by_its_id() {
    let mut held = an_interview(DAY, vec![record("a", "Mu!")]);
    held.prompts[0].points[1].id = "gone".to_owned();
    held.prompts[0].red_flags = vec![7];
    let report = of(&held, &[]);
    let points: Vec<&str> = report.prompts[0].points.iter().map(|point| &*point.text).collect();
    assert_eq!(points, ["Says scope", "gone"]);
    assert_eq!(report.prompts[0].red_flags, ["red flag 8"]);
    let bare = Report::of(&held, &BTreeMap::new(), &[]);
    assert_eq!((&*bare.prompts[0].topic, &bare.prompts[0].prompt), ("topic", &None));
    assert_eq!(bare.prompts[0].points[0].text, "scope");
    assert_eq!(bare.total, report.total, "what was heard does not hang on texts");
}

#[test]
fn records_of_one_beginning_and_device_are_one_interview() {
    let record = |began, card: &str, planned| InterviewRecord {
        began: moment(DAY, began).at,
        filter: "kafka".to_owned(),
        round: Round::Screen,
        level: Seniority::Staff,
        seed: 3,
        planned,
        planned_min: 6,
        prompt: record(card, "UUuu"),
    };
    let (here, there) = (DeviceId(1), DeviceId(2));
    let all = held([
        (here, moment(DAY, 60), record(0, "a", 2)),
        (there, moment(DAY, 61), record(0, "d", 1)),
        (here, moment(DAY, 500), record(400, "a", 1)),
        (here, moment(DAY + 1, 0), record(0, "b", 2)),
    ]);
    let told: Vec<_> = all
        .iter()
        .map(|one| (one.prompts.len(), one.moment, one.terms.planned, one.terms.level))
        .collect();
    assert_eq!(
        told,
        [
            (2, moment(DAY + 1, 0), 2, Seniority::Staff),
            (1, moment(DAY, 61), 1, Seniority::Staff),
            (1, moment(DAY, 500), 1, Seniority::Staff),
        ]
    );
    let days = asked(&all);
    assert_eq!((days[&card("a")], days[&card("b")]), (DAY + 1, DAY + 1));
    assert_eq!(days.get(&card("x")), None);
}

#[test]
fn the_report_reads_as_designed() {
    let mut held = evening();
    held.prompts[0].notes = "Scope first.\nThen cost.".to_owned();
    held.prompts[1].transcript = "I would ask who calls it.".to_owned();
    let mut debug = timed(record("d", "UUmu"), 61, None);
    debug.evidence = vec![2, 0];
    let mut design = timed(record("x", "PPuuu"), 1_900, Some(200));
    let phase = |planned_ms, took_ms| PhaseRecord { planned_ms, took_ms };
    design.phases = vec![phase(600_000, 727_000), phase(1_200_000, 1_100_000)];
    held.prompts.extend([debug, design]);
    held.terms.planned = 5;
    let earlier = [an_interview(DAY - 9, vec![record("a", "UUuu")])];
    let report = of(&held, &earlier);
    insta::assert_snapshot!("interview_report_80", text(&report, 80));
    insta::assert_snapshot!("interview_report_50", text(&report, 50));
    insta::assert_snapshot!(farewell(&report), @"4 prompts in 52 min, 70 %: not yet. Everything is saved.");
}
