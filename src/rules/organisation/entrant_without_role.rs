//! Users whom an environment lets in, but who hold no role there.

use rustc_hash::FxHashSet;

use crate::analysis::access::{Gate, Place};
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{AccessMode, Named, User, UserId};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who are members of the group of an environment but hold no role there, although others do. Left
    /// out are applications, disabled users, and users who may be in a team whose members are not in the source.
    /// Users who hold no role anywhere are reported by `user-without-role`, and an environment in which no user holds
    /// a role by `gate-without-role`.
    ///
    /// ## Why is this bad?
    /// Access to an environment gives nothing by itself. Until they have a role, directly or through a team, these
    /// users see an error instead of an app.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type   = production
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// environment lab {
    ///   type = sandbox
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// group sg_sales { kind = security; members = [ann, bob] }
    ///
    /// user ann { upn = "ann@contoso.com"; roles { sales = [basic_user] } }
    /// user bob { upn = "bob@contoso.com"; roles { lab = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type   = production
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// environment lab {
    ///   type = sandbox
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// group sg_sales { kind = security; members = [ann, bob] }
    ///
    /// user ann { upn = "ann@contoso.com" }
    /// user bob { upn = "bob@contoso.com"; roles { lab = [basic_user] } }
    ///
    /// team sales { in = sales; kind = entra_group; group = sg_sales; roles = [basic_user] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5287 "entrant-without-role" Info "a user is let into an environment and holds no role there";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let holders: FxHashSet<UserId> = context.access().places().flat_map(Place::holders).map(|(user, _)| user).collect();
    for place in context.access().places().filter(|place| place.holders().next().is_some()) {
        let environment = &program.environments[place.environment];
        let group = environment.access.as_ref().and_then(|access| access.target);
        let Some(group) = group.map(|group| &program.groups[group]).filter(|group| group.sound) else { continue };
        let members = group.members.iter().filter_map(|member| match member.target? {
            Named::User(user) => Some((user, member.symbol.location)),
            Named::Group(_) | Named::Team(_) => None,
        });
        let idle: Vec<_> = members
            .filter(|(user, _)| {
                works(&organisation.users[*user])
                    && holders.contains(user)
                    && place.holdings(*user).is_empty()
                    && is_let_in(context, place, *user)
            })
            .collect();
        let Some((first, location)) = idle.first() else { continue };
        let (name, there) = (organisation.users[*first].name(), &environment.head.symbol.name);
        let who = match idle.len() {
            1 => format!("`{name}` may enter `{there}` and holds"),
            count => format!("{count} users, `{name}` among them, may enter `{there}` and hold"),
        };
        findings.push(
            Diagnostic::new(&RULE, *location, format!("{who} no role there"))
                .about(idle.iter().map(|(user, at)| (organisation.users[*user].name(), *at)))
                .note("without a role a user can see and do nothing in an environment")
                .help(format!("give a role to a team of `{}` in `{there}`, or to them", group.head.symbol.name))
                .witness(Witness::new([("environment", &**there), ("user", name)])),
        );
    }
}

fn is_let_in(context: &Context<'_>, place: &Place, user: UserId) -> bool {
    let access = context.access();
    access.gate(context.program, place, user) == Gate::Open
        && access.perhaps_in(context.program, place, user).is_empty()
}

fn works(user: &User) -> bool {
    user.mode == AccessMode::ReadWrite && user.application.is_none() && user.disabled.is_none() && user.sound
}
