//! `dictum test`

use std::io::Write;
use std::path::Path;

use indexmap::IndexMap;

use super::args::{Display, Test};
use super::check;
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project};
use super::{reports, terminal, write};
use crate::assertions::{self, Coverage, Tested, Verdict};
use crate::diagnostics::{Diagnostic, Level, closest, list_of, quoted_list};
use crate::engine::{self, Analysis, Settings};
use crate::render::{self, Format, Measured, Options, Report, Standing, Trial, TrialAssertion, TrialFormat};
use crate::text::printable;

/// The parts of coverage, as options name them.
const PARTS: [&str; 3] = ["rules", "grants", "places"];

/// A project with the results of its tests.
struct Ran<'a> {
    project: &'a Project,
    tested: Vec<Tested<'a>>,
    coverage: Coverage,
}

pub(super) fn run(command: &Test, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let outputs = outputs(&command.output)?;
    let least = thresholds(&command.fail_under)?;
    let projects = project::load(&command.inputs).map_err(Failure::nothing_checked)?;
    let mut analysed: Vec<(Project, Analysis)> = Vec::with_capacity(projects.len());
    for project in projects {
        if !check::settings_hold(&project, display)? {
            return Ok(Status::CouldNotRun);
        }
        project.mention_left_out(display)?;
        let settings = Settings { today: check::today(&command.inputs) };
        let analysis = engine::analyze(&project.sources, project.catalog.clone(), &settings);
        analysed.push((project, analysis));
    }
    let chosen = |name: &str| command.filter.iter().all(|part| name.contains(part.as_str()));
    let ran: Vec<Ran<'_>> = analysed
        .iter()
        .map(|(project, analysis)| {
            let (mut tested, coverage) = assertions::run(analysis.evidence(), &project.sources, chosen);
            tested.retain(|tested| project.selects(tested.test.head.location.file));
            Ran { project, tested, coverage }
        })
        .collect();
    if ran.iter().all(|ran| ran.tested.is_empty()) {
        return Err(nothing(command, &analysed));
    }
    let broken = hidden(&analysed, display)?;
    let covers = command.coverage || !least.is_empty();
    let reports: Vec<Report<'_>> = ran.iter().map(|ran| report(ran, covers)).collect();
    let mut written: IndexMap<String, Vec<u8>> = IndexMap::new();
    for (format, file) in &outputs {
        match file {
            None => format.write(&reports, &terminal::options(display), out)?,
            Some(file) => {
                let plain = Options { color: false, ..terminal::options(display) };
                format.write(&reports, &plain, written.entry(file.clone()).or_default())?;
            }
        }
    }
    out.flush()?;
    for (file, bytes) in &written {
        write::result(Path::new(file), bytes)?;
    }
    let low = below(&ran, &least, display)?;
    let passed = ran.iter().flat_map(|ran| &ran.tested).all(|tested| tested.verdict() == Verdict::Holds);
    Ok(if passed && !low && !broken { Status::Clean } else { Status::Findings })
}

/// The requested formats, each with its file.
fn outputs(asked: &[String]) -> Result<Vec<(TrialFormat, Option<String>)>, Failure> {
    let mut list = Vec::new();
    for output in asked {
        let (name, file) = match output.split_once('=') {
            Some((_, "")) => {
                return Err(Failure::new(format!("`{output}` names no file")).help("write `junit=FILE`"));
            }
            Some((name, file)) => (name, Some(file.to_owned())),
            None => (output.as_str(), None),
        };
        let Some(format) = TrialFormat::parse(name) else {
            let names = TrialFormat::ALL.map(TrialFormat::name);
            return Err(Failure::new(format!("there is no output format `{name}` of tests"))
                .help(format!("the formats are {}", quoted_list(names, "and"))));
        };
        list.push((format, file));
    }
    if list.is_empty() {
        list.push((TrialFormat::Text, None));
    }
    reports::apart(list.iter().map(|(format, file)| (format.name(), *format != TrialFormat::Text, file.as_deref())))?;
    Ok(list)
}

