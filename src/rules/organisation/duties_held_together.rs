//! Users who hold roles that must not be held together.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::analysis::access::{Holding, Place, role_name};
use crate::analysis::persons::Persons;
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Apart, Duties, UserId};
use crate::model::roles::RoleId;

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold two roles that `duties` keep apart: directly, through teams, or as parts of other roles.
    ///
    /// ## Why is this bad?
    /// One person can do alone what should need two. Grants only add up, so nothing takes one of them away again.
    ///
    /// ```dictum,bad
    /// role payer    { includes = [basic_user]; privileges = [PublishArticle] }
    /// role approver { includes = [basic_user]; privileges = [RollupGoal] }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [payer] } }
    ///
    /// team office { in = finance; kind = owner; members = [alice]; roles = [approver] }
    ///
    /// duties "Nobody pays and approves" { never both [payer, approver] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role payer    { includes = [basic_user]; privileges = [PublishArticle] }
    /// role approver { includes = [basic_user]; privileges = [RollupGoal] }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [payer] } }
    /// user bob   { upn = "bob@contoso.com" }
    ///
    /// team office { in = finance; kind = owner; members = [bob]; roles = [approver] }
    ///
    /// duties "Nobody pays and approves" { never both [payer, approver] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5050 "duties-held-together" Error "a user holds roles that duties keep apart";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.organisation.duties.is_empty() {
        return;
    }
    let persons = Persons::of(program);
    for duties in program.organisation.duties.iter().filter(|duties| duties.sound) {
        let here = |place: &&Place| place.environment.is_among(&duties.environments);
        for apart in &duties.never {
            let held = parts(context, apart);
            for place in context.access().places().filter(here) {
                let broken = |all: &[(UserId, Holding)]| broken(context, duties, apart, &held, place, all);
                let alone = place.par_holders().filter(|(user, _)| !persons.is_shared(*user));
                findings.par_extend(alone.filter_map(|(user, all)| broken(&of_user(user, all))));
                findings.extend(persons.groups().iter().filter_map(|users| {
                    let all = users.iter().flat_map(|user| of_user(*user, place.holdings(*user)));
                    broken(&all.collect::<Vec<_>>())
                }));
            }
        }
    }
}

fn of_user(user: UserId, holdings: &[Holding]) -> Vec<(UserId, Holding)> {
    holdings.iter().map(|holding| (user, *holding)).collect()
}

/// For each role, the position in `apart` of the one role it contains. Roles that contain two are left out:
/// `role-joins-duties` reports them.
fn parts(context: &Context<'_>, apart: &Apart) -> FxHashMap<RoleId, u32> {
    let wanted: FxHashMap<RoleId, u32> =
        (0..).zip(&apart.roles).filter_map(|(at, role)| Some((role.target?, at))).collect();
    let mut parts = FxHashMap::default();
    for (index, role) in context.program.organisation.roles.ids() {
        let within = role.included.iter().copied().chain([index]);
        let mut found: Vec<u32> = within.filter_map(|id| wanted.get(&id).copied()).collect();
        found.sort_unstable();
        if let [only] = found.as_slice() {
            parts.insert(index, *only);
        }
    }
    parts
}

fn broken(
    context: &Context<'_>,
    duties: &Duties,
    apart: &Apart,
    parts: &FxHashMap<RoleId, u32>,
    place: &Place,
    all: &[(UserId, Holding)],
) -> Option<Diagnostic> {
    let program = context.program;
    let mut first: Option<(u32, UserId, Holding)> = None;
    for (user, holding) in all.iter().copied() {
        let Some(part) = parts.get(&holding.role).copied() else { continue };
        match first {
            None => first = Some((part, user, holding)),
            Some((other, ..)) if other == part => {}
            Some((other, holder, one)) => {
                let name_of = |user: UserId| program.organisation.users[user].name();
                let (name, second) = (name_of(holder), name_of(user));
                let (one_part, two_part) = (apart.roles.get(other as usize)?, apart.roles.get(part as usize)?);
                let environment = place.name(program);
                let (a, b) = (&one_part.symbol.name, &two_part.symbol.name);
                let who = if holder == user {
                    format!("`{name}` holds")
                } else {
                    format!("`{name}` and `{second}` are one person, who holds")
                };
                let message = format!("{who} `{a}` and `{b}` in `{environment}`, which nobody may");
                let chain = |holding: Holding, part: &str| {
                    let held = role_name(program, holding.role);
                    let through = holding.said(program);
                    if held == part {
                        format!("`{part}`, {through}")
                    } else {
                        format!("`{part}` within `{held}`, {through}")
                    }
                };
                let finding = Diagnostic::new(&RULE, one.place(program, Some(holder))?, message)
                    .marked(chain(one, a))
                    .label(holding.place(program, Some(user))?, chain(holding, b))
                    .label(apart.location, "kept apart here")
                    .note(format!("`{}`: grants add up, and nothing takes them away", duties.head.symbol.name))
                    .help(format!("take one of the two from `{name}`, or give it to another user"))
                    .witness(Witness::new([
                        ("user", name),
                        ("environment", environment),
                        ("first", &chain(one, a)),
                        ("second", &chain(holding, b)),
                    ]));
                return Some(finding);
            }
        }
    }
    None
}
