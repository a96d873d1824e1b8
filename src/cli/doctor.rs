//! `dictum doctor`: what a report of a bug needs.

use std::io::Write;

use super::args::Doctor;
use super::exit::Status;
use super::failure::Failure;
use super::levels::bad_settings;
use super::project::{self, Project};
use crate::catalog::Catalog;
use crate::text::printable;

/// A catalogue of so many days is old: the platform brings connectors every week.
const OLD: i32 = 180;

pub(super) fn run(command: &Doctor, out: &mut dyn Write) -> Result<Status, Failure> {
    writeln!(out, "dictum      {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "system      {} {}", std::env::consts::OS, std::env::consts::ARCH)?;
    let today = super::check::today(&command.inputs);
    writeln!(out, "today       {today}")?;
    writeln!(out, "built in    {}", age(Catalog::shared_builtin(), today))?;
    let projects = match project::load(&command.inputs) {
        Ok(projects) => projects,
        Err(failure) => {
            writeln!(out, "project     none: {}", printable(&failure.to_string()))?;
            return Ok(Status::CouldNotRun);
        }
    };
    let mut status = Status::Clean;
    for project in &projects {
        status = status.max(describe(project, today, out)?);
    }
    Ok(status)
}

fn describe(project: &Project, today: jiff::civil::Date, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    let shown = |path: &std::path::Path| printable(&path.display().to_string()).into_owned();
    writeln!(out, "\nproject     {} ({})", printable(&project.config.name), shown(&project.root))?;
    writeln!(out, "files       {} read, {} not read", project.sources.len(), project.left_out.len())?;
    match &project.settings {
        None => writeln!(out, "settings    none; the defaults hold")?,
        Some((sources, findings)) => {
            let bad = findings.len() + bad_settings(project, sources).len();
            let name = sources.iter().next().map_or("", |source| source.name());
            match bad {
                0 => writeln!(out, "settings    {}", printable(name))?,
                bad => {
                    writeln!(out, "settings    {}: {bad} wrong; `dictum config` shows them", printable(name))?;
                    status = Status::Findings;
                }
            }
        }
    }
    writeln!(out, "catalogue   {}", age(&project.catalog, today))?;
    let bindings = match &project.config.bindings {
        None => "none".to_owned(),
        Some(path) => {
            let there = project.root.join(path).is_file();
            if !there {
                status = Status::Findings;
            }
            format!("{}{}", printable(path), if there { "" } else { ", which is not there" })
        }
    };
    writeln!(out, "bindings    {bindings}")?;
    Ok(status)
}

/// The day of a catalogue, and whether it is old.
fn age(catalog: &Catalog, today: jiff::civil::Date) -> String {
    let Some(date) = catalog.date() else { return "connectors of no known day".to_owned() };
    let days = (today - date).get_days();
    let old = if days > OLD { "; `dictum catalog pin --catalog FILE` takes an export of the tenant" } else { "" };
    format!("connectors as of {date}, {days} days ago{old}")
}
