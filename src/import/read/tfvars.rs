//! Terraform variables that hold policies: one as the whole file, or several in a map or a list.

use super::json::below;
use super::neutral::{Outcome, Policy};
use super::notes::Notes;
use super::terraform_json::{self, Found};
use super::terraform_policy::{self, Completeness};
use super::value::Value;

/// How deep below the file a policy is looked for: a variable, a map, a policy.
const DEPTH: usize = 3;

/// Whether the variables hold a policy.
pub(super) fn holds_policies(root: &Value) -> bool {
    !terraform_json::find(root, String::new(), String::new(), DEPTH).is_empty()
}

/// Reads every policy of the variables.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Vec<Policy> {
    let found = terraform_json::find(root, String::new(), label_of(&notes.file), DEPTH);
    if let Value::Object(entries) = root
        && !terraform_policy::is_policy(root)
    {
        for (key, _) in entries {
            let place = below("", key);
            if !found.iter().any(|Found { place: at, .. }| *at == place || at.starts_with(&format!("{place}/"))) {
                let why = "the variable holds no data policy";
                notes.add(Outcome::Dropped, place, format!("`{key}`"), why);
            }
        }
    }
    terraform_json::read_found(found, Completeness::Source, notes)
}

/// What to call a policy that fills a whole file: the file's own name.
fn label_of(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}
