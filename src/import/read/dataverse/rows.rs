//! Detects the rows of the Web API in a JSON value from their ids.

use super::super::value::Value;

/// The kinds of rows that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Role,
    /// The answer to `RetrieveRolePrivilegesRole`, which does not name its role.
    RolePrivileges,
    RolePrivilege,
    Privilege,
    Unit,
    Team,
    User,
    TeamMember,
    UserRole,
    TeamRole,
    Profile,
    Permission,
    UserProfile,
    TeamProfile,
}

/// The names of the lists in the Web API.
const SETS: [&str; 13] = [
    "roles",
    "roleprivilegescollection",
    "privileges",
    "businessunits",
    "teams",
    "systemusers",
    "teammemberships",
    "systemuserrolescollection",
    "teamrolescollection",
    "fieldsecurityprofiles",
    "fieldpermissions",
    "systemuserprofilescollection",
    "teamprofilescollection",
];

impl Row {
    /// The kind of row that a value is.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let has = |key: &str| value.get_folded(key).is_some_and(|value| matches!(value, Value::Text(_)));
        let both = |one: &str, two: &str| has(one) && has(two);
        // Rows with two ids come first, since rows with one id lack the second.
        Some(match () {
            () if both("teamid", "systemuserid") => Self::TeamMember,
            () if both("systemuserid", "roleid") => Self::UserRole,
            () if both("teamid", "roleid") => Self::TeamRole,
            () if both("roleid", "privilegeid") => Self::RolePrivilege,
            () if both("systemuserid", "fieldsecurityprofileid") => Self::UserProfile,
            () if both("teamid", "fieldsecurityprofileid") => Self::TeamProfile,
            () if has("roleid") => Self::Role,
            () if matches!(value.get_folded("RolePrivileges"), Some(Value::List(_))) => Self::RolePrivileges,
            () if has("teamid") => Self::Team,
            () if has("systemuserid") => Self::User,
            () if has("fieldpermissionid") || both("attributelogicalname", "_fieldsecurityprofileid_value") => {
                Self::Permission
            }
            () if has("fieldsecurityprofileid") => Self::Profile,
            () if both("privilegeid", "name") => Self::Privilege,
            () if has("businessunitid") => Self::Unit,
            () => return None,
        })
    }

    /// The words for its rows.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Role => "roles",
            Self::RolePrivileges | Self::RolePrivilege => "privileges of roles",
            Self::Privilege => "privileges",
            Self::Unit => "business units",
            Self::Team => "teams",
            Self::User => "users",
            Self::TeamMember => "memberships of teams",
            Self::UserRole => "roles of users",
            Self::TeamRole => "roles of teams",
            Self::Profile => "column security profiles",
            Self::Permission => "permissions on columns",
            Self::UserProfile | Self::TeamProfile => "holders of column security profiles",
        }
    }
}

/// Whether a file holds rows that are read; an empty list of them counts.
pub(super) fn holds_rows(root: &Value) -> bool {
    match root {
        Value::List(items) => items.first().is_some_and(|item| Row::of(item).is_some() || is_answer(item)),
        Value::Object(_) => Row::of(root).is_some() || is_answer(root) || sets(root).is_some(),
        _scalar => false,
    }
}

/// `{ "@odata.context": …, "value": […] }`
fn is_answer(value: &Value) -> bool {
    let context = value.get("@odata.context").and_then(Value::as_text).unwrap_or_default();
    let set = context.split_once("$metadata#").map_or("", |(_, set)| set);
    let set = set.split(['(', '/']).next().unwrap_or_default();
    match value.get("value") {
        Some(Value::List(items)) => SETS.contains(&set) || items.first().is_some_and(|item| Row::of(item).is_some()),
        _other => false,
    }
}

/// The lists of an object that contains several answers under the names of their sets.
pub(super) fn sets(root: &Value) -> Option<&[(String, Value)]> {
    let entries = root.entries();
    let known = |(name, value): &(String, Value)| {
        let holds = matches!(value, Value::List(_)) || is_answer(value);
        holds && SETS.iter().any(|set| name.eq_ignore_ascii_case(set))
    };
    (!entries.is_empty() && entries.iter().all(known)).then_some(entries)
}
