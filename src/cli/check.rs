//! `dictum check`

use std::io::Write;

use super::args::{Check, Display, Findings, Inputs};
use super::exit::Status;
use super::failure::Failure;
use super::levels::{self, Choice, bad_settings};
use super::project::{self, Project};
pub(super) use super::reports::Outputs;
use super::{baseline, binding_files, fix, terminal};
use crate::catalog::MAX_AGE;
use crate::codes;
use crate::diagnostics::{Baseline, Diagnostic, Level, Rule, sort};
use crate::engine::{self, Analysis, Settings};
use crate::render::{self, Format};
use crate::rules::environments;
use crate::text::printable;
use crate::waivers::{BAD_WAIVER, is_waivable};

const NO_PACK: &str = "`lint.packs` names no pack, so only errors and rules that the settings name are reported";

pub(super) fn run(command: &Check, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut outputs = Outputs::read(&command.findings)?;
    let choice = Choice::read(&command.select, &command.ignore)?;
    let mut baseline = command.baseline.as_deref().map(baseline::read).transpose()?;
    let projects = project::load(&command.inputs).map_err(Failure::nothing_checked)?;
    let is_blank = |project: &Project| project.sources.iter().all(|source| source.text().trim().is_empty());
    if project::reads_stdin(&command.inputs) && projects.iter().all(is_blank) {
        return Err(Failure::new("standard input is empty")
            .help("give it the text of a policy file")
            .nothing_checked());
    }
    let mut status = Status::Clean;
    let mut ages: Vec<String> = Vec::new();
    let mut silent: Vec<String> = Vec::new();
    for mut project in projects {
        if command.fix && fix::safe(&mut project, &command.inputs, &choice, display)?.is_none() {
            return Ok(Status::CouldNotRun);
        }
        let Some(mut checked) = check(&project, &command.inputs, display)? else { return Ok(Status::CouldNotRun) };
        let bindings = binding_files::of_settings(&project)?;
        let bound = environments::bound(&checked.program, &bindings);
        if !bound.is_empty() {
            checked.diagnostics.extend(bound);
            sort(&mut checked.diagnostics);
        }
        checked.diagnostics.retain(|finding| choice.shows(finding));
        checked.accepted.retain(|finding| choice.shows(finding));
        if let Some(baseline) = &mut baseline {
            checked.diagnostics = accepted_by(baseline, checked.diagnostics, &project);
        }
        status = status.max(self::status(&checked.diagnostics, &project, &command.findings));
        let complete = checked.is_complete();
        outputs.write(&with_accepted(checked), &project.sources, complete, display, out)?;
        if project.config.packs.as_ref().is_some_and(Vec::is_empty) {
            silent.push(NO_PACK.to_owned());
        }
        if project.settings.is_some() {
            let max_age = project.config.max_age.unwrap_or(MAX_AGE);
            ages.push(project.catalog.day_in_words(today(&command.inputs), max_age));
        }
    }
    outputs.finish(display, out)?;
    ages.dedup();
    silent.dedup();
    if !display.quiet {
        for age in silent.iter().chain(&ages) {
            writeln!(terminal::talk(), "{}", printable(age))?;
        }
    }
    Ok(status)
}

/// All findings of an analysis in reading order, including those that waivers accept.
pub(super) fn with_accepted(analysis: Analysis) -> Vec<Diagnostic> {
    let mut findings = analysis.diagnostics;
    if !analysis.accepted.is_empty() {
        findings.extend(analysis.accepted);
        // Nothing is dropped here: a finding with several places may be accepted at some of them.
        findings.sort_by(|a, b| (a.primary(), a.rule.code, &a.message).cmp(&(b.primary(), b.rule.code, &b.message)));
    }
    findings
}

