//! `dictum baseline`, and the file that it writes.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::args::{Baseline as Command, BaselineChange, Display, Inputs};
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, read_output};
use super::{check, terminal, write};
use crate::codes;
use crate::diagnostics::{Baseline, Level};
use crate::text::without_contents;

/// The largest baseline in bytes.
const MAX_BASELINE: usize = 64 * 1024 * 1024;
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `version` and `findings`")]
struct Document {
    version: u32,
    findings: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `rule`, `name`, `fingerprint` and `count`")]
struct Row {
    rule: String,
    name: String,
    fingerprint: String,
    count: usize,
}

/// Reads a baseline.
pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
    let text = read_output(path, MAX_BASELINE)?;
    let refuse = |cause: String| {
        Failure::new(format!("`{}` is not a baseline", path.display()))
            .help("`dictum baseline update` writes one")
            .cause(cause)
    };
    let document: Document =
        serde_json::from_str(&text).map_err(|error| refuse(without_contents(&error.to_string())))?;
    if document.version != VERSION {
        return Err(refuse(format!("it has version {}, and this Dictum reads {VERSION}", document.version)));
    }
    let mut baseline = Baseline::default();
    for Row { rule, fingerprint, count, .. } in document.findings {
        if baseline.entries.insert(fingerprint.clone(), (rule, count)).is_some() {
            return Err(refuse(format!("the fingerprint {fingerprint} occurs twice")));
        }
    }
    Ok(baseline)
}

fn text(baseline: &Baseline) -> Result<Vec<u8>, Failure> {
    let mut findings: Vec<Row> = baseline
        .entries
        .iter()
        .map(|(fingerprint, (rule, count))| Row {
            rule: rule.clone(),
            name: codes::find(rule).map_or_else(String::new, |rule| rule.name.to_owned()),
            fingerprint: fingerprint.clone(),
            count: *count,
        })
        .collect();
    findings.sort_by(|a, b| (&a.rule, &a.fingerprint).cmp(&(&b.rule, &b.fingerprint)));
    let mut bytes =
        serde_json::to_vec_pretty(&Document { version: VERSION, findings }).map_err(std::io::Error::from)?;
    bytes.push(b'\n');
    Ok(bytes)
}

pub(super) fn run(command: &Command, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        Command::Update(change) => self::change(change, true, display, out),
        Command::Prune(change) => self::change(change, false, display, out),
    }
}

fn counted(number: usize) -> String {
    format!("{number} {}", if number == 1 { "finding" } else { "findings" })
}

/// The current findings.
struct Found {
    baseline: Baseline,
    /// Findings that no baseline accepts, since no waiver may.
    open: usize,
    /// Whether all rules were checked.
    complete: bool,
}

/// The current findings. `None` if the settings are invalid, after that is reported.
fn found(inputs: &Inputs, display: &Display) -> Result<Option<Found>, Failure> {
    let mut found = Found { baseline: Baseline::default(), open: 0, complete: true };
    for project in project::load(inputs)? {
        if project.selected.is_some() {
            return Err(Failure::new("a baseline is of whole projects, and a part of one was named")
                .help("name the folder that holds its `dictum.toml`"));
        }
        let Some(analysis) = check::check(&project, inputs, display)? else { return Ok(None) };
        found.complete &= analysis.is_complete();
        let (may, stay) = check::acceptable(analysis.diagnostics, &project);
        found.baseline.add(&may, &project.sources);
        found.open += stay.len();
    }
    Ok(Some(found))
}

fn change(
    command: &BaselineChange,
    may_create: bool,
    display: &Display,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let path = &command.baseline;
    let Some(Found { baseline: found, open, complete }) = found(&command.inputs, display)? else {
        return Ok(Status::CouldNotRun);
    };
    let old = if may_create && !path.exists() { None } else { Some(read(path)?) };
    // While there are errors, warnings are not looked for; their absence does not mean that they are fixed.
    let keeps = |code: &str| !complete && codes::find(code).is_some_and(|rule| rule.level != Level::Error);
    let new = match &old {
        Some(old) => old.shrunk(&found, keeps),
        None => found.clone(),
    };
    let before = old.as_ref().map_or(0, Baseline::total);
    let shown = path.display();
    if !complete && !display.quiet {
        writeln!(
            terminal::errors(),
            "some warnings were not looked for, since errors leave uncertain what they read; the entries of warnings are kept"
        )?;
    }
    if command.check {
        if old.as_ref() == Some(&new) {
            return Ok(Status::Clean);
        }
        writeln!(out, "{shown}: {}, of which {} still found", counted(before), new.total())?;
        return Ok(Status::Findings);
    }
    if old.as_ref() != Some(&new) {
        write::result(path, &text(&new)?)?;
    }
    writeln!(out, "{shown}: {}, {before} before", counted(new.total()))?;
    if may_create && open > 0 {
        let (what, them) = if open == 1 { ("1 finding is", "it") } else { (&*format!("{open} findings are"), "them") };
        writeln!(out, "{what} not in it, since what no waiver accepts stays open: fix {them}")?;
    }
    let beyond: usize = found
        .entries
        .iter()
        .map(|(print, (_, count))| count.saturating_sub(new.entries.get(print).map_or(0, |(_, count)| *count)))
        .sum();
    if may_create && beyond > 0 {
        let what = if beyond == 1 { "1 finding is" } else { &format!("{beyond} findings are") };
        writeln!(
            out,
            "{what} not in it: a baseline only shrinks; fix or waive {}, or remove the file to start again",
            if beyond == 1 { "it" } else { "them" }
        )?;
        return Ok(Status::Findings);
    }
    Ok(if may_create && open > 0 { Status::Findings } else { Status::Clean })
}
