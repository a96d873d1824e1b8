//! Requests under construction: each refers only to objects that an earlier one has created or found.

use std::collections::{BTreeMap, BTreeSet};

use super::privileges::Privileges;
use crate::emit::job::Job;
use crate::emit::{ids, organisation as of};
use crate::model::organisation::{ROOT, TreeId, Unit, UnitId, UnitTree, User, UserId};
use crate::model::program::{GroupId, Reference};
use crate::model::roles::RoleId;
use crate::model::{EnvironmentId, Program};
use crate::text::Location;

/// The subject of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concern {
    BusinessUnit,
    Role,
    Privileges,
    Team,
    User,
    TeamRole,
    TeamMember,
    UserRole,
    ColumnProfile,
    ColumnPermission,
    ColumnHolder,
}

impl Concern {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::BusinessUnit => "business_unit",
            Self::Role => "role",
            Self::Privileges => "privileges",
            Self::Team => "team",
            Self::User => "user",
            Self::TeamRole => "team_role",
            Self::TeamMember => "team_member",
            Self::UserRole => "user_role",
            Self::ColumnProfile => "column_profile",
            Self::ColumnPermission => "column_permission",
            Self::ColumnHolder => "column_holder",
        }
    }
}

/// A member of a body.
#[derive(Clone, Debug)]
pub(super) enum Field {
    /// A literal text.
    Text(String),
    /// A text that may contain parameters.
    Link(String),
    /// A number.
    Number(u32),
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// None.
    None,
    /// Members, in any order.
    Fields(Vec<(&'static str, Field)>),
    /// All privileges of a role, by its index, in a unit.
    Privileges(RoleId, String),
}

/// A parameter whose value is in the response to a request.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// Its name, without braces.
    pub(super) parameter: String,
    /// The member of the row that has it.
    pub(super) field: &'static str,
    /// The row with this `name`, where the response has several.
    pub(super) name: Option<String>,
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) concern: Concern,
    /// The declaration it is about; empty where it is about several.
    pub(super) symbol: String,
    pub(super) method: &'static str,
    /// The path after `/api/data/v9.2`, percent-encoded.
    pub(super) path: String,
    pub(super) body: Body,
    pub(super) gives: Vec<Given>,
    /// Whether it may find nothing.
    pub(super) optional: bool,
    /// The request is skipped if this parameter has been found.
    pub(super) unless: Option<String>,
    /// The request is skipped if each of these parameters has been found with its value. A value may contain
    /// parameters, but not next to a parameter that ends in `@name`.
    pub(super) unless_equal: Vec<(String, String)>,
}

impl Step {
    pub(super) fn new(concern: Concern, symbol: &str, method: &'static str, path: String, body: Body) -> Self {
        let symbol = symbol.to_owned();
        Self {
            concern,
            symbol,
            method,
            path,
            body,
            gives: Vec::new(),
            optional: false,
            unless: None,
            unless_equal: Vec::new(),
        }
    }
}

/// Names without an id that requests need, each with the place that needs it.
#[derive(Debug, Default)]
pub(super) struct Unbound {
    pub(super) users: BTreeMap<UserId, Location>,
    pub(super) groups: BTreeMap<GroupId, Location>,
}

impl Unbound {
    /// Adds the names from another environment.
    pub(super) fn add(&mut self, other: Self) {
        for (index, location) in other.users {
            self.users.entry(index).or_insert(location);
        }
        for (index, location) in other.groups {
            self.groups.entry(index).or_insert(location);
        }
    }

    /// The same names, for the findings of the whole build.
    pub(super) fn into_names(self, job: Job<'_>) -> Vec<crate::emit::unbound::Unbound> {
        let program = job.program;
        let users = self.users.into_iter().map(|(index, location)| {
            let user = &program.organisation.users[index];
            ("user", "users", &user.head, location, "requests find users by their object ids in Entra")
        });
        let groups = self.groups.into_iter().map(|(index, location)| {
            let group = &program.groups[index];
            ("group", "groups", &group.head, location, "a team names its group by the object id in Entra")
        });
        let name = |(noun, key, head, location, note): (_, _, &crate::model::program::Head, _, &str)| {
            let needed = (location, format!("the {noun} is needed here"));
            crate::emit::unbound::Unbound::id(super::NAME, (noun, key), head, needed, note)
        };
        users.chain(groups).map(name).collect()
    }
}

/// The requests of an environment under construction.
pub(super) struct Steps<'a, 'u> {
    pub(super) job: Job<'a>,
    pub(super) environment: EnvironmentId,
    pub(super) tree: Option<&'a UnitTree>,
    /// The grants of roles.
    pub(super) privileges: &'u Privileges,
    /// The users with declarations for the environment, by index.
    users: &'u [UserId],
    /// The users to place because of a team, each with the place of the team's role.
    pub(super) through_teams: &'u [(UserId, Location)],
    pub(super) list: Vec<Step>,
    pub(super) unbound: &'u mut Unbound,
    known: BTreeSet<String>,
}

