//! `dictum report`

mod all;

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{Display, DueForm, Inputs, Palette, Report, ReportPage, ReportReviews, ReportRoles};
use super::exit::Status;
use super::failure::Failure;
use super::project::Project;
use super::query::ask;
use super::{check, terminal, write};
use crate::engine::Analysis;
use crate::report::{self, Colours, Grids, Horizon, Reviews, Sibling};
use crate::text::printable;

pub(super) fn run(command: &Report, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        Report::All(command) => all::run(command, display),
        Report::Roles(command) => roles(command, display, out),
        Report::Connectors(command) => connectors(command, display, out),
        Report::Apps(command) => apps(command, display, out),
        Report::Responsibilities(command) => responsibilities(command, display, out),
        Report::Reviews(command) => reviews(command, display, out),
    }
}

/// The input of a page.
struct Asked<'a> {
    project: &'a Project,
    analysis: &'a Analysis,
    /// The other pages beside this one.
    siblings: &'a [Sibling],
}

impl Asked<'_> {
    fn name(&self) -> &str {
        &self.project.config.name
    }

    fn roles(&self, palette: Palette) -> String {
        let grids = Grids::of(&self.analysis.program, &self.project.sources);
        let colours = match palette {
            Palette::Heat => Colours::Heat,
            Palette::Platform => Colours::Platform,
        };
        report::page(&grids, &self.analysis.access, (self.name(), self.siblings), colours)
    }

    fn connectors(&self) -> String {
        let Analysis { program, effective, .. } = self.analysis;
        report::connectors_page(program, effective, &self.project.sources, (self.name(), self.siblings))
    }

    fn apps(&self, inputs: &Inputs) -> String {
        let Analysis { program, effective, .. } = self.analysis;
        let today = check::today(inputs);
        report::apps_page(program, effective, &self.project.sources, today, (self.name(), self.siblings))
    }

    fn responsibilities(&self) -> String {
        let (program, sources) = (&self.analysis.program, &self.project.sources);
        report::responsibilities_page(program, sources, (self.name(), self.siblings))
    }

    fn reviews(&self, inputs: &Inputs, months: u32, form: DueForm) -> String {
        let config = &self.project.config;
        let limited = config.connectors.is_some() || config.max_age.is_some();
        let catalogue = limited.then(|| config.max_age.unwrap_or(crate::catalog::MAX_AGE));
        let horizon = Horizon { today: check::today(inputs), months, catalogue };
        let program = &self.analysis.program;
        let due = report::due(program, &self.project.sources, &horizon);
        let unknown = report::unknown_apps(program);
        let reviews = Reviews { due: &due, horizon: &horizon, unknown, sources: &self.project.sources };
        match form {
            DueForm::Html => report::reviews_page(&reviews, self.name(), self.siblings),
            DueForm::Csv => report::reviews_csv(&reviews),
            DueForm::Ics => report::calendar(&reviews, self.name()),
        }
    }
}

fn roles(command: &ReportRoles, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let asked = Asked { project: &project, analysis: &analysis, siblings: &[] };
    put(command.out.as_ref(), &asked.roles(command.colours), display, out)
}

fn connectors(command: &ReportPage, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    if analysis.program.environments.is_empty() {
        nothing("no environment is declared, so the page shows only what applies to future environments", display)?;
    }
    let asked = Asked { project: &project, analysis: &analysis, siblings: &[] };
    put(command.out.as_ref(), &asked.connectors(), display, out)
}

fn apps(command: &ReportPage, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    if analysis.program.apps.is_empty() {
        nothing("no app is declared, so there is nothing to show", display)?;
    }
    let asked = Asked { project: &project, analysis: &analysis, siblings: &[] };
    put(command.out.as_ref(), &asked.apps(&command.inputs), display, out)
}

fn responsibilities(command: &ReportPage, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    if analysis.program.responsibilities.is_empty() {
        nothing("no responsibility is declared, so there is nothing to show", display)?;
    }
    let asked = Asked { project: &project, analysis: &analysis, siblings: &[] };
    put(command.out.as_ref(), &asked.responsibilities(), display, out)
}

fn reviews(command: &ReportReviews, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let unknown = report::unknown_apps(&analysis.program);
    if unknown > 0 {
        let apps = if unknown == 1 { "an app".to_owned() } else { format!("{unknown} apps") };
        nothing(
            &format!("what is due of {apps} is not known: no level, or no control of it that could be read"),
            display,
        )?;
    }
    let asked = Asked { project: &project, analysis: &analysis, siblings: &[] };
    put(command.out.as_ref(), &asked.reviews(&command.inputs, command.months, command.output), display, out)
}

/// Reports why a result shows less than a reader may expect.
fn nothing(text: &str, display: &Display) -> Result<(), Failure> {
    if !display.quiet {
        writeln!(terminal::talk(), "{text}")?;
    }
    Ok(())
}

fn put(path: Option<&PathBuf>, text: &str, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    match path {
        None => out.write_all(text.as_bytes())?,
        Some(path) => file(path, text, display)?,
    }
    Ok(Status::Clean)
}

fn file(path: &Path, text: &str, display: &Display) -> Result<(), Failure> {
    write::result(path, text.as_bytes())?;
    if !display.quiet {
        let path = path.display().to_string();
        writeln!(terminal::talk(), "wrote `{}`: {} kB", printable(&path), text.len().div_ceil(1000))?;
    }
    Ok(())
}
