//! Which files in folders are imported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::project::read_file;
use crate::import;

/// The number of bytes of an XML file that are enough to recognise its kind.
const BEGINNING: usize = 4096;

/// A file to be imported, and whether it was found in a folder rather than named.
pub(super) type Found = (PathBuf, bool);

/// The named files, and the files of an importable kind in the named folders. Ignored files are read too, since the
/// output folder of a build mostly is ignored.
pub(super) fn exports(paths: &[PathBuf]) -> Result<Vec<Found>, Failure> {
    let mut files: BTreeMap<PathBuf, bool> = BTreeMap::new();
    for path in paths {
        if !path.is_dir() {
            files.insert(path.clone(), false);
            continue;
        }
        let found = in_folder(path)?;
        if found.is_empty() {
            return Err(Failure::new(format!("the folder `{}` holds nothing that can be imported", path.display()))
                .help(
                    "exports end in `.json`, `.csv`, `.tsv`, `.xml`, `.zip`, `.tf`, `.tofu`, `.tfvars` or `.tfstate`",
                ));
        }
        for file in found {
            files.entry(file).or_insert(true);
        }
    }
    Ok(files.into_iter().collect())
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).standard_filters(false).hidden(true).build() {
        let entry = entry.map_err(|error| Failure::new(format!("cannot read `{}`", folder.display())).cause(error))?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            all.push(entry.into_path());
        }
    }
    let solutions: BTreeSet<PathBuf> = all.iter().filter_map(|file| solution_of(file)).map(Path::to_path_buf).collect();
    let in_solution = |file: &Path| file.ancestors().any(|above| solutions.contains(above));
    let mut found = Vec::new();
    for file in all {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        let wanted = match ending.as_str() {
            "xml" => {
                // Of the many files of a solution, only roles and profiles are wanted.
                let beginning = read_file(&file, BEGINNING)?;
                import::is_of_solution(&String::from_utf8_lossy(&beginning))
            }
            // Other files of an unpacked solution, beside XML, are its apps and flows.
            "json" | "csv" | "tsv" | "tf" | "tofu" | "tfvars" | "tfstate" | "zip" => !in_solution(&file),
            _other => false,
        };
        if wanted {
            found.push(file);
        }
    }
    Ok(found)
}

/// The folder of the unpacked solution whose manifest this file is.
fn solution_of(file: &Path) -> Option<&Path> {
    let name = file.file_name()?.to_str()?.to_ascii_lowercase();
    let folder = file.parent()?;
    let in_other = folder.file_name().is_some_and(|name| name.eq_ignore_ascii_case("Other"));
    match name.as_str() {
        "solution.xml" | "customizations.xml" if in_other => folder.parent(),
        "solution.xml" | "customizations.xml" => Some(folder),
        _other => None,
    }
}
