//! Readers: from the files of the platform, of Dataverse and of Terraform to one neutral value.
//!
//! The readers do not know the language or the existing connectors. A file that cannot be read at all is a
//! [`Problem`]. A policy that cannot be read, and everything that a policy loses, is reported in
//! [`Export::not_carried`], and everything else is still read.

mod admin_cmdlet;
mod allowed_connectors;
mod built;
mod companions;
mod connector_list;
mod cross_tenant;
mod dataverse;
mod detect;
mod environment_list;
mod environment_settings;
mod environments;
mod fields;
mod graph;
mod group_list;
mod hcl;
mod json;
mod legacy;
mod m365dsc;
mod m365dsc_entra;
mod neutral;
mod notes;
pub mod organisation;
mod power_platform;
mod power_platform_v1;
mod power_platform_v2;
mod request;
mod rule_based;
mod rule_based_policy;
mod rules;
mod scuba;
mod spreadsheet;
mod tenant;
mod tenant_isolation;
mod tenant_settings;
mod terraform_announced;
mod terraform_doomed;
mod terraform_environment;
mod terraform_json;
mod terraform_members;
mod terraform_policy;
mod terraform_rule_set;
mod tfvars;
mod value;
mod words;

use std::collections::BTreeMap;

pub use detect::{FORMATS, Format};
pub use neutral::{
    ActionRules, Allowed, AllowedConnector, Assigned, Behaviour, Condition, ConnectorEntry, ConnectorList,
    DeclaredEnvironment, DeclaredGroup, DeclaredIdentity, DeclaredIsolation, DeclaredPartner, DeclaredRouting,
    DeclaredTenant, EndpointRule, EnvironmentRef, EnvironmentSetting, Export, FileRead, GraphGroup, Group, GroupRef,
    Line, ListedConnector, Members, NotCarried, Outcome, Pattern, Policy, RuleBasedPolicy, Scope, Stated,
    StatedSetting,
};

use super::error::{ImportError, Problem};
use built::Built;
use dataverse::Part;
pub use dataverse::is_of_solution;
use detect::Content;
use hcl::{Folders, ModuleFile, Source};
pub(in crate::import) use notes::{FURTHER_PAGES, Notes};
use value::Value;

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
    let is_empty = export.policies.is_empty()
        && export.connector_lists.is_empty()
        && export.rule_based.is_empty()
        && export.environments.is_empty()
        && export.groups.is_empty()
        && export.tenants.is_empty()
        && export.identities.is_empty()
        && export.organisation.is_empty();
    if is_empty && export.not_carried.iter().all(|item| item.outcome != Outcome::Refused) {
        let problem = |file: &FileRead| {
            let is_configuration = file.form.starts_with("terraform");
            let remark = export.not_carried.iter().find(|item| is_configuration && item.file == file.name);
            let remark = remark.map(|item| format!("; {}: {}", item.what, item.why)).unwrap_or_default();
            Problem::new(&file.name, "", format!("{}{remark}", nothing(file.form)))
        };
        return Err(ImportError { problems: export.files.iter().map(problem).collect() });
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

/// What is missing in a file without content.
fn nothing(form: &str) -> &'static str {
    if form.contains("solution") || form.contains("Dataverse") {
        "the file holds neither roles nor column security, units, teams or users"
    } else {
        "the file holds no data policy"
    }
}

