//! Rows about roles, privileges and column security.

use super::super::fields::Fields;
use super::super::json::below;
use super::super::neutral::Outcome;
use super::super::notes::Fault;
use super::super::organisation::{Column, Holder, Profile, Role};
use super::super::value::Value;
use super::api::{Rows, flag, lookup, number};
use super::guid_of;
use super::roles_xml::Privileges;
use super::rows::Row;
use crate::catalog::privilege::Level;

pub(super) fn role(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let id = guid_of(fields.needed_text("roleid")?);
    let name = fields.text("name")?.unwrap_or_default().trim().to_owned();
    let mut role = Role { at: rows.at(place), id, name, ..Role::default() };
    role.root = lookup(&mut fields, "parentrootroleid")?;
    role.template = lookup(&mut fields, "roletemplateid")?;
    role.unit = lookup(&mut fields, "businessunitid")?;
    role.inherited = flag(&mut fields, "isinherited")?;
    role.customizable = flag(&mut fields, "iscustomizable")?;
    role.auto_assigned = flag(&mut fields, "isautoassigned")?;
    fields.text("description")?.unwrap_or_default().trim().clone_into(&mut role.description);
    fields.text("appliesto")?.unwrap_or_default().trim().clone_into(&mut role.applies_to);
    let summary = fields.text("summaryofcoretablepermissions")?;
    summary.unwrap_or_default().trim().clone_into(&mut role.core_table_permissions);
    fields.skip(&["parentroleid", "_parentroleid_value"]);
    let what = if role.name.is_empty() { "a role".to_owned() } else { format!("role \"{}\"", role.name) };
    if let Some(list) = fields.list("RolePrivileges")? {
        let place = fields.at("RolePrivileges");
        role.privileges = Some(privileges(rows, list, role.id.as_deref(), &what, &place)?);
    }
    if fields.list("roleprivileges_association")?.is_some_and(|list| !list.is_empty()) {
        let why = "it has no levels; ask the service for `RetrieveRolePrivilegesRole`";
        rows.notes.add(Outcome::Dropped, fields.at("roleprivileges_association"), format!("list of {what}"), why);
    }
    if let Some(id) = &role.id {
        for user in rows.expanded(&mut fields, "systemuserroles_association", Row::User, "systemuserid")? {
            rows.part.organisation.held.push((Holder::User(user), id.clone()));
        }
        for team in rows.expanded(&mut fields, "teamroles_association", Row::Team, "teamid")? {
            rows.part.organisation.held.push((Holder::Team(team), id.clone()));
        }
    }
    rows.finish(Row::Role, &fields);
    rows.part.organisation.roles.push(role);
    Ok(())
}

/// Reads the answer of `RetrieveRolePrivilegesRole`: the name of the file is that of the role, or its id.
pub(super) fn answer(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let file = rows.notes.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).trim();
    let id = guid_of(stem);
    let name = if id.is_some() { String::new() } else { stem.to_owned() };
    let what = format!("role \"{stem}\"");
    let list = fields.list("RolePrivileges")?.unwrap_or_default();
    let place_of_list = fields.at("RolePrivileges");
    let privileges = privileges(rows, list, id.as_deref(), &what, &place_of_list)?;
    if id.is_none() {
        let why = "the answer does not say whose privileges they are; the name of the file is taken for the role's";
        rows.notes.add(Outcome::Assumed, place, what, why);
    }
    rows.finish(Row::RolePrivileges, &fields);
    let role = Role { at: rows.at(place), id, name, privileges: Some(privileges), ..Role::default() };
    rows.part.organisation.roles.push(role);
    Ok(())
}

