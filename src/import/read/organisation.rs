//! The result of the readers of Dataverse exports: roles, units, teams and users in one shape, whatever file they
//! came from. Ids are GUIDs in lower case without braces.

use std::collections::BTreeMap;

use crate::catalog::Ownership;
use crate::catalog::privilege::Level;

/// Everything that was read about an organisation.
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
    /// Which user or team has which role: the holder, the role.
    pub held: Vec<(Holder, String)>,
    /// Which user or team has which column security profile: the holder, the profile.
    pub profiles_held: Vec<(Holder, String)>,
    /// Grants of roles that name a privilege by its id only: the role, the privilege, the level.
    pub granted: Vec<(String, String, Level)>,
    /// The ids of roles with a grant that could not be read.
    pub unread: std::collections::BTreeSet<String>,
    /// The lists that the service returned in pages, by what they hold: whether one continues, and whether one is
    /// complete.
    pub pages: BTreeMap<&'static str, (bool, bool)>,
    /// Facts about tables, by their logical names.
    pub table_facts: BTreeMap<String, TableFacts>,
    /// Lookups: the table that has one, and the table it points at.
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

/// The facts about a table in a solution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// The schema name.
    pub schema: String,
    /// The ownership of its rows, where the file gives it.
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

/// A place in a file.
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
    /// Where the role is.
    pub at: At,
    /// Its id.
    pub id: Option<String>,
    /// The display name; empty where the file names the role by its id only.
    pub name: String,
    /// The id of the role that it is a copy of; an original has its own id here.
    pub root: Option<String>,
    /// The id of the template it was made from.
    pub template: Option<String>,
    /// The id of the unit it belongs to.
    pub unit: Option<String>,
    /// Whether members of teams get its `user` grants for themselves, where the file says so.
    pub inherited: Option<bool>,
    /// Whether it may be changed, where the file says so.
    pub customizable: Option<bool>,
    /// Whether every new user gets it, where the file says so.
    pub auto_assigned: Option<bool>,
    /// Its purpose; empty where the file gives none.
    pub description: String,
    /// The people it is for.
    pub applies_to: String,
    /// What it allows on the important tables, in words.
    pub core_table_permissions: String,
    /// The privileges it grants, each once; none where the file does not list them.
    pub privileges: Option<Vec<(String, Level)>>,
}

/// A column security profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Where the profile is.
    pub at: At,
    /// Its id.
    pub id: Option<String>,
    /// The display name.
    pub name: String,
    /// Its purpose.
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
    /// The platform's number for reading masked values: 0, 1 or 3.
    pub unmasked: u8,
}

/// A business unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Where the unit is.
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
    /// Where the team is.
    pub at: At,
    /// Its id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The platform's number for the type of team.
    pub kind: u8,
    /// Whether it is the default team of its unit.
    pub is_default: bool,
    /// The platform's number for which people of the group belong to the team.
    pub membership: u8,
    /// The object id of its Entra group.
    pub group: Option<String>,
    /// The id of its unit.
    pub unit: Option<String>,
}

/// A user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Where the user is.
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
    /// The platform's number for the access mode.
    pub mode: u8,
    /// Whether it is disabled.
    pub disabled: bool,
}
