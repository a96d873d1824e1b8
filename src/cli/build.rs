//! `dictum build`

use std::io::{self, Write};
use std::path::Path;

use super::args::{Build, Display};
use super::check::{self, Outputs};
use super::confined::confined;
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project, read_file};
use super::{baseline, binding_files, output, terminal, write};
use crate::config::{BAD_SETTING, Config};
use crate::diagnostics::{Baseline, Diagnostic, Level, closest, quoted_list, sort};
use crate::emit::{
    self, Api, Database, Dialect, Job, KeyError, ProviderVersion, Ready, Rest, SecretKey, Settings, Target,
};
use crate::model::Program;
use crate::model::condition::TODAY;
use crate::model::subject::attributes;
use crate::render::{self, Format};
use crate::rules::environments;
use crate::text::{Source, Span, printable};

/// The largest manifest that is read, in bytes.
const MAX_MANIFEST: usize = 64 * 1024 * 1024;

/// The largest key in bytes; minisign writes some 300.
pub(super) const MAX_KEY: usize = 16 * 1024;

pub(super) fn run(command: &Build, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut outputs = Outputs::read(&command.findings)?;
    let key = command.sign.as_deref().map(secret_key).transpose()?;
    let mut baseline = command.baseline.as_deref().map(baseline::read).transpose()?;
    let projects = project::load(&command.inputs)?;
    if projects.len() > 1 && command.out.is_some() {
        return Err(Failure::new("the paths hold several projects, and `--out` names one folder")
            .help("build one project at a time, or let each write into its own folder"));
    }
    let mut status = Status::Clean;
    for project in projects {
        let accepted = baseline.as_mut();
        status = status.max(build(&project, command, key.as_ref(), accepted, display, &mut outputs, out)?);
    }
    outputs.finish(display, out)?;
    Ok(status)
}

