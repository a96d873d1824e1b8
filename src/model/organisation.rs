//! Organisations: business units, users, teams, their roles, and roles that no user may have together.

use ecow::EcoString;

use super::id::Id;
use super::kind::each_kind;
use super::list::List;
use super::program::{EnvironmentId, GroupId, GroupKind, Head, Reference, Symbol, Text};
use super::roles::RoleId;
use super::tables::{TableId, Tables};
use crate::text::Location;

macro_rules! organisation {
    (
        { $($own:tt)* }
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart $($apart:tt)*
    ) => {
        /// The organisation. Every list is sorted by symbol.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Organisation {
            $($(#[$doc] pub $o: List<super::$m::$type>,)?)*
            $($own)*
        }
    };
}

each_kind!(organisation! {
    /// Tables.
    pub tables: Tables,
});

/// The business units of an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitTree {
    /// The root's name and documentation.
    pub head: Head,
    /// The environments it is for; where empty, all environments that no other tree names.
    pub environments: Vec<Reference<EnvironmentId>>,
    /// The units: the root first, each followed by all units below it, siblings by symbol. So the units below a unit
    /// are the run that follows it.
    pub units: Vec<Unit>,
    /// The indices of the units by symbol. A symbol that is declared twice is listed once.
    pub by_name: Vec<u32>,
    /// Whether all of it could be read.
    pub sound: bool,
}

/// A place in [`UnitTree::units`]; 0 is the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// The root of every tree.
pub const ROOT: UnitId = UnitId(0);

/// A business unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its name, and where the name is.
    pub symbol: Symbol,
    /// Its doc comment.
    pub description: EcoString,
    /// The display name, where it differs from the symbol.
    pub name: Option<Text>,
    /// The id in the environment.
    pub id: Option<Text>,
    /// The unit above; none for the root.
    pub parent: Option<UnitId>,
    /// The index after the last unit below this one.
    pub end: u32,
}

impl Unit {
    /// The name that people know.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(&*self.symbol.name, |name| &*name.name)
    }
}

impl UnitTree {
    /// The unit with that symbol.
    pub fn find(&self, name: &str) -> Option<UnitId> {
        let symbol = |index: &u32| self.units.get(*index as usize).map_or("", |unit| &*unit.symbol.name);
        let found = self.by_name.binary_search_by(|index| symbol(index).cmp(name)).ok()?;
        self.by_name.get(found).copied().map(UnitId)
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(id.0 as usize)
    }

    /// Whether `inner` is `outer` or below it.
    pub fn contains(&self, outer: UnitId, inner: UnitId) -> bool {
        self.unit(outer).is_some_and(|unit| (outer.0..unit.end).contains(&inner.0))
    }
}

/// A licence that users need.
#[derive(Clone, Debug, PartialEq)]
pub struct Licence {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The maximum number of users with the licence; no limit where absent.
    pub seats: Option<(u32, Location)>,
    /// Whether its users may open apps with premium connectors; none where that is not known.
    pub premium_connectors: Option<(bool, Location)>,
}

/// How a user works with an environment (dataverse.md 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccessMode {
    /// Interactive, as a person.
    #[default]
    ReadWrite,
    /// Settings only, no data.
    Administrative,
    /// Reading only.
    Read,
    /// The platform's support.
    Support,
    /// A service account.
    NonInteractive,
    /// An administrator of a partner organisation.
    Delegated,
}

impl AccessMode {
    /// Every mode, by its number in the platform.
    pub const ALL: [Self; 6] =
        [Self::ReadWrite, Self::Administrative, Self::Read, Self::Support, Self::NonInteractive, Self::Delegated];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReadWrite => "read_write",
            Self::Administrative => "administrative",
            Self::Read => "read",
            Self::Support => "support",
            Self::NonInteractive => "non_interactive",
            Self::Delegated => "delegated",
        }
    }

    /// The number in requests.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// A user: a person, or an application.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The user principal name.
    pub upn: Option<Text>,
    /// The object id in Entra.
    pub id: Option<Text>,
    /// The client id, where it is an application.
    pub application: Option<Text>,
    /// The unit; the root where absent. Found in the tree of each environment by its name.
    pub unit: Option<Reference<TreeId>>,
    /// Where some environments have another unit: the environment, the unit.
    pub units: Vec<(Reference<EnvironmentId>, Reference<TreeId>)>,
    /// Licences.
    pub licences: Vec<Reference<Id<Licence>>>,
    /// How it works with environments.
    pub mode: AccessMode,
    /// Where the mode is.
    pub mode_location: Option<Location>,
    /// Where the user is declared disabled.
    pub disabled: Option<Location>,
    /// Roles in each environment.
    pub roles: Vec<Assignment>,
    /// Whether all of it could be read.
    pub sound: bool,
}

/// Roles that a user holds in an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The environment.
    pub environment: Reference<EnvironmentId>,
    /// The unit whose copies of the roles they are, where it is not the user's own.
    pub unit: Option<Reference<TreeId>>,
    /// The roles.
    pub roles: Vec<Reference<RoleId>>,
    /// Where the assignment is.
    pub location: Location,
}

/// The type of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamKind {
    /// Owns rows and holds roles; its members are listed.
    Owner,
    /// Rows are shared with it; it holds no roles.
    Access,
    /// Its members are those of an Entra security group.
    EntraGroup,
    /// Its members are those of a Microsoft 365 group.
    Microsoft365Group,
    /// The default team of each unit: all users of the unit.
    Default,
}

