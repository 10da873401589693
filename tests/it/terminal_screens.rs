//! Screens of every kind, as tests of the terminal's faces want them.

use revisit::cards::ask::{FollowUp, JudgedOption, KeyPoint, Otherwise};
use revisit::cards::kinds::interview::Seniority;
use revisit::cards::note::Translation;
use revisit::cards::{Answer, Citation, Facet, Kind, Question, Verdict};
use revisit::model::{Day, Grade, Response};
use revisit::session::Screen;
use revisit::session::screen::{
    Act, Body, CardView, Head, Judged, Left, Miss, Outcome, Revealed, SourceLine, Stage, Summary,
};

pub(crate) fn screen(body: Body, acts: &[Act]) -> Screen {
    Screen { head: None, body, notices: Vec::new(), acts: acts.to_vec(), timers: Vec::new() }
}

pub(crate) fn head() -> Head {
    Head {
        topic: "Idempotency & safe retries".to_owned(),
        slug: None,
        facet: Some(Facet::Why),
        left: Left { new: 3, learning: 1, review: 12 },
        count: None,
        done: 9,
        drill: false,
        flagged: false,
        is_new: false,
    }
}

pub(crate) const KEEP: [Act; 7] =
    [Act::Undo, Act::Edit, Act::Bury, Act::Suspend, Act::Flag, Act::History, Act::Page];

pub(crate) const GRADES: [Act; 4] = [
    Act::Grade(Grade::Again),
    Act::Grade(Grade::Hard),
    Act::Grade(Grade::Good),
    Act::Grade(Grade::Easy),
];

/// A card as it is asked.
pub(crate) fn asked(kind: Kind, question: Question, acts: &[Act]) -> Screen {
    let view = CardView {
        card: "backend/idem.x".parse().expect("an id"),
        kind,
        lang: "en".to_owned(),
        translation: Translation::Source,
        corrected: false,
        stage: Stage::Asked,
        question,
        given: None,
        revealed: None,
    };
    let mut all = acts.to_vec();
    all.extend(KEEP);
    all.push(Act::Quit);
    Screen { head: Some(head()), ..screen(Body::Card(Box::new(view)), &all) }
}

pub(crate) fn view(screen: &mut Screen) -> &mut CardView {
    match &mut screen.body {
        Body::Card(view) => view,
        _ => panic!("no card"),
    }
}

pub(crate) fn outcomes() -> [Outcome; 4] {
    let one = |grade, interval_days, drill| Outcome {
        grade,
        due: Day(20_000) + interval_days,
        interval_days,
        drill,
        unscheduled: false,
    };
    [
        one(Grade::Again, 1, true),
        one(Grade::Hard, 15, false),
        one(Grade::Good, 15, false),
        one(Grade::Easy, 16, false),
    ]
}

pub(crate) fn revealed(answer: Answer) -> Revealed {
    Revealed {
        gist: None,
        answer,
        more: None,
        sources: Vec::new(),
        verdict: None,
        marked: None,
        outcomes: Some(outcomes()),
    }
}

/// The same card with its answer showing.
pub(crate) fn reveal(mut screen: Screen, revealed: Revealed) -> Screen {
    let card = view(&mut screen);
    card.stage = Stage::Revealed { parts: 1 };
    let suggested = revealed.verdict.as_ref().map(|judged| judged.verdict.suggested);
    card.revealed = Some(revealed);
    screen.acts = GRADES.to_vec();
    screen.acts.extend(suggested.map(Act::Suggested));
    screen.acts.extend(KEEP);
    screen.acts.push(Act::Quit);
    screen
}

pub(crate) fn basic() -> Screen {
    let front = "A POST that creates an order times out. Why can the client not tell whether the \
                 order exists?";
    asked(Kind::Basic, Question::Plain { front: front.to_owned() }, &[Act::Reveal, Act::Know])
}

pub(crate) fn basic_revealed() -> Screen {
    let back = "A timeout does not say what was lost. The request may not have arrived, the server \
                may still be working, or only the response vanished.";
    let shown = Revealed {
        gist: Some("a timeout does not say what was lost".to_owned()),
        more: Some("A first DELETE may answer `204` and its repeat `404`.".to_owned()),
        sources: vec![
            SourceLine {
                citation: Citation::parse("rfc9110#9.2.2"),
                title: Some("RFC 9110: HTTP Semantics".to_owned()),
                url: None,
            },
            SourceLine { citation: Citation::parse("abl-idem"), title: None, url: None },
        ],
        ..revealed(Answer::Plain { back: back.to_owned() })
    };
    reveal(basic(), shown)
}

pub(crate) fn cloze() -> Screen {
    let text = "HTTP defines repeats as harmless for PUT, DELETE and every safe method, but not \
                for POST and [partial update].";
    let question =
        Question::Cloze { text: text.to_owned(), hint: Some("partial update".to_owned()) };
    asked(Kind::Cloze, question, &[Act::Reveal])
}

