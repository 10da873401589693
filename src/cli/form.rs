//! A card by questions and answers, with the fields of its kind.

use crate::cards::kinds::MAX_CHOICES;
use crate::cards::kinds::basic::Basic;
use crate::cards::kinds::cloze::Cloze;
use crate::cards::kinds::interview::{Evidence, FollowUp, Interview, KeyPoint, Seniority};
use crate::cards::kinds::mcq::{Choice, Mcq};
use crate::cards::kinds::order::Order;
use crate::cards::kinds::reversed::Reversed;
use crate::cards::kinds::scenario::{Otherwise, Scenario};
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::note::{Citation, Content, Note};
use crate::cards::{Facet, Kind, Tier};
use crate::cli::args::New;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::target::Target;
use crate::model::NoteId;
use crate::terminal::ask;

/// The kinds as a person chooses among them.
const KINDS: [(Kind, &str); 8] = [
    (Kind::Basic, "basic      a question and its answer"),
    (Kind::Reversed, "reversed   a term and its meaning, both ways"),
    (Kind::Cloze, "cloze      a sentence with holes"),
    (Kind::Mcq, "mcq        options, each with a reason"),
    (Kind::Order, "order      steps to put in order"),
    (Kind::Typed, "typed      an answer to type"),
    (Kind::Scenario, "scenario   a decision under constraints"),
    (Kind::Interview, "interview  an open prompt with a rubric"),
];

/// Asks for a card.
pub fn ask_for(context: &Context, args: &New, target: &Target<'_>) -> Outcome<Note> {
    let kind = match args.kind {
        Some(kind) => kind.into(),
        None if args.front.is_some() || args.back.is_some() => Kind::Basic,
        None => {
            let names = KINDS.map(|(_, name)| name);
            let chosen = context.choose("which kind of card", &names)?;
            KINDS[chosen.ok_or_else(CliError::interrupted)?].0
        }
    };
    let content = content(context, args, kind)?;
    let front = crate::content::lower::front(&content).to_owned();
    let mut note = Note::new(NoteId::new("own", "new"), content);
    if target.is_house() || target.has_topic() {
        let facets = Facet::ALL.map(Facet::name);
        let facet = context.choose("which side of the topic", &facets)?;
        note.facet = facet.map(|place| Facet::ALL[place]);
    }
    if target.is_house() {
        let tiers = ["more: the rest", "core: what nobody should walk into an interview without"];
        note.tier = match context.choose("how much it matters", &tiers)? {
            Some(1) => Tier::Core,
            _ => Tier::More,
        };
        note.gist = optional("What an answer must contain (Enter: nothing)")?;
        note.source = several("Source, as id#place (Enter: no more)")?
            .iter()
            .map(|text| Citation::parse(text))
            .collect();
    }
    let suggested = args.id.clone().unwrap_or_else(|| target.id_of(&front));
    let id = ask::checked("Permanent id", &suggested, |id| target.check_id(id))?;
    note.id = NoteId::new("own", &id);
    Ok(note)
}

fn content(context: &Context, args: &New, kind: Kind) -> Outcome<Content> {
    let front = |question: &str| or_ask(args.front.as_ref(), question);
    let back = |question: &str| or_ask(args.back.as_ref(), question);
    Ok(match kind {
        Kind::Basic => Content::Basic(Basic { front: front("Question")?, back: back("Answer")? }),
        Kind::Reversed => Content::Reversed(Reversed {
            front: front("Term")?,
            back: back("Meaning")?,
            ask_forward: optional("Question from term to meaning (Enter: the term alone)")?,
            ask_back: optional("Question from meaning to term (Enter: the meaning alone)")?,
        }),
        Kind::Cloze => {
            let has_hole = |text: &str| match (Cloze { text: text.to_owned() }).numbers().is_empty()
            {
                true => Err("write a hole as {{c1::hidden}} or {{c1::hidden::hint}}".to_owned()),
                false => Ok(()),
            };
            let question = "Sentence, its holes as {{c1::hidden}}";
            Content::Cloze(Cloze { text: ask::checked(question, "", has_hole)? })
        }
        Kind::Mcq => Content::Mcq(Mcq { front: front("Question")?, options: options()? }),
        Kind::Order => {
            let front = front("Task")?;
            let mut items = vec![required("Step 1")?, required("Step 2")?];
            while items.len() < MAX_CHOICES
                && let Some(item) = optional(&format!("Step {} (Enter: no more)", items.len() + 1))?
            {
                items.push(item);
            }
            Content::Order(Order { front, items })
        }
        Kind::Typed => typed(context, front("Question")?)?,
        Kind::Scenario => Content::Scenario(Scenario {
            setup: required("Constraints, with numbers")?,
            ask: required("What is to be decided")?,
            choice: required("What to do")?,
            because: required("Why the constraints force it")?,
            cost: required("What it costs")?,
            flips_if: required("What would flip it")?,
            otherwise: otherwise()?,
        }),
        Kind::Interview => Content::Interview(interview(context)?),
    })
}

