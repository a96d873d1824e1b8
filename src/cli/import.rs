//! `dictum import`

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use super::args::{Display, Import};
use super::exit::Status;
use super::exports::exports;
use super::failure::Failure;
use super::project::{SETTINGS, read_catalog, read_whole};
use super::{import_check, write};
use crate::catalog::Catalog;
use crate::diagnostics::quoted_list;
use crate::emit::Target;
use crate::import::{self, FORMATS, Format, Ids, Levels, Members, Options, Report};
use crate::text::printable;

/// The largest export that is read, in bytes.
const MAX_EXPORT: usize = 256 * 1024 * 1024;

pub(super) fn run(command: &Import, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some(format) = Format::named(&command.format) else {
        let names = quoted_list(FORMATS.iter().map(|(name, _, _)| *name), "and");
        return Err(Failure::new(format!("there is no import format `{}`", command.format))
            .help(format!("the formats are {names}")));
    };
    if let Some(folder) = &command.out {
        refuse_full(folder)?;
    }
    let mut inputs = Vec::new();
    let mut found = BTreeSet::new();
    for (file, is_found) in exports(&command.files)? {
        let name = file.display().to_string().replace('\\', "/");
        if is_found {
            found.insert(name.clone());
        }
        inputs.push((name, read_whole(&file, MAX_EXPORT)?));
    }
    let pinned = command.catalog.is_some() || command.as_of.is_some();
    let catalog = match (&command.catalog, command.as_of) {
        (Some(file), _) => read_catalog(file)?,
        (None, Some(date)) => Catalog::builtin().as_of(date),
        (None, None) => Catalog::builtin().clone(),
    };
    let options = Options {
        ids: if command.inline_ids { Ids::Inline } else { Ids::Bindings },
        default_members: if command.list_rest { Members::Listed } else { Members::Few },
        levels: if command.glyphs { Levels::Glyphs } else { Levels::Words },
        environment: command.environment.clone(),
        found,
    };
    let mut imported = import::import(format, &inputs, &catalog, &options).map_err(|error| {
        Failure::new("nothing was imported")
            .problems(error.problems.iter().map(ToString::to_string))
            .help("nothing was written")
    })?;
    import_check::hold(&mut imported, &catalog);
    let is_empty = imported.source.trim().is_empty();
    let report = || -> Result<(), Failure> {
        let Some(file) = &command.report else { return Ok(()) };
        let json = serde_json::to_string_pretty(&imported.report.to_json()).map_err(std::io::Error::from)?;
        write::result(file, format!("{json}\n").as_bytes())
    };
    match &command.out {
        Some(_) if is_empty => report()?,
        None => {
            out.write_all(imported.source.as_bytes())?;
            report()?;
        }
        Some(folder) => {
            let name =
                folder.file_name().map_or_else(|| "imported".to_owned(), |name| name.to_string_lossy().into_owned());
            let mut settings = format!("[project]\nname    = {}\nedition = 2026\n", toml_text(&name));
            if pinned {
                settings.push_str("\n[catalog]\nconnectors = \"connectors.csv\"\n");
            }
            let targets: Vec<String> = targets(&imported.report).iter().map(|name| toml_text(name)).collect();
            let _ = write!(settings, "\n[build]\ntargets  = [{}]\n", targets.join(", "));
            if !imported.bindings.is_empty() {
                settings.push_str("bindings = \"bindings.json\"\n");
            }
            let mut files = vec![
                (SETTINGS, settings.into_bytes()),
                (file_of(&imported.report), imported.source.clone().into_bytes()),
            ];
            if !imported.bindings.is_empty() {
                let json = serde_json::to_string_pretty(&imported.bindings.to_json()).map_err(std::io::Error::from)?;
                files.push(("bindings.json", format!("{json}\n").into_bytes()));
            }
            if pinned {
                files.push(("connectors.csv", catalog.to_pinned_csv().into_bytes()));
            }
            // The folder comes last: without it, the next run repeats everything that this one should have done.
            write_folder(folder, &files, report)?;
        }
    }
    if !display.quiet {
        out.flush()?;
        let mut talk = super::terminal::talk();
        for line in imported.report.lines() {
            writeln!(talk, "{line}")?;
        }
        if command.report.is_none() && imported.report.abridges() {
            writeln!(talk, "`--report FILE` writes every name")?;
        }
        if is_empty {
            writeln!(talk, "nothing was written")?;
        } else if let Some(folder) = &command.out {
            let folder = folder.display().to_string();
            let folder = printable(&folder);
            writeln!(talk, "wrote {folder}; next: dictum check {folder}")?;
        }
    }
    let lacks = imported.report.refused() + imported.report.held_back() + imported.report.unfinished();
    Ok(if lacks > 0 { Status::Findings } else { Status::Clean })
}

/// The file for the source.
fn file_of(report: &Report) -> &'static str {
    let has_no_policies = report.policies.is_empty() && report.allow_lists.is_empty();
    match (has_no_policies, report.organisation.is_empty()) {
        (_, true) => "data-policies.dictum",
        (true, false) => "organisation.dictum",
        (false, false) => "imported.dictum",
    }
}

/// The targets that the imported declarations can be built for.
fn targets(report: &Report) -> Vec<&'static str> {
    let mut targets = vec!["bundle"];
    if !report.policies.is_empty() || !report.allow_lists.is_empty() || report.organisation.is_empty() {
        targets.push("power-platform");
    }
    if !report.organisation.is_empty() {
        targets.extend(Target::ALL.into_iter().map(Target::name).filter(|name| *name == "dataverse"));
    }
    targets
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Refuses to write into a folder that is not empty.
pub(super) fn refuse_full(folder: &Path) -> Result<(), Failure> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Failure::new(format!("`{}` is not empty", folder.display()))
                .help("name a new folder; nothing that exists is overwritten")),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::reading(folder, error)),
    }
}

/// Writes files into a new or empty folder: all of them or none. When they are complete and not yet in place, `before`
/// writes related files elsewhere.
pub(super) fn write_folder(
    folder: &Path,
    files: &[(&str, Vec<u8>)],
    before: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _here => Path::new("."),
    };
    std::fs::create_dir_all(parent).map_err(|error| Failure::writing(parent, error))?;
    let inside = folder.is_dir();
    let staging =
        write::staging(if inside { folder } else { parent }).map_err(|error| Failure::writing(folder, error))?;
    for (name, bytes) in files {
        let path = staging.path().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| Failure::writing(&path, error))?;
        }
        write::result(&path, bytes)?;
    }
    before()?;
    if inside {
        // The folder may be the current one, so the files are moved into it rather than the folder replaced.
        for entry in std::fs::read_dir(staging.path()).map_err(|error| Failure::writing(folder, error))? {
            let entry = entry.map_err(|error| Failure::writing(folder, error))?;
            let target = folder.join(entry.file_name());
            std::fs::rename(entry.path(), &target).map_err(|error| Failure::writing(&target, error))?;
        }
        return Ok(());
    }
    let staged = staging.keep();
    std::fs::rename(&staged, folder).map_err(|error| {
        // Files that could not be put in place must not remain either.
        let _ = std::fs::remove_dir_all(&staged);
        Failure::writing(folder, error)
    })
}