impl<'a, 'u> Steps<'a, 'u> {
    pub(super) fn new(
        job: Job<'a>,
        environment: EnvironmentId,
        privileges: &'u Privileges,
        users: &'u [UserId],
        through_teams: &'u [(UserId, Location)],
        unbound: &'u mut Unbound,
    ) -> Self {
        let tree = job.program.organisation.tree(environment);
        let (list, known) = (Vec::new(), BTreeSet::new());
        Self { job, environment, tree, privileges, users, through_teams, list, unbound, known }
    }

    /// The users with declarations for the environment, with their indices.
    pub(super) fn users(&self) -> impl Iterator<Item = (UserId, &'a User)> {
        let all = &self.program().organisation.users;
        self.users.iter().map(|index| (*index, &all[index]))
    }

    pub(super) const fn program(&self) -> &'a Program {
        self.job.program
    }

    pub(super) fn push(&mut self, step: Step) {
        for given in &step.gives {
            self.known.insert(given.parameter.clone());
        }
        self.list.push(step);
    }

    /// Whether a parameter has been found.
    pub(super) fn knows(&self, parameter: &str) -> bool {
        self.known.contains(parameter)
    }

    /// A parameter in braces. If it has not been found yet, the request that finds it is added first.
    pub(super) fn found(
        &mut self,
        concern: Concern,
        symbol: &str,
        parameter: &str,
        path: &str,
        field: &'static str,
    ) -> String {
        if !self.knows(parameter) {
            let mut step = Step::new(concern, symbol, "GET", encoded(path), Body::None);
            step.gives = vec![Given { parameter: parameter.to_owned(), field, name: None }];
            self.push(step);
        }
        format!("{{{parameter}}}")
    }

    /// The unit that a name means here; none where the environment has no such unit.
    pub(super) fn place(&self, unit: Option<&Reference<TreeId>>) -> Option<UnitId> {
        match self.tree {
            Some(tree) => tree.unit_named(unit),
            None => unit.is_none().then_some(ROOT),
        }
    }

    /// The unit of a user here.
    pub(super) fn place_of(&self, user: &User) -> Option<UnitId> {
        self.place(user.unit_in(self.environment))
    }

    fn declared(&self, unit: UnitId) -> Option<&'a Unit> {
        self.tree.and_then(|tree| tree.unit(unit))
    }

    /// The symbol of a unit in the names of parameters.
    pub(super) fn unit_symbol(&self, unit: UnitId) -> String {
        if unit == ROOT {
            "root".to_owned()
        } else {
            self.declared(unit).map_or_else(String::new, |unit| plain(&unit.symbol.name))
        }
    }

    /// The id of a unit: the root's is looked up where nothing binds it.
    pub(super) fn unit(&mut self, unit: UnitId) -> String {
        if let Some((id, _)) = self.declared(unit).and_then(|unit| of::unit(self.job, unit)) {
            return id.into_owned();
        }
        let path = "/businessunits?$select=businessunitid&$filter=parentbusinessunitid eq null";
        let symbol = self.tree.map_or("", |tree| tree.name());
        self.found(Concern::BusinessUnit, symbol, "unit.root", path, "businessunitid")
    }
}

/// A step that is skipped if each of these parameters has its value already.
pub(super) fn unless_equal(mut step: Step, same: Vec<(String, String)>) -> Step {
    step.unless_equal = same;
    step
}

/// A symbol as part of a parameter's name: characters other than letters, digits, `_`, `-` and `.` are
/// percent-encoded.
pub(super) fn plain(symbol: &str) -> String {
    percent(symbol, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// A path that can be sent unchanged. Braces stay, since they enclose parameters; texts from the source have gone
/// through [`literal`] before.
pub(super) fn encoded(path: &str) -> String {
    percent(path, |byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'|'))
}

/// A text from the source as a literal of a query.
pub(super) fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    percent(&quoted, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'\''))
}

fn percent(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// An object id in requests; a text with another form is percent-encoded and finds nothing.
pub(super) fn id_literal(id: &str) -> String {
    percent(id, |byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The Entra object id of a user; where nothing binds it, the user is added to the unbound ones.
pub(super) fn user_id<'a>(
    steps: &mut Steps<'a, '_>,
    index: UserId,
    user: &'a User,
    needed: Location,
) -> Option<&'a str> {
    let bound = of::user(steps.job, user).map(|(id, _)| id);
    if bound.is_none() {
        steps.unbound.users.entry(index).or_insert(needed);
    }
    bound
}

/// The Entra object id of a group; where nothing binds it, the group is added to the unbound ones.
pub(super) fn group_id<'a>(steps: &mut Steps<'a, '_>, index: GroupId, needed: Location) -> Option<&'a str> {
    let job = steps.job;
    let group = &job.program.groups[index];
    let bound = ids::group(group, job.settings.bindings).map(|(id, _)| id);
    if bound.is_none() {
        steps.unbound.groups.entry(index).or_insert(needed);
    }
    bound
}
