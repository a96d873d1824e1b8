//! Which files make a program: discovery, settings, catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::args::{Display, Inputs};
use super::confined::confined;
use super::discover::{Found, LeftOut, find};
use super::failure::Failure;
use crate::catalog::Catalog;
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, list_of};
use crate::syntax::MAX_FILE;
use crate::text::{Fault, FileId, Source, Sources, decode_output, printable};

/// The largest settings file in bytes. The TOML parser needs some 300 bytes for each byte of a table.
const MAX_SETTINGS: usize = 64 * 1024;

/// The name of the settings file.
pub(super) const SETTINGS: &str = "dictum.toml";

/// Input of fewer bytes is checked faster than threads start and wake.
const SMALL: usize = 64 * 1024;
/// The number of files below which the same holds for reading.
const FEW: usize = 32;

/// One program: its files, settings and catalogue.
pub(super) struct Project {
    /// The folder of its settings, or the named path.
    pub(super) root: PathBuf,
    /// Its policy files.
    pub(super) sources: Sources,
    /// Its settings.
    pub(super) config: Config,
    /// The settings file, by itself, with the findings about it.
    pub(super) settings: Option<(Sources, Vec<Diagnostic>)>,
    /// Its catalogue.
    pub(super) catalog: Arc<Catalog>,
    /// The files whose findings are shown, in order; `None` shows all.
    pub(super) selected: Option<Vec<FileId>>,
    /// The policy files in it that are not read.
    pub(super) left_out: Vec<LeftOut>,
    /// The paths that the settings exclude, relative to its folder.
    pub(super) excluded: Vec<String>,
    /// Standard input unchanged, if the settings exclude the file that it represents.
    pub(super) passed_by: Option<Vec<u8>>,
}

/// A group of policy files that share their settings.
#[derive(Default)]
struct Group {
    root: PathBuf,
    settings: Option<PathBuf>,
    files: Vec<PathBuf>,
    /// Files named one by one; with any, only their findings are shown.
    named: Vec<PathBuf>,
    left_out: Vec<LeftOut>,
    whole: bool,
}

/// The programs that the arguments name: one for each `dictum.toml` above or below the paths.
pub(super) fn load(inputs: &Inputs) -> Result<Vec<Project>, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if inputs.paths.is_empty() { &here[..] } else { &inputs.paths };
    let stdin = paths.iter().any(|path| is_dash(path));
    if !stdin && inputs.stdin_filename.is_some() {
        return Err(Failure::new("`--stdin-filename` names standard input, which is not read")
            .help("name `-` among the paths to read it"));
    }
    let stdin_name = inputs.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.dictum"));
    let mut groups: BTreeMap<PathBuf, Group> = BTreeMap::new();
    let mut left_out = Vec::new();
    for path in paths {
        let (path, files) = if is_dash(path) {
            (stdin_name.as_path(), vec![stdin_name.clone()])
        } else {
            let Found { files, left_out: more } = find(path)?;
            left_out.extend(more);
            (path.as_path(), files)
        };
        let is_folder = path.is_dir();
        // Files of one folder belong together, and looking for settings on the disk takes time.
        for files in files.chunk_by(|one, other| one.parent() == other.parent()) {
            let settings = match &inputs.config {
                Some(settings) => Some(settings.clone()),
                None => files.first().and_then(|file| settings_above(file)),
            };
            if let (Some(settings), None) = (&settings, &inputs.config) {
                own_settings(settings)?;
            }
            let root = shown(&match &settings {
                Some(settings) => parent(settings),
                None if is_folder => path.to_path_buf(),
                None => parent(path),
            });
            let key = full(&root);
            // A folder inside a project is a part of it; a folder that contains the project is the whole project.
            let whole = is_folder && key.starts_with(full(path));
            let group = groups.entry(key).or_default();
            if !whole {
                group.named.extend_from_slice(files);
            }
            group.root = root;
            group.settings = settings;
            group.whole |= whole;
            group.files.extend_from_slice(files);
        }
    }
    if groups.is_empty() {
        let shown: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        return Err(Failure::new(format!("no policy files were found in {}", shown.join(", "))).help(
            match left_out.first() {
                Some(LeftOut { path, why }) => format!("`{}` is not read: {why}", path.display()),
                None => "policy files end in `.dictum`; `dictum init` starts a project".to_owned(),
            },
        ));
    }
    for one in left_out {
        // A file that is left out belongs to the innermost project that contains it.
        let place = full(&one.path);
        if let Some((_, group)) = groups.iter_mut().rev().find(|(root, _)| place.starts_with(root)) {
            group.left_out.push(one);
        }
    }
    let stdin = if stdin { Some((stdin_name, read_stdin()?)) } else { None };
    let projects: Result<Vec<Project>, Failure> =
        groups.into_values().map(|group| open(group, stdin.as_ref(), inputs.no_exclude)).collect();
    let projects = projects?;
    // Files named one by one may all be left out, since their user need not know the settings. A folder without any
    // remaining file is a mistake.
    if projects.iter().all(|project| project.sources.is_empty() && project.selected.is_none()) {
        let roots = projects.iter().map(|project| format!("`{}`", project.root.display()));
        return Err(Failure::new(format!(
            "`project.exclude` leaves out every policy file in {}",
            list_of(roots, "and")
        ))
        .help("take a glob out of the settings, or read all with `--no-exclude`"));
    }
    let bytes: usize = projects.iter().flat_map(|project| &project.sources).map(|source| source.text().len()).sum();
    if bytes < SMALL {
        // This has no effect if threads were started already.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
    Ok(projects)
}

