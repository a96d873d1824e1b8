//! All modules among the files, and the calls between them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::module::{Description, Module, What};
use super::{Folders, ModuleFile};

/// The maximum nesting of module calls.
pub(super) const DEPTH: usize = 12;
/// The maximum number of calls that are followed.
const CALLS: usize = 5_000;
/// The maximum number of expressions and copied values of all modules together.
const WORK: usize = 32_000_000;

/// The modules by their folders.
pub(super) struct World<'m> {
    modules: BTreeMap<&'m str, Module<'m>>,
    calls_left: Cell<usize>,
    /// The remaining number of expressions and copied values of all modules.
    pub(super) work: Cell<usize>,
    /// The ids in `import` blocks, by the addresses of the objects.
    pub(super) ids: RefCell<BTreeMap<String, String>>,
}

impl<'m> World<'m> {
    pub(super) fn of(folders: &'m Folders<ModuleFile>) -> Self {
        let modules = folders.iter().map(|(folder, files)| (folder.as_str(), Module::of(files)));
        Self {
            modules: modules.collect(),
            calls_left: Cell::new(CALLS),
            work: Cell::new(WORK),
            ids: RefCell::default(),
        }
    }

    /// Every module.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&'m str, &Module<'m>)> {
        self.modules.iter().map(|(folder, module)| (*folder, module))
    }

    /// The modules that no other module calls: Terraform is run in these.
    pub(super) fn roots(&self) -> Vec<(&'m str, &Module<'m>)> {
        let mut called: BTreeSet<&str> = BTreeSet::new();
        for (folder, module) in self.modules() {
            for description in module.descriptions.iter().flatten() {
                called.extend(self.called(folder, description).map(|(target, _)| target).filter(|to| *to != folder));
            }
        }
        self.modules().filter(|(folder, _)| !called.contains(folder)).collect()
    }

    /// The module of a call in `folder`, if its folder is among the files.
    pub(super) fn called(&self, folder: &str, description: &Description) -> Option<(&'m str, &Module<'m>)> {
        let source = description.source.as_ref().filter(|_| description.what == What::Call)?;
        if !is_local(source) {
            return None;
        }
        let (target, module) = self.modules.get_key_value(joined(folder, source).as_str())?;
        Some((target, module))
    }

    /// Takes one call from the remaining ones; false where none is left.
    pub(super) fn one_more(&self) -> bool {
        let left = self.calls_left.get().checked_sub(1);
        self.calls_left.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// Whether the address of a module is a folder of the same configuration.
pub(super) fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../")
}

/// Whether the address of a module shows that it is made for the Power Platform.
pub(super) fn speaks_of_the_platform(source: &str) -> bool {
    let letters: String = source.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    ["powerplatform", "powerapps", "dataverse"].iter().any(|word| letters.contains(word))
}

/// A path below a folder, without `.` and `..` where possible.
pub(in crate::import::read) fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split(['/', '\\']).chain(path.split('/')) {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_are_joined_as_terraform_does() {
        assert_eq!(joined("", "./modules/dlp"), "modules/dlp");
        assert_eq!(joined(".", "./modules/dlp/"), "modules/dlp");
        assert_eq!(joined("infra/live", "../modules/dlp"), "infra/modules/dlp");
        assert_eq!(joined("/srv/live", "../dlp"), "/srv/dlp");
        assert_eq!(joined("", "../dlp"), "../dlp");
    }
}
