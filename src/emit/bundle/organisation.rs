//! Business units, tables, users, teams, column security, duties and role administrators in the bundle.

use super::form::{
    Description, Each, Form, Items, Made, Members, Name, Named, Names, Of, Parties, PlacesOf, References, Shown,
    Symbols, bound, derivable, located, own,
};
use crate::emit::organisation as of;
use crate::model::EnvironmentId;
use crate::model::organisation::{
    Assignment, ColumnGrant, ColumnProfile, Duties, Licence, RoleAdministrators, Team, TreeId, Unit, UnitTree, User,
};
use crate::model::program::{Program, Reference};
use crate::model::roles::RoleId;
use crate::model::tables::OwnTable;
use crate::text::Location;

/// The unit of what belongs to no single environment. If there is only one tree, its root is written as no unit.
pub(super) fn unit_anywhere<'p>(program: &'p Program, unit: Option<&'p Reference<TreeId>>) -> Option<Name<'p>> {
    let trees = &program.organisation.unit_trees;
    let only = || trees.names().next().filter(|_| trees.len() == 1);
    unit.map(|unit| &*unit.symbol.name).or_else(only).map(Name)
}

/// The unit of what belongs to an environment.
fn unit_there<'p>(
    program: &'p Program,
    unit: Option<&'p Reference<TreeId>>,
    environment: Option<&Reference<EnvironmentId>>,
) -> Option<Name<'p>> {
    let root = || program.organisation.tree(environment?.target?).map(UnitTree::name);
    unit.map(|unit| &*unit.symbol.name).or_else(root).map(Name)
}

const ENVIRONMENTS: &str = "The environments it is for; all where empty.";

impl Form for &UnitTree {
    const FORM: Named = Named("unitTree", "");
    const DOC: &'static str = "A tree of business units.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |tree, _| Description(&tree.head.description));
        let doc = "The environments it is for; where empty, all that no other tree names.";
        to.value(("environments", doc), |tree, _| References(&tree.environments));
        to.value("symbol", |tree, _| Name(&tree.head.symbol.name));
        let doc = "The root first, each unit followed by all below it, siblings by symbol.";
        to.said(("units", doc), |tree, _| Each(tree.units.iter().map(move |unit| Below { tree, unit })));
    }
}

/// A unit of a tree.
#[derive(Clone, Copy)]
struct Below<'a> {
    tree: &'a UnitTree,
    unit: &'a Unit,
}

impl Form for Below<'_> {
    const FORM: Named = Named("unit", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |below, _| Description(&below.unit.description));
        to.said("displayName", |below, _| {
            let given = below.unit.name.as_ref();
            Shown { name: below.unit.display_name(), given }
        });
        let doc = "The id in the environment; null for a root that nothing binds, since every environment has its own.";
        to.identity(
            ("id", doc),
            |below, context| derivable(of::unit(context.job, below.unit)),
            |below| below.unit.id.as_ref(),
        );
        to.value(("parent", "The unit above; null for the root."), |below, _| {
            let parent = below.tree.unit(below.unit.parent?)?;
            Some(Name(&parent.symbol.name))
        });
        to.value("symbol", |below, _| Name(&below.unit.symbol.name));
    }

    fn place(self) -> Option<Location> {
        Some(self.unit.symbol.location)
    }
}

impl Form for &OwnTable {
    const FORM: Named = Named("table", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "Whether it is an activity, and shares the privileges of all activities.";
        to.value(("activity", doc), |table, _| table.activity);
        to.value("description", |table, _| Description(&table.head.description));
        to.said(("lookups", "The tables that its lookups point at."), |table, _| References(&table.lookups));
        to.value(("masked", "The columns to which a masking rule is bound."), |table, _| Names::sorted(&table.masked));
        to.said(("ownership", "Who owns its rows."), |table, _| (table.ownership, table.ownership_location));
        to.said(("schemaName", "The schema name, by which its privileges are called."), |table, _| {
            (table.schema.as_ref().unwrap_or(&table.head.symbol), table.schema.as_ref())
        });
        let doc =
            "The columns that are secured, so far as the table says so; those that a profile names are secured too.";
        to.value(("secured", doc), |table, _| Names::sorted(&table.secured));
        to.value(("sensitive", "Whether it contains data that not everyone may see."), |table, _| {
            table.sensitive.is_some()
        });
        to.value(("symbol", "The logical name."), |table, _| Name(table.name()));
    }
}