/// Whether only standard input is read, so that the result goes to standard output.
pub(super) fn is_stdin(inputs: &Inputs) -> Result<bool, Failure> {
    let stdin = reads_stdin(inputs);
    if stdin && inputs.paths.len() > 1 {
        return Err(Failure::new("standard input goes to standard output, and files are changed in place")
            .help("run it once for `-` and once for the files"));
    }
    Ok(stdin)
}

/// Whether standard input is read, alone or beside files.
pub(super) fn reads_stdin(inputs: &Inputs) -> bool {
    inputs.paths.iter().any(|path| is_dash(path))
}

/// Whether a path is the word for standard input.
fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

pub(super) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _none => PathBuf::from("."),
    }
}

/// The nearest settings file above a file.
pub(super) fn settings_above(file: &Path) -> Option<PathBuf> {
    let full = std::path::absolute(file).ok()?;
    // A broken link, a pipe and a folder count too: reading them reports what they are. Skipping them would silently
    // apply the defaults.
    let is_there = |folder: &Path| std::fs::symlink_metadata(folder.join(SETTINGS)).is_ok();
    let levels = full.ancestors().skip(1).position(is_there)?;
    // Written relative to the caller's path as far as that reaches, so that messages stay short.
    let mut folder = parent(file);
    for _ in 0..levels {
        folder = match folder.components().next_back() {
            Some(Component::Normal(_)) => parent(&folder),
            _other => return full.ancestors().nth(levels + 1).map(|folder| folder.join(SETTINGS)),
        };
    }
    Some(clean(&folder.join(SETTINGS)))
}

