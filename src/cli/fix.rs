//! `dictum fix`

use std::io::Write;

use super::args::{Display, Fix, Inputs};
use super::exit::Status;
use super::failure::Failure;
use super::fmt::printable_lines;
use super::levels::Choice;
use super::project::{self, Project};
use super::{check, terminal, write};
use crate::diagnostics::{Diagnostic, Level, Safety, apply};
use crate::format;
use crate::render::{self, Format};
use crate::syntax::MAX_FILE;
use crate::text::{FileId, printable};

/// The maximum number of rounds. One fix may uncover another fault; after the last round the rest is left to the
/// author.
const MAX_ROUNDS: usize = 10;

pub(super) fn run(command: &Fix, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let takes = |safety: Safety| match safety {
        Safety::Safe => true,
        Safety::Unsafe => command.also_unsafe,
        Safety::Suggestion => false,
    };
    let from_stdin = project::is_stdin(&command.inputs)?;
    let mut status = Status::Clean;
    let mut fixed = 0;
    for mut project in project::load(&command.inputs)? {
        let before: Vec<String> = project.sources.iter().map(|source| source.text().to_owned()).collect();
        let Some((count, left)) = repair(&mut project, &command.inputs, display, |_| true, takes)? else {
            return Ok(Status::CouldNotRun);
        };
        fixed += count;
        if let Some(bytes) = project.passed_by.as_ref().filter(|_| !command.diff) {
            out.write_all(bytes)?;
        }
        for (source, before) in project.sources.iter().zip(&before) {
            if from_stdin && project.selects(source.id()) && !command.diff {
                out.write_all(source.text().as_bytes())?;
                continue;
            }
            if source.text() == before {
                continue;
            }
            if command.diff {
                let name = printable(source.name());
                out.write_all(printable_lines(&format::diff(&name, before, source.text())).as_bytes())?;
            } else {
                write::replace(&project.root.join(source.path()), source.text())?;
                writeln!(out, "{}", printable(source.name()))?;
            }
        }
        let options = terminal::error_options(display);
        render::render(Format::Human, &left, &project.sources, &options, &mut terminal::errors())?;
        if left.iter().any(|finding| finding.level >= Level::Error) || command.diff && fixed > 0 {
            status = Status::Findings;
        }
    }
    if !display.quiet {
        let verb = if command.diff { "would be fixed" } else { "fixed" };
        writeln!(terminal::errors(), "{fixed} {} {verb}", if fixed == 1 { "finding" } else { "findings" })?;
    }
    Ok(status)
}

/// Applies the fixes of findings that are `wanted`, round by round. Returns their number, and the remaining findings;
/// `None` if the settings are invalid, after that is reported.
fn repair(
    project: &mut Project,
    inputs: &Inputs,
    display: &Display,
    wanted: impl Fn(&Diagnostic) -> bool,
    takes: impl Fn(Safety) -> bool,
) -> Result<Option<(usize, Vec<Diagnostic>)>, Failure> {
    let mut fixed = 0;
    let mut left = Vec::new();
    for round in 0..=MAX_ROUNDS {
        let Some(analysis) = check::check(project, inputs, display)? else { return Ok(None) };
        left = analysis.diagnostics;
        left.retain(|finding| wanted(finding));
        let may = |file: FileId| {
            // If a file could not be read to its end, only the beginning is known.
            let source = project.sources.get(file);
            source.fault().is_none() && source.text().len() <= MAX_FILE && project.selects(file)
        };
        let applied = apply(&project.sources, &left, may, &takes);
        if applied.count == 0 || round == MAX_ROUNDS {
            break;
        }
        fixed += applied.count;
        for (file, text) in applied.texts {
            project.sources.renew(file, text);
        }
    }
    Ok(Some((fixed, left)))
}

/// Applies the safe fixes of findings that are shown, and writes the files. Returns their number; `None` if the
/// settings are invalid.
pub(super) fn safe(
    project: &mut Project,
    inputs: &Inputs,
    choice: &Choice,
    display: &Display,
) -> Result<Option<usize>, Failure> {
    if project::is_stdin(inputs)? {
        return Err(Failure::new("`check --fix` changes files, and standard input is none")
            .help("`dictum fix -` writes what is fixed to standard output"));
    }
    let before: Vec<String> = project.sources.iter().map(|source| source.text().to_owned()).collect();
    let takes = |safety: Safety| safety == Safety::Safe;
    let Some((fixed, _)) = repair(project, inputs, display, |finding| choice.shows(finding), takes)? else {
        return Ok(None);
    };
    for (source, _) in project.sources.iter().zip(&before).filter(|(source, before)| source.text() != *before) {
        write::replace(&project.root.join(source.path()), source.text())?;
    }
    if !display.quiet && fixed > 0 {
        writeln!(terminal::errors(), "{fixed} {} fixed", if fixed == 1 { "finding" } else { "findings" })?;
    }
    Ok(Some(fixed))
}
