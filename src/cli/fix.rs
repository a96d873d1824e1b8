//! `dictum fix`

use std::io::Write;

use super::args::{Display, Fix};
use super::exit::Status;
use super::failure::Failure;
use super::fmt::printable_lines;
use super::{check, project, terminal, write};
use crate::diagnostics::{Level, Safety, apply};
use crate::format;
use crate::render::{self, Format};
use crate::syntax::MAX_FILE;
use crate::text::{Sources, printable};

/// Mending one fault may uncover another; after so many rounds the rest is left to the author.
const MAX_ROUNDS: usize = 10;

pub(super) fn run(command: &Fix, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let takes = |safety: Safety| match safety {
        Safety::Safe => true,
        Safety::Unsafe => command.also_unsafe,
        Safety::Suggestion => false,
    };
    let from_stdin = project::is_stdin(&command.inputs)?;
    let mut status = Status::Clean;
    let mut mended = 0;
    for mut project in project::load(&command.inputs)? {
        let before: Vec<String> = project.sources.iter().map(|source| source.text().to_owned()).collect();
        // Asked before the first round: later ones see only the text that could be read.
        let cut_short: Vec<String> = project
            .sources
            .iter()
            .filter(|source| source.fault().is_some() || source.text().len() > MAX_FILE)
            .map(|source| source.path().to_owned())
            .collect();
        let mut left = Vec::new();
        for round in 0..=MAX_ROUNDS {
            let Some(analysis) = check::check(&project, &command.inputs, display)? else {
                return Ok(Status::CouldNotRun);
            };
            left = analysis.diagnostics;
            let mut applied = 0;
            let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
            for source in &project.sources {
                // Of a file that could not be read to its end, only the beginning is known.
                let whole = !cut_short.iter().any(|path| path == source.path());
                let wanted = whole && project.selects(source.id());
                let fixed = if wanted { apply(source.text(), source.id(), &left, takes) } else { None };
                let (text, count) = fixed.unwrap_or_else(|| (source.text().to_owned(), 0));
                applied += count;
                texts.push((source.path().to_owned(), text.into_bytes()));
            }
            if applied == 0 || round == MAX_ROUNDS {
                break;
            }
            mended += applied;
            project.sources = Sources::rooted(project.sources.prefix().to_owned(), texts);
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
        render::render(Format::Human, &left, &project.sources, &options, &mut std::io::stderr())?;
        if left.iter().any(|finding| finding.level >= Level::Error) || command.diff && mended > 0 {
            status = Status::Findings;
        }
    }
    if !display.quiet {
        let verb = if command.diff { "would be mended" } else { "mended" };
        writeln!(std::io::stderr(), "{mended} {} {verb}", if mended == 1 { "finding" } else { "findings" })?;
    }
    Ok(status)
}