/// The minimum coverage of each part in per cent.
fn thresholds(asked: &[String]) -> Result<Vec<(&'static str, u32)>, Failure> {
    let mut least = Vec::new();
    for threshold in asked {
        let (part, percent) =
            threshold.split_once('=').map_or((None, threshold.as_str()), |(part, percent)| (Some(part), percent));
        let percent = percent.parse().ok().filter(|percent| *percent <= 100);
        let Some(percent) = percent else {
            return Err(Failure::new(format!("`{threshold}` is not a threshold"))
                .help("write a number from 0 to 100, or one for a part: `rules=80`"));
        };
        match part {
            None => least.extend(PARTS.map(|part| (part, percent))),
            Some(name) => match PARTS.into_iter().find(|part| *part == name) {
                Some(part) => least.push((part, percent)),
                None => {
                    let failure = Failure::new(format!("coverage has no part `{name}`"));
                    return Err(match closest(name, PARTS) {
                        Some(near) => failure.did_you_mean(near),
                        None => failure.help(format!("its parts are {}", quoted_list(PARTS, "and"))),
                    });
                }
            },
        }
    }
    Ok(least)
}

/// The failure that no test was run: a gate that tests nothing has not passed.
fn nothing(command: &Test, analysed: &[(Project, Analysis)]) -> Failure {
    let names: Vec<&str> = analysed.iter().flat_map(|(_, analysis)| analysis.program.tests.names()).collect();
    if names.is_empty() {
        return Failure::new("no test is declared, so nothing was tested")
            .help("declare one: `test \"…\" { every production environment is managed }`");
    }
    if command.filter.is_empty() {
        return Failure::new("the files that were named hold no test, so nothing was tested")
            .help("name the folder of the project, or the files that hold its tests");
    }
    let filters = command.filter.iter().map(|filter| format!("`{}`", printable(filter)));
    let names = list_of(names.into_iter().map(|name| format!("`{}`", printable(name))), "and");
    Failure::new(format!("no test that was asked for has {} in its name", list_of(filters, "and")))
        .help(format!("there are {names}"))
}

/// Shows the errors that keep parts of a project from being read, and returns whether there are any. Tests then give
/// unknown answers.
fn hidden(analysed: &[(Project, Analysis)], display: &Display) -> Result<bool, Failure> {
    let mut any = false;
    for (project, analysis) in analysed {
        let is_error = |finding: &&Diagnostic| finding.rule.level == Level::Error && finding.rule.code.0 < 2000;
        let errors: Vec<Diagnostic> = analysis.diagnostics.iter().filter(is_error).cloned().collect();
        if !errors.is_empty() {
            any = true;
            let options = terminal::error_options(display);
            render::render(Format::Human, &errors, &project.sources, &options, &mut terminal::errors())?;
        }
    }
    Ok(any)
}

fn report<'a>(ran: &'a Ran<'_>, covers: bool) -> Report<'a> {
    let trials = ran.tested.iter().map(|tested| Trial {
        name: &tested.test.head.symbol.name,
        place: tested.test.head.symbol.location,
        standing: standing(tested.verdict()),
        assertions: tested
            .checked
            .iter()
            .map(|checked| TrialAssertion {
                place: checked.place,
                standing: standing(checked.verdict),
                finding: checked.finding.as_ref(),
            })
            .collect(),
    });
    let measured = ran.coverage.parts().into_iter().map(|(name, part)| Measured {
        name,
        touched: part.touched(),
        total: part.total,
        untouched: part.untouched.iter().map(|one| (one.what.as_str(), one.place)).collect(),
    });
    let coverage = covers.then(|| measured.collect());
    Report { sources: &ran.project.sources, trials: trials.collect(), coverage }
}

const fn standing(verdict: Verdict) -> Standing {
    match verdict {
        Verdict::Holds => Standing::Passed,
        Verdict::Fails => Standing::Failed,
        Verdict::NotKnown => Standing::NotKnown,
    }
}

/// Reports and returns whether coverage is below the required minimum.
fn below(ran: &[Ran<'_>], least: &[(&'static str, u32)], display: &Display) -> Result<bool, Failure> {
    let mut low = false;
    for ran in ran {
        for (name, part) in ran.coverage.parts() {
            let wanted = least.iter().filter(|(part, _)| *part == name).map(|(_, percent)| *percent).max();
            let Some(wanted) = wanted.filter(|wanted| !part.reaches(*wanted)) else { continue };
            low = true;
            if !display.quiet {
                writeln!(
                    terminal::talk(),
                    "coverage of {name}: {} of {} is below {wanted} %",
                    part.touched(),
                    part.total
                )?;
            }
        }
    }
    Ok(low)
}
