//! CD01: code fits, and is what it says it is.

use crate::content::yaml;
use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text::{self, Fence};
use crate::lint::tools::Snippet;
use crate::lint::view::{Context, Role, Text};

rule! {
    code: "CD01",
    name: "code",
    severity: Error,
    profile: House,
    what: "A block of code on a card has at most 8 lines of 72 columns. On cards and pages, YAML and JSON parse, and shell snippets pass ShellCheck where it is installed; elsewhere they are reported as skipped.",
    why: "Code is never wrapped, so a longer line runs off the screen; and code that does not parse teaches something that is not there.",
    bad: "```json\n{\"key\": 1,}\n```",
    good: "```json\n{\"key\": 1}\n```",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let mut shell = Vec::new();
    for text in &context.texts {
        for fence in text::fences(text.text) {
            if text.role != Role::Page {
                size(text, &fence, report);
            }
            match fence.lang.as_str() {
                "json" => json(text, &fence, report),
                "yaml" | "yml" => yaml_block(text, &fence, report),
                "sh" | "bash" | "shell" => shell.push((text, fence)),
                _ => {}
            }
        }
    }
    if !shell.is_empty() {
        shellcheck(context, &shell, report);
    }
}

fn size(text: &Text, fence: &Fence, report: &mut Report) {
    let lines: Vec<&str> = fence.body.lines().collect();
    if lines.len() > limits::CODE_LINES {
        let message = format!("the code has {} lines", lines.len());
        report
            .text(text, fence.range.clone(), message)
            .help(format!("at most {}: keep what is asked about", limits::CODE_LINES));
    }
    for line in lines {
        let columns = line.chars().count();
        if columns > limits::CODE_COLUMNS {
            let start = text::offset(text.text, line);
            report
                .text(text, start..start + line.len(), format!("the line has {columns} columns"))
                .help(format!("at most {}: break it", limits::CODE_COLUMNS));
        }
    }
}

fn json(text: &Text, fence: &Fence, report: &mut Report) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(fence.body) {
        report
            .text(text, fence.range.clone(), format!("the JSON does not parse: {error}"))
            .help("mend it, or drop the word `json` after the fence if it is only a sketch");
    }
}

fn yaml_block(text: &Text, fence: &Fence, report: &mut Report) {
    let tree = yaml::parse(fence.body);
    if let Some(fault) = tree.faults.first() {
        report
            .text(text, fence.range.clone(), format!("the YAML does not parse: {}", fault.message))
            .help("mend it, or drop the word `yaml` after the fence if it is only a sketch");
    }
}

fn shellcheck(context: &Context, shell: &[(&Text, Fence)], report: &mut Report) {
    let (first, fence) = &shell[0];
    let Some(run) = context.shellcheck else {
        let message =
            format!("{} shell snippets were not checked: no ShellCheck is installed", shell.len());
        report.text(first, fence.range.clone(), message).info();
        return;
    };
    let snippets: Vec<Snippet> = shell
        .iter()
        .map(|(_, fence)| Snippet { lang: fence.lang.clone(), code: fence.body.to_owned() })
        .collect();
    match run(&snippets) {
        Ok(findings) => {
            for finding in findings {
                let Some((text, fence)) = shell.get(finding.snippet) else { continue };
                let line = finding.line.saturating_sub(1) as usize;
                let place = fence.body.lines().nth(line).map_or(fence.range.clone(), |line| {
                    let start = text::offset(text.text, line);
                    start..start + line.len()
                });
                report.text(text, place, format!("ShellCheck: {}", finding.message));
            }
        }
        Err(reason) => {
            let message = format!("shell snippets were not checked: {reason}");
            report.text(first, fence.range.clone(), message).info();
        }
    }
}
