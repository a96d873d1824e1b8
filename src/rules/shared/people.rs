//! The people that apps, maker teams and groups name, and the users they are.

use rustc_hash::FxHashMap;

use crate::analysis::access::{Access, Holding};
use crate::analysis::governance;
use crate::model::Program;
use crate::model::criticity::{App, Control, Process};
use crate::model::organisation::{AccessMode, User, UserId};
use crate::model::program::{GroupId, Reference, Symbol};
use crate::model::roles::RoleId;
use crate::text::Location;

/// Users by the names that a source may use for a person.
pub(in crate::rules) struct Directory<'p> {
    program: &'p Program,
    by_upn: FxHashMap<String, UserId>,
    /// The users with each display name: several people may have the same one.
    by_display_name: FxHashMap<String, Vec<UserId>>,
}

impl<'p> Directory<'p> {
    /// All users; `None` if no user is declared, since nothing can be looked up then, or if there are no apps and
    /// maker teams.
    pub(in crate::rules) fn of(program: &'p Program) -> Option<Self> {
        let users = &program.organisation.users;
        if users.is_empty() || program.apps.is_empty() && program.maker_teams.is_empty() {
            return None;
        }
        let mut by_upn = FxHashMap::default();
        let mut by_display_name: FxHashMap<String, Vec<UserId>> = FxHashMap::default();
        for (index, user) in users.ids() {
            if let Some(upn) = &user.upn {
                by_upn.entry(folded(&upn.name)).or_insert(index);
            }
            if let Some(name) = &user.name {
                by_display_name.entry(folded(&name.name)).or_default().push(index);
            }
        }
        Some(Self { program, by_upn, by_display_name })
    }

    /// All names of users: first their symbols, then their user principal names and display names.
    pub(in crate::rules) fn names(&self) -> impl Iterator<Item = &'p str> {
        let users = &self.program.organisation.users;
        let others = users.iter().flat_map(|user| [user.upn.as_ref(), user.name.as_ref()]).flatten();
        users.iter().map(User::name).chain(others.map(|text| &*text.name))
    }

    /// The user with that symbol, user principal name or display name; `None` also if several users have that display
    /// name.
    pub(in crate::rules) fn find(&self, name: &str) -> Option<UserId> {
        match self.all(name).as_slice() {
            [only] => Some(*only),
            _none_or_several => None,
        }
    }

    /// The user with that symbol or user principal name, or else the users with that display name.
    pub(in crate::rules) fn all(&self, name: &str) -> Vec<UserId> {
        let found = self.program.organisation.users.find(name);
        let found = found.or_else(|| self.by_upn.get(&folded(name)).copied());
        match found {
            Some(only) => vec![only],
            None => self.by_display_name.get(&folded(name)).cloned().unwrap_or_default(),
        }
    }
}

/// A name without the blanks around it, in lower case.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether a user is a person who can open apps: not an application, not disabled, and not limited to administration
/// or support.
pub(in crate::rules) fn can_open_apps(user: &User) -> bool {
    let person = match user.mode {
        AccessMode::ReadWrite | AccessMode::Read => true,
        AccessMode::Administrative | AccessMode::Support | AccessMode::NonInteractive | AccessMode::Delegated => false,
    };
    person && user.disabled.is_none() && user.application.is_none()
}

/// The roles of some holdings, each once, sorted.
pub(in crate::rules) fn roles_of(held: &[Holding]) -> Vec<RoleId> {
    let mut roles: Vec<RoleId> = held.iter().map(|holding| holding.role).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// A person that an app or a maker team names.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Person<'p> {
    /// The name as written.
    pub(in crate::rules) symbol: &'p Symbol,
    /// The role of the person, such as "owner of app" or "member of maker team".
    pub(in crate::rules) part: &'static str,
    /// The app or team.
    pub(in crate::rules) of: &'p str,
}

impl Person<'_> {
    /// For instance "owner of app `bed_board`".
    pub(in crate::rules) fn said(&self) -> String {
        format!("{} `{}`", self.part, self.of)
    }
}

/// The owners of all apps, then the members of all maker teams.
pub(in crate::rules) fn named(program: &Program) -> impl Iterator<Item = Person<'_>> {
    let owners = program.apps.iter().filter_map(owner);
    let members = program.maker_teams.iter().flat_map(|team| {
        let of = team.name();
        team.members.iter().map(move |symbol| Person { symbol, part: "member of maker team", of })
    });
    owners.chain(members)
}

fn owner(app: &App) -> Option<Person<'_>> {
    Some(Person { symbol: app.owner.as_ref()?, part: "owner of app", of: &app.head.symbol.name })
}

/// The owner of an app and the members of the team that makes it.
pub(in crate::rules) fn of_app<'p>(program: &'p Program, app: &'p App) -> Vec<Person<'p>> {
    let team = governance::team_of(program, app);
    let members = team.into_iter().flat_map(|team| {
        let of = team.name();
        team.members.iter().map(move |symbol| Person { symbol, part: "member of maker team", of })
    });
    owner(app).into_iter().chain(members).collect()
}

/// The reviewers of an app.
pub(in crate::rules) struct Reviewers<'p> {
    /// The control that requires the review.
    pub(in crate::rules) control: &'p Control,
    /// The reference to the group in the control.
    pub(in crate::rules) by: &'p Reference<GroupId>,
    /// The members of the group.
    pub(in crate::rules) users: Vec<UserId>,
}

/// The reviewers of an app; `None` if no review is required, or if the source does not say who they are.
pub(in crate::rules) fn reviewers<'p>(program: &'p Program, access: &Access, app: &App) -> Option<Reviewers<'p>> {
    let (_, control) = governance::held_to(program, app)?;
    control.process.filter(|(process, _)| *process != Process::Automated)?;
    let by = control.by.as_ref()?;
    let users = access.listed(by.target?)?;
    Some(Reviewers { control, by, users })
}

/// The symbol of a user.
pub(in crate::rules) fn name(program: &Program, user: UserId) -> &str {
    program.organisation.users[user].name()
}

/// A location and the text of its label.
pub(in crate::rules) type Spot = (Location, String);
