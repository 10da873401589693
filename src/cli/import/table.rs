//! `import FILE.csv`: the rows of a table, and of Anki's text export.

use std::collections::BTreeMap;
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
use crate::exchange::import::dialect::{self, Texts, Told};
use crate::exchange::import::ids::Ids;
use crate::exchange::import::sniff::{self, NotATable};
use crate::exchange::import::table::{self, Present};
use crate::model::suggest;

/// The largest table that is read, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// What can be imported.
pub(super) const READS: &str =
    "packages of Anki (.apkg, .colpkg) and tables (.csv, .tsv, Anki's text export) can be imported";

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
    let told = told(args)?;
    if told.separator.is_none() && told.columns.is_none() {
        sniff::check(&args.file, &text).map_err(|error| refused(&args.file, error))?;
    }
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = target::folder(context, args.into.as_deref(), &slug(&stem));
    let target = Target::open(&folder)?;
    let present = Present {
        collection: target.name.clone(),
        ids: Ids::new(target.ids()),
        guids: target.guids(),
        notes: target.notes(),
        deck: args.deck.clone().unwrap_or_else(|| stem.clone()),
        told,
        takes: args.update,
    };
    let harvest = table::read(&text, present).map_err(|error| refused(&args.file, error))?;
    let mut report = Report::new(&args.file, &folder, args.dry_run);
    report.table(&harvest);
    report.show(harvest.new.iter().map(|(deck, note)| (deck.as_str(), note)));
    let mut stage = target::stage(args, &folder)?;
    let plan = plan::decks(&mut stage, &target, &stem, harvest.new, &harvest.changed)?;
    report.plan(&target, &plan);
    media(&target, &harvest.media, &mut report);
    if !args.dry_run {
        stage.commit()?;
    }
    report.print(context, args.json)
}

/// Takes what was said of the table from the command line.
fn told(args: &Import) -> Outcome<Told> {
    let columns = args.columns.as_ref().map(|names| {
        let names: Vec<String> = names.split(',').map(str::to_owned).collect();
        names.iter().try_for_each(|name| known(name)).map(|()| names)
    });
    Ok(Told {
        separator: args.separator.as_deref().map(separator).transpose()?,
        texts: args.texts.map(Texts::from),
        columns: columns.transpose()?,
    })
}

/// Checks the name of a column. One without a name is not taken over.
fn known(name: &str) -> Outcome {
    if name.trim().is_empty() || dialect::column(name).is_some() {
        return Ok(());
    }
    let (all, first) = dialect::column_names();
    let mut error = CliError::usage(format!("unknown column `{}`", name.trim()));
    if let Some(meant) = suggest::nearest(name.trim(), all) {
        error = error.hint(format!("did you mean `{meant}`?"));
    }
    let names = first.join(", ");
    Err(error
        .hint(format!("columns are {names}; one that is to be left out has no name: front,,back")))
}

/// Says what to do with a file that is no table.
fn refused(file: &Path, error: NotATable) -> CliError {
    let message = anyhow::anyhow!("{}: {error}", file.display());
    let refused = CliError::new(Kind::Input, message);
    let refused = match error {
        NotATable::Json => refused.hint("cards that `revisit export csv` writes are a table"),
        NotATable::Yaml => refused
            .hint("a deck is not imported: put it into a folder and name that with --decks DIR"),
        NotATable::Markdown | NotATable::Markup => refused,
        NotATable::OneColumn => refused.hint("--separator SIGN says what separates its columns"),
    };
    refused.hint(READS)
}

/// Says which files are missing: a table brings none along.
fn media(target: &Target, media: &BTreeMap<String, String>, report: &mut Report) {
    for (name, id) in media {
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
        return Err(bad("it is no text".to_owned(), READS));
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