pub(crate) fn cloze_revealed() -> Screen {
    let text = "HTTP defines repeats as harmless for PUT, DELETE and every safe method, but not \
                for POST and **PATCH**.";
    let answer = Answer::Cloze { text: text.to_owned(), hidden: "PATCH".to_owned() };
    reveal(cloze(), revealed(answer))
}

const OPTIONS: [(&str, &str); 3] = [
    (
        "The second waits until the first has finished.",
        "There is no row yet to wait for, and a plain SELECT does not block.",
    ),
    (
        "Both find no key, and both charge the card.",
        "A check and a later insert are two steps. Claim the key first with an insert under a \
         unique constraint.",
    ),
    (
        "The second fails on insert before it charges.",
        "The insert does fail under a unique constraint, but in this handler it comes after the \
         charge.",
    ),
];

pub(crate) fn mcq() -> Screen {
    let front = "A handler runs `SELECT` for the key, charges the card if none is found, then \
                 inserts the key. Two copies of a request arrive together. What can happen?";
    let question = Question::Mcq {
        front: front.to_owned(),
        options: OPTIONS.iter().map(|(text, _)| (*text).to_owned()).collect(),
        order: vec![1, 0, 2],
    };
    asked(Kind::Mcq, question, &[Act::Pick, Act::Reveal])
}

pub(crate) fn mcq_stem() -> Screen {
    let mut screen = mcq();
    view(&mut screen).stage = Stage::Stem;
    screen.acts = vec![Act::Options, Act::Undo, Act::Quit];
    screen
}

/// The options judged, after one was picked.
pub(crate) fn mcq_judged(picked: usize) -> Screen {
    let options: Vec<JudgedOption> = OPTIONS
        .iter()
        .enumerate()
        .map(|(index, (text, why))| JudgedOption {
            text: (*text).to_owned(),
            correct: index == 1,
            why: (*why).to_owned(),
        })
        .collect();
    let verdict = Verdict::new(picked == 1, options[picked].why.clone(), Response::Choice(picked));
    let shown = Revealed {
        verdict: Some(Judged { verdict, picked: Some(picked) }),
        ..revealed(Answer::Mcq { options })
    };
    reveal(mcq(), shown)
}

const ITEMS: [&str; 4] = [
    "Authenticate the caller and check the key's format",
    "Insert caller, key and fingerprint as \"in progress\", and commit",
    "In one transaction, do the business write and store status and body with the key",
    "Send the response",
];

pub(crate) fn order() -> Screen {
    let front = "A duplicate of a running keyed POST must get 409 at once. Put the server's steps \
                 for the first request in order.";
    let question = Question::Order {
        front: front.to_owned(),
        items: [2, 0, 3, 1].iter().map(|&i: &usize| ITEMS[i].to_owned()).collect(),
        order: vec![2, 0, 3, 1],
    };
    asked(Kind::Order, question, &[Act::Sort, Act::Reveal])
}

pub(crate) fn order_judged() -> Screen {
    let verdict = Verdict::new(false, String::new(), Response::Order(vec![0, 2, 1, 3]));
    let shown = Revealed {
        verdict: Some(Judged { verdict, picked: None }),
        ..revealed(Answer::Order { items: ITEMS.map(str::to_owned).to_vec() })
    };
    reveal(order(), shown)
}

pub(crate) fn typed() -> Screen {
    let front = "Which response header tells a client how long to wait before it repeats a \
                 request answered 503 or 429?";
    asked(Kind::Typed, Question::Typed { front: front.to_owned() }, &[Act::Type, Act::Reveal])
}

pub(crate) fn typed_judged(given: &str, correct: bool) -> Screen {
    let verdict = Verdict::new(correct, String::new(), Response::Text(given.to_owned()));
    let shown = Revealed {
        verdict: Some(Judged { verdict, picked: None }),
        ..revealed(Answer::Typed {
            accept: vec!["`Retry-After`".to_owned(), "retry-after".to_owned()],
        })
    };
    reveal(typed(), shown)
}

pub(crate) fn scenario() -> Screen {
    let question = Question::Scenario {
        setup: "A shop takes 40 orders a second at peak. The payment provider has no idempotency \
                keys, and 1 call in 2,000 times out."
            .to_owned(),
        ask: "How do you keep a customer from being charged twice?".to_owned(),
    };
    asked(Kind::Scenario, question, &[Act::Reveal])
}

pub(crate) fn scenario_revealed(parts: u8) -> Screen {
    let answer = Answer::Scenario {
        choice: "Claim the order in our own database, and ask before a repeat.".to_owned(),
        because: "The provider cannot tell two calls apart; we can.".to_owned(),
        cost: "Each timed-out payment waits for a look-up.".to_owned(),
        flips_if: "The provider accepts a reference that must be unique.".to_owned(),
        otherwise: vec![Otherwise {
            text: "Retry three times with backoff".to_owned(),
            why: "Each retry may be a second charge.".to_owned(),
        }],
    };
    let mut screen = reveal(scenario(), revealed(answer));
    view(&mut screen).stage = Stage::Revealed { parts };
    if parts < 4 {
        screen.acts = vec![Act::Continue, Act::Undo, Act::Quit];
    }
    screen
}

