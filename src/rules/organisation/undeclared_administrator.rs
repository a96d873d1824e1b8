//! System administrators who are not declared as such.

use std::collections::BTreeSet;

use crate::analysis::access::{Gate, Place, Through, role_name};
use crate::analysis::administrators::{Administrators, makes_administrator};
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Team, UserId};
use crate::model::roles::RoleId;
use crate::rules::shared::words::{counted, some_of};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds users who are System Administrator of an environment, directly, through a team, or through a role that
    /// includes that role, and who are not declared as one. A list of role administrators declares its users and
    /// teams as system administrators if `assign` names `system_administrator`. Users who are disabled or may not
    /// enter are not counted.
    ///
    /// ## Why is this bad?
    /// A System Administrator may do everything with every row. One line can make many administrators: a team of the
    /// group that lets all users in, or a role that includes another.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { finance = [basic_user] } }
    ///
    /// team office { in = finance; kind = owner; members = [alice, bob]; roles = [system_administrator] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { finance = [system_administrator] } }
    ///
    /// role_administrators it { who = [bob]; assign = [system_administrator]; in = [finance] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5260 "undeclared-administrator" Warning "a user is system administrator but is not declared as one";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

/// A way in which users become system administrators.
struct Path<'p> {
    place: Location,
    said: String,
    users: BTreeSet<UserId>,
    /// The group, if its members are not in the source.
    unlisted: Option<&'p str>,
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if !program.organisation.roles.ids().any(|(role, _)| makes_administrator(program, role)) {
        return;
    }
    for place in context.access().places() {
        let declared = Administrators::of(program, place.environment);
        let mut paths = by_teams(context, place, &declared);
        paths.extend(directly(context, place, &declared));
        // Widest first.
        paths.sort_by_key(|path| std::cmp::Reverse((path.unlisted.is_some(), path.users.len())));
        findings.extend(finding(context, place, &declared, &paths));
    }
}

/// Whether a user counts: they are let in, not disabled, and not declared.
fn counts(context: &Context<'_>, place: &Place, declared: &Administrators, user: UserId) -> bool {
    context.program.organisation.users[user].disabled.is_none()
        && !declared.users.contains(&user)
        && context.access().gate(context.program, place, user) != Gate::Closed
}

fn by_teams<'p>(context: &Context<'p>, place: &Place, declared: &Administrators) -> Vec<Path<'p>> {
    let program = context.program;
    let mut paths = Vec::new();
    for (index, team) in program.organisation.teams.ids() {
        if !team.is_in(place.environment) || declared.teams.contains(&index) {
            continue;
        }
        let giving = |role: &&crate::model::program::Reference<RoleId>| {
            role.target.is_some_and(|role| makes_administrator(program, role))
        };
        let Some(role) = team.roles.iter().find(giving) else { continue };
        let members = place.members().iter().filter(|user| place.teams(**user).contains(&index));
        let users: BTreeSet<UserId> = members.copied().filter(|user| counts(context, place, declared, *user)).collect();
        let unlisted = unlisted(context, team);
        if users.is_empty() && unlisted.is_none() {
            continue;
        }
        let name = &team.head.symbol.name;
        let who = unlisted.map_or_else(|| names(context, &users), |group| format!("every member of group `{group}`"));
        let holds = holds(context, role.target);
        paths.push(Path {
            place: role.symbol.location,
            said: format!("team `{name}` {}: {who}", holds.trim_end_matches(',')),
            users,
            unlisted,
        });
    }
    paths
}

/// The group of a team, if the source does not say who is in it.
fn unlisted<'p>(context: &Context<'p>, team: &Team) -> Option<&'p str> {
    if !team.kind.takes_group() {
        return None;
    }
    let index = team.group.as_ref()?.target?;
    let group = &context.program.groups[index];
    context.access().listed(index).is_none().then_some(group.name())
}

fn directly<'p>(context: &Context<'p>, place: &Place, declared: &Administrators) -> Vec<Path<'p>> {
    let program = context.program;
    let mut paths = Vec::new();
    for (user, held) in place.holders() {
        let direct = held
            .iter()
            .find(|one| matches!(one.through, Through::Direct(..)) && makes_administrator(program, one.role));
        let Some(holding) = direct.filter(|_| counts(context, place, declared, user)) else { continue };
        let Some(location) = holding.place(program, Some(user)) else { continue };
        let name = program.organisation.users[user].name();
        let said = format!("`{name}` {} directly", holds(context, Some(holding.role)));
        paths.push(Path { place: location, said, users: BTreeSet::from([user]), unlisted: None });
    }
    paths
}

/// "holds it", or "holds `ops`, which includes it,"
fn holds(context: &Context<'_>, role: Option<RoleId>) -> String {
    let declared = role.map(|role| &context.program.organisation.roles[role]);
    match (role, declared.is_some_and(crate::model::roles::Role::is_administrator)) {
        (Some(role), false) => format!("holds `{}`, which includes it,", role_name(context.program, role)),
        _own => "holds it".to_owned(),
    }
}

fn names(context: &Context<'_>, users: &BTreeSet<UserId>) -> String {
    let all = &context.program.organisation.users;
    let names: Vec<&str> = users.iter().map(|user| all[user].name()).collect();
    some_of(&names, 4)
}

fn finding(context: &Context<'_>, place: &Place, declared: &Administrators, paths: &[Path<'_>]) -> Option<Diagnostic> {
    let (first, others) = paths.split_first()?;
    let program = context.program;
    let there = place.name(program);
    let users: BTreeSet<UserId> = paths.iter().flat_map(|path| path.users.iter().copied()).collect();
    let applications =
        users.iter().map(|user| &program.organisation.users[*user]).any(|user| user.application.is_some());
    let number = match (users.len(), applications) {
        (1, true) => "1 application".to_owned(),
        (1, false) => "1 person".to_owned(),
        (count, true) => format!("{count} people and applications"),
        (count, false) => format!("{count} people"),
    };
    let who = match (paths.iter().find_map(|path| path.unlisted), users.len()) {
        (Some(group), 0) => format!("every member of group `{group}` is system administrator"),
        (Some(group), _) => format!("every member of group `{group}`, and {number} known, are system administrators"),
        (None, 1) => format!("{number} is system administrator"),
        (None, _) => format!("{number} are system administrators"),
    };
    let told = if declared.is_empty() { "and none is declared as one" } else { "beside those who are declared" };
    let more = if others.len() > 4 {
        format!("; {} are not shown here", counted(others.len() - 4, "more way"))
    } else {
        String::new()
    };
    let mut finding =
        Diagnostic::new(&RULE, first.place, format!("{who} of `{there}`, {told}")).marked(first.said.clone());
    for other in others.iter().take(4) {
        finding = finding.label(other.place, other.said.clone());
    }
    let all = &program.organisation.users;
    for path in paths {
        let group = path.unlisted.map(|group| format!("every member of group `{group}`"));
        let listed = path.users.iter().map(|user| all[user].name().to_owned());
        finding = finding.about(group.into_iter().chain(listed).map(|name| (name, path.place)));
    }
    let examples = names(context, &users);
    let count = users.len().to_string();
    Some(
        finding
            .note(format!("a system administrator may do everything with every row{more}"))
            .help(format!(
                "declare those who are meant, `role_administrators name {{ who = […]; assign = [system_administrator]; in = [{there}] }}`, and give the others a role of their own"
            ))
            .witness(Witness::new([
                ("environment", there),
                ("people", &count),
                ("who", &examples),
                ("path", &first.said),
            ])),
    )
}
