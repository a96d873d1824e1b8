//! What the readers of Dataverse exports give: roles, units, teams and users in one shape, whatever file they came
//! from. Ids are GUIDs in small letters without braces.

use std::collections::BTreeMap;

use crate::catalog::Ownership;
use crate::catalog::privilege::Level;

/// Everything that was read of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Roles, copies in units below the root among them.
    pub roles: Vec<Role>,
    /// Column security profiles.
    pub profiles: Vec<Profile>,
    /// Business units.
    pub units: Vec<Unit>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Users.
    pub users: Vec<User>,
    /// Which user belongs to which team: team, user.
    pub members: Vec<(String, String)>,
    /// Who holds which role: the holder, the role.
    pub held: Vec<(Holder, String)>,
    /// Who has which column security profile: the holder, the profile.
    pub profiles_held: Vec<(Holder, String)>,
    /// Grants of roles that name a privilege by its id only: the role, the privilege, the level.
    pub granted: Vec<(String, String, Level)>,
    /// The ids of roles of which some grant could not be read.
    pub unread: std::collections::BTreeSet<String>,
    /// The lists that the service gave in pages, by what they hold: whether one goes on, and whether one does not.
    pub pages: BTreeMap<&'static str, (bool, bool)>,
    /// What is said of tables, by their logical names.
    pub table_facts: BTreeMap<String, TableFacts>,
    /// Which table has a lookup that points at which.
    pub lookups: Vec<(String, String)>,
    /// The names of privileges, by id.
    pub privileges: BTreeMap<String, String>,
}

impl Organisation {
    /// Whether nothing was read.
    pub const fn is_empty(&self) -> bool {
        self.roles.is_empty()
            && self.profiles.is_empty()
            && self.units.is_empty()
            && self.teams.is_empty()
            && self.users.is_empty()
    }
}

/// What a solution says of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// The schema name.
    pub schema: String,
    /// Who owns its rows, where that is said.
    pub ownership: Option<Ownership>,
    /// Whether it is an activity.
    pub is_activity: bool,
    /// The columns that are secured.
    pub secured: std::collections::BTreeSet<String>,
}

/// A user or a team, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A user.
    User(String),
    /// A team.
    Team(String),
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file.
    pub file: String,
    /// The place in it: a line, or a JSON pointer.
    pub place: String,
}

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Where it stands.
    pub at: At,
    /// Its id.
    pub id: Option<String>,
    /// The display name; empty where the file names the role by its id only.
    pub name: String,
    /// The id of the role that it is a copy of; its own for an original.
    pub root: Option<String>,
    /// The id of the template it was made from.
    pub template: Option<String>,
    /// The id of the unit it belongs to.
    pub unit: Option<String>,
    /// Whether members of teams get its `user` grants for themselves, where that is said.
    pub inherited: Option<bool>,
    /// Whether it may be changed, where that is said.
    pub customizable: Option<bool>,
    /// Whether every new user gets it, where that is said.
    pub auto_assigned: Option<bool>,
    /// What it is for; empty where that is not said.
    pub description: String,
    /// Whom it is for.
    pub applies_to: String,
    /// What it lets do on the tables that matter, in words.
    pub core_table_permissions: String,
    /// What it grants, each privilege once; none where the file does not say.
    pub privileges: Option<Vec<(String, Level)>>,
}

/// A column security profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Where it stands.
    pub at: At,
    /// Its id.
    pub id: Option<String>,
    /// The display name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it allows on columns.
    pub columns: Vec<Column>,
}

/// What a profile allows on a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The table's logical name.
    pub table: String,
    /// The column's logical name.
    pub column: String,
    /// Reading.
    pub read: bool,
    /// Giving a value to a new row.
    pub create: bool,
    /// Changing the value.
    pub update: bool,
    /// The number of the platform for reading what a mask hides: 0, 1 or 3.
    pub unmasked: u8,
}

/// A business unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands.
    pub at: At,
    /// Its id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The id of the unit above; none for the root.
    pub parent: Option<String>,
}

/// A team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// Where it stands.
    pub at: At,
    /// Its id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The number of the platform for the sort of team.
    pub kind: u8,
    /// Whether it is the one that its unit has of itself.
    pub is_default: bool,
    /// The number of the platform for which people of the group belong to it.
    pub membership: u8,
    /// The object id of its Entra group.
    pub group: Option<String>,
    /// The id of its unit.
    pub unit: Option<String>,
}

/// A user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Where it stands.
    pub at: At,
    /// The id in the environment.
    pub id: String,
    /// The object id in Entra.
    pub object: Option<String>,
    /// The user principal name.
    pub upn: String,
    /// The display name.
    pub name: String,
    /// The client id, where it is an application.
    pub application: Option<String>,
    /// The id of its unit.
    pub unit: Option<String>,
    /// The number of the platform for how it works with the environment.
    pub mode: u8,
    /// Whether it is disabled.
    pub disabled: bool,
}
