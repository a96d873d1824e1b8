//! `dictum bindings`

use std::io::Write;

use super::args::{Bindings as Command, Display};
use super::check;
use super::exit::Status;
use super::failure::Failure;
use super::{answers, binding_files, build};
use super::{project, write};
use crate::diagnostics::{Level, list_of};
use crate::emit::{self, Api, Bindings, Job, ProviderVersion, Rest, Settings};
use crate::text::printable;

pub(super) fn run(command: &Command, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let projects = project::load(&command.inputs)?;
    let [project] = projects.as_slice() else {
        return Err(Failure::new("the paths hold several projects, and each has a bindings file of its own")
            .help("name one project"));
    };
    let Some(targets) = build::targets(project, &command.target, display)? else { return Ok(Status::CouldNotRun) };
    // The file of the settings may be the one to create.
    let mut bindings = match (&command.known, &project.config.bindings) {
        (None, Some(path)) if !project.root.join(path).exists() => Bindings::default(),
        (named, _) => binding_files::of(project, named.as_deref())?,
    };
    let Some(analysis) = check::check(project, &command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    if analysis.diagnostics.iter().any(|finding| finding.level == Level::Error) {
        return Err(
            Failure::new("the policies have errors, so what needs an id is not known").help("run `dictum check` first")
        );
    }
    let remarks = answers::merge(&command.from, &analysis.program, &mut bindings)?;
    let settings = Settings {
        project: &project.config.name,
        bindings: &bindings,
        api: Api::parse(&project.config.api).unwrap_or_default(),
        provider: ProviderVersion::default(),
        database: emit::Database::default(),
        rest: if project.config.list_rest { Rest::Listed } else { Rest::Implied },
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &project.sources, settings };
    let lacking = emit::prepare(&targets, job).unbound;
    let text = bindings.text(&lacking);
    let count: usize = lacking.values().map(std::collections::BTreeSet::len).sum();
    let told = match &command.out {
        None => {
            out.write_all(text.as_bytes())?;
            String::new()
        }
        Some(path) if path.exists() => {
            return Err(Failure::new(format!("`{}` exists", path.display()))
                .help("write to a new file; nothing that exists is overwritten"));
        }
        Some(path) => {
            write::result(path, text.as_bytes())?;
            format!("wrote {}: ", printable(&path.display().to_string()))
        }
    };
    if !display.quiet {
        for line in &remarks.lines {
            writeln!(super::terminal::talk(), "{}", printable(line))?;
        }
        let names = if count == 1 { "1 id is".to_owned() } else { format!("{count} ids are") };
        let names_of = targets.iter().map(|target| format!("`{}`", target.name()));
        let of = if targets.len() == 1 { "target" } else { "targets" };
        writeln!(super::terminal::talk(), "{told}{names} missing for {of} {}", list_of(names_of, "and"))?;
    }
    Ok(if remarks.open { Status::Findings } else { Status::Clean })
}
