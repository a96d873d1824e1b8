//! Roles, their grants, and their copies in units.
//!
//! A role is created in one unit. The platform keeps a copy with an id of its own in each unit below, and users and
//! teams have the copy of their unit.

use std::collections::{BTreeMap, BTreeSet};

use super::privileges::Privilege;
use super::rows::{self, ROLES, Row};
use super::steps::{Body, Concern, Field, Given, Step, Steps, literal, plain};
use crate::emit::organisation as of;
use crate::model::organisation::{ROOT, TeamKind, UnitId};
use crate::model::program::{EnvironmentId, Reference};
use crate::model::roles::{Inheritance, Role, RoleId};

/// The maximum number of privileges that one request asks for by name, so that its address stays short.
const NAMES: usize = 50;

/// The roles that a user or team has in the environment, may assign there, or opens an app with; by index.
pub(super) fn held(steps: &Steps<'_, '_>) -> BTreeSet<RoleId> {
    let program = steps.program();
    let here = |reference: &Reference<EnvironmentId>| steps.environment.is(reference);
    let organisation = &program.organisation;
    let teams = organisation.teams.iter().filter(|team| team.is_in(steps.environment));
    let teams = teams.filter(|team| team.kind != TeamKind::Access).flat_map(|team| &team.roles);
    let users = steps.users().filter(|(_, user)| user.disabled.is_none()).flat_map(|(_, user)| &user.roles);
    let users = users.filter(|assignment| here(&assignment.environment)).flat_map(|assignment| &assignment.roles);
    let lists = organisation.administrators.iter();
    let lists = lists.filter(|list| steps.environment.is_among(&list.environments));
    let given = lists.flat_map(|list| &list.assign);
    let apps = program.apps.iter().filter(|app| app.environment.as_ref().is_some_and(here));
    let opening = apps.flat_map(|app| &app.roles);
    teams.chain(users).chain(given).chain(opening).filter_map(|role| role.target).collect()
}

/// Creates those of these roles that targets write.
pub(super) fn add(steps: &mut Steps<'_, '_>, held: &BTreeSet<RoleId>) {
    let mut made = Vec::new();
    for index in held {
        let Some((role, unit)) = declared(steps, *index) else { continue };
        let (id, _) = of::role(steps.job, role);
        let home = steps.unit(unit);
        let mut free = vec![("name", Field::Text(role.display_name().to_owned()))];
        if !role.head.description.is_empty() {
            free.push(("description", Field::Text(role.head.description.to_string())));
        }
        for (key, text) in
            [("appliesto", &role.applies_to), ("summaryofcoretablepermissions", &role.core_table_permissions)]
        {
            free.extend(text.as_ref().map(|text| (key, Field::Text(text.name.to_string()))));
        }
        if let Some((inheritance, _)) = role.inheritance {
            let value = match inheritance {
                Inheritance::TeamOnly => 0,
                Inheritance::DirectAndTeam => 1,
            };
            free.push(("isinherited", Field::Number(value)));
        }
        let symbol = role.name();
        made.push(Row {
            symbol: symbol.to_owned(),
            id: id.into_owned(),
            parameter: format!("role.{}", plain(symbol)),
            fixed: vec![("businessunitid@odata.bind", Field::Link(format!("/businessunits({home})")))],
            free,
            unit: None,
        });
    }
    rows::add(steps, ROLES, made);
}

/// Gives these roles exactly their grants.
pub(super) fn add_privileges(steps: &mut Steps<'_, '_>, held: &BTreeSet<RoleId>) {
    let mut named: BTreeMap<String, &Privilege> = BTreeMap::new();
    for index in held.iter().filter(|index| declared(steps, **index).is_some()) {
        for privilege in steps.privileges.role(*index) {
            named.entry(privilege.name.to_ascii_lowercase()).or_insert(privilege);
        }
    }
    let named: Vec<&Privilege> = named.into_values().collect();
    for named in named.chunks(NAMES) {
        let literals: Vec<String> = named.iter().map(|privilege| format!("'{}'", literal(&privilege.name))).collect();
        let path = format!(
            "/privileges?$select=privilegeid,name&$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1='name'&@p2=[{}]",
            literals.join(",")
        );
        let mut step = Step::new(Concern::Privileges, "", "GET", path, Body::None);
        let given = |privilege: &&Privilege| Given {
            parameter: privilege.parameter.clone(),
            field: "privilegeid",
            name: Some(privilege.name.clone()),
        };
        step.gives = named.iter().map(given).collect();
        steps.push(step);
    }
    for index in held {
        let Some((role, unit)) = declared(steps, *index) else { continue };
        let (id, _) = of::role(steps.job, role);
        let home = steps.unit(unit);
        let path = format!("/roles({id})/Microsoft.Dynamics.CRM.ReplacePrivilegesRole");
        let body = Body::Privileges(*index, home);
        steps.push(Step::new(Concern::Privileges, &role.head.symbol.name, "POST", path, body));
    }
}

/// A role that is written and its unit here; none where it exists already, or the environment has no such unit.
fn declared<'a>(steps: &Steps<'a, '_>, index: RoleId) -> Option<(&'a Role, UnitId)> {
    let role = &steps.program().organisation.roles[index];
    let unit = steps.place(role.unit.as_ref())?;
    role.is_written().then_some((role, unit))
}

/// The id of the copy of a role in a unit; none where there can be no such copy.
pub(super) fn in_unit(steps: &mut Steps<'_, '_>, index: RoleId, unit: UnitId) -> Option<String> {
    let role = &steps.program().organisation.roles[index];
    let home = if role.predefined.is_some() { ROOT } else { steps.place(role.unit.as_ref())? };
    if unit != home && !steps.tree.is_some_and(|tree| tree.contains(home, unit)) {
        return None;
    }
    let symbol = role.name();
    let copy = format!("role.{}@{}", plain(symbol), steps.unit_symbol(unit));
    let which = match (of::bound_role(steps.job, role), role.of_the_platform()) {
        (Some(id), _) => {
            if unit == home {
                return Some(id.into_owned());
            }
            format!("_parentrootroleid_value eq {id}")
        }
        // An existing role whose id is not given is found by its name.
        (None, None) => format!("name eq '{}'", literal(role.display_name())),
        (None, Some(predefined)) => match (predefined.id, predefined.template) {
            (Some(id), _) => format!("_parentrootroleid_value eq {id}"),
            (None, Some(template)) => format!("_roletemplateid_value eq {template}"),
            (None, None) => format!("name eq '{}'", literal(predefined.name)),
        },
    };
    if steps.knows(&copy) {
        return Some(format!("{{{copy}}}"));
    }
    let place = steps.unit(unit);
    let path = format!("/roles?$select=roleid&$filter={which} and _businessunitid_value eq {place}");
    Some(steps.found(Concern::Role, symbol, &copy, &path, "roleid"))
}
