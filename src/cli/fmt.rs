//! `dictum fmt`

use std::io::Write;

use super::args::{Display, Fmt};
use super::exit::Status;
use super::failure::Failure;
use super::{project, terminal, write};
use crate::format;
use crate::model::kinds;
use crate::render::{self, Format};
use crate::text::{Stream, defused, printable};

pub(super) fn run(command: &Fmt, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let keywords = kinds::keywords();
    let from_stdin = project::is_stdin(&command.inputs)?;
    let mut changed = 0;
    let mut status = Status::Clean;
    for project in project::load(&command.inputs)? {
        project.mention_left_out(display)?;
        if let Some(bytes) = project.passed_by.as_ref().filter(|_| !command.check && !command.diff) {
            // A user who pipes a file through expects it back.
            out.write_all(bytes)?;
        }
        for source in &project.sources {
            if !project.selects(source.id()) {
                continue;
            }
            let formatted = match format::format(source, &keywords) {
                Ok(formatted) => formatted,
                Err(findings) => {
                    let options = terminal::error_options(display);
                    render::render(Format::Human, &findings, &project.sources, &options, &mut terminal::errors())?;
                    status = Status::Findings;
                    continue;
                }
            };
            if from_stdin && !command.check && !command.diff {
                out.write_all(formatted.as_bytes())?;
                continue;
            }
            if formatted == source.text() && !source.has_bom() {
                continue;
            }
            changed += 1;
            if command.diff {
                let name = printable(source.name());
                out.write_all(printable_lines(&format::diff(&name, source.text(), &formatted)).as_bytes())?;
            } else {
                let line = format!("{}\n", printable(source.name()));
                out.write_all(defused(&line, Stream::Text { color: false }).as_bytes())?;
            }
            if !command.check && !command.diff {
                write::replace(&project.root.join(source.path()), &formatted)?;
            }
        }
    }
    if !display.quiet && !from_stdin {
        let files = if changed == 1 { "file" } else { "files" };
        let what = if command.check || command.diff { "would change" } else { "changed" };
        writeln!(terminal::errors(), "{changed} {files} {what}")?;
    }
    if (command.check || command.diff) && changed > 0 {
        status = status.max(Status::Findings);
    }
    Ok(status)
}

/// A diff in which hidden characters are made visible, line by line.
pub(super) fn printable_lines(text: &str) -> String {
    let lines: String = text.lines().map(|line| printable(line).into_owned() + "\n").collect();
    defused(&lines, Stream::Text { color: false }).into_owned()
}