/// Refuses settings that are found beside a policy and are a link out of their folder: messages would quote their
/// mistakes, and they may be any user's file.
fn own_settings(settings: &Path) -> Result<(), Failure> {
    if !std::fs::symlink_metadata(settings).is_ok_and(|about| about.is_symlink()) {
        return Ok(());
    }
    let folder = parent(settings);
    let real = |path: &Path| std::fs::canonicalize(path).map_err(|error| Failure::reading(path, error));
    if real(settings)?.starts_with(real(&folder)?) {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` is a symbolic link that points outside its folder", settings.display()))
        .help("put the file itself there, or name the other one with `--config`"))
}

fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let limit = MAX_FILE as u64 + 1;
    std::io::stdin()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new("cannot read standard input").cause(error))?;
    Ok(bytes)
}

/// The bytes of a file; of a larger file only enough to see that the limit is exceeded.
///
/// Pipes and devices are refused: they may never end, or never begin.
pub(super) fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let kind = std::fs::metadata(path).map_err(|error| Failure::reading(path, error))?.file_type();
    if !kind.is_file() && !kind.is_dir() {
        return Err(Failure::irregular(path));
    }
    let file = std::fs::File::open(path).map_err(|error| Failure::reading(path, error))?;
    let most = limit as u64 + 1;
    // A known size saves the repeated reads of a growing buffer.
    let size = file.metadata().map_or(0, |about| about.len().min(most));
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(most).read_to_end(&mut bytes).map_err(|error| Failure::reading(path, error))?;
    Ok(bytes)
}

/// Reads a file that is useful only as a whole: one larger than `limit` bytes is refused.
pub(super) fn read_whole(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let bytes = read_file(path, limit)?;
    if bytes.len() > limit {
        return Err(Failure::new(format!("`{}` is larger than {limit} bytes", path.display())));
    }
    Ok(bytes)
}

fn open(mut group: Group, stdin: Option<&(PathBuf, Vec<u8>)>, no_exclude: bool) -> Result<Project, Failure> {
    if !group.whole && group.settings.is_some() {
        // Named files still belong to a whole program.
        let Found { files, left_out } = find(&group.root)?;
        group.left_out.extend(left_out);
        group.files.extend(files.into_iter().filter(|file| settings_above(file) == group.settings));
    }
    // One file may be found in two ways, as `a.dictum` and `./a.dictum`.
    let mut files: Vec<(PathBuf, PathBuf)> = group.files.into_iter().map(|file| (full(&file), file)).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files.dedup_by(|a, b| a.0 == b.0);
    let root = group.root;
    let prefix = prefix(&root);
    let (config, settings) = match &group.settings {
        Some(path) => {
            let bytes = read_file(path, MAX_SETTINGS)?;
            let sources = Sources::new(vec![(path.display().to_string().replace('\\', "/"), bytes)]);
            if let Some(fault) = sources.iter().find_map(Source::fault) {
                return Err(undecodable(path, fault));
            }
            if sources.iter().any(|source| source.text().len() > MAX_SETTINGS) {
                return Err(Failure::new(format!("`{}` is larger than {MAX_SETTINGS} bytes", path.display()))
                    .help("settings are short; is it another file?"));
            }
            let (config, findings) = sources.iter().next().map(config::read).unwrap_or_default();
            (config, Some((sources, findings)))
        }
        None => (Config::default(), None),
    };
    let mut left_out = group.left_out;
    let mut excluded = Vec::new();
    let mut passed_by = None;
    let globs = config::globs::excluded(&config);
    files.retain(|(whole, file)| {
        let path = logical(file, &root);
        if !globs.as_ref().is_some_and(|globs| config::globs::leaves_out(globs, &path)) {
            return true;
        }
        excluded.push(path);
        if no_exclude {
            return true;
        }
        passed_by =
            passed_by.take().or_else(|| stdin.filter(|(name, _)| full(name) == *whole).map(|(_, bytes)| bytes.clone()));
        left_out.push(LeftOut { path: file.clone(), why: "the setting `project.exclude` leaves it out" });
        false
    });
    let read = |(whole, file): &(PathBuf, PathBuf)| {
        let bytes = match stdin {
            Some((name, bytes)) if full(name) == *whole => bytes.clone(),
            _other => read_file(file, MAX_FILE)?,
        };
        Ok((logical(file, &root), bytes))
    };
    let inputs: Result<Vec<(String, Vec<u8>)>, Failure> =
        if files.len() < FEW { files.iter().map(read).collect() } else { files.par_iter().map(read).collect() };
    let sources = Sources::rooted(prefix, inputs?);
    let selected = (!group.whole && group.settings.is_some()).then(|| {
        let named: BTreeSet<String> = group.named.iter().map(|file| logical(file, &root)).collect();
        sources.iter().filter(|source| named.contains(source.path())).map(Source::id).collect()
    });
    let catalog = match &config.connectors {
        None => Catalog::shared_builtin().clone(),
        Some(file) => Arc::new(read_catalog(&confined(&root, "catalog.connectors", file)?)?),
    };
    left_out.sort_by(|a, b| a.path.cmp(&b.path));
    left_out.dedup_by(|a, b| full(&a.path) == full(&b.path));
    // A file that is read because it was named does not count as left out.
    left_out.retain(|one| files.binary_search_by(|(whole, _)| whole.cmp(&full(&one.path))).is_err());
    Ok(Project { root, sources, config, settings, catalog, selected, left_out, excluded, passed_by })
}

/// The text of a file that this or another program wrote; an error if its bytes are not text.
pub(super) fn read_output(path: &Path, limit: usize) -> Result<String, Failure> {
    match decode_output(read_whole(path, limit)?) {
        (text, None) => Ok(text),
        (_, Some(fault)) => Err(undecodable(path, &fault)),
    }
}

/// The failure for settings that cannot be read. They are never skipped, since they would silently have no effect.
pub(super) fn undecodable(path: &Path, fault: &Fault) -> Failure {
    let what = match fault {
        Fault::Utf16 => "is UTF-16".to_owned(),
        Fault::NotUtf8 { offset, byte } => format!("is not UTF-8: byte {} is 0x{byte:02X}", offset + 1),
    };
    Failure::new(format!("`{}` {what}", path.display()))
        .help("save it as UTF-8; in Windows PowerShell, `Set-Content -Encoding utf8` does")
}

/// Reads a catalogue from a file.
pub(super) fn read_catalog(path: &Path) -> Result<Catalog, Failure> {
    let bytes = read_file(path, 64 * 1024 * 1024)?;
    let name = path.file_name().map_or_else(|| "catalogue".to_owned(), |name| name.to_string_lossy().into_owned());
    let catalog = Catalog::read(&name, &bytes)
        .map_err(|error| Failure::new(format!("cannot read the catalogue `{}`", path.display())).cause(error))?;
    Ok(catalog.with_separate_lists())
}

/// The prefix that readers see before the path of a file in the project.
fn prefix(root: &Path) -> String {
    let shown = clean(root).display().to_string().replace('\\', "/");
    if shown.is_empty() || shown == "." { String::new() } else { format!("{shown}/") }
}

/// The path of a file in its project.
fn logical(file: &Path, root: &Path) -> String {
    let (file, root) = (clean(file), clean(root));
    let inside = file.strip_prefix(&root).map(Path::to_path_buf).or_else(|_| {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        absolute(&file).strip_prefix(absolute(&root)).map(Path::to_path_buf)
    });
    inside.unwrap_or(file).display().to_string().replace('\\', "/")
}

/// The path that is equal for all ways to name one file.
pub(super) fn full(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    // Only the disk knows where `..` leads; other paths are resolved without it, which is faster.
    if absolute.components().any(|component| component == Component::ParentDir) {
        return std::fs::canonicalize(&absolute).unwrap_or(absolute);
    }
    clean(&absolute)
}

/// A path as readers see it.
fn shown(path: &Path) -> PathBuf {
    let clean = clean(path);
    if clean.as_os_str().is_empty() { PathBuf::from(".") } else { clean }
}

/// A path without `.` components.
fn clean(path: &Path) -> PathBuf {
    path.components().filter(|component| !matches!(component, Component::CurDir)).collect()
}

impl Project {
    /// Writes to standard error how many policy files are not read, and the reason for the first.
    pub(super) fn mention_left_out(&self, display: &Display) -> std::io::Result<()> {
        let Some(LeftOut { path, why }) = self.left_out.first().filter(|_| !display.quiet) else { return Ok(()) };
        let path = path.display().to_string();
        let path = printable(&path);
        let mut talk = super::terminal::talk();
        match self.left_out.len() {
            1 => writeln!(talk, "not read: `{path}`, since {why}"),
            count => {
                let more = "`dictum config --files` lists them";
                writeln!(talk, "not read: {count} policy files or links, the first `{path}`, since {why}; {more}")
            }
        }
    }

    /// Whether a file is selected.
    pub(super) fn selects(&self, file: FileId) -> bool {
        self.selected.as_ref().is_none_or(|selected| selected.binary_search(&file).is_ok())
    }

    /// Whether a finding is in a selected file.
    pub(super) fn shows(&self, diagnostic: &Diagnostic) -> bool {
        match &self.selected {
            // A finding about two declarations of one name, for example, may belong to either file.
            Some(selected) if !diagnostic.labels.is_empty() => {
                let labels = diagnostic.labels.iter().map(|label| &label.location);
                labels.chain(&diagnostic.also).any(|place| selected.binary_search(&place.file).is_ok())
            }
            _all => true,
        }
    }
}