pub(crate) fn interview() -> Screen {
    let prompt = "Design an endpoint that takes payments and may be called twice.".to_owned();
    let question = Question::Interview { prompt, minutes: 15 };
    asked(Kind::Interview, question, &[Act::Reveal])
}

pub(crate) fn interview_revealed() -> Screen {
    let point = |id: &str, must, point: &str| KeyPoint {
        id: id.to_owned(),
        must,
        point: point.to_owned(),
        see: Vec::new(),
    };
    let answer = Answer::Interview {
        key_points: vec![
            point("claim", Some(Seniority::Mid), "Claims the key under a unique constraint"),
            point(
                "lease",
                Some(Seniority::Senior),
                "Puts a lease on the claim, and says who frees it",
            ),
            point("ttl", None, "Names how long keys are kept"),
        ],
        red_flags: vec!["Checks for the key and inserts it later".to_owned()],
        follow_ups: vec![FollowUp {
            if_missed: Some("lease".to_owned()),
            ask: "A worker dies right after the claim. What does the next retry get?".to_owned(),
            strong: "`409` until the lease ends; then it takes over.".to_owned(),
        }],
        evidence: Vec::new(),
        phases: Vec::new(),
    };
    reveal(interview(), revealed(answer))
}

pub(crate) fn persian() -> Screen {
    let front = "هدر `Idempotency-Key: \"8e03\"` را چه کسی می‌سازد: کلاینت یا سرور (پیش از \
                 اولین POST)؟";
    let mut screen =
        asked(Kind::Basic, Question::Plain { front: front.to_owned() }, &[Act::Reveal]);
    view(&mut screen).lang = "fa".to_owned();
    screen
}

pub(crate) fn summary() -> Summary {
    Summary {
        spent_ms: 1_123_000,
        reviews: 41,
        new: 6,
        seen: 35,
        remembered: 31,
        tomorrow: 27,
        left: 0,
        misses: vec![
            Miss {
                card: "backend/idem.race".parse().expect("an id"),
                front: "Two copies of a request arrive together. What can happen?".to_owned(),
                back: "Both find no key, and both charge the card.".to_owned(),
            },
            Miss {
                card: "backend/idem.method-classes#c3".parse().expect("an id"),
                front: "Harmless for PUT, but not for POST and […].".to_owned(),
                back: "Harmless for PUT, but not for POST and **PATCH**.".to_owned(),
            },
        ],
        streak: 12,
        next_due: None,
    }
}

pub(crate) fn first_run() -> Screen {
    let acts = [Act::Continue, Act::Quit];
    screen(Body::FirstRun { minutes: 20, new: 6 }, &acts)
}

pub(crate) fn welcome_back(level_in: u32) -> Screen {
    // 2026-11-22, a Sunday.
    let today: Day = "2026-11-22".parse().expect("a day");
    let body = Body::WelcomeBack { due: 140, minutes: 20, level_on: today + level_in, today };
    screen(body, &[Act::Continue, Act::Quit])
}

pub(crate) fn topic_intro() -> Screen {
    let body = Body::TopicIntro { title: "Idempotency & safe retries".to_owned(), has_page: true };
    screen(body, &[Act::Continue, Act::Page, Act::Skip, Act::Quit])
}

pub(crate) fn topic_summary() -> Screen {
    let text = "An operation is *idempotent* when doing it again leaves the system as doing it \
                once would.\n\nA *retry* is a second attempt at the same intent.";
    let body = Body::TopicSummary {
        title: "Idempotency & safe retries".to_owned(),
        text: text.to_owned(),
    };
    screen(body, &[Act::Continue, Act::Page, Act::Quit])
}

pub(crate) fn budget() -> Screen {
    screen(Body::Budget { minutes: 20, left: 14 }, &[Act::Continue, Act::Undo, Act::Quit])
}

pub(crate) fn done() -> Screen {
    screen(Body::Done(Box::new(summary())), &[Act::Undo, Act::Quit])
}

/// Every screen there is, by name.
pub(crate) fn all() -> Vec<(&'static str, Screen)> {
    vec![
        ("first run", first_run()),
        ("welcome back", welcome_back(4)),
        ("topic intro", topic_intro()),
        ("topic summary", topic_summary()),
        ("basic", basic()),
        ("basic, revealed", basic_revealed()),
        ("cloze", cloze()),
        ("cloze, revealed", cloze_revealed()),
        ("mcq, stem", mcq_stem()),
        ("mcq", mcq()),
        ("mcq, right", mcq_judged(1)),
        ("mcq, wrong", mcq_judged(2)),
        ("order", order()),
        ("order, wrong", order_judged()),
        ("typed", typed()),
        ("typed, right", typed_judged("retry-after", true)),
        ("typed, wrong", typed_judged("Wait", false)),
        ("scenario", scenario()),
        ("scenario, 1 part", scenario_revealed(1)),
        ("scenario, 4 parts", scenario_revealed(4)),
        ("interview", interview()),
        ("interview, revealed", interview_revealed()),
        ("persian", persian()),
        ("budget", budget()),
        ("done", done()),
    ]
}
