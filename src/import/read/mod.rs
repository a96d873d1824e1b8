//! Readers: from the files of the platform, of Dataverse and of Terraform to one neutral value.
//!
//! Nothing here knows the language or which connectors there are. A file that cannot be read at all is a [`Problem`];
//! a policy that cannot be read, and everything a policy loses on the way, is told in
//! [`Export::not_carried`], and hides nothing else.

mod built;
mod dataverse;
mod detect;
mod environments;
mod fields;
mod hcl;
mod json;
mod legacy;
mod neutral;
mod notes;
pub mod organisation;
mod power_platform;
mod power_platform_v1;
mod power_platform_v2;
mod request;
mod rules;
mod terraform_json;
mod terraform_members;
mod terraform_policy;
mod tfvars;
mod value;
mod words;

use std::collections::BTreeMap;

pub use detect::{FORMATS, Format};
pub use neutral::{
    ActionRules, Behaviour, Condition, ConnectorEntry, EndpointRule, EnvironmentRef, Export, FileRead, Group, Members,
    NotCarried, Outcome, Pattern, Policy, Scope,
};

use super::error::{ImportError, Problem};
use built::Built;
use dataverse::Part;
pub use dataverse::is_of_solution;
use detect::Content;
use hcl::{ModuleFile, Source};
use notes::Notes;

/// Reads files, each a name and its bytes. Their order does not matter.
pub fn read(format: Format, inputs: &[(String, Vec<u8>)]) -> Result<Export, ImportError> {
    let mut problems = Vec::new();
    let unpacked = unpacked(inputs, &mut problems);
    let mut inputs: Vec<&(String, Vec<u8>)> =
        inputs.iter().filter(|(_, bytes)| !dataverse::is_archive(bytes)).collect();
    inputs.extend(&unpacked);
    inputs.sort();
    inputs.dedup();
    let mut files = Vec::new();
    for (name, bytes) in inputs {
        match detect::detect(name, bytes, format) {
            Ok(content) => files.push((name.as_str(), content)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(ImportError { problems });
    }
    let export = read_contents(files);
    let is_empty = export.policies.is_empty() && export.organisation.is_empty();
    if is_empty && export.not_carried.iter().all(|item| item.outcome != Outcome::Refused) {
        let problems = export.files.iter().map(|file| Problem::new(&file.name, "", nothing(file.form)));
        return Err(ImportError { problems: problems.collect() });
    }
    Ok(export)
}

/// The files in the archives among `inputs`.
fn unpacked(inputs: &[(String, Vec<u8>)], problems: &mut Vec<Problem>) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (name, bytes) in inputs.iter().filter(|(_, bytes)| dataverse::is_archive(bytes)) {
        match dataverse::files_of_archive(name, bytes) {
            Ok(found) => files.extend(found),
            Err(problem) => problems.push(problem),
        }
    }
    files
}

/// What a file lacks that gave nothing.
fn nothing(form: &str) -> &'static str {
    if form.contains("solution") || form.contains("Dataverse") {
        "the file holds neither roles nor column security, units, teams or users"
    } else {
        "the file holds no data policy"
    }
}

/// Reads each file by its kind; those of a module are read together.
fn read_contents(files: Vec<(&str, Content)>) -> Export {
    let modules: Vec<&str> = files
        .iter()
        .filter(|(_, content)| matches!(content, Content::Module(..) | Content::ModuleJson(_)))
        .map(|(name, _)| folder_of(name))
        .collect();
    let mut read: Vec<(FileRead, Vec<Policy>, Notes)> = Vec::new();
    let (mut requests, mut plans) = (Vec::new(), Vec::new());
    let mut parts: BTreeMap<String, Vec<(ModuleFile, &'static str)>> = BTreeMap::new();
    let mut part = Part::default();
    for (name, content) in files {
        let form = content.words();
        let mut notes = Notes::new(name);
        let is_loaded = hcl::is_loaded_by_itself(name) && modules.contains(&folder_of(name));
        let source = match content {
            Content::PowerPlatform(root, _) => {
                let policies = power_platform::read(&root, &mut notes);
                read.push(file_read(name, form, policies, notes));
                continue;
            }
            Content::Request(root) => {
                requests.push((name, root));
                continue;
            }
            Content::Built(root, Built::Plan) => {
                plans.push((name, root));
                continue;
            }
            Content::Dataverse(file, shape) => {
                let before = counts(&part);
                dataverse::read(&file, shape, &mut part, &mut notes);
                let after = counts(&part);
                let (mut file, policies, notes) = file_read(name, form, Vec::new(), notes);
                (file.roles, file.rows) = (after.0 - before.0, after.1 - before.1);
                read.push((file, policies, notes));
                continue;
            }
            Content::Built(..) => {
                read.push(file_read(name, form, Vec::new(), notes));
                continue;
            }
            Content::TerraformJson(root, shape) => {
                let policies = terraform_json::read(&root, shape, &mut notes);
                read.push(file_read(name, form, policies, notes));
                continue;
            }
            Content::Variables(root, _) if !is_loaded => {
                let policies = tfvars::read(&root, &mut notes);
                read.push(file_read(name, form, policies, notes));
                continue;
            }
            Content::Variables(root, _) => Source::Variables(root),
            Content::ModuleJson(root) => Source::Json(root),
            Content::Module(body, text) => Source::Hcl(body, text),
        };
        let part = ModuleFile { name: name.to_owned(), source };
        parts.entry(folder_of(name).to_owned()).or_default().push((part, form));
    }
    read.extend(request::read(&requests, &plans));
    for module in parts.into_values() {
        let (files, forms): (Vec<ModuleFile>, Vec<&'static str>) = module.into_iter().unzip();
        let of_files = hcl::read(&files);
        for ((file, form), (policies, notes)) in files.iter().zip(forms).zip(of_files) {
            read.push(file_read(&file.name, form, policies, notes));
        }
    }
    read.sort_by(|(one, ..), (two, ..)| one.name.cmp(&two.name));
    let mut export = Export::default();
    for (file, policies, notes) in read {
        export.files.push(file);
        export.policies.extend(policies);
        export.not_carried.extend(notes.finish());
    }
    let (organisation, notes) = dataverse::settle(part);
    export.organisation = organisation;
    export.not_carried.extend(notes);
    export
}

/// How many roles there are, and how many other rows.
fn counts(part: &Part) -> (usize, usize) {
    let all = &part.organisation;
    (all.roles.len(), all.profiles.len() + all.units.len() + all.teams.len() + all.users.len())
}

fn file_read(name: &str, form: &'static str, policies: Vec<Policy>, notes: Notes) -> (FileRead, Vec<Policy>, Notes) {
    (FileRead { name: name.to_owned(), form, policies: policies.len(), roles: 0, rows: 0 }, policies, notes)
}

fn folder_of(name: &str) -> &str {
    name.rfind(['/', '\\']).and_then(|end| name.get(..end)).unwrap_or_default()
}
