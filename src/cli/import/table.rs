//! `import FILE.csv`: the rows of a table, and of Anki's text export.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::import::args::{Import, TextsOf};
use crate::cli::import::plan;
use crate::cli::import::report::Report;
use crate::cli::import::target::{self, Target};
use crate::content::place::slug;
use crate::exchange::import::dialect::{Texts, Told};
use crate::exchange::import::ids::Ids;
use crate::exchange::import::table::{self, Harvest, Present};

/// The largest table that is read, in bytes.
const MOST_BYTES: u64 = 256 << 20;

impl From<TextsOf> for Texts {
    fn from(texts: TextsOf) -> Texts {
        match texts {
            TextsOf::Markdown => Texts::Markdown,
            TextsOf::Html => Texts::Html,
            TextsOf::Plain => Texts::Plain,
        }
    }
}

/// Runs `import` on a table.
pub(super) fn run(context: &Context, args: &Import) -> Outcome {
    let text = read(&args.file)?;
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = target::folder(context, args.into.as_deref(), &slug(&stem));
    let target = Target::open(&folder)?;
    let told = Told {
        separator: args.separator.as_deref().map(separator).transpose()?,
        texts: args.texts.map(Texts::from),
        columns: args.columns.as_ref().map(|names| names.split(',').map(str::to_owned).collect()),
    };
    let present = Present {
        collection: target.name.clone(),
        ids: Ids::new(target.ids()),
        guids: target.guids(),
        notes: target.notes(),
        deck: args.deck.clone().unwrap_or_else(|| stem.clone()),
        told,
        takes: args.update,
    };
    let harvest = table::read(&text, present);
    let mut report = Report::new(&args.file, &folder, args.dry_run);
    report.table(&harvest);
    media(&target, &harvest, &mut report);
    report.show(harvest.new.iter().map(|(deck, note)| (deck.as_str(), note)));
    let mut stage = target::stage(args, &folder)?;
    let plan = plan::decks(&mut stage, &target, &stem, harvest.new, &harvest.changed)?;
    report.plan(&target, &plan);
    if !args.dry_run {
        stage.commit()?;
    }
    report.print(context, args.json)
}

/// Says which files are missing: a table brings none along.
fn media(target: &Target, harvest: &Harvest, report: &mut Report) {
    for (name, id) in &harvest.media {
        if !target.folder.join(crate::exchange::import::html::path(name)).is_file() {
            let message = format!("a table brings no files along; `{id}` refers to it");
            report.problem(format!("media `{name}`"), message);
        }
    }
}

fn read(path: &Path) -> Outcome<String> {
    let bad = |message: String, hint: &str| {
        let message = anyhow::anyhow!("{}: {message}", path.display());
        CliError::new(Kind::Input, message).hint(hint)
    };
    let failed = |error| CliError::system(error, "read", path);
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("it is larger than {} MB", MOST_BYTES >> 20);
        return Err(bad(message, "split it into several files"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(bad("it is UTF-16".to_owned(), "save it as UTF-8"));
    }
    if bytes.contains(&0) {
        return Err(bad(
            "it is no text".to_owned(),
            "packages of Anki end in .apkg or .colpkg, tables in .csv, .tsv or .txt",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter();
        let line = line.filter(|byte| **byte == b'\n').count() + 1;
        bad(format!("line {line} is not UTF-8"), "save it as UTF-8")
    })
}

fn separator(name: &str) -> Outcome<char> {
    let named = [("tab", '\t'), ("comma", ','), ("semicolon", ';'), ("pipe", '|'), ("space", ' ')];
    if let Some((_, separator)) = named.into_iter().find(|(known, _)| *known == name) {
        return Ok(separator);
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_alphanumeric() && c != '"' => Ok(c),
        _ => Err(CliError::usage(format!("`{name}` is no separator"))
            .hint("tab, comma, semicolon, pipe, space, or one sign")),
    }
}
