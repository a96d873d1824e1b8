//! `dangerous-privilege`

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::Verb;
use crate::catalog::{system_table, task_privilege};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Named, Organisation};
use crate::model::program::Reference;
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::rules::shared::words::some_of;
use crate::text::Location;
use rustc_hash::FxHashSet;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that grant privileges with which users can do much harm or get more rights: to include the System
    /// Administrator, to act for other users, to delete in bulk, to export rows or customizations, to disable or move
    /// users, to read or change keys, to create, write or assign roles, to write users, or to delete the audit log.
    /// Not reported are roles whose doc comment names the privilege, since this is a deliberate choice; privileges
    /// that Basic User grants as widely; grants on the table `role` in roles that role administrators hold; and
    /// privileges that `can-become-administrator` reports for the holders of the role.
    ///
    /// ## Why is this bad?
    /// Such grants are easily overlooked when a role is copied. A user who may change roles can make themselves an
    /// administrator.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    ///   privileges = [BulkDelete]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// /// Clears out old accounts once a year, by BulkDelete.
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    ///   privileges = [BulkDelete]
    /// }
    /// ```
    pub RULE = 5210 "dangerous-privilege" Warning "a role grants what should be granted to few";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

/// Verbs on tables of the platform, the privilege without `prv`, and why it should be granted to few users.
const ON_TABLES: [(&str, Verb, &str, &str); 5] = [
    (ROLE, Verb::Create, "CreateRole", "its holder makes roles, and can make themselves an administrator"),
    (ROLE, Verb::Write, "WriteRole", "its holder changes roles, and can make themselves an administrator"),
    (ROLE, Verb::Assign, "AssignRole", "its holder gives roles to others"),
    ("systemuser", Verb::Write, "WriteUser", "its holder changes users"),
    ("audit", Verb::Delete, "DeleteAudit", "its holder deletes the record of who did what"),
];

const ROLE: &str = "role";

/// The platform's role that grants everything.
const ADMINISTRATOR: &str = "system_administrator";

/// Another rule reports holders of these privileges.
const MAKES_ADMINISTRATORS: [&str; 2] = ["WriteRole", "ActOnBehalfOfAnotherUser"];

/// A dangerous grant: the privilege, its location, and why it should be granted to few users.
struct Danger {
    name: &'static str,
    place: Location,
    why: &'static str,
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let administering = administering(organisation);
    let held = held(organisation);
    for (index, role) in organisation.roles.ids().filter(|(_, role)| role.predefined.is_none()) {
        let mut dangers = Vec::new();
        on_tables(role, administering.contains(&index), &mut dangers);
        for grant in &role.privileges {
            let known = task_privilege(&grant.privilege.name);
            // Privileges of every Basic User are not reported.
            if let Some((name, why)) = known.and_then(|known| Some((known.name, known.dangerous?)))
                && !grids::is_of_basic_user(name, grant.level)
            {
                dangers.push(Danger { name, place: grant.privilege.location, why });
            }
        }
        includes_administrator(organisation, role, &mut dangers);
        if held.contains(&index) {
            dangers.retain(|danger| !MAKES_ADMINISTRATORS.contains(&danger.name));
        }
        if !role.head.description.is_empty() {
            let description = role.head.description.to_ascii_lowercase();
            dangers.retain(|danger| !description.contains(&danger.name.to_ascii_lowercase()));
        }
        findings.extend(finding(role, &dangers));
    }
}

fn on_tables(role: &Role, administers: bool, into: &mut Vec<Danger>) {
    for (table, verb, name, why) in ON_TABLES.into_iter().filter(|(table, ..)| !administers || *table != ROLE) {
        let Some(id) = system_table(table).map(TableId) else { continue };
        if role.own.on(id).level(verb).is_some()
            && let Some(place) = role.cell(|id| id, id, verb)
        {
            into.push(Danger { name, place, why });
        }
    }
}

/// A role that includes the System Administrator grants everything.
fn includes_administrator(organisation: &Organisation, role: &Role, into: &mut Vec<Danger>) {
    let declared = |id: RoleId| &organisation.roles[id];
    let all = |include: &&Reference<RoleId>| include.target.map(declared).is_some_and(Role::is_administrator);
    if let Some(include) = role.includes.iter().find(all) {
        let why = "its holders are system administrators, and may do everything";
        into.insert(0, Danger { name: ADMINISTRATOR, place: include.symbol.location, why });
    }
}

fn finding(role: &Role, dangers: &[Danger]) -> Option<Diagnostic> {
    let (first, others) = dangers.split_first()?;
    let symbol = &role.head.symbol.name;
    let names: Vec<&str> = dangers.iter().map(|danger| danger.name).collect();
    let mut finding = Diagnostic::new(&RULE, first.place, format!("role `{symbol}` grants {}", some_of(&names, 4)))
        .about(dangers.iter().map(|danger| (danger.name, danger.place)))
        .marked(first.why)
        .note("such grants come along unseen when a role is copied")
        .help("take it away, or say in the doc comment of the role what it is for, by its name")
        .witness(Witness::new([("role", &**symbol), ("privilege", first.name)]));
    for danger in others.iter().take(3) {
        finding = finding.label(danger.place, danger.why);
    }
    Some(finding)
}

/// The roles that users or teams hold, and the roles they include.
fn held(organisation: &Organisation) -> FxHashSet<RoleId> {
    let users = organisation.users.iter().flat_map(|user| &user.roles).flat_map(|assignment| &assignment.roles);
    let teams = organisation.teams.iter().flat_map(|team| &team.roles);
    let mut roles: FxHashSet<RoleId> = users.chain(teams).filter_map(|role| role.target).collect();
    for (index, role) in organisation.roles.ids() {
        if roles.contains(&index) {
            roles.extend(role.included.iter().copied());
        }
    }
    roles
}

/// The roles that role administrators hold.
fn administering(organisation: &Organisation) -> FxHashSet<RoleId> {
    let mut roles = FxHashSet::default();
    for who in organisation.administrators.iter().flat_map(|list| &list.who) {
        match who.target {
            Some(Named::User(index)) => {
                // INVARIANT: these are the roles that the source lists; the result is a set.
                let held = organisation.users[index].roles.iter();
                roles.extend(held.flat_map(|assignment| &assignment.roles).filter_map(|role| role.target));
            }
            Some(Named::Team(index)) => {
                // INVARIANT: these are the roles that the source lists; the result is a set.
                let held = organisation.teams[index].roles.iter();
                roles.extend(held.filter_map(|role| role.target));
            }
            Some(Named::Group(_)) | None => {}
        }
    }
    roles
}
