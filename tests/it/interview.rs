//! The machine of an interview on its own: inputs in, effects out, with a database in memory.

use std::collections::BTreeMap;

use revisit::cards::kinds::interview::{Evidence, FollowUp, Interview, KeyPoint, Phase};
use revisit::model::{
    Action, CardId, Day, EventBody, Grade, Heard, Mode, Moment, PromptRecord, Response, Reviewed,
    Round, Seen, Seniority, Timestamp,
};
use revisit::scheduler::{CardState, Rules};
use revisit::session::agenda::{Effect, Reply};
use revisit::session::interview::draw::Pick;
use revisit::session::interview::history::{Held, Terms, held};
use revisit::session::interview::moves::{Errand, Move, News, Opened, Transcript};
use revisit::session::interview::report::{Report, Sheet};
use revisit::session::interview::rubric::Rubric;
use revisit::session::interview::score::Mark;
use revisit::session::interview::screen::{InterviewView, Stage};
use revisit::session::interview::{MockInterview, Setup};
use revisit::session::screen::{Act, Body, Measures, Notice, Screen};
use revisit::session::{Input, Machine};
use revisit::store::{OpenOptions, Store};

use crate::rig::{self, Rig as _};

pub(crate) const DAY: Day = Day(20_000);

pub(crate) fn moment(day: Day, second: i64) -> Moment {
    let at = i64::from(day.0) * 86_400_000 + 12 * 3_600_000 + second * 1_000;
    Moment { at: Timestamp(at), day, offset_min: 0 }
}

