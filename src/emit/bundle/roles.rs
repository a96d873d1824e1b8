//! Roles: what each grants itself, and which roles it includes.
//!
//! What a role grants in all is the widest of both, so nothing is lost by saying each grant once: a role of the
//! platform that many roles include stands here once, with all it grants.

use super::declarations::identity;
use super::organisation::{names, unit_anywhere};
use crate::catalog::platform_role;
use crate::catalog::privilege::{Grants, Level};
use crate::emit::ids::IdSource;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::organisation as of;
use crate::model::roles::{Inheritance, Role, RoleGrants};
use crate::model::tables::{TableId, Tables};

pub(super) fn roles(json: &mut Json<'_>, job: Job<'_>) {
    for role in &job.program.organisation.roles {
        json.object(|json| write(json, job, role));
    }
}

fn write(json: &mut Json<'_>, job: Job<'_>, role: &Role) {
    let predefined = role.predefined.and_then(platform_role);
    json.key("appliesTo").optional(role.applies_to.as_ref().map(|text| &*text.name));
    match role.auto_assigned {
        Some(assigned) => json.key("autoAssigned").boolean(assigned),
        None => json.key("autoAssigned").null(),
    }
    let unit = unit_anywhere(job.program, role.unit.as_ref()).filter(|_| predefined.is_none());
    json.key("businessUnit").optional(unit);
    json.key("coreTablePermissions").optional(role.core_table_permissions.as_ref().map(|text| &*text.name));
    match role.customizable {
        Some(customizable) => json.key("customizable").boolean(customizable),
        None => json.key("customizable").null(),
    }
    json.key("description").string(predefined.map_or(&role.head.description, |role| role.summary));
    json.key("displayName").string(role.display_name());
    json.key("existing").boolean(!role.is_written());
    let content = if role.is_unseen() {
        "unknown"
    } else if role.grants.is_empty() && role.unseen.is_empty() {
        "none"
    } else {
        "known"
    };
    json.key("grants").string(content);
    grid(json.key("grid"), &job.program.organisation.tables, &role.own);
    match predefined {
        Some(predefined) => {
            json.key("id").optional(predefined.id);
            json.key("idSource").optional(predefined.id.map(|_| "platform"));
        }
        None => {
            let id = of::role(job, role);
            let known = role.is_written() || id.1 != IdSource::Derived;
            identity(json, known.then_some((&*id.0, id.1)));
        }
    }
    names(json.key("includes"), &role.includes);
    json.key("memberInheritance").optional(role.inheritance.map(|(inheritance, _)| match inheritance {
        Inheritance::TeamOnly => "team_only",
        Inheritance::DirectAndTeam => "direct_and_team",
    }));
    json.key("predefined").boolean(predefined.is_some());
    json.key("privileges").list(|json| {
        for (name, level) in tasks(&role.own) {
            json.object(|json| {
                json.key("level").string(level.word());
                json.key("name").string(name);
            });
        }
    });
    json.key("symbol").string(&role.head.symbol.name);
}

/// The tables of a grid by name.
pub(super) fn rows<'t>(tables: &'t Tables, grants: &RoleGrants) -> Vec<(&'t str, TableId, Grants)> {
    let named = grants.tables.iter().map(|(table, granted)| (tables.name(*table), *table, *granted));
    let mut rows: Vec<(&str, TableId, Grants)> = named.collect();
    rows.sort_unstable_by(|a, b| a.0.cmp(b.0));
    rows
}

/// Privileges of no table, by name.
pub(super) fn tasks(grants: &RoleGrants) -> Vec<(&str, Level)> {
    let mut tasks: Vec<_> = grants.tasks.iter().map(|(name, level)| (&**name, *level)).collect();
    tasks.sort_unstable();
    tasks
}

/// One row a table. Verbs that are not granted stand in none.
fn grid(json: &mut Json<'_>, tables: &Tables, grants: &RoleGrants) {
    json.list(|json| {
        for (name, _, granted) in rows(tables, grants) {
            json.object(|json| {
                json.key("levels").object(|json| {
                    let mut levels: Vec<_> = granted.iter().collect();
                    levels.sort_unstable_by_key(|(verb, _)| verb.word());
                    for (verb, level) in levels {
                        json.key(verb.word()).string(level.word());
                    }
                });
                json.key("table").string(name);
            });
        }
    });
}
