//! `dictum check`

use std::io::Write;

use super::args::{Check, Display, Findings, Inputs};
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project};
pub(super) use super::reports::Outputs;
use super::{bindings, terminal};
use crate::check::rules::same_id_twice;
use crate::config;
use crate::diagnostics::{Diagnostic, Level, sort};
use crate::engine::{self, Analysis, Settings};
use crate::render::{self, Format};
use crate::text::Sources;

pub(super) fn run(command: &Check, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut outputs = Outputs::read(&command.findings)?;
    let mut status = Status::Clean;
    for project in project::load(&command.inputs)? {
        let Some(mut checked) = check(&project, &command.inputs, display)? else { return Ok(Status::CouldNotRun) };
        let bindings = bindings::of_settings(&project)?;
        let twice = same_id_twice::bound(&checked.program, &bindings::ids(&bindings));
        if !twice.is_empty() {
            checked.diagnostics.extend(twice);
            sort(&mut checked.diagnostics);
        }
        outputs.write(&checked.diagnostics, &project.sources, display, out)?;
        status = status.max(self::status(&checked.diagnostics, &project, &command.findings));
    }
    outputs.finish(display, out)?;
    Ok(status)
}

/// Analyses a project. None where its settings cannot be taken, which has been said on standard error.
pub(super) fn check(project: &Project, inputs: &Inputs, display: &Display) -> Result<Option<Analysis>, Failure> {
    let config = project.config.clone();
    if let Some((sources, findings)) = &project.settings {
        let mut findings = findings.clone();
        findings.extend(bad_rules(&config, sources));
        sort(&mut findings);
        if !findings.is_empty() {
            let options = terminal::error_options(display);
            render::render(Format::Human, &findings, sources, &options, &mut std::io::stderr())?;
            return Ok(None);
        }
    }
    project.mention_left_out(display)?;
    let today = today(inputs);
    let mut analysis = engine::analyze(&project.sources, project.catalog.clone(), &Settings { today });
    config::apply(&config, &mut analysis.diagnostics);
    analysis.diagnostics.retain(|diagnostic| project.shows(diagnostic));
    Ok(Some(analysis))
}

/// The day on which things are due: the one that was given, else today.
pub(super) fn today(inputs: &Inputs) -> jiff::civil::Date {
    inputs.today.unwrap_or_else(|| jiff::Zoned::now().date())
}

/// Settings for rules that do not exist, and for those whose level no setting changes.
pub(super) fn bad_rules(config: &config::Config, sources: &Sources) -> Vec<Diagnostic> {
    let Some(source) = sources.iter().next() else { return Vec::new() };
    let mut findings = Vec::new();
    for (name, (level, span)) in &config.rules {
        let bad = |message: String| Diagnostic::new(&config::BAD_SETTING, source.locate(*span), message);
        match crate::codes::find(name) {
            None => {
                let finding = bad(format!("there is no rule `{name}`"));
                findings.push(match crate::codes::closest(name) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help("`dictum rules` lists all rules"),
                });
            }
            Some(rule) if !config::may_change(rule) && *level != Some(Level::Error) => findings.push(
                bad(format!("`{}` is an error, and no setting changes that", rule.name))
                    .note("a policy with this error cannot mean what it says, so nothing could be built from it")
                    .help("remove this line"),
            ),
            Some(_) => {}
        }
    }
    findings
}

/// What findings make of a run.
pub(super) fn status(diagnostics: &[Diagnostic], project: &Project, findings: &Findings) -> Status {
    let level = findings.fail_level.unwrap_or(project.config.fail_level);
    let worst: Option<Level> = diagnostics.iter().map(|diagnostic| diagnostic.level).max();
    if worst.is_some_and(|worst| worst >= level) { Status::Findings } else { Status::Clean }
}