fn build(
    project: &Project,
    command: &Build,
    key: Option<&SecretKey>,
    baseline: Option<&mut Baseline>,
    display: &Display,
    outputs: &mut Outputs,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let Some(targets) = targets(project, &command.target, display)? else { return Ok(Status::CouldNotRun) };
    let bindings = binding_files::of(project, command.bindings.as_deref())?;
    let Some(mut analysis) = check::check(project, &command.inputs, display)? else {
        return Ok(Status::CouldNotRun);
    };
    let api = command.api.as_deref().unwrap_or(&project.config.api);
    let Some(api) = Api::parse(api) else {
        let names = quoted_list(Api::ALL.iter().map(|api| api.name()), "and");
        return Err(Failure::new(format!("there is no interface `{api}`")).help(format!("there are {names}")));
    };
    let provider = command.provider_version.as_deref().unwrap_or(ProviderVersion::default().name());
    let Some(provider) = ProviderVersion::parse(provider) else {
        let names = quoted_list(ProviderVersion::ALL.iter().map(|version| version.name()), "and");
        return Err(Failure::new(format!("there is no version `{provider}` of the provider"))
            .help(format!("resources are written for {names}")));
    };
    let (dialect, tables) = database(command, &analysis.program)?;
    let listed = command.list_rest || project.config.list_rest;
    let settings = Settings {
        project: &project.config.name,
        bindings: &bindings,
        api,
        rest: if listed { Rest::Listed } else { Rest::Implied },
        provider,
        database: Database { dialect, tables: &tables, columns: &command.columns },
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &project.sources, settings };
    let prepared = emit::prepare(&targets, job);
    let mut findings = std::mem::take(&mut analysis.diagnostics);
    findings.extend(prepared.findings);
    findings.extend(environments::bound(&analysis.program, &bindings));
    sort(&mut findings);
    let mut accepted = std::mem::take(&mut analysis.accepted);
    if let Some(baseline) = baseline {
        let all = check::accepted_by(baseline, findings, project).into_iter();
        let (open, more): (Vec<_>, Vec<_>) = all.partition(|finding| finding.accepted.is_none());
        findings = open;
        accepted.extend(more);
    }
    let all: Vec<Diagnostic> = findings.iter().cloned().chain(accepted).collect();
    outputs.write(&all, &project.sources, analysis.is_complete(), display, out)?;
    let status = check::status(&findings, project, &command.findings);
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    if errors > 0 || status != Status::Clean {
        if !display.quiet {
            writeln!(terminal::errors(), "nothing was written")?;
        }
        return Ok(status.max(Status::Findings));
    }
    let idle = prepared.ready.idle();
    let names = quoted_list(idle.iter().map(|target| target.name()), "and");
    // A user who names a target expects its output; settings also name targets that the project may need later.
    let asked = !command.target.is_empty() || idle.len() == prepared.ready.targets().len();
    if let Some(file) = &command.report {
        write::result(file, left_out(&prepared.ready)?.as_bytes())?;
    }
    if !idle.is_empty() && asked {
        let mut talk = terminal::talk();
        for line in prepared.ready.not_carried() {
            writeln!(talk, "{}", printable(&line))?;
        }
        let (noun, verb) = if idle.len() == 1 { ("target", "has") } else { ("targets", "have") };
        writeln!(talk, "{noun} {names} {verb} nothing to write for this project, so nothing was written")?;
        return Ok(Status::Findings);
    }
    let folder = match &command.out {
        Some(folder) => folder.clone(),
        None => confined(&project.root, "build.out", &project.config.out)?,
    };
    if let Some(before) = renamed(&folder, &project.config.name)
        && !display.quiet
    {
        let (before, now) = (printable(&before), printable(&project.config.name));
        writeln!(
            terminal::talk(),
            "warning: this bundle was built as project `{before}`, and the project is now `{now}`: all derived ids change, \
             so a deployment makes new policies, roles and teams beside those that are there; bind their ids first, or \
             keep the name"
        )?;
    }
    let manifest = output::write(&folder, |store| prepared.ready.write_signed(store, key))
        .map_err(|error| Failure::new(format!("cannot write `{}`", folder.display())).cause(error))?;
    if !display.quiet {
        let mut talk = terminal::talk();
        let lines = prepared.ready.not_carried();
        for line in &lines {
            writeln!(talk, "{}", printable(line))?;
        }
        if !lines.is_empty() && command.report.is_none() {
            writeln!(talk, "`--report FILE` writes every name that is not carried")?;
        }
        for line in prepared.ready.advice() {
            writeln!(talk, "{line}")?;
        }
        if !idle.is_empty() {
            writeln!(talk, "nothing of this project is written for {names}")?;
        }
        let files = manifest.files.len() + 1 + usize::from(key.is_some());
        writeln!(talk, "wrote {files} files to {}", printable(&folder.display().to_string()))?;
    }
    Ok(Status::Clean)
}

/// What the targets leave out, by target, as JSON.
fn left_out(ready: &Ready<'_>) -> Result<String, Failure> {
    let items: Vec<serde_json::Value> = ready
        .left_out()
        .iter()
        .map(|one| {
            serde_json::json!({
                "target": one.target(),
                "kind": one.kind(),
                "symbols": one.symbols(),
                "what": one.words(),
            })
        })
        .collect();
    let json = serde_json::to_string_pretty(&serde_json::json!({ "not_carried": items })).map_err(io::Error::from)?;
    Ok(format!("{json}\n"))
}

