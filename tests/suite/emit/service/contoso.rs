//! The plans of the projects in `policies/`.

use std::collections::BTreeSet;
use std::path::Path;

use dictum::analysis::access::{Access, Gate};
use dictum::catalog::Ownership;
use dictum::emit::{Bindings, Target, emit};
use dictum::model::organisation::{Named, UserId};
use dictum::model::program::GroupId;

use super::fixture::{self, Directory, Person};
use super::rows::Service;
use super::{Ran, compare, run};
use crate::emit::Build;

fn project(folder: &Path) -> Build {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the policies") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "dictum") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).expect("a file")));
        }
    }
    files.sort();
    let mut build = Build::bytes(files);
    if let Ok(bindings) = std::fs::read_to_string(folder.join("bindings.json")) {
        build = build.bound(&bindings);
        // As the command reads it: an empty id counts as missing.
        build.bindings = build.bindings.without_empty();
    }
    build
}

fn group_id(build: &Build, index: GroupId) -> Option<String> {
    let group = &build.program.groups[index];
    let Bindings { groups, .. } = &build.bindings;
    groups.get(group.name()).cloned().or_else(|| group.id.as_ref().map(|id| id.name.to_string()))
}

fn directory(build: &Build, access: &Access, place: &dictum::analysis::access::Place) -> Directory {
    let program = &build.program;
    let users = &program.organisation.users;
    let oid = |user: UserId| {
        let user = &users[user];
        build.bindings.users.get(user.name()).cloned().or_else(|| user.id.as_ref().map(|id| id.name.to_string()))
    };
    let mut directory = Directory::default();
    for (index, user) in users.ids().filter(|(_, user)| user.application.is_none()) {
        if access.gate(program, place, index) == Gate::Open
            && let Some(oid) = oid(index)
        {
            directory.people.push(Person { oid, disabled: user.disabled.is_some() });
        }
    }
    for (index, group) in program.groups.ids() {
        let Some(id) = group_id(build, index) else { continue };
        let mut seen = BTreeSet::new();
        let (mut open, mut members) = (vec![index], BTreeSet::new());
        while let Some(group) = open.pop().filter(|group| seen.insert(*group)) {
            for member in &program.groups[group].members {
                match member.target {
                    Some(Named::User(user)) => members.extend(oid(user)),
                    Some(Named::Group(inner)) => open.push(inner),
                    Some(Named::Team(_)) | None => {}
                }
            }
        }
        let owners = group.owners.iter().filter_map(|owner| owner.target).filter_map(oid);
        directory.groups.insert(id, (members, owners.collect()));
    }
    directory
}

/// An environment with the platform's own roles and the organisation's tables.
fn service(build: &Build, directory: Directory, modern: bool) -> Service {
    let mut service = Service::new(modern, directory);
    let tables = &build.program.organisation.tables;
    let mut own = Vec::new();
    for declared in tables.own.iter().filter(|declared| !declared.activity) {
        let base = declared.schema.as_ref().map_or(&*declared.head.symbol.name, |schema| &*schema.name);
        let owned = declared.ownership == Ownership::User;
        for (verb, prefix) in fixture::PREFIXES.iter().enumerate() {
            if owned || verb < 6 {
                let name = format!("{prefix}{base}");
                service.add_privilege(&name, if owned { "BLDG" } else { "G" });
                own.push((name, "Global"));
            }
        }
    }
    for role in dictum::catalog::predefined_roles() {
        let mut grants = fixture::predefined(role.name);
        if matches!(role.symbol, "system_administrator" | "system_customizer") {
            grants.extend(own.iter().cloned());
        }
        service.add_role(role.name, role.id, role.template, true, &grants);
    }
    service
}

#[test]
fn plans_of_the_projects_do_what_the_engine_says() {
    let mut ran = Ran::default();
    for folder in ["adoption-framework", "contoso", "starter"] {
        let build = project(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(folder));
        let files = emit(&[Target::Dataverse], build.job()).expect("nothing should stand in the way");
        let access = Access::of(&build.program);
        ran.tried += 1;
        for place in access.places() {
            let name = place.name(&build.program);
            let environment = build.program.environments.get(place.environment.0 as usize).expect("an environment");
            let modern = environment.dataverse.as_ref().is_some_and(|one| one.ownership_across_units);
            let directory = directory(&build, &access, place);
            let mut service = service(&build, directory.clone(), modern);
            run(&files, name, &mut service, &mut ran);
            let own = build.program.organisation.tables.own.iter().filter(|one| !one.activity).map(|one| {
                let base = one.schema.as_ref().map_or(&*one.head.symbol.name, |schema| &*schema.name);
                (one.head.symbol.name.to_string(), base.to_owned())
            });
            let platform = [
                ("account", "Account"),
                ("contact", "Contact"),
                ("email", "Activity"),
                ("annotation", "Note"),
                ("appmodule", "AppModule"),
                ("systemuser", "User"),
                ("role", "Role"),
                ("transactioncurrency", "TransactionCurrency"),
                ("businessunit", "BusinessUnit"),
            ];
            let platform = platform.map(|(table, base)| (table.to_owned(), base.to_owned()));
            let tables: Vec<(String, String)> = own.chain(platform).collect();
            compare(&build, place, &service, &directory, &tables, &mut ran);
        }
    }
    println!("{ran:?}, 0 mismatches");
    assert!(ran.plans >= 1 && ran.allowed > 100 && ran.questions > 1_000, "{ran:?}");
}
