//! Files of variables: the module that each belongs to, and the files that each run uses.

use std::collections::BTreeMap;

use super::module::Module;
use super::world::{World, joined};
use super::{Folders, ModuleFile, Read, Source};
use crate::import::read::neutral::Outcome;
use crate::import::read::value::Value;

/// One run of Terraform, with the values from its files of variables.
pub(super) struct Run {
    /// The file that distinguishes it from other runs; empty where there is only one run.
    pub(super) name: String,
    pub(super) values: BTreeMap<String, Value>,
}

/// The folder of the module that a file of variables belongs to: the nearest one above it that declares one of them.
pub(in crate::import::read) fn bind(folder: &str, root: &Value, folders: &Folders<ModuleFile>) -> Option<String> {
    let mut at = joined(folder, "");
    loop {
        let declares = folders.get(&at).is_some_and(|files| {
            let module = Module::of(files);
            root.entries().iter().any(|(key, _)| module.variables.contains_key(key.as_str()))
        });
        if declares {
            return Some(at);
        }
        let end = at.rfind('/').filter(|end| *end > 0).unwrap_or(0);
        if at.is_empty() {
            return None;
        }
        at.truncate(end);
    }
}

/// The runs of a module. Files that set the same variable are alternatives, each with its own run; all others are
/// part of every run.
pub(super) fn of(files: &[ModuleFile], module: &Module) -> Vec<Run> {
    let named: Vec<(&str, &Value)> = files
        .iter()
        .filter_map(|file| match &file.source {
            Source::Named(root) => Some((file.name.as_str(), root)),
            Source::Hcl(..) | Source::Json(_) | Source::Variables(_) => None,
        })
        .collect();
    let declared = |(key, _): &&(String, Value)| module.variables.contains_key(key.as_str());
    let overlaps = |one: &Value, other: &Value| {
        one.entries().iter().filter(declared).any(|(key, value)| other.get(key).is_some_and(|known| known != value))
    };
    let is_alternative = |at: usize, root: &Value| {
        named.iter().enumerate().any(|(other, (_, also))| other != at && overlaps(root, also))
    };
    let values = |root: &Value| root.entries().iter().filter(declared).cloned().collect::<Vec<_>>();
    let mut common: BTreeMap<String, Value> = BTreeMap::new();
    let mut alternatives: Vec<(&str, &Value)> = Vec::new();
    for (at, (name, root)) in named.iter().enumerate() {
        if is_alternative(at, root) {
            alternatives.push((name, root));
        } else {
            common.extend(values(root));
        }
    }
    if alternatives.is_empty() {
        return vec![Run { name: String::new(), values: common }];
    }
    let run = |(name, root): (&str, &Value)| {
        let mut all = common.clone();
        all.extend(values(root));
        Run { name: name.to_owned(), values: all }
    };
    alternatives.into_iter().map(run).collect()
}

/// Notes the values that no variable of their module uses.
pub(super) fn tell_unused(folders: &Folders<ModuleFile>, world: &World, read: &mut Folders<Read>) {
    for (folder, module) in world.modules() {
        let files = folders.get(folder).map(Vec::as_slice).unwrap_or_default();
        for (file, of_file) in files.iter().zip(read.get_mut(folder).into_iter().flatten()) {
            let (Source::Named(root) | Source::Variables(root)) = &file.source else { continue };
            for (key, _) in root.entries().iter().filter(|(key, _)| !module.variables.contains_key(key.as_str())) {
                let why = "the module beside it declares no such variable";
                of_file.notes.add(Outcome::Dropped, "", format!("`{key}`"), why);
            }
        }
    }
}