impl Form for &Licence {
    const FORM: Named = Named("licence", "licence");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |licence, _| Description(&licence.head.description));
        to.said("displayName", |licence, _| Shown::of(&licence.head, licence.name.as_ref()));
        to.said("premiumConnectors", |licence, _| licence.premium_connectors);
        to.said("seats", |licence, _| licence.seats);
        to.value("symbol", |licence, _| Name(&licence.head.symbol.name));
    }
}

/// Roles that a user holds in one place.
struct Holding<'a> {
    assignment: &'a Assignment,
    roles: Vec<&'a Reference<RoleId>>,
}

/// Assignments by environment and unit, those of one place together.
fn holdings(user: &User) -> Vec<Holding<'_>> {
    let place = |one: &Assignment| {
        let unit = one.unit.as_ref().map(|unit| unit.symbol.name.clone());
        (one.environment.symbol.name.clone(), unit)
    };
    let mut order: Vec<&Assignment> = user.roles.iter().collect();
    order.sort_by_cached_key(|one| place(one));
    let mut joined: Vec<Holding<'_>> = Vec::with_capacity(order.len());
    for assignment in order {
        match joined.last_mut().filter(|last| place(last.assignment) == place(assignment)) {
            Some(last) => last.roles.extend(&assignment.roles),
            None => joined.push(Holding { assignment, roles: assignment.roles.iter().collect() }),
        }
    }
    for holding in &mut joined {
        holding.roles.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
        holding.roles.dedup_by(|a, b| a.symbol.name == b.symbol.name);
    }
    joined.retain(|holding| !holding.roles.is_empty());
    joined
}

impl Form for &Holding<'_> {
    const FORM: Named = Named("assignment", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "The unit whose copies of the roles they are; null for the user's own.";
        to.value(("businessUnit", doc), |holding, _| holding.assignment.unit.as_ref());
        to.value(("environment", "The environment."), |holding, _| &holding.assignment.environment);
        to.value(("roles", "The roles."), |holding, _| Symbols(holding.roles.iter().map(|role| &*role.symbol.name)));
    }
}

/// The unit of a user in one environment.
#[derive(Clone, Copy)]
struct Home<'a>(&'a (Reference<EnvironmentId>, Reference<TreeId>));

/// Units of a user in single environments, by environment.
fn homes(user: &User) -> Vec<Home<'_>> {
    let mut homes: Vec<Home<'_>> = user.units.iter().map(Home).collect();
    homes.sort_by(|a, b| a.0.0.symbol.name.cmp(&b.0.0.symbol.name));
    homes
}

impl Form for Home<'_> {
    const FORM: Named = Named("unitOfUser", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("businessUnit", "The unit."), |home, _| &home.0.1);
        to.value(("environment", "The environment."), |home, _| &home.0.0);
    }
}

impl Form for &User {
    const FORM: Named = Named("user", "user");
    const DOC: &'static str = "A person, or an application.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("accessMode", |user, _| (user.mode, user.mode_location));
        to.said("application", |user, _| user.application.as_ref());
        to.said(("businessUnit", "Its unit; null for the root of each environment."), |user, context| {
            (unit_anywhere(context.program(), user.unit.as_ref()), user.unit.as_ref())
        });
        to.value("businessUnits", |user, _| homes(user));
        to.value("description", |user, _| Description(&user.head.description));
        to.member(("disabled", "Whether it is disabled."), |user, _| user.disabled.is_some(), |user, _| user.disabled);
        to.said("displayName", |user, _| Shown::of(&user.head, user.name.as_ref()));
        to.identity("id", |user, context| bound(of::user(context.job, user)), |user| user.id.as_ref());
        to.said("licences", |user, _| References(&user.licences));
        to.said(("roles", "The roles it holds, by environment."), |user, _| {
            (
                Each(holdings(user).into_iter().map(Made)),
                PlacesOf(None, holdings(user).into_iter().map(|holding| holding.assignment.location)),
            )
        });
        to.value("symbol", |user, _| Name(&user.head.symbol.name));
        to.said("upn", |user, _| user.upn.as_ref());
    }
}