/// Analyses a project. `None` if its settings are invalid, after that is reported on standard error.
pub(super) fn check(project: &Project, inputs: &Inputs, display: &Display) -> Result<Option<Analysis>, Failure> {
    if !settings_hold(project, display)? {
        return Ok(None);
    }
    project.mention_left_out(display)?;
    let today = today(inputs);
    let mut analysis = engine::analyze(&project.sources, project.catalog.clone(), &Settings { today });
    // For the built-in catalogue the summary shows its age, unless the project asks for a finding.
    if project.config.connectors.is_some() || project.config.max_age.is_some() {
        let max_age = project.config.max_age.unwrap_or(MAX_AGE);
        analysis.diagnostics.extend(project.catalog.too_old(today, max_age));
        sort(&mut analysis.diagnostics);
    }
    refuse_waivers(project, &mut analysis);
    levels::apply(project, &mut analysis.diagnostics);
    levels::apply(project, &mut analysis.accepted);
    analysis.diagnostics.retain(|diagnostic| project.shows(diagnostic));
    analysis.accepted.retain(|diagnostic| project.shows(diagnostic));
    Ok(Some(analysis))
}

/// Whether the settings of a project are valid; if not, the findings about them are written to standard error.
pub(super) fn settings_hold(project: &Project, display: &Display) -> Result<bool, Failure> {
    let Some((sources, findings)) = &project.settings else { return Ok(true) };
    let mut findings = findings.clone();
    findings.extend(bad_settings(project, sources));
    sort(&mut findings);
    if findings.is_empty() {
        return Ok(true);
    }
    render::render(Format::Human, &findings, sources, &terminal::error_options(display), &mut terminal::errors())?;
    Ok(false)
}

/// All findings, of which a baseline accepts those that it has and may accept.
pub(super) fn accepted_by(baseline: &mut Baseline, findings: Vec<Diagnostic>, project: &Project) -> Vec<Diagnostic> {
    let (mut may, stay) = acceptable(findings, project);
    baseline.accept(&mut may, &project.sources);
    may.extend(stay);
    sort(&mut may);
    may
}

/// Separates findings that a waiver or a baseline may accept from those that it may not: most errors, and rules that
/// the settings name.
pub(super) fn acceptable(findings: Vec<Diagnostic>, project: &Project) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    findings.into_iter().partition(|finding| is_waivable(finding.rule) && !is_refused(finding.rule, project))
}

/// Whether the settings forbid waivers for a rule.
pub(super) fn is_refused(rule: &Rule, project: &Project) -> bool {
    project.config.not_waivable.iter().any(|(name, _)| codes::find(name) == Some(rule))
}

/// Puts back findings that the settings do not allow to be waived, and reports the waiver as a finding.
fn refuse_waivers(project: &Project, analysis: &mut Analysis) {
    let (back, accepted): (Vec<Diagnostic>, Vec<Diagnostic>) =
        std::mem::take(&mut analysis.accepted).into_iter().partition(|finding| is_refused(finding.rule, project));
    analysis.accepted = accepted;
    if back.is_empty() {
        return;
    }
    for mut finding in back {
        if let Some(place) = finding.accepted.take().and_then(|accepted| accepted.place) {
            let message = format!("the settings let no waiver accept `{}`", finding.rule.name);
            let help = "fix what is found, and remove the waiver";
            analysis.diagnostics.push(Diagnostic::new(&BAD_WAIVER, place, message).help(help));
        }
        analysis.diagnostics.push(finding);
    }
    sort(&mut analysis.diagnostics);
}

/// The day that due dates are compared with: the given one, else today.
pub(super) fn today(inputs: &Inputs) -> jiff::civil::Date {
    inputs.today.unwrap_or_else(|| jiff::Zoned::now().date())
}

/// The exit status for a list of findings.
pub(super) fn status(diagnostics: &[Diagnostic], project: &Project, findings: &Findings) -> Status {
    let level = findings.fail_level.unwrap_or(project.config.fail_level);
    let live = diagnostics.iter().filter(|diagnostic| diagnostic.accepted.is_none());
    let worst: Option<Level> = live.map(|diagnostic| diagnostic.level).max();
    if worst.is_some_and(|worst| worst >= level) { Status::Findings } else { Status::Clean }
}