fn options() -> Outcome<Vec<Choice>> {
    let choice = |text: String, correct| {
        let why = if correct { "Why it is right" } else { "Why it is wrong" };
        Ok::<Choice, CliError>(Choice { text, correct, why: optional(why)?.unwrap_or_default() })
    };
    let mut options = vec![choice(required("Right answer")?, true)?];
    options.push(choice(required("Wrong answer 1")?, false)?);
    while options.len() < MAX_CHOICES
        && let Some(text) = optional(&format!("Wrong answer {} (Enter: no more)", options.len()))?
    {
        options.push(choice(text, false)?);
    }
    Ok(options)
}

fn typed(context: &Context, front: String) -> Outcome<Content> {
    let mut accept = vec![required("Accepted answer")?];
    accept.extend(several("Also accepted (Enter: no more)")?);
    let ways = [
        (Match::IgnoreCase, "without regard to case"),
        (Match::Exact, "to the letter"),
        (Match::Number, "as a number"),
        (Match::Command, "as a command, flags in any order"),
    ];
    let chosen = context.choose("how it is compared", &ways.map(|(_, name)| name))?;
    let matching = ways[chosen.unwrap_or(0)].0;
    let tolerance = match matching {
        Match::Number => {
            let is_number = |text: &str| match text.is_empty() || text.parse::<f64>().is_ok() {
                true => Ok(()),
                false => Err("write a number, or nothing".to_owned()),
            };
            ask::checked("How far off it may be (Enter: not at all)", "", is_number)?.parse().ok()
        }
        _ => None,
    };
    Ok(Content::Typed(Typed { front, accept, matching, tolerance }))
}

fn otherwise() -> Outcome<Vec<Otherwise>> {
    let mut ways = Vec::new();
    while let Some(text) = optional("Another way somebody would go (Enter: no more)")? {
        ways.push(Otherwise { text, why: required("Why it is worse here")? });
    }
    Ok(ways)
}

fn interview(context: &Context) -> Outcome<Interview> {
    let prompt = required("Prompt")?;
    let is_minutes = |text: &str| match text.parse::<u32>() {
        Ok(1..=600) => Ok(()),
        _ => Err("write minutes, such as 10".to_owned()),
    };
    let minutes = ask::checked("Minutes", "10", is_minutes)?.parse().unwrap_or(10);
    let levels = ["nobody in particular", "junior", "mid", "senior", "staff"];
    let seniorities = [Seniority::Junior, Seniority::Mid, Seniority::Senior, Seniority::Staff];
    let mut key_points: Vec<KeyPoint> = Vec::new();
    while let Some(point) = optional("A point a strong answer makes (Enter: no more)")? {
        let level = context.choose("required from", &levels)?.unwrap_or(0);
        let must = level.checked_sub(1).map(|level| seniorities[level]);
        let id = format!("p{}", key_points.len() + 1);
        key_points.push(KeyPoint { id, must, point, see: Vec::new() });
    }
    let red_flags = several("A red flag (Enter: no more)")?;
    let mut follow_ups = Vec::new();
    while let Some(ask) = optional("A follow-up question (Enter: no more)")? {
        let strong = required("What a strong answer to it contains")?;
        follow_ups.push(FollowUp { if_missed: None, ask, strong });
    }
    // What only debug and design rounds have is written in the editor.
    let mut evidence = Vec::new();
    while let Some(ask) = optional("Evidence of a debug round: what one asks for (Enter: no more)")?
    {
        let shows = required("What one is handed then")?;
        evidence.push(Evidence { ask, shows });
    }
    let (topics, phases) = (Vec::new(), Vec::new());
    Ok(Interview { prompt, minutes, key_points, red_flags, follow_ups, evidence, topics, phases })
}

fn or_ask(given: Option<&String>, question: &str) -> Outcome<String> {
    match given {
        Some(text) => Ok(text.clone()),
        None => required(question),
    }
}

fn required(question: &str) -> Outcome<String> {
    let is_given = |text: &str| match text.is_empty() {
        true => Err("it is needed".to_owned()),
        false => Ok(()),
    };
    Ok(ask::checked(question, "", is_given)?)
}

fn optional(question: &str) -> Outcome<Option<String>> {
    let text = ask::checked(question, "", |_| Ok(()))?;
    Ok((!text.is_empty()).then_some(text))
}

fn several(question: &str) -> Outcome<Vec<String>> {
    let mut texts = Vec::new();
    while let Some(text) = optional(question)? {
        texts.push(text);
    }
    Ok(texts)
}
