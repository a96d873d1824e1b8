//! Who may do what, from the rows of the service alone (dataverse.md 2).

use serde_json::{Value, json};

use super::rows::Service;

/// The owner of the rows of a question.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'r> {
    /// Rows of the user.
    Own,
    /// Rows of a team of the user.
    OfTeam(&'r str),
    /// Rows of others in a unit.
    Of(&'r str),
}

impl Service {
    /// The teams of a user: those that list the user, the default team of the user's unit, and those of groups.
    fn teams_of(&self, user: &str) -> Vec<String> {
        let unit = self.text("systemusers", user, "_businessunitid_value");
        let oid = self.text("systemusers", user, "azureactivedirectoryobjectid");
        let is_in = |(id, row): (&String, &super::rows::Row)| {
            let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default().to_owned();
            let listed = ("teammembership_association".to_owned(), id.clone(), user.to_owned());
            let default = row.get("isdefault") == Some(&json!(true)) && text("_businessunitid_value") == unit;
            let group = text("azureactivedirectoryobjectid");
            let membership = row.get("membershiptype").and_then(Value::as_i64).unwrap_or(0);
            let grouped = !group.is_empty() && self.directory.is_in_team(&group, membership, &oid);
            (self.joined.contains(&listed) || default || grouped).then(|| id.clone())
        };
        self.set("teams").iter().filter_map(is_in).collect()
    }

    /// Role, the unit that it reaches from, and the team that has it.
    fn held(&self, user: &str) -> Vec<(String, String, Option<String>)> {
        let mut held = Vec::new();
        let mut add = |association: &str, holder: &str, team: Option<&str>| {
            let roles = self.joined.iter().filter(|(name, one, _)| name == association && one == holder);
            for (_, _, role) in roles {
                let unit = self.text("roles", role, "_businessunitid_value");
                held.push((role.clone(), unit, team.map(str::to_owned)));
            }
        };
        add("systemuserroles_association", user, None);
        for team in self.teams_of(user) {
            add("teamroles_association", &team, Some(&team));
        }
        held
    }

    /// Whether a user may use a privilege on these rows of a table.
    pub(super) fn can(&self, user: &str, table: &str, privilege: &str, rows: Rows<'_>) -> bool {
        let row = self.row("systemusers", user).expect("a user");
        if row.get("isdisabled") == Some(&json!(true)) {
            return false;
        }
        match row.get("accessmode").and_then(Value::as_i64) {
            Some(2) if !privilege.starts_with("prvRead") => return false,
            Some(1) if !super::fixture::is_setting(table) => return false,
            _other => {}
        }
        let Some(privilege) = self.privilege(privilege) else { return false };
        self.held(user).into_iter().any(|(role, from, team)| {
            let original = self.text("roles", &role, "_parentrootroleid_value");
            let Some(depth) = self.grants.get(&original).and_then(|grants| grants.get(&privilege)) else {
                return false;
            };
            let inherited = self.row("roles", &original).and_then(|row| row.get("isinherited")) == Some(&json!(1));
            match (depth.as_str(), rows) {
                ("Deep", Rows::Of(unit)) => self.within(unit, &from),
                ("Local", Rows::Of(unit)) => unit == from,
                ("Basic", Rows::Of(_)) => false,
                ("Basic", Rows::Own) => team.is_none() || inherited,
                ("Basic", Rows::OfTeam(owner)) => team.is_none_or(|team| team == owner) || inherited,
                ("Global", _) | (_, Rows::Own | Rows::OfTeam(_)) => true,
                (other, _) => unreachable!("no depth `{other}`"),
            }
        })
    }
}