fn privileges(
    rows: &mut Rows<'_>,
    list: &[Value],
    role: Option<&str>,
    what: &str,
    place: &str,
) -> Result<Vec<(String, Level)>, Fault> {
    let mut found = Privileges::default();
    for (index, item) in list.iter().enumerate() {
        let place = below(place, index);
        let mut fields = Fields::of(item, place.as_str())?;
        fields.skip(&["BusinessUnitId", "RecordFilterId", "RecordFilterUniqueName", "@odata.type"]);
        let name = fields.text("PrivilegeName")?.unwrap_or_default().trim();
        let id = fields.text("PrivilegeId")?.and_then(guid_of);
        let level = match fields.value("Depth")? {
            Some(Value::Text(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => {
                let level = number.as_u64().and_then(|number| Level::ALL.get(usize::try_from(number).ok()?));
                level.map_or_else(|| number.to_string(), |level| level.wire().to_owned())
            }
            _other => return Err(Fault::new(place, "a privilege has no `Depth`")),
        };
        match (name, id, role) {
            ("", Some(id), Some(role)) => match Level::from_wire(&level) {
                Some(level) => rows.part.organisation.granted.push((role.to_owned(), id, level)),
                None => return Err(Fault::new(place, format!("`{level}` is not a level"))),
            },
            ("", ..) => return Err(Fault::new(place, "a privilege has no `PrivilegeName`")),
            (name, ..) => found.add(name, &level, what, &place, rows.notes)?,
        }
    }
    Ok(found.list)
}

/// A row of `roleprivilegescollection`: the level is a bit.
pub(super) fn granted(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let role = guid_of(fields.needed_text("roleid")?);
    let privilege = guid_of(fields.needed_text("privilegeid")?);
    let mask = fields.whole("privilegedepthmask")?;
    let level = match mask {
        Some(1) => Level::User,
        Some(2) => Level::Unit,
        Some(4) => Level::Deep,
        Some(8) => Level::Org,
        Some(0) => return Ok(()),
        _other => {
            let why = "`privilegedepthmask` must be 1, 2, 4 or 8";
            return Err(Fault::new(fields.at("privilegedepthmask"), why));
        }
    };
    let (Some(role), Some(privilege)) = (role, privilege) else {
        return Err(Fault::new(place, "the ids are not GUIDs"));
    };
    rows.part.organisation.granted.push((role, privilege, level));
    Ok(())
}

pub(super) fn privilege(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let id = guid_of(fields.needed_text("privilegeid")?);
    let name = fields.needed_text("name")?.trim().to_owned();
    if let Some(id) = id {
        rows.part.organisation.privileges.insert(id, name);
    }
    Ok(())
}

pub(super) fn profile(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let id = guid_of(fields.needed_text("fieldsecurityprofileid")?);
    let name = fields.needed_text("name")?.trim().to_owned();
    let description = fields.text("description")?.unwrap_or_default().trim().to_owned();
    if let Some(id) = &id {
        for user in rows.expanded(&mut fields, "systemuserprofiles_association", Row::User, "systemuserid")? {
            rows.part.organisation.profiles_held.push((Holder::User(user), id.clone()));
        }
        for team in rows.expanded(&mut fields, "teamprofiles_association", Row::Team, "teamid")? {
            rows.part.organisation.profiles_held.push((Holder::Team(team), id.clone()));
        }
        let expanded = "lk_fieldpermission_fieldsecurityprofileid";
        let below_it = fields.at(expanded);
        for (index, item) in fields.list(expanded)?.unwrap_or_default().iter().enumerate() {
            let place = below(&below_it, index);
            let column = column(&mut Fields::of(item, place.as_str())?)?;
            let at = rows.at(&place);
            rows.part.permissions.push((id.clone(), column, at));
        }
    }
    rows.finish(Row::Profile, &fields);
    let profile = Profile { at: rows.at(place), id, name, description, columns: Vec::new() };
    rows.part.organisation.profiles.push(profile);
    Ok(())
}

pub(super) fn permission(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    fields.skip(&["fieldpermissionid", "fieldpermissionidunique"]);
    let profile = lookup(&mut fields, "fieldsecurityprofileid")?;
    let profile = profile.ok_or_else(|| Fault::new(place, "it does not say to which profile it belongs"))?;
    let column = column(&mut fields)?;
    rows.finish(Row::Permission, &fields);
    let at = rows.at(place);
    rows.part.permissions.push((profile, column, at));
    Ok(())
}

fn column(fields: &mut Fields<'_>) -> Result<Column, Fault> {
    Ok(Column {
        table: fields.needed_text("entityname")?.trim().to_ascii_lowercase(),
        column: fields.needed_text("attributelogicalname")?.trim().to_ascii_lowercase(),
        read: number(fields, "canread")?.unwrap_or_default() != 0,
        create: number(fields, "cancreate")?.unwrap_or_default() != 0,
        update: number(fields, "canupdate")?.unwrap_or_default() != 0,
        unmasked: number(fields, "canreadunmasked")?.unwrap_or_default(),
    })
}
