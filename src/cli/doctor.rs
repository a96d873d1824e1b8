//! `dictum doctor`: the facts that a bug report needs.

use std::io::Write;

use super::args::Doctor;
use super::exit::Status;
use super::failure::Failure;
use super::levels::bad_settings;
use super::project::{self, Project};
use crate::catalog::{Catalog, MAX_AGE};
use crate::text::printable;

pub(super) fn run(command: &Doctor, out: &mut dyn Write) -> Result<Status, Failure> {
    writeln!(out, "dictum      {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "system      {} {}", std::env::consts::OS, std::env::consts::ARCH)?;
    let today = super::check::today(&command.inputs);
    writeln!(out, "today       {today}")?;
    writeln!(out, "built in    {}", Catalog::builtin().age_in_words(today, MAX_AGE))?;
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
    let max_age = project.config.max_age.unwrap_or(MAX_AGE);
    writeln!(out, "catalogue   {}", project.catalog.age_in_words(today, max_age))?;
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