impl Form for &Team {
    const FORM: Named = Named("team", "team");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said(("businessUnit", "Its unit; null for the root where no tree is declared."), |team, context| {
            (unit_there(context.program(), team.unit.as_ref(), team.environment.as_ref()), team.unit.as_ref())
        });
        to.value("description", |team, _| Description(&team.head.description));
        to.said("displayName", |team, _| Shown::of(&team.head, team.name.as_ref()));
        to.said(("environment", Of("in")), |team, _| team.environment.as_ref());
        to.said("group", |team, _| team.group.as_ref());
        to.identity("id", |team, context| own(of::team(context.job, team)), |team| team.id.as_ref());
        to.said("kind", |team, _| (team.kind, team.kind_location));
        to.said("members", |team, _| References(&team.members));
        to.member(
            "membership",
            |team, _| {
                let membership = team.membership.map(|(membership, _)| membership).unwrap_or_default();
                team.group.is_some().then_some(membership)
            },
            |team, _| team.membership,
        );
        to.said("roles", |team, _| References(&team.roles));
        to.value("symbol", |team, _| Name(&team.head.symbol.name));
    }
}

impl Form for &ColumnProfile {
    const FORM: Named = Named("columnProfile", "column_security");
    const DOC: &'static str = "What its holders may do with the values of secured columns.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said(("columns", "What it allows, by table and column."), |profile, _| {
            located(columns(profile), |grant| grant.column.location)
        });
        to.value("description", |profile, _| Description(&profile.head.description));
        to.said("displayName", |profile, _| Shown::of(&profile.head, profile.name.as_ref()));
        to.said(("environments", ENVIRONMENTS), |profile, _| References(&profile.environments));
        to.said("heldBy", |profile, _| Parties(&profile.held_by));
        to.identity("id", |profile, context| own(of::profile(context.job, profile)), |profile| profile.id.as_ref());
        to.value("symbol", |profile, _| Name(&profile.head.symbol.name));
    }
}

/// Columns by table and name.
fn columns(profile: &ColumnProfile) -> Vec<&ColumnGrant> {
    let mut columns: Vec<&ColumnGrant> = profile.columns.iter().collect();
    let name = |column: &ColumnGrant| (column.table.symbol.name.clone(), column.column.name.clone());
    columns.sort_by_cached_key(|column| name(column));
    columns
}

impl Form for &ColumnGrant {
    const FORM: Named = Named("columnGrant", "column_security.*");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("column", "The logical name of the column."), |grant, _| &grant.column);
        to.value("create", |grant, _| grant.create);
        to.value("read", |grant, _| grant.read);
        to.value("readUnmasked", |grant, _| grant.unmasked);
        to.value(("table", "The logical name of the table."), |grant, _| &grant.table);
        to.value("update", |grant, _| grant.update);
    }
}

impl Form for &Duties {
    const FORM: Named = Named("duties", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |duties, _| Description(&duties.head.description));
        to.said(("environments", ENVIRONMENTS), |duties, _| References(&duties.environments));
        to.member(
            ("never", "Lists of roles; no user may hold two roles of one list.", Items::UNIQUE),
            |duties, _| {
                let mut never: Vec<Vec<&str>> =
                    duties.never.iter().map(|apart| References(&apart.roles).names()).collect();
                never.sort_unstable();
                never.dedup();
                Each(never.into_iter().map(|roles| Symbols(roles.into_iter())))
            },
            |duties, _| duties.never.iter().map(|apart| apart.location).min(),
        );
        to.value("symbol", |duties, _| Name(&duties.head.symbol.name));
    }
}

impl Form for &RoleAdministrators {
    const FORM: Named = Named("roleAdministrators", "role_administrators");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("assign", |list, _| References(&list.assign));
        to.value("description", |list, _| Description(&list.head.description));
        to.said(("environments", ENVIRONMENTS), |list, _| References(&list.environments));
        to.value("symbol", |list, _| Name(&list.head.symbol.name));
        to.said("who", |list, _| Parties(&list.who));
    }
}
