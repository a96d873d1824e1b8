//! Roles and column security profiles as parts of an unpacked solution.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use super::role_file::{self, guid};
use super::{FOLDER, xml};
use crate::diagnostics::Diagnostic;
use crate::emit::codes::{SAME_FILE, UNWRITABLE_NAME};
use crate::emit::job::Job;
use crate::emit::store::{self, Store, Written};
use crate::emit::{file_name, organisation as of};
use crate::model::Program;
use crate::model::organisation::ColumnProfile;
use crate::model::program::Symbol;
use crate::model::roles::Role;

/// The component type of roles in a solution, and that of column security profiles.
const ROLE: u32 = 20;
const PROFILE: u32 = 70;

/// A role that a solution can contain, and its file.
pub(super) struct RoleFile<'a> {
    role: &'a Role,
    stem: String,
}

/// Whether a role belongs to the root, as roles of a solution must.
pub(super) fn is_of_root(program: &Program, role: &Role) -> bool {
    let names_root = |unit: &str| program.organisation.unit_trees.iter().any(|tree| *tree.head.symbol.name == *unit);
    role.unit.as_ref().is_none_or(|unit| names_root(&unit.symbol.name))
}

/// The files of all roles of the root that are written. Their names identify roles there, so duplicate names are
/// reported.
pub(super) fn role_files<'a>(job: Job<'a>, findings: &mut Vec<Diagnostic>) -> Vec<RoleFile<'a>> {
    let program = job.program;
    let mut files: Vec<RoleFile<'a>> = Vec::new();
    let mut taken: BTreeMap<String, &Role> = BTreeMap::new();
    for role in &program.organisation.roles {
        if !role.is_written() || !is_of_root(program, role) {
            continue;
        }
        let stem = file_name::title(role.display_name());
        match taken.get(&stem.to_lowercase()) {
            Some(first) => findings.push(same_file(role, first)),
            None => {
                taken.insert(stem.to_lowercase(), role);
                files.push(RoleFile { role, stem });
            }
        }
    }
    check_names(program, findings);
    files
}

/// Reports every name that would be written to XML and is not valid there.
fn check_names(program: &Program, findings: &mut Vec<Diagnostic>) {
    let organisation = &program.organisation;
    let mut names: Vec<(&str, &Symbol)> = Vec::new();
    for role in organisation.roles.iter().filter(|role| role.is_written()) {
        names.push(("role", role.name.as_ref().unwrap_or(&role.head.symbol)));
        names.extend(role.privileges.iter().map(|grant| ("privilege", &grant.privilege)));
    }
    for table in &organisation.tables.own {
        names.push(("table", table.schema.as_ref().unwrap_or(&table.head.symbol)));
    }
    for profile in &organisation.profiles {
        names.push(("column security profile", profile.name.as_ref().unwrap_or(&profile.head.symbol)));
        for column in &profile.columns {
            names.extend([("table", &column.table.symbol), ("column", &column.column)]);
        }
    }
    names.retain(|(_, name)| !xml::can_hold(&name.name));
    names.sort_by_key(|(_, name)| name.location);
    names.dedup_by_key(|(_, name)| name.location);
    findings.extend(names.into_iter().map(|(noun, name)| {
        let target = super::NAME;
        let message = format!("the name of this {noun} has a character that target `{target}` cannot write");
        Diagnostic::new(&UNWRITABLE_NAME, name.location, message)
            .note("solutions are XML, which holds no control characters")
            .help("take the character out of the name")
    }));
}

fn same_file(role: &Role, first: &Role) -> Diagnostic {
    let location = |role: &Role| role.name.as_ref().map_or(role.head.symbol.location, |name| name.location);
    let (one, other) = (role.name(), first.name());
    let message =
        format!("role `{one}` has the name of role `{other}`, and target `dataverse` keeps a file for each name");
    Diagnostic::new(&SAME_FILE, location(role), message)
        .label(location(first), "the other one")
        .note("names that differ in capitals only are one name on many disks")
        .help("give one of them another `name`")
}

fn title(profile: &ColumnProfile) -> &str {
    profile.name.as_ref().map_or(profile.name(), |name| &*name.name)
}

