//! Roles in the bundle: what each grants itself, and which roles it includes.
//!
//! What a role grants in all is the widest of both, so nothing is lost by saying each grant once: a role of the
//! platform that many roles include is here once, with all it grants.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::form::data::{ORIGIN, one_of, words};
use super::form::schema::described;
use super::form::{
    Context, Data, Description, Each, Form, Members, Name, Named, PlacesOf, References, Schemas, Shown, Within,
};
use super::organisation::unit_anywhere;
use crate::catalog::privilege::{Grants, Level, Verb};
use crate::catalog::{PredefinedRole, platform_role};
use crate::emit::ids::IdSource;
use crate::emit::json::Json;
use crate::emit::organisation as of;
use crate::model::roles::{GridRow, Inheritance, Role, RoleGrants};
use crate::model::tables::{TableId, Tables};
use crate::text::Location;

fn predefined(role: &Role) -> Option<&'static PredefinedRole> {
    role.predefined.and_then(platform_role)
}

impl Form for &Role {
    const FORM: Named = Named("role", "role");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("appliesTo", |role, _| role.applies_to.as_ref());
        to.value("autoAssigned", |role, _| role.auto_assigned);
        to.said(("businessUnit", "The unit it belongs to; null for the root of each environment."), |role, context| {
            (
                unit_anywhere(context.program(), role.unit.as_ref()).filter(|_| predefined(role).is_none()),
                role.unit.as_ref(),
            )
        });
        to.value("coreTablePermissions", |role, _| role.core_table_permissions.as_ref());
        to.value("customizable", |role, _| role.customizable);
        to.value("description", |role, _| {
            Description(predefined(role).map_or(&role.head.description, |predefined| predefined.summary))
        });
        to.said("displayName", |role, _| Shown { name: role.display_name(), given: role.name.as_ref() });
        let doc = "Whether it exists already and no target writes it: one of the platform's own, or declared so.";
        to.value(("existing", doc), |role, _| !role.is_written());
        let doc = "Whether what it grants itself is known. `unknown`: it exists, and the source does not say what it grants. `none`: it grants nothing, included roles counted.";
        to.value(("grants", doc, ["known", "none", "unknown"]), |role, _| {
            if role.is_unseen() {
                "unknown"
            } else if role.grants.is_empty() && role.unseen.is_empty() {
                "none"
            } else {
                "known"
            }
        });
        let doc = "What it grants itself on tables, by table. What is not granted is not listed here.";
        to.said(("grid", doc), |role, context| {
            (
                Each(rows(&context.program().organisation.tables, &role.own).into_iter()),
                PlacesOf(None, places_of_rows(role, &context.program().organisation.tables)),
            )
        });
        to.identity(
            "id",
            |role, context| match predefined(role) {
                Some(predefined) => (predefined.id.map(Cow::Borrowed), predefined.id.map(|_| RoleSource("platform"))),
                None => {
                    let (id, source) = of::role(context.job, role);
                    let known = role.is_written() || source != IdSource::Derived;
                    (known.then_some(id), known.then_some(RoleSource(source.word())))
                }
            },
            |role| role.id.as_ref(),
        );
        to.said("includes", |role, _| References(&role.includes));
        to.said("memberInheritance", |role, _| {
            role.inheritance.map(|(inheritance, location)| match inheritance {
                Inheritance::TeamOnly => ("team_only", location),
                Inheritance::DirectAndTeam => ("direct_and_team", location),
            })
        });
        to.value(("predefined", "Whether it is one of the platform's own."), |role, _| predefined(role).is_some());
        to.member(
            ("privileges", "Privileges that belong to no table, by name."),
            |role, _| Each(tasks(&role.own).into_iter()),
            |role, _| {
                let granted = |task: Task<'_>| {
                    let is_it = |name: &str| name.eq_ignore_ascii_case(task.name);
                    let grant = role.privileges.iter().find(|grant| is_it(&grant.privilege.name));
                    grant.map_or(role.head.symbol.location, |grant| grant.privilege.location)
                };
                PlacesOf(None, tasks(&role.own).into_iter().map(granted))
            },
        );
        to.value("symbol", |role, _| Name(&role.head.symbol.name));
    }

    /// Roles of the platform are nowhere in the source.
    fn place(self) -> Option<Location> {
        self.predefined.is_none().then_some(self.head.symbol.location)
    }
}

/// Where the id of a role comes from. The platform gives some of its own roles the same id everywhere.
struct RoleSource(&'static str);

impl Data for RoleSource {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.string(self.0);
    }

    fn schema(_: &mut Schemas, _: &Within) -> Value {
        let sources = [IdSource::Bindings, IdSource::Derived, IdSource::Source].map(IdSource::word);
        described(one_of(words(sources.into_iter().chain(["platform"]))), ORIGIN)
    }
}

/// What a role grants on a table.
#[derive(Clone, Copy)]
struct Row<'a> {
    name: &'a str,
    table: TableId,
    granted: Grants,
}

/// The tables of a grid by name.
fn rows<'t>(tables: &'t Tables, grants: &RoleGrants) -> Vec<Row<'t>> {
    let named = grants.tables.iter();
    let named = named.map(|(table, granted)| Row { name: tables.name(*table), table: *table, granted: *granted });
    let mut rows: Vec<Row<'_>> = named.collect();
    rows.sort_unstable_by(|a, b| a.name.cmp(b.name));
    rows
}

/// Each table of a grid leads to the first row that names it.
fn places_of_rows(role: &Role, tables: &Tables) -> Vec<Location> {
    let mut first: FxHashMap<TableId, &GridRow> = FxHashMap::default();
    for row in &role.rows {
        for table in row.tables.iter().filter_map(|table| table.target) {
            first.entry(tables.base(table)).or_insert(row);
        }
    }
    let named = |row: Row<'_>| first.get(&row.table).map_or(role.head.symbol.location, |row| row.location);
    rows(tables, &role.own).into_iter().map(named).collect()
}

impl Form for Row<'_> {
    const FORM: Named = Named("gridRow", "");
    const DOC: &'static str = "What a role grants on a table.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("levels", "The level of each verb that is granted."), |row, _| row.granted);
        let doc = "The logical name. Of tables that share their privileges it is always the same one.";
        to.value(("table", doc), |row, _| Name(row.name));
    }
}

impl Data for Grants {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.object(|json| {
            let mut levels: Vec<_> = self.iter().collect();
            levels.sort_unstable_by_key(|(verb, _)| verb.word());
            for (verb, level) in levels {
                json.key(verb.word()).string(level.word());
            }
        });
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let level = Level::schema(schemas, within);
        let verbs: serde_json::Map<String, Value> =
            Verb::ALL.iter().map(|verb| (verb.word().to_owned(), level.clone())).collect();
        json!({ "type": "object", "additionalProperties": false, "minProperties": 1, "properties": verbs })
    }
}

/// A privilege of no table.
#[derive(Clone, Copy)]
struct Task<'a> {
    name: &'a str,
    level: Level,
}

/// Privileges of no table, by name.
fn tasks(grants: &RoleGrants) -> Vec<Task<'_>> {
    let mut tasks: Vec<_> = grants.tasks.iter().map(|(name, level)| (&**name, *level)).collect();
    tasks.sort_unstable();
    tasks.into_iter().map(|(name, level)| Task { name, level }).collect()
}

impl Form for Task<'_> {
    const FORM: Named = Named("taskGrant", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("level", |task, _| task.level);
        to.value(("name", "The name of the privilege without `prv`."), |task, _| task.name);
    }
}
