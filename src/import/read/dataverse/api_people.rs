//! Rows about business units, teams and users.

use super::super::fields::Fields;
use super::super::neutral::Outcome;
use super::super::notes::Fault;
use super::super::organisation::{Holder, Team, Unit, User};
use super::super::value::Value;
use super::api::{Rows, flag, lookup, number};
use super::guid_of;
use super::rows::Row;

pub(super) fn unit(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let id = id(&mut fields, "businessunitid")?;
    let name = fields.needed_text("name")?.trim().to_owned();
    let parent = lookup(&mut fields, "parentbusinessunitid")?;
    if flag(&mut fields, "isdisabled")? == Some(true) {
        let why = "it is disabled, which the source does not say of business units";
        rows.notes.add(Outcome::Dropped, fields.at("isdisabled"), format!("business unit \"{name}\""), why);
    }
    rows.finish(Row::Unit, &fields);
    let unit = Unit { at: rows.at(place), id, name, parent };
    rows.part.organisation.units.push(unit);
    Ok(())
}

pub(super) fn team(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let id = id(&mut fields, "teamid")?;
    let name = fields.needed_text("name")?.trim().to_owned();
    let kind = number(&mut fields, "teamtype")?.unwrap_or_default();
    if kind > 3 {
        return Err(Fault::new(fields.at("teamtype"), format!("{kind} is not a kind of team")));
    }
    let membership = number(&mut fields, "membershiptype")?.unwrap_or_default();
    if membership > 3 {
        return Err(Fault::new(fields.at("membershiptype"), format!("{membership} is not a type of membership")));
    }
    let is_default = flag(&mut fields, "isdefault")?.unwrap_or_default();
    let group = lookup(&mut fields, "azureactivedirectoryobjectid")?;
    let unit = lookup(&mut fields, "businessunitid")?;
    fields.skip(&["_administratorid_value", "systemmanaged"]);
    for role in rows.expanded(&mut fields, "teamroles_association", Row::Role, "roleid")? {
        rows.part.organisation.held.push((Holder::Team(id.clone()), role));
    }
    for user in rows.expanded(&mut fields, "teammembership_association", Row::User, "systemuserid")? {
        rows.part.organisation.members.push((id.clone(), user));
    }
    for profile in rows.expanded(&mut fields, "teamprofiles_association", Row::Profile, "fieldsecurityprofileid")? {
        rows.part.organisation.profiles_held.push((Holder::Team(id.clone()), profile));
    }
    rows.finish(Row::Team, &fields);
    let team = Team { at: rows.at(place), id, name, kind, is_default, membership, group, unit };
    rows.part.organisation.teams.push(team);
    Ok(())
}

pub(super) fn user(rows: &mut Rows<'_>, value: &Value, place: &str) -> Result<(), Fault> {
    let mut fields = Fields::of(value, place)?;
    let id = id(&mut fields, "systemuserid")?;
    let mode = number(&mut fields, "accessmode")?.unwrap_or_default();
    if mode > 5 {
        return Err(Fault::new(fields.at("accessmode"), format!("{mode} is not an access mode")));
    }
    let user = User {
        at: rows.at(place),
        object: lookup(&mut fields, "azureactivedirectoryobjectid")?,
        upn: fields.text("domainname")?.unwrap_or_default().trim().to_owned(),
        name: fields.text("fullname")?.unwrap_or_default().trim().to_owned(),
        application: lookup(&mut fields, "applicationid")?,
        unit: lookup(&mut fields, "businessunitid")?,
        mode,
        disabled: flag(&mut fields, "isdisabled")?.unwrap_or_default(),
        id,
    };
    // Parts and copies of the name and of the address.
    fields.skip(&["firstname", "lastname", "internalemailaddress", "ownerid", "yomifullname"]);
    let id = &user.id;
    for role in rows.expanded(&mut fields, "systemuserroles_association", Row::Role, "roleid")? {
        rows.part.organisation.held.push((Holder::User(id.clone()), role));
    }
    for team in rows.expanded(&mut fields, "teammembership_association", Row::Team, "teamid")? {
        rows.part.organisation.members.push((team, id.clone()));
    }
    for profile in
        rows.expanded(&mut fields, "systemuserprofiles_association", Row::Profile, "fieldsecurityprofileid")?
    {
        rows.part.organisation.profiles_held.push((Holder::User(id.clone()), profile));
    }
    rows.finish(Row::User, &fields);
    rows.part.organisation.users.push(user);
    Ok(())
}

fn id(fields: &mut Fields<'_>, key: &str) -> Result<String, Fault> {
    let place = fields.at(key);
    let text = fields.needed_text(key)?;
    guid_of(text).ok_or_else(|| Fault::new(place, format!("`{text}` is not a GUID")))
}