/// Writes roles, profiles and the files that refer to them; nothing where there are none.
pub(super) fn write(job: Job<'_>, roles: &[RoleFile<'_>], store: &dyn Store) -> io::Result<Vec<Written>> {
    let mut files = Vec::with_capacity(roles.len() + 3);
    for file in roles {
        let path = format!("{FOLDER}/solution/Roles/{}.xml", file.stem);
        files.push(store::write_bytes(store, &path, role_file::text(job, file.role).as_bytes())?);
    }
    let profiles = &job.program.organisation.profiles;
    if roles.is_empty() && profiles.is_empty() {
        return Ok(files);
    }
    let mut others = vec![
        ("Solution.fragment.xml", manifest(job, roles)),
        ("Customizations.fragment.xml", customizations(roles.is_empty(), profiles.is_empty())),
    ];
    if !profiles.is_empty() {
        others.push(("FieldSecurityProfiles.xml", profiles_file(job)));
    }
    for (name, text) in others {
        files.push(store::write_bytes(store, &format!("{FOLDER}/solution/Other/{name}"), text.as_bytes())?);
    }
    Ok(files)
}

fn manifest(job: Job<'_>, roles: &[RoleFile<'_>]) -> String {
    let mut components: Vec<(u32, String)> =
        roles.iter().map(|file| (ROLE, guid(&of::role(job, file.role).0))).collect();
    let profiles = &job.program.organisation.profiles;
    components.extend(profiles.iter().map(|profile| (PROFILE, guid(&of::profile(job, profile).0))));
    components.sort();
    let mut text =
        format!("{}<ImportExportXml {}>\n  <SolutionManifest>\n    <RootComponents>\n", xml::HEAD, xml::NAMESPACE);
    for (kind, id) in components {
        let _ = writeln!(text, "      <RootComponent type=\"{kind}\" id=\"{id}\" behavior=\"0\" />");
    }
    text.push_str("    </RootComponents>\n  </SolutionManifest>\n</ImportExportXml>");
    text
}

fn customizations(no_roles: bool, no_profiles: bool) -> String {
    let mut text = format!("{}<ImportExportXml {}>\n", xml::HEAD, xml::NAMESPACE);
    for (element, absent) in [("Roles", no_roles), ("FieldSecurityProfiles", no_profiles)] {
        if !absent {
            let _ = writeln!(text, "  <{element} />");
        }
    }
    text.push_str("</ImportExportXml>");
    text
}

fn profiles_file(job: Job<'_>) -> String {
    let mut profiles: Vec<&ColumnProfile> = job.program.organisation.profiles.iter().collect();
    profiles.sort_by_cached_key(|profile| (title(profile).to_lowercase(), profile.head.symbol.name.clone()));
    let mut text = format!("{}<FieldSecurityProfiles {}>\n", xml::HEAD, xml::NAMESPACE);
    for profile in profiles {
        let (id, _) = of::profile(job, profile);
        let name = xml::attribute(title(profile));
        let _ = write!(text, "  <FieldSecurityProfile name=\"{name}\"");
        if !profile.head.description.is_empty() {
            let _ = write!(text, " description=\"{}\"", xml::attribute(&profile.head.description));
        }
        let _ = writeln!(text, " fieldsecurityprofileid=\"{}\">", guid(&id));
        text.push_str("    <FieldPermissions>\n");
        for column in super::columns::sorted(profile) {
            text.push_str("      <FieldPermission>\n");
            let elements = [
                ("EntityName", xml::content(&column.table.symbol.name)),
                ("AttributeName", xml::content(&column.column.name)),
                ("CanRead", super::columns::flag(column.read).to_string()),
                ("CanUpdate", super::columns::flag(column.update).to_string()),
                ("CanCreate", super::columns::flag(column.create).to_string()),
                ("CanReadUnmasked", column.unmasked.number().to_string()),
            ];
            for (element, value) in elements {
                let _ = writeln!(text, "        <{element}>{value}</{element}>");
            }
            text.push_str("      </FieldPermission>\n");
        }
        text.push_str("    </FieldPermissions>\n  </FieldSecurityProfile>\n");
    }
    text.push_str("</FieldSecurityProfiles>");
    text
}