/// The dialect and the tables, by subject, of target `sql`.
fn database(command: &Build, program: &Program) -> Result<(Dialect, Vec<(String, String)>), Failure> {
    let Some(dialect) = Dialect::parse(&command.dialect) else {
        let failure = Failure::new(format!("there is no dialect `{}`", command.dialect));
        let names = || Dialect::ALL.iter().map(|dialect| dialect.name());
        return Err(match closest(&command.dialect, names()) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help(format!("the dialects are {}", quoted_list(names(), "and"))),
        });
    };
    let subjects: Vec<&str> = program.rule_sets.iter().map(|rules| &*rules.subject.name).collect();
    let mut tables = Vec::new();
    for table in &command.table {
        // A table may be any SQL, such as a call with named arguments; only the name of a subject counts as a subject.
        let (subject, table) = match table.split_once('=') {
            Some((subject, table)) if subjects.contains(&subject) => (subject, table),
            _for_all => ("", table.as_str()),
        };
        if tables.iter().any(|(known, _)| known == subject) {
            let whose = if subject.is_empty() { "for all subjects".to_owned() } else { format!("for `{subject}`") };
            return Err(Failure::new(format!("there are two tables {whose}")).help("keep one `--table`"));
        }
        tables.push((subject.to_owned(), table.to_owned()));
    }
    let fields: Vec<String> =
        subjects.iter().flat_map(|subject| attributes(program, subject)).map(|(field, _)| field).collect();
    for (field, _) in &command.columns {
        // The day that ages are judged by may be a column too.
        if !fields.contains(field) && field != TODAY {
            let failure = Failure::new(format!("no rules are about a field `{field}`"));
            return Err(match closest(field, fields.iter().map(String::as_str)) {
                Some(near) => failure.did_you_mean(near),
                None => failure.help("`--columns field=column` names the column of a field"),
            });
        }
    }
    Ok((dialect, tables))
}

/// The project name of the earlier build in the folder, if it differs.
fn renamed(folder: &Path, project: &str) -> Option<String> {
    let bytes = read_file(&folder.join(emit::MANIFEST), MAX_MANIFEST).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    let before = manifest.get("project")?.as_str()?;
    (before != project && !before.is_empty()).then(|| before.to_owned())
}

/// The key to sign with. Only the command line names it, since settings come with a pull request.
fn secret_key(path: &Path) -> Result<SecretKey, Failure> {
    SecretKey::read(&read_file(path, MAX_KEY)?).map_err(|error| {
        let help = match &error {
            KeyError::Protected => {
                "make a key without one by `minisign -G -W`, or sign afterwards by `minisign -S -m` and the manifest"
            }
            _other => "`minisign -G -W` makes a pair of keys; the secret one signs",
        };
        Failure::new(format!("cannot sign with `{}`", path.display())).cause(error).help(help)
    })
}

/// The targets to build. `None` if the settings name an unknown target, after that is reported.
pub(super) fn targets(project: &Project, named: &[String], display: &Display) -> Result<Option<Vec<Target>>, Failure> {
    let names = || Target::ALL.iter().map(|target| target.name());
    if !named.is_empty() {
        let mut targets = Vec::new();
        for name in named {
            let Some(target) = Target::parse(name) else {
                let failure = Failure::new(format!("there is no target `{name}`"));
                return Err(failure.help(format!("the targets are {}", quoted_list(names(), "and"))));
            };
            targets.push(target);
        }
        return Ok(Some(targets));
    }
    let config = &project.config;
    let source = project.settings.as_ref().and_then(|(sources, _)| sources.iter().next());
    let findings = source.map(|source| bad_targets(config, source)).unwrap_or_default();
    if let (false, Some((sources, _))) = (findings.is_empty(), &project.settings) {
        let options = terminal::error_options(display);
        render::render(Format::Human, &findings, sources, &options, &mut terminal::errors())?;
        return Ok(None);
    }
    Ok(Some(config.targets.iter().filter_map(|(name, _)| Target::parse(name)).collect()))
}

/// Unknown targets in the settings.
pub(super) fn bad_targets(config: &Config, source: &Source) -> Vec<Diagnostic> {
    let names = || Target::ALL.iter().map(|target| target.name());
    let unknown = config.targets.iter().filter(|(name, _)| Target::parse(name).is_none());
    let finding = |(name, span): &(String, Span)| {
        let message = format!("there is no target `{name}`");
        let finding = Diagnostic::new(&BAD_SETTING, source.locate(*span), message);
        match closest(name, names()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("the targets are {}", quoted_list(names(), "and"))),
        }
    };
    unknown.map(finding).collect()
}
