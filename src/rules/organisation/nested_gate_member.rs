//! Members of an environment's group who belong to it only through another group.

use crate::analysis::access::Gate;
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Program;
use crate::model::organisation::{Named, Party, UserId};

crate::declare_rule! {
    /// ## What it does
    /// Finds groups within the group that lets users into an environment, if a user with a role there is a member of
    /// the inner group only.
    ///
    /// ## Why is this bad?
    /// The platform adds direct members of the group to the environment. It does not add members of a group within
    /// it: they come in when they first visit the environment, or through a team of their group, and the
    /// documentation is inconsistent about this. So it is not certain that such a role has an effect.
    ///
    /// ```dictum,bad
    /// group makers  { kind = security; owners = [bob]; members = [alice] }
    /// group finance { kind = security; owners = [bob]; members = [bob, makers] }
    ///
    /// environment books {
    ///   type   = production
    ///   access = finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { books = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { books = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group finance { kind = security; owners = [bob]; members = [alice, bob] }
    ///
    /// environment books {
    ///   type   = production
    ///   access = finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { books = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { books = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5280 "nested-gate-member" Warning "a user belongs to the group of an environment through another group only";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for place in context.access().places() {
        let environment = &program.environments[place.environment];
        let Some(access) = &environment.access else { continue };
        let Some(group) = access.target.map(|group| &program.groups[group]) else { continue };
        let nested = |user: &UserId| context.access().gate(program, place, *user) == Gate::Nested;
        let nested: Vec<UserId> = place.holders().map(|(user, _)| user).filter(nested).collect();
        for member in &group.members {
            let Some(Named::Group(inner)) = member.target else { continue };
            let within = |user: &&UserId| context.access().is_in_group(inner, **user);
            let people: Vec<&UserId> = nested.iter().filter(within).collect();
            let Some(first) = people.first() else { continue };
            let found = finding(program, &environment.head.symbol.name, member, **first, people.len());
            let names = people.iter().map(|user| program.organisation.users[**user].name());
            findings.push(found.about(names.map(|name| (name, member.symbol.location))));
        }
    }
}

fn finding(program: &Program, there: &str, member: &Party, first: UserId, count: usize) -> Diagnostic {
    let name = program.organisation.users[first].name();
    let (inner, who) = (
        &member.symbol.name,
        match count {
            1 => format!("`{name}` comes"),
            count => format!("{count} users, `{name}` among them, come"),
        },
    );
    Diagnostic::new(
        &RULE,
        member.symbol.location,
        format!("{who} into `{there}` by the group `{inner}` within its group only"),
    )
    .marked("a group within the group of the environment")
    .note("the platform lets direct members in; members of a group within come in at their first visit, or not at all")
    .help("list the people as members of the group itself, or make a rule choose them")
    .witness(Witness::new([("environment", there), ("user", name), ("group", &**inner)]))
}