/// Reads each file by its kind; the files of a module are read together.
fn read_contents(files: Vec<(&str, Content)>) -> Export {
    let mut read: Vec<Gathered> = Vec::new();
    let (mut requests, mut plans, mut companions) = (Vec::new(), Vec::new(), Vec::new());
    let mut assignments = Vec::new();
    let mut folders: Folders<ModuleFile> = BTreeMap::new();
    let mut variables: Vec<(&str, Value, &'static str)> = Vec::new();
    let mut part = Part::default();
    for (name, content) in files {
        let form = content.words();
        let mut notes = Notes::new(name);
        let source = match content {
            Content::PowerPlatform(root, _) => {
                let policies = power_platform::read(&root, &mut notes);
                read.push(file_read(name, form, policies, notes));
                continue;
            }
            Content::Companion(root, companion) => {
                companions.push((name, root, companion));
                continue;
            }
            Content::Scuba(root) => {
                let (policies, environments) = scuba::read(&root, &mut notes);
                let declared = Declared { policies, environments, ..Declared::default() };
                read.push(gathered(name, form, declared, notes));
                continue;
            }
            Content::Environments(root) => {
                let environments = environment_list::read(&root, &mut notes);
                read.push(gathered(name, form, Declared { environments, ..Declared::default() }, notes));
                continue;
            }
            Content::Connectors(table) => {
                let list = connector_list::read(&table, &mut notes);
                let declared = Declared { connector_lists: vec![list], ..Declared::default() };
                read.push(gathered(name, form, declared, notes));
                continue;
            }
            Content::EnvironmentGroups(root) => {
                let groups = group_list::read(&root, &mut notes);
                read.push(gathered(name, form, Declared { groups, ..Declared::default() }, notes));
                continue;
            }
            Content::Report(root) => {
                let (environments, tenants, identity) = m365dsc::read(&root, &mut notes);
                let identities = vec![identity];
                let declared = Declared { environments, tenants, identities, ..Declared::default() };
                read.push(gathered(name, form, declared, notes));
                continue;
            }
            Content::TenantSettings(root) => {
                let tenant = tenant_settings::read(&root, tenant_settings::Naming::Api, &[], "", &mut notes);
                read.push(gathered(name, form, Declared { tenants: vec![tenant], ..Declared::default() }, notes));
                continue;
            }
            Content::Isolation(root) => {
                let tenant = tenant_isolation::of_answer(&root, "", &mut notes);
                read.push(gathered(name, form, Declared { tenants: vec![tenant], ..Declared::default() }, notes));
                continue;
            }
            Content::Graph(root, shape) => {
                let identity = graph::read(&root, shape, &mut notes);
                read.push(gathered(name, form, Declared { identities: vec![identity], ..Declared::default() }, notes));
                continue;
            }
            Content::RuleBased(root) => {
                let rule_based = rule_based::read(&root, &mut notes);
                read.push(gathered(name, form, Declared { rule_based, ..Declared::default() }, notes));
                continue;
            }
            Content::Assignments(root) => {
                assignments.push((name, root));
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
                let mut gathered = file_read(name, form, Vec::new(), notes);
                (gathered.file.roles, gathered.file.rows) = (after.0 - before.0, after.1 - before.1);
                read.push(gathered);
                continue;
            }
            Content::Built(..) => {
                read.push(file_read(name, form, Vec::new(), notes));
                continue;
            }
            Content::TerraformJson(root, shape) => {
                let declared = terraform_json::read(&root, shape, &mut notes);
                read.push(gathered(name, form, declared, notes));
                continue;
            }
            Content::Variables(root, form) => {
                variables.push((name, root, form));
                continue;
            }
            Content::ModuleJson(root) => Source::Json(root),
            Content::Module(body, text) => Source::Hcl(body, text),
        };
        let file = ModuleFile { name: name.to_owned(), form, source };
        folders.entry(hcl::joined(folder_of(name), "")).or_default().push(file);
    }
    for (file, declared, notes) in request::read(&requests, &plans) {
        read.push(Gathered { file, declared, notes });
    }
    for (name, root, form) in variables {
        let Some(folder) = hcl::bind(folder_of(name), &root, &folders) else {
            let mut notes = Notes::new(name);
            let declared = tfvars::read(&root, &mut notes);
            read.push(gathered(name, form, declared, notes));
            continue;
        };
        let loaded = hcl::is_loaded_by_itself(name) && folder == hcl::joined(folder_of(name), "");
        let source = if loaded { Source::Variables(root) } else { Source::Named(root) };
        folders.entry(folder).or_default().push(ModuleFile { name: name.to_owned(), form, source });
    }
    let of_folders = hcl::read(&folders);
    for (file, hcl::Read { declared, notes }) in folders.values().flatten().zip(of_folders.into_values().flatten()) {
        read.push(gathered(&file.name, file.form, declared, notes));
    }
    companions::join(&companions, &mut read);
    let all = read.iter_mut().flat_map(|gathered| &mut gathered.declared.rule_based);
    for ((name, _), notes) in assignments.iter().zip(rule_based::join(&assignments, all)) {
        read.push(file_read(name, rule_based::ASSIGNMENTS, Vec::new(), notes));
    }
    read.sort_by(|one, two| one.file.name.cmp(&two.file.name));
    let mut export = Export::default();
    for Gathered { file, declared, notes } in read {
        export.files.push(file);
        export.policies.extend(declared.policies);
        export.connector_lists.extend(declared.connector_lists);
        export.rule_based.extend(declared.rule_based);
        export.environments.extend(declared.environments);
        export.groups.extend(declared.groups);
        export.tenants.extend(declared.tenants.into_iter().filter(|tenant| tenant.count() > 0));
        export.identities.extend(declared.identities.into_iter().filter(|one| one.count() > 0));
        export.not_carried.extend(notes.finish());
    }
    let (organisation, notes) = dataverse::settle(part);
    export.organisation = organisation;
    export.not_carried.extend(notes);
    export
}

/// The number of roles, and of other rows.
fn counts(part: &Part) -> (usize, usize) {
    let all = &part.organisation;
    (all.roles.len(), all.profiles.len() + all.units.len() + all.teams.len() + all.users.len())
}

/// The result for a file, with its report.
struct Gathered {
    file: FileRead,
    declared: Declared,
    notes: Notes,
}

/// The declarations about policies and their environments in a file.
#[derive(Default)]
struct Declared {
    policies: Vec<Policy>,
    connector_lists: Vec<ConnectorList>,
    rule_based: Vec<RuleBasedPolicy>,
    environments: Vec<DeclaredEnvironment>,
    groups: Vec<DeclaredGroup>,
    tenants: Vec<DeclaredTenant>,
    identities: Vec<DeclaredIdentity>,
}

fn file_read(name: &str, form: &'static str, policies: Vec<Policy>, notes: Notes) -> Gathered {
    gathered(name, form, Declared { policies, ..Declared::default() }, notes)
}

fn gathered(name: &str, form: &'static str, declared: Declared, notes: Notes) -> Gathered {
    let file = FileRead {
        name: name.to_owned(),
        form,
        policies: declared.policies.len() + declared.connector_lists.iter().map(ConnectorList::policies).sum::<usize>(),
        rule_based: declared.rule_based.len(),
        // An entry that only makes an environment managed is not an environment of its own.
        environments: declared.environments.iter().filter(|one| !one.is_remark()).count(),
        settings: declared.tenants.iter().map(DeclaredTenant::count).sum(),
        roles: 0,
        rows: declared.identities.iter().map(DeclaredIdentity::count).sum(),
    };
    Gathered { file, declared, notes }
}

fn folder_of(name: &str) -> &str {
    name.rfind(['/', '\\']).and_then(|end| name.get(..end)).unwrap_or_default()
}
