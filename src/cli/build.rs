//! `dictum build`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{Build, Display};
use super::check::{self, Outputs};
use super::confined::confined;
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project, read_file};
use super::{output, terminal};
use crate::config::BAD_SETTING;
use crate::diagnostics::{Diagnostic, Level, closest, quoted_list, sort};
use crate::emit::{self, Api, Bindings, Job, Rest, Settings, Target};
use crate::render::{self, Format};
use crate::text::{Inert, Stream, printable};

/// The largest bindings file in bytes.
const MAX_BINDINGS: usize = 64 * 1024 * 1024;

pub(super) fn run(command: &Build, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut outputs = Outputs::read(&command.findings)?;
    let projects = project::load(&command.inputs)?;
    if projects.len() > 1 && command.out.is_some() {
        return Err(Failure::new("the paths hold several projects, and `--out` names one folder")
            .help("build one project at a time, or let each write into its own folder"));
    }
    let mut status = Status::Clean;
    for project in projects {
        status = status.max(build(&project, command, display, &mut outputs, out)?);
    }
    outputs.finish(display, out)?;
    Ok(status)
}

fn build(
    project: &Project,
    command: &Build,
    display: &Display,
    outputs: &mut Outputs,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let Some(targets) = targets(project, &command.target, display)? else { return Ok(Status::CouldNotRun) };
    let bindings = bindings(project, command.bindings.as_deref())?;
    let Some(mut analysis) = check::check(project, &command.inputs, display)? else {
        return Ok(Status::CouldNotRun);
    };
    let api = command.api.as_deref().unwrap_or(&project.config.api);
    let Some(api) = Api::parse(api) else {
        let names = quoted_list(Api::ALL.iter().map(|api| api.name()), "and");
        return Err(Failure::new(format!("there is no interface `{api}`")).help(format!("there are {names}")));
    };
    let listed = command.list_rest || project.config.list_rest;
    let settings = Settings {
        project: &project.config.name,
        bindings: &bindings,
        api,
        rest: if listed { Rest::Listed } else { Rest::Implied },
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &project.sources, settings };
    let prepared = emit::prepare(&targets, job);
    let mut findings = std::mem::take(&mut analysis.diagnostics);
    findings.extend(prepared.findings);
    sort(&mut findings);
    outputs.write(&findings, &project.sources, display, out)?;
    let status = check::status(&findings, project, &command.findings);
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    if errors > 0 || status != Status::Clean {
        if !display.quiet {
            writeln!(std::io::stderr(), "nothing was written")?;
        }
        return Ok(status.max(Status::Findings));
    }
    let folder = match &command.out {
        Some(folder) => folder.clone(),
        None => confined(&project.root, "build.out", &project.config.out)?,
    };
    let manifest = output::write(&folder, |store| prepared.ready.write(store))
        .map_err(|error| Failure::new(format!("cannot write `{}`", folder.display())).cause(error))?;
    if !display.quiet {
        let mut talk = Inert::new(std::io::stderr().lock(), Stream::Text { color: false });
        for line in prepared.ready.not_carried() {
            writeln!(talk, "not carried: {line}")?;
        }
        writeln!(talk, "wrote {} files to {}", manifest.files.len() + 1, printable(&folder.display().to_string()))?;
    }
    Ok(Status::Clean)
}

/// The targets to build. None where the settings name one that does not exist, which has been said.
pub(super) fn targets(project: &Project, chosen: &[String], display: &Display) -> Result<Option<Vec<Target>>, Failure> {
    let names = || Target::ALL.iter().map(|target| target.name());
    if !chosen.is_empty() {
        let mut targets = Vec::new();
        for name in chosen {
            let Some(target) = Target::parse(name) else {
                let failure = Failure::new(format!("there is no target `{name}`"));
                return Err(failure.help(format!("the targets are {}", quoted_list(names(), "and"))));
            };
            targets.push(target);
        }
        return Ok(Some(targets));
    }
    let mut targets = Vec::new();
    let mut findings = Vec::new();
    for (name, span) in &project.config.targets {
        match (Target::parse(name), &project.settings) {
            (Some(target), _) => targets.push(target),
            (None, Some((sources, _))) => {
                if let Some(source) = sources.iter().next() {
                    let message = format!("there is no target `{name}`");
                    let finding = Diagnostic::new(&BAD_SETTING, source.locate(*span), message);
                    findings.push(match closest(name, names()) {
                        Some(near) => finding.help(format!("did you mean `{near}`?")),
                        None => finding.help(format!("the targets are {}", quoted_list(names(), "and"))),
                    });
                }
            }
            (None, None) => {}
        }
    }
    if let (false, Some((sources, _))) = (findings.is_empty(), &project.settings) {
        let options = terminal::error_options(display);
        render::render(Format::Human, &findings, sources, &options, &mut std::io::stderr())?;
        return Ok(None);
    }
    Ok(Some(targets))
}

/// The ids of the tenant: from the file that is named, or from that of the settings.
pub(super) fn bindings(project: &Project, named: Option<&Path>) -> Result<Bindings, Failure> {
    let path: Option<PathBuf> = match (named, &project.config.bindings) {
        (Some(path), _) => Some(path.to_owned()),
        (None, Some(path)) => Some(confined(&project.root, "build.bindings", path)?),
        (None, None) => None,
    };
    let Some(path) = path else { return Ok(Bindings::default()) };
    let bytes = read_file(&path, MAX_BINDINGS)?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let refuse = |error: Option<serde_json::Error>| {
        let failure = Failure::new(format!("`{}` is not a bindings file", path.display()))
            .help("it holds one object: `{ \"environments\": { \"name\": \"id\" }, \"data_policies\": { … } }`");
        match error {
            Some(error) => failure.cause(error),
            None => failure,
        }
    };
    // A list would be taken for the members of the object in their order.
    if !text.trim_ascii_start().starts_with(b"{") {
        return Err(refuse(None));
    }
    let bindings: Bindings = serde_json::from_slice(text).map_err(|error| refuse(Some(error)))?;
    let bindings = bindings.without_empty();
    if let Some((kind, first, second, id)) = bindings.repeated() {
        let message = format!("`{}` gives `{first}` and `{second}` of `{kind}` one id, `{id}`", path.display());
        return Err(Failure::new(message).help("each symbol is one thing of the tenant; give each its own id"));
    }
    Ok(bindings)
}
