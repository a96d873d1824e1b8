//! `dictum query`: one question a file.

mod access;
mod access_row;
mod app;
mod asked_for;
mod connectors;
mod environment;
mod limits;
mod overview;
mod rating;
mod rules;
mod who_can;

use std::io::Write;

use serde::Serialize;

use super::args::{Display, Inputs, Query};
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project};
use super::{check, terminal};
use crate::diagnostics::{Level, closest, list_of};
use crate::engine::Analysis;
use crate::model::{ConnectorId, Program};
use crate::text::{Location, Sources, printable};

pub(super) fn run(query: &Query, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    match query {
        Query::Connectors(query) => connectors::run(query, display, out),
        Query::Environment(query) => environment::run(query, display, out),
        Query::App(query) => app::run(query, display, out),
        Query::Rating(query) => rating::run(query, display, out),
        Query::Rules(query) => rules::run(query, display, out),
        Query::Access(query) => access::run(query, display, out),
        Query::WhoCan(query) => who_can::run(query, display, out),
    }
}

/// The one project that the query is about, analysed; `None` if that failed, after the failure is reported.
pub(super) fn ask(inputs: &Inputs, display: &Display) -> Result<Option<(Project, Analysis)>, Failure> {
    let mut projects = project::load(inputs)?;
    if projects.len() > 1 {
        let roots = projects.iter().map(|project| format!("`{}`", project.root.display()));
        return Err(
            Failure::new("the paths hold several projects").help(format!("ask one of {}", list_of(roots, "or")))
        );
    }
    let Some(project) = projects.pop() else { return Ok(None) };
    let Some(analysis) = check::check(&project, inputs, display)? else { return Ok(None) };
    let errors = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).count();
    if errors > 0 && !display.quiet {
        let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
        writeln!(
            terminal::errors(),
            "warning: the policies have {errors}; the answer holds for what could be read. See `dictum check`"
        )?;
    }
    Ok(Some((project, analysis)))
}

/// The connector of that name.
fn connector(program: &Program, name: &str) -> Result<ConnectorId, Failure> {
    let name = name.trim();
    program.universe.find(name).ok_or_else(|| {
        let failure = Failure::new(format!("there is no connector `{name}`"));
        match program.universe.catalog().closest(name) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("`dictum catalog search` finds connectors by words of their names"),
        }
    })
}

/// The failure for a name that is none of these, with the nearest one as a suggestion.
pub(super) fn unknown<'n>(noun: &str, name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Failure {
    let failure = Failure::new(format!("there is no {noun} `{name}`"));
    match closest(name, names.clone()) {
        Some(near) => failure.did_you_mean(near),
        None if names.clone().next().is_none() => failure.help("none is declared"),
        None => failure.help(format!("there are {}", list_of(names.map(|name| format!("`{name}`")), "and"))),
    }
}

/// "`sql` and `teams`"
fn quoted(names: &[String]) -> String {
    list_of(names.iter().map(|name| format!("`{}`", printable(name))), "and")
}

fn place(sources: &Sources, location: Location) -> String {
    let source = sources.get(location.file);
    let at = source.lines().locate(source.text(), location.span.start);
    format!("{}:{}:{}", printable(source.name()), at.line, at.column)
}

fn write_json(row: &impl Serialize, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, row).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
