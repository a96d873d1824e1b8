//! The report of an import about roles and their holders.

use serde_json::{Value, json};

use crate::diagnostics::list_of;

/// The result for an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationReport {
    /// The roles that are declared, in the order of the source.
    pub roles: Vec<RoleReport>,
    /// The roles with equal grants, by their symbols, whether they are written out or include one another.
    pub equal: Vec<Vec<String>>,
    /// The predefined roles that are referenced and not declared: symbol and display name.
    pub predefined: Vec<(String, String)>,
    /// The number of declared tables.
    pub tables: usize,
    /// The number of business units.
    pub units: usize,
    /// The number of users.
    pub users: usize,
    /// The number of teams.
    pub teams: usize,
    /// The number of column security profiles.
    pub profiles: usize,
}

/// The result for one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleReport {
    /// Its symbol in the source.
    pub symbol: String,
    /// Its display name.
    pub name: String,
    /// The file it came from.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The number of privileges it grants.
    pub grants: usize,
    /// The number of tables with these.
    pub tables: usize,
    /// The roles that it includes.
    pub includes: Vec<String>,
    /// The number of rows of its grid.
    pub rows: usize,
    /// Privileges that are kept by their names.
    pub named: Vec<String>,
}

impl OrganisationReport {
    /// Whether nothing of an organisation was imported.
    pub const fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.predefined.is_empty() && self.units + self.users + self.teams + self.profiles == 0
    }

    /// The numbers in words: `2 roles`, `one team`.
    pub fn counts(&self) -> Vec<String> {
        let counts = [
            (self.roles.len(), "role"),
            (self.tables, "table of the organisation"),
            (self.units, "business unit"),
            (self.users, "user"),
            (self.teams, "team"),
            (self.profiles, "column security profile"),
        ];
        let said = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| match (count, noun) {
            (1, _) => format!("1 {noun}"),
            (_, "table of the organisation") => format!("{count} tables of the organisation"),
            _more => format!("{count} {noun}s"),
        });
        said.collect()
    }

    /// Adds the report as lines.
    pub(super) fn lines(&self, lines: &mut Vec<String>) {
        for role in &self.roles {
            let name = if role.name == role.symbol { String::new() } else { format!(", \"{}\"", role.name) };
            let grants =
                if role.grants == 1 { "1 privilege".to_owned() } else { format!("{} privileges", role.grants) };
            let on = match role.tables {
                0 => String::new(),
                1 => " on 1 table".to_owned(),
                tables => format!(" on {tables} tables"),
            };
            let includes = match role.includes.as_slice() {
                [] => String::new(),
                names => format!("; includes {}, which leaves {} of its rows", names.join(", "), role.rows),
            };
            lines.push(format!("role {}{name}: {grants}{on}{includes}", role.symbol));
        }
        for equal in &self.equal {
            lines.push(format!("roles {} grant exactly the same", list_of(equal.iter().cloned(), "and")));
        }
        for (symbol, name) in &self.predefined {
            lines.push(format!("role {symbol}, \"{name}\": the platform's own, named and not declared"));
        }
        let counts = self.counts();
        if !counts.is_empty() && (self.roles.len() != 1 || counts.len() > 1) {
            lines.push(format!("in all {}", counts.join(", ")));
        }
    }

    /// The report as JSON.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "roles": self.roles.iter().map(|role| json!({
                "symbol": role.symbol, "name": role.name, "file": role.file, "place": role.place,
                "grants": role.grants, "tables": role.tables, "includes": role.includes, "rows": role.rows,
                "named": role.named,
            })).collect::<Vec<_>>(),
            "equal": self.equal,
            "predefined": self.predefined.iter().map(|(symbol, name)| json!({
                "symbol": symbol, "name": name,
            })).collect::<Vec<_>>(),
            "tables": self.tables, "units": self.units, "users": self.users, "teams": self.teams,
            "profiles": self.profiles,
        })
    }
}
