//! `dictum report`

use std::io::Write;

use super::args::{Display, Palette, Report, ReportRoles};
use super::exit::Status;
use super::failure::Failure;
use super::query::ask;
use super::write;
use crate::report::{self, Colours, Grids};
use crate::text::printable;

pub(super) fn run(command: &Report, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        Report::Roles(command) => roles(command, display, out),
    }
}

fn roles(command: &ReportRoles, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let grids = Grids::of(&analysis.program, &project.sources);
    let colours = match command.colours {
        Palette::Heat => Colours::Heat,
        Palette::Platform => Colours::Platform,
    };
    let page = report::page(&grids, &analysis.access, &project.config.name, colours);
    match &command.out {
        None => out.write_all(page.as_bytes())?,
        Some(path) => {
            write::made(path, |file| Ok(file.write_all(page.as_bytes())?))?;
            if !display.quiet {
                let path = path.display().to_string();
                writeln!(super::terminal::talk(), "wrote `{}`: {} kB", printable(&path), page.len().div_ceil(1000))?;
            }
        }
    }
    Ok(Status::Clean)
}