pub(crate) fn card(id: &str) -> CardId {
    format!("t/{id}").parse().expect("an id")
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// A prompt with four points, two of them required of a mid-level candidate, two red flags, and
/// three follow-ups, the first of which probes for a required point.
pub(crate) fn open_prompt(name: &str) -> Interview {
    let point = |id: &str, must, see: &[&str]| KeyPoint {
        id: text(id),
        must,
        point: format!("Says {id}"),
        see: see.iter().map(|&see| text(see)).collect(),
    };
    let follow = |missed: Option<&str>, ask: &str| FollowUp {
        if_missed: missed.map(text),
        ask: text(ask),
        strong: format!("Strong: {ask}"),
    };
    Interview {
        prompt: format!("Prompt {name}?"),
        minutes: 10,
        key_points: vec![
            point("scope", Some(Seniority::Mid), &["scope-card"]),
            point("cost", Some(Seniority::Junior), &["cost-card", "scope-card", "nowhere"]),
            point("scale", Some(Seniority::Senior), &[]),
            point("style", None, &["style-card"]),
        ],
        red_flags: vec![text("Guesses"), text("Blames")],
        follow_ups: vec![
            follow(Some("scope"), "What is left out?"),
            follow(None, "And then?"),
            follow(Some("scale"), "Ten times as much?"),
        ],
        evidence: Vec::new(),
        topics: Vec::new(),
        phases: Vec::new(),
    }
}

pub(crate) fn symptom() -> Interview {
    let piece = |ask: &str, shows: &str| Evidence { ask: text(ask), shows: text(shows) };
    let evidence = vec![piece("The log", "ERROR"), piece("The load", "6 %"), piece("Rows", "Two")];
    Interview { evidence, follow_ups: Vec::new(), ..open_prompt("debug") }
}

pub(crate) fn exercise() -> Interview {
    let phase = |name: &str, minutes, points: &[&str]| Phase {
        name: text(name),
        minutes,
        points: points.iter().map(|&point| text(point)).collect(),
    };
    Interview {
        minutes: 45,
        phases: vec![
            phase("Requirements", 15, &["scope", "Asks who calls it"]),
            phase("Data", 30, &["scale"]),
        ],
        ..open_prompt("design")
    }
}

/// An interview with a database, and a world that does what it is asked.
pub(crate) struct Rig {
    pub(crate) machine: MockInterview,
    pub(crate) store: Store,
    prompts: BTreeMap<CardId, Interview>,
    pub(crate) now: Moment,
    /// The errands besides those the rig does by itself.
    pub(crate) errands: Vec<Errand>,
    /// What comes of listening.
    pub(crate) listening: Result<(), String>,
    /// What a finished answer becomes in writing.
    pub(crate) transcript: Transcript,
    pub(crate) has_left: bool,
    /// The title of the topic of all prompts.
    pub(crate) topic: String,
}

impl rig::Rig for Rig {
    fn machine(&mut self) -> &mut dyn Machine {
        &mut self.machine
    }

    fn now(&self) -> Moment {
        self.now
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Reply> {
        match effect {
            Effect::Append(action) => Some(rig::append(&mut self.store, &action, self.now)),
            Effect::Interview(errand) => self.carry(errand),
            Effect::Exit => {
                self.has_left = true;
                None
            }
            _ => None,
        }
    }
}

impl Rig {
    pub(crate) fn new(prompts: Vec<(&str, Interview)>) -> Rig {
        Rig::with(prompts, |_| {})
    }

    pub(crate) fn with(prompts: Vec<(&str, Interview)>, change: impl Fn(&mut Setup)) -> Rig {
        let now = moment(DAY, 0);
        let rules = Rules::default();
        let store = Store::in_memory(&OpenOptions::new("test", 1, now, rules));
        let pick =
            |(id, prompt): &(&str, Interview)| Pick { card: card(id), minutes: prompt.minutes };
        let picks: Vec<Pick> = prompts.iter().map(pick).collect();
        let mut setup = Setup {
            terms: Terms {
                filter: String::new(),
                round: Round::Deep,
                level: Seniority::Mid,
                seed: 7,
                planned: u32::try_from(picks.len()).expect("few"),
                planned_min: picks.iter().map(|pick| pick.minutes).sum(),
            },
            picks,
            remarks: Vec::new(),
            earlier: Vec::new(),
            recorder: None,
        };
        change(&mut setup);
        Rig {
            machine: MockInterview::new(setup, now),
            store: store.expect("a database in memory"),
            prompts: prompts.into_iter().map(|(id, prompt)| (card(id), prompt)).collect(),
            now,
            errands: Vec::new(),
            listening: Ok(()),
            transcript: Transcript::None,
            has_left: false,
            topic: text("Topic"),
        }
    }

    pub(crate) fn start(&mut self) -> Screen {
        let effects = self.machine.start();
        self.settle(effects)
    }

    /// Does something a number of seconds later.
    pub(crate) fn after(&mut self, seconds: i64, input: Input) -> Screen {
        self.now.at.0 += seconds * 1_000;
        let effects = self.machine.act(input, self.now);
        self.settle(effects)
    }

    pub(crate) fn act(&mut self, input: Input) -> Screen {
        self.after(0, input)
    }

    pub(crate) fn go_on(&mut self) -> Screen {
        self.act(Input::Continue)
    }

    pub(crate) fn make(&mut self, step: Move) -> Screen {
        self.act(Input::Interview(step))
    }

    /// Ticks points and red flags: `upm` and `yn`.
    pub(crate) fn tick(&mut self, ticks: &str) -> Screen {
        let mut screen = self.machine.screen();
        for c in ticks.chars() {
            screen = self.make(match c {
                'u' => Move::Hear(Heard::Unprompted),
                'p' => Move::Hear(Heard::Probed),
                'm' => Move::Hear(Heard::Missed),
                'y' => Move::Raise(true),
                _ => Move::Raise(false),
            });
        }
        screen
    }

    fn carry(&mut self, errand: Errand) -> Option<Reply> {
        let news = match &errand {
            Errand::Open(card) => {
                let opened = self.prompts.get(card).map(|prompt| Opened {
                    sheet: Sheet { topic: self.topic.clone(), ..sheet(prompt) },
                    rev: 3,
                    lang: text("en"),
                });
                Some(News::Opened(Box::new(opened.ok_or(format!("{card} is gone")))))
            }
            Errand::Editor(notes) => Some(News::Notes(Ok(format!("{notes}\nedited\n")))),
            Errand::Listen => Some(News::Listening(self.listening.clone())),
            Errand::Finish | Errand::Poll => Some(News::Heard(self.transcript.clone())),
            Errand::Rest | Errand::Forget => None,
        };
        if !matches!(errand, Errand::Open(_)) {
            self.errands.push(errand);
        }
        news.map(Reply::Interview)
    }

    pub(crate) fn state(&self, id: &str) -> CardState {
        self.store.state(&card(id)).expect("a state").state
    }

    /// Returns the interviews as the log has them.
    pub(crate) fn held(&self) -> Vec<Held> {
        let sittings = self.store.interviews().expect("readable");
        held(sittings.into_iter().map(|one| (one.action.device, one.moment, one.record)))
    }

    fn record(&self) -> PromptRecord {
        let held = self.held();
        held.last().and_then(|one| one.prompts.last()).cloned().expect("a record")
    }

    /// Studies a card on some day, so that it has an interval.
    fn study(&mut self, id: &str, day: Day) {
        let body = EventBody::Reviewed(Reviewed {
            grade: Grade::Easy,
            took_ms: 1_000,
            mode: Mode::Study,
            schedules: true,
            response: None,
            sure: None,
            emptied: false,
        });
        let action = Action::on(card(id), 1, Seen::Any, body);
        self.store.append(&action, moment(day, 0)).expect("written");
    }
}

pub(crate) fn sheet(prompt: &Interview) -> Sheet {
    let rubric = Rubric::of(prompt);
    let see = |id: &String| {
        let card = card(id);
        (id != "nowhere").then(|| (card.note(), vec![card.clone()]))
    };
    let see = rubric
        .points
        .iter()
        .map(|point| (point.id.clone(), point.see.iter().filter_map(see).collect()));
    Sheet {
        topic: text("Topic"),
        slug: Some(text("topic")),
        has_page: true,
        see: see.collect(),
        rubric,
    }
}

pub(crate) fn view(screen: &Screen) -> &InterviewView {
    match &screen.body {
        Body::Interview(view) => view,
        other => panic!("no interview: {other:?}"),
    }
}

fn stage(screen: &Screen) -> &Stage {
    &view(screen).stage
}

fn report(screen: &Screen) -> &Report {
    match stage(screen) {
        Stage::Done(report) => report,
        other => panic!("not done: {other:?}"),
    }
}

/// Says where an interview is, in a word.
fn at(screen: &Screen) -> String {
    match stage(screen) {
        Stage::Opening { .. } => text("opening"),
        Stage::Answering(answering) => match &answering.phase {
            Some(phase) => format!("phase {}", phase.name),
            None => format!("answering {}", answering.prompt),
        },
        Stage::Probing { ask, .. } => format!("probing {ask}"),
        Stage::Transcribing => text("transcribing"),
        Stage::Rating(rating) => format!("rating {}", rating.at),
        Stage::Rated { report, .. } => format!("rated {}", report.score.mark().name()),
        Stage::Paused => text("paused"),
        Stage::Stopping { .. } => text("stopping"),
        Stage::Done(_) => text("done"),
    }
}

fn two() -> Rig {
    let mut rig = Rig::new(vec![("a", open_prompt("a")), ("b", open_prompt("b"))]);
    rig.start();
    rig
}

#[test]
fn a_prompt_is_answered_probed_rated_and_saved_before_the_next_one_comes() {
    let mut rig = two();
    assert_eq!(at(&rig.go_on()), "answering Prompt a?");
    assert_eq!(at(&rig.go_on()), "probing What is left out?");
    assert_eq!(at(&rig.go_on()), "probing And then?");
    assert_eq!(at(&rig.go_on()), "probing Ten times as much?");
    assert_eq!(at(&rig.go_on()), "rating 0");
    assert_eq!(at(&rig.tick("upm")), "rating 3");
    assert!(rig.held().is_empty(), "nothing is written before everything is ticked");
    assert_eq!(at(&rig.tick("u")), "rating 4");
    assert_eq!(at(&rig.tick("nn")), "rated good");
    let record = rig.record();
    assert_eq!((record.card, record.rev, record.topic.as_deref()), (card("a"), 3, Some("topic")));
    let points: Vec<_> = record.points.iter().map(|one| (&*one.id, one.must, one.heard)).collect();
    assert_eq!(
        points,
        [
            ("scope", true, Heard::Unprompted),
            ("cost", true, Heard::Probed),
            ("scale", false, Heard::Missed),
            ("style", false, Heard::Unprompted),
        ]
    );
    assert_eq!(at(&rig.go_on()), "answering Prompt b?");
}

#[test]
fn nothing_of_the_rubric_shows_before_the_answer_has_ended() {
    let mut rig = two();
    for screen in [rig.go_on(), rig.go_on(), rig.go_on(), rig.go_on()] {
        let shown = format!("{screen:?}");
        for secret in ["Says scope", "Guesses", "Strong:"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
    assert!(format!("{:?}", rig.go_on()).contains("Says scope"));
}

#[test]
fn time_is_measured_from_the_prompt_to_the_last_follow_up_without_pauses() {
    let mut rig = two();
    rig.after(60, Input::Continue);
    let screen = rig.after(45, Input::Interview(Move::Outline));
    assert!(
        !screen.acts.contains(&Act::Interview(revisit::session::interview::screen::Deed::Outline))
    );
    rig.after(15, Input::Interview(Move::Outline));
    let paused = rig.after(30, Input::Interview(Move::Pause));
    assert_eq!((at(&paused), paused.timers[0].spent_ms), (text("paused"), 90_000));
    assert!(paused.timers.iter().all(|timer| !timer.runs));
    assert!(!format!("{:?}", paused.body).contains("Prompt a?"), "it is hidden");
    let screen = rig.after(1_000, Input::Continue);
    let times: Vec<_> = screen
        .timers
        .iter()
        .map(|timer| (timer.measures, timer.spent_ms, timer.limit_ms, timer.runs))
        .collect();
    assert_eq!(
        times,
        [
            (Measures::This, 90_000, Some(600_000), true),
            (Measures::Whole, 90_000, Some(1_200_000), true),
        ]
    );
    rig.after(10, Input::Continue);
    rig.after(20, Input::Continue);
    rig.after(20, Input::Continue);
    let screen = rig.after(20, Input::Continue);
    assert!(screen.timers.is_empty(), "ticking takes no time");
    rig.after(500, Input::Interview(Move::Hear(Heard::Missed)));
    rig.tick("mmmnn");
    let record = rig.record();
    assert_eq!((record.took_ms, record.structure_ms), (160_000, Some(45_000)));
    // The whole goes on where the first prompt ended.
    let screen = rig.after(100, Input::Continue);
    assert_eq!(screen.timers[1].spent_ms, 160_000);
}

#[test]
fn what_a_probe_asked_for_is_suggested_and_the_person_decides() {
    let mut rig = two();
    rig.go_on();
    rig.go_on();
    let screen = rig.make(Move::Said);
    assert_eq!(at(&screen), "probing And then?");
    rig.make(Move::Back);
    assert_eq!(at(&rig.machine.screen()), "probing What is left out?");
    assert_eq!(at(&rig.make(Move::Back)), "answering Prompt a?");
    rig.go_on();
    rig.make(Move::Said);
    rig.go_on();
    let screen = rig.go_on();
    let Stage::Rating(rating) = stage(&screen) else { panic!("{screen:?}") };
    let suggested: Vec<_> = rating.points.iter().map(|point| point.suggested).collect();
    assert_eq!(suggested, [Some(Heard::Unprompted), None, Some(Heard::Probed), None]);
    // Enter takes a suggestion and nothing else.
    assert_eq!(at(&rig.go_on()), "rating 1");
    assert_eq!(at(&rig.go_on()), "rating 1");
    rig.tick("um");
    assert_eq!(at(&rig.make(Move::Back)), "rating 2");
    assert_eq!(at(&rig.go_on()), "rating 3", "what was ticked before is taken");
    rig.tick("p");
    assert_eq!(at(&rig.go_on()), "rating 5", "a red flag is not raised by Enter");
    rig.go_on();
    let heard: Vec<Heard> = rig.record().points.iter().map(|point| point.heard).collect();
    use Heard::{Missed, Probed, Unprompted};
    assert_eq!(heard, [Unprompted, Unprompted, Missed, Probed]);
    assert!(rig.record().red_flags.is_empty());
}

#[test]
fn a_round_asks_as_many_follow_ups_as_it_has_time_for() {
    let asked = |round, level| {
        let mut rig = Rig::with(vec![("a", open_prompt("a"))], |setup| {
            (setup.terms.round, setup.terms.level) = (round, level);
        });
        rig.start();
        rig.go_on();
        let mut asked = Vec::new();
        while let Stage::Probing { ask, .. } = stage(&rig.go_on()) {
            asked.push(ask.clone());
        }
        asked
    };
    let [first, open, last] = ["What is left out?", "And then?", "Ten times as much?"];
    assert_eq!(asked(Round::Screen, Seniority::Mid), [first]);
    assert_eq!(asked(Round::Screen, Seniority::Junior), [open], "scope is not required of one");
    assert_eq!(asked(Round::Mixed, Seniority::Mid), [first, open]);
    assert_eq!(asked(Round::Mixed, Seniority::Senior), [first, last]);
    assert_eq!(asked(Round::Deep, Seniority::Junior), [first, open, last]);
}

#[test]
fn cards_of_missed_points_become_due_tomorrow_and_keep_their_interval() {
    let mut rig = two();
    for day in [DAY - 10, DAY - 9, DAY - 3] {
        rig.study("scope-card", day);
    }
    rig.study("style-card", DAY - 30);
    let before = rig.state("scope-card");
    assert!(before.due > Some(DAY + 1));
    let overdue = rig.state("style-card");
    rig.go_on();
    (0..4).for_each(|_| _ = rig.go_on());
    let screen = rig.tick("ummmnn");
    let Stage::Rated { due, due_on, .. } = stage(&screen) else { panic!("{screen:?}") };
    // Each note once, in the order of the points; what is in no deck is left out.
    let due: Vec<&str> = due.iter().map(|note| note.local()).collect();
    assert_eq!((due, *due_on), (vec!["cost-card", "scope-card", "style-card"], DAY + 1));
    let after = rig.state("scope-card");
    assert_eq!((after.due, after.missed), (Some(DAY + 1), Some(DAY)));
    assert_eq!((after.sm2, after.reps, after.last), (before.sm2, before.reps, before.last));
    assert!(after.is_weak(DAY + 13) && !after.is_weak(DAY + 14));
    // What is due already is not put off, and what is new stays new.
    assert_eq!(rig.state("style-card").due, overdue.due);
    assert_eq!((rig.state("cost-card").due, rig.state("cost-card").missed), (None, Some(DAY)));
    // So does the prompt itself: it is weak and never due.
    let prompt = rig.state("a");
    assert_eq!((prompt.due, prompt.missed), (None, Some(DAY)));
}

#[test]
fn a_prompt_that_went_well_is_not_weak_and_moves_no_card() {
    let mut rig = two();
    rig.study("scope-card", DAY - 10);
    let before = rig.state("scope-card");
    rig.go_on();
    (0..4).for_each(|_| _ = rig.go_on());
    assert_eq!(at(&rig.tick("uuuunn")), "rated strong");
    assert_eq!((rig.state("a").missed, rig.state("a").shown), (None, 1));
    assert_eq!(rig.state("scope-card"), before);
}

#[test]
fn a_rating_is_taken_back_and_given_again() {
    let mut rig = two();
    rig.study("scope-card", DAY - 10);
    let before = rig.state("scope-card");
    rig.go_on();
    (0..4).for_each(|_| _ = rig.go_on());
    assert_eq!(at(&rig.tick("mmmmyn")), "rated not yet");
    let screen = rig.act(Input::Undo);
    assert_eq!(at(&screen), "rating 0");
    assert!(matches!(&screen.notices[..], [Notice::Undone { .. }]), "{:?}", screen.notices);
    assert!(rig.held().is_empty());
    assert_eq!(rig.state("scope-card"), before);
    // What was ticked before is there: Enter takes it.
    (0..4).for_each(|_| _ = rig.go_on());
    let screen = rig.tick("nn");
    assert_eq!(at(&screen), "rated not yet");
    assert_eq!((rig.record().red_flags, rig.held()[0].prompts.len()), (vec![], 1));
}

#[test]
fn a_skipped_prompt_is_noted_and_does_not_count() {
    let mut rig = two();
    rig.go_on();
    let screen = rig.after(30, Input::Skip);
    assert_eq!(at(&screen), "answering Prompt b?");
    assert!(rig.record().skipped && rig.record().points.is_empty());
    assert_eq!((rig.record().took_ms, rig.state("a").missed), (30_000, None));
    (0..4).for_each(|_| _ = rig.go_on());
    rig.tick("uuuunn");
    let screen = rig.go_on();
    let report = report(&screen);
    assert_eq!((report.total.rated, report.total.skipped), (1, 1));
    assert_eq!(report.total.mark(), Some(Mark::Strong));
    // From the end, the last rating can be taken back; then the skip.
    assert_eq!(at(&rig.act(Input::Undo)), "rating 0");
    (0..4).for_each(|_| _ = rig.go_on());
    rig.tick("nn");
    rig.act(Input::Undo);
    rig.make(Move::Stop);
    rig.make(Move::Stop);
    let screen = rig.act(Input::Undo);
    assert_eq!(at(&screen), "answering Prompt a?");
    assert!(rig.held().is_empty());
}

#[test]
fn to_stop_is_asked_once_more_and_keeps_what_is_rated() {
    let mut rig = two();
    rig.go_on();
    (0..4).for_each(|_| _ = rig.go_on());
    rig.tick("uuuunn");
    rig.go_on();
    let screen = rig.after(10, Input::Interview(Move::Stop));
    assert_eq!(at(&screen), "stopping");
    assert!(matches!(stage(&screen), Stage::Stopping { saved: 1 }));
    let screen = rig.after(100, Input::Continue);
    assert_eq!((at(&screen), screen.timers[0].spent_ms), (text("answering Prompt b?"), 10_000));
    rig.make(Move::Stop);
    let screen = rig.make(Move::Stop);
    assert_eq!(at(&screen), "done");
    assert_eq!(report(&screen).prompts.len(), 1);
    rig.act(Input::Quit);
    assert!(rig.has_left);
    assert_eq!(rig.held()[0].prompts.len(), 1);
}

#[test]
fn to_stop_before_anything_is_rated_leaves() {
    let mut rig = two();
    rig.go_on();
    rig.make(Move::Stop);
    rig.make(Move::Stop);
    assert!(rig.has_left && rig.held().is_empty());
}

#[test]
fn the_end_of_the_input_shows_the_report_and_then_leaves() {
    let mut rig = two();
    rig.go_on();
    (0..4).for_each(|_| _ = rig.go_on());
    rig.tick("uuuunn");
    rig.go_on();
    let screen = rig.act(Input::Quit);
    assert_eq!((at(&screen), rig.has_left), (text("done"), false));
    rig.act(Input::Quit);
    assert!(rig.has_left);
}

#[test]
fn notes_grow_line_by_line_and_in_the_editor() {
    let mut rig = two();
    rig.go_on();
    rig.act(Input::Answer(Response::Text(text("  one "))));
    rig.act(Input::Answer(Response::Text(text("two"))));
    let screen = rig.make(Move::Editor);
    let Stage::Answering(answering) = stage(&screen) else { panic!("{screen:?}") };
    assert_eq!(answering.notes, "one\ntwo\nedited");
    assert_eq!(rig.errands, [Errand::Editor(text("one\ntwo"))]);
    (0..4).for_each(|_| _ = rig.go_on());
    rig.tick("uuuunn");
    assert_eq!(rig.record().notes, "one\ntwo\nedited");
}

#[test]
fn evidence_is_handed_out_when_it_is_asked_for() {
    let mut rig = Rig::new(vec![("d", symptom())]);
    rig.start();
    let shown = |screen: &Screen| match stage(screen) {
        Stage::Answering(answering) => {
            answering.evidence.iter().map(|piece| piece.shows.clone()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(&rig.go_on()), [None, None, None]);
    assert_eq!(shown(&rig.make(Move::Evidence(2))), [None, None, Some(text("Two"))]);
    rig.make(Move::Evidence(0));
    rig.make(Move::Evidence(2));
    let screen = rig.make(Move::Evidence(3));
    assert_eq!(screen.notices, [Notice::Rejected(text("`4` is not among 1 to 3"))]);
    // Without follow-ups the rubric is next.
    assert_eq!(at(&rig.go_on()), "rating 0");
    rig.tick("uuuunn");
    assert_eq!(rig.record().evidence, [2, 0], "in the order of asking");
}

#[test]
fn an_exercise_goes_through_its_phases_and_each_has_its_time() {
    let mut rig = Rig::with(vec![("d", exercise())], |setup| {
        setup.terms.round = Round::Design;
        setup.picks[0].minutes = 30;
    });
    rig.start();
    let screen = rig.go_on();
    assert_eq!(at(&screen), "phase Requirements");
    let limits: Vec<_> = screen.timers.iter().map(|timer| timer.limit_ms).collect();
    assert_eq!(limits, [Some(600_000), Some(1_800_000)], "in proportion to 30 minutes");
    let screen = rig.after(700, Input::Continue);
    assert_eq!((at(&screen), screen.timers[0].spent_ms), (text("phase Data"), 0));
    assert_eq!(screen.timers[1].spent_ms, 700_000);
    assert_eq!(at(&rig.after(100, Input::Continue)), "probing What is left out?");
    rig.after(10, Input::Continue);
    rig.after(10, Input::Continue);
    let screen = rig.after(10, Input::Continue);
    let Stage::Rating(rating) = stage(&screen) else { panic!("{screen:?}") };
    let points: Vec<_> =
        rating.points.iter().map(|point| (&*point.id, point.phase.as_deref())).collect();
    assert_eq!(
        points,
        [
            ("scope", Some("Requirements")),
            ("1:2", None),
            ("scale", Some("Data")),
            ("cost", Some("")),
            ("style", None),
        ]
    );
    rig.tick("uuuuunn");
    let record = rig.record();
    let phases: Vec<_> =
        record.phases.iter().map(|phase| (phase.planned_ms, phase.took_ms)).collect();
    assert_eq!(phases, [(600_000, 700_000), (1_200_000, 100_000)]);
    assert_eq!(record.took_ms, 830_000);
}

#[test]
fn a_prompt_without_phases_is_held_in_the_usual_ones() {
    let mut rig = Rig::with(vec![("a", open_prompt("a"))], |setup| {
        setup.terms.round = Round::Design;
        setup.picks[0].minutes = 45;
    });
    rig.start();
    assert_eq!(at(&rig.go_on()), "phase Requirements");
    let phases: Vec<String> = (0..5).map(|_| at(&rig.after(60, Input::Continue))).collect();
    assert_eq!(phases.last().map(String::as_str), Some("phase Failure and operation"));
    (0..4).for_each(|_| _ = rig.after(60, Input::Continue));
    rig.tick("uuuunn");
    let record = rig.record();
    let planned: Vec<u64> = record.phases.iter().map(|phase| phase.planned_ms / 60_000).collect();
    assert_eq!(planned, [5, 5, 10, 10, 10, 5]);
    // So it reads later, when the deck alone is asked for their names.
    let sheets = BTreeMap::from([(card("a"), sheet(&open_prompt("a")))]);
    let report = Report::of(&rig.held()[0], &sheets, &[]);
    assert_eq!(report.prompts[0].phases[5].0, "Failure and operation");
}

#[test]
fn a_prompt_that_cannot_be_had_is_passed_over() {
    let mut rig = Rig::with(vec![("a", open_prompt("a"))], |setup| {
        setup.picks.insert(0, Pick { card: card("gone"), minutes: 10 });
    });
    rig.start();
    let screen = rig.go_on();
    assert_eq!(at(&screen), "answering Prompt a?");
    assert_eq!(screen.notices, [Notice::Broken(text("t/gone is gone"))]);
}

#[test]
fn all_at_once_is_rated_if_nothing_is_left_out_or_made_up() {
    let mut rig = two();
    rig.go_on();
    (0..4).for_each(|_| _ = rig.go_on());
    let rate = |ids: &[&str], red_flags: &[usize]| Move::Rate {
        heard: ids.iter().map(|&id| (text(id), Heard::Unprompted)).collect(),
        red_flags: red_flags.to_vec(),
    };
    let all = ["scope", "cost", "scale", "style"];
    for (step, why) in [
        (rate(&all[1..], &[]), "say what became of `scope` too"),
        (rate(&[&all[..], &["x"]].concat(), &[]), "no point has the id `x`"),
        (rate(&all, &[2]), "`3` is not among 1 to 2"),
    ] {
        let screen = rig.make(step);
        assert_eq!(
            (at(&screen), &screen.notices[..]),
            (text("rating 0"), &[Notice::Rejected(text(why))][..])
        );
    }
    assert_eq!(at(&rig.make(rate(&all, &[1]))), "rated not yet");
    assert_eq!(rig.record().red_flags, [1]);
}

#[test]
fn what_was_said_stands_beside_the_rubric() {
    let mut rig = Rig::with(vec![("a", symptom()), ("b", symptom())], |setup| {
        setup.recorder = Some(text("rec {file}"));
    });
    rig.start();
    rig.transcript = Transcript::Pending;
    rig.go_on();
    rig.make(Move::Pause);
    rig.go_on();
    let screen = rig.go_on();
    assert_eq!(at(&screen), "transcribing");
    use Errand::{Finish, Listen, Poll, Rest};
    assert_eq!(rig.errands, [Listen, Rest, Listen, Finish]);
    assert!(screen.timers.iter().any(|timer| timer.ends), "it is asked for again");
    rig.after(1, Input::Tick);
    assert_eq!(rig.errands.last(), Some(&Poll));
    rig.transcript = Transcript::Text(text(" I would look at locks. "));
    let screen = rig.after(1, Input::Tick);
    let Stage::Rating(rating) = stage(&screen) else { panic!("{screen:?}") };
    assert_eq!(rating.transcript, "I would look at locks.");
    rig.tick("uuuunn");
    assert_eq!(rig.record().transcript, "I would look at locks.");

    // One need not wait; what comes later is taken if the rating still goes on.
    rig.transcript = Transcript::Pending;
    rig.go_on();
    rig.go_on();
    assert_eq!(at(&rig.go_on()), "rating 0");
    rig.transcript = Transcript::Text(text("Late."));
    rig.tick("u");
    let screen = rig.tick("u");
    let Stage::Rating(rating) = stage(&screen) else { panic!("{screen:?}") };
    assert_eq!(rating.transcript, "Late.");
}

#[test]
fn what_comes_too_late_is_forgotten_and_a_failure_is_told() {
    let mut rig = Rig::with(vec![("a", symptom()), ("b", symptom())], |setup| {
        setup.recorder = Some(text("rec {file}"));
    });
    rig.start();
    rig.transcript = Transcript::Pending;
    rig.go_on();
    rig.go_on();
    rig.go_on();
    rig.tick("uuuunn");
    assert_eq!(rig.errands.last(), Some(&Errand::Forget));
    assert_eq!(rig.record().transcript, "");
    rig.listening = Err(text("`rec` cannot be started"));
    let screen = rig.go_on();
    assert_eq!(screen.notices, [Notice::Message(text("`rec` cannot be started"))]);
    assert_eq!(at(&screen), "answering Prompt debug?");
    assert_eq!(at(&rig.go_on()), "rating 0", "nothing is waited for");

    let mut rig = Rig::with(vec![("a", symptom())], |setup| {
        setup.recorder = Some(text("rec {file}"));
    });
    rig.start();
    rig.transcript = Transcript::Failed(text("`write` ended"));
    rig.go_on();
    let screen = rig.go_on();
    assert_eq!(
        (at(&screen), &screen.notices[..]),
        (text("rating 0"), &[Notice::Message(text("`write` ended"))][..])
    );
    rig.tick("uuuunn");
    assert_eq!(rig.held().len(), 1);
}