impl TeamKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Access, Self::EntraGroup, Self::Microsoft365Group, Self::Default];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Access => "access",
            Self::EntraGroup => "entra_group",
            Self::Microsoft365Group => "microsoft_365_group",
            Self::Default => "default",
        }
    }

    /// The kind of a team that takes its members from a group.
    pub const fn of_group(kind: GroupKind) -> Self {
        match kind {
            GroupKind::Security => Self::EntraGroup,
            GroupKind::Microsoft365 => Self::Microsoft365Group,
        }
    }

    /// The number in requests; the default team of a unit is an owner team there.
    pub const fn number(self) -> u8 {
        match self {
            Self::Owner | Self::Default => 0,
            Self::Access => 1,
            Self::EntraGroup => 2,
            Self::Microsoft365Group => 3,
        }
    }
}

/// Which people of a group belong to its team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Membership {
    /// Members and guests.
    #[default]
    MembersAndGuests,
    /// Members.
    Members,
    /// Owners.
    Owners,
    /// Guests.
    Guests,
}

impl Membership {
    /// Every membership, by its number in the platform.
    pub const ALL: [Self; 4] = [Self::MembersAndGuests, Self::Members, Self::Owners, Self::Guests];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MembersAndGuests => "members_and_guests",
            Self::Members => "members",
            Self::Owners => "owners",
            Self::Guests => "guests",
        }
    }

    /// The number in requests.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// A team of one environment.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the environment.
    pub id: Option<Text>,
    /// The environment.
    pub environment: Option<Reference<EnvironmentId>>,
    /// Its unit; the root where absent.
    pub unit: Option<Reference<TreeId>>,
    /// The type.
    pub kind: TeamKind,
    /// Where the type is.
    pub kind_location: Location,
    /// The Entra group its members come from.
    pub group: Option<Reference<GroupId>>,
    /// Which people of the group.
    pub membership: Option<(Membership, Location)>,
    /// Members, where they are listed; targets are indices of users.
    pub members: Vec<Reference<UserId>>,
    /// Its roles.
    pub roles: Vec<Reference<RoleId>>,
    /// Whether all of it could be read.
    pub sound: bool,
}

impl Team {
    /// The name that people know.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }
}

impl User {
    /// The name that people know.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }
}

/// A name of a user, a team or a group.
pub type Party = Reference<Named>;

/// The place of a tree of units in [`Organisation::unit_trees`]: the target of a unit's name.
pub type TreeId = Id<UnitTree>;

/// The place of a user in [`Organisation::users`].
pub type UserId = Id<User>;

/// The place of a team in [`Organisation::teams`].
pub type TeamId = Id<Team>;

/// A user, a team or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A user, by index.
    User(UserId),
    /// A team, by index.
    Team(TeamId),
    /// An Entra group, by index.
    Group(GroupId),
}

/// A column security profile: what its holders may do with secured columns.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnProfile {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id.
    pub id: Option<Text>,
    /// The environments it is for; all where empty.
    pub environments: Vec<Reference<EnvironmentId>>,
    /// Columns, in order of their names.
    pub columns: Vec<ColumnGrant>,
    /// The users and teams that have it.
    pub held_by: Vec<Party>,
    /// Whether all of it could be read.
    pub sound: bool,
}

/// What a profile allows on a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnGrant {
    /// The table; the target is a [`super::tables::TableId`].
    pub table: Reference<TableId>,
    /// The column's logical name.
    pub column: Symbol,
    /// Reading.
    pub read: bool,
    /// Giving a value to a new row.
    pub create: bool,
    /// Changing the value.
    pub update: bool,
    /// Reading what a masking rule hides.
    pub unmasked: Unmasked,
    /// Where `unmasked` is written.
    pub unmasked_location: Option<Location>,
}

/// Whether the value of a masked column may be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unmasked {
    /// No.
    #[default]
    No,
    /// Row by row.
    One,
    /// In lists too.
    All,
}

impl Unmasked {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::No, Self::One, Self::All];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::One => "one",
            Self::All => "all",
        }
    }

    /// The number in requests.
    pub const fn number(self) -> u8 {
        match self {
            Self::No => 0,
            Self::One => 1,
            Self::All => 3,
        }
    }
}

/// Roles that no user may have together.
#[derive(Clone, Debug, PartialEq)]
pub struct Duties {
    /// Name and documentation.
    pub head: Head,
    /// Lists of roles. No user may have two roles of one list.
    pub never: Vec<Apart>,
    /// The environments in which it applies; all where empty.
    pub environments: Vec<Reference<EnvironmentId>>,
    /// Whether its attributes could be read and its environments were found.
    pub sound: bool,
}

/// Roles of which no user may have two.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// The roles.
    pub roles: Vec<Reference<RoleId>>,
    /// Where they are written.
    pub location: Location,
}

/// Users and teams that assign roles to others.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleAdministrators {
    /// Name and documentation.
    pub head: Head,
    /// The users and teams.
    pub who: Vec<Party>,
    /// The roles they assign.
    pub assign: Vec<Reference<RoleId>>,
    /// The environments; all where empty.
    pub environments: Vec<Reference<EnvironmentId>>,
    /// Whether all of it could be read.
    pub sound: bool,
}
