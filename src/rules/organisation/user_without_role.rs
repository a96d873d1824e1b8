//! Users who hold no role anywhere.

use rustc_hash::FxHashSet;

use crate::analysis::access::Place;
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::organisation::{AccessMode, UserId};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold no role in any environment, neither directly nor through a team, while others do. Left
    /// out are users who are disabled, own a group, or work for the platform's support or a partner. If the members
    /// of a team's group are not in the source, nothing is reported, since any user may hold its roles.
    ///
    /// ## Why is this bad?
    /// Without a role a user cannot open any app. Either the role was forgotten, or the user can be removed.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com" }
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
    /// user bob   { upn = "bob@contoso.com"; roles { finance = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5251 "user-without-role" Warning "a user holds no role anywhere";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let open = context.access().places().any(|place| !place.open_teams().is_empty());
    let holders = context.access().places().flat_map(Place::holders);
    let holders: FxHashSet<UserId> = holders.map(|(user, _)| user).collect();
    if open || holders.is_empty() {
        return;
    }
    let owners = context.program.groups.iter().flat_map(|group| &group.owners).filter_map(|owner| owner.target);
    let owners: FxHashSet<UserId> = owners.collect();
    for (index, user) in organisation.users.ids() {
        let works = match user.mode {
            AccessMode::ReadWrite | AccessMode::Administrative | AccessMode::Read | AccessMode::NonInteractive => true,
            AccessMode::Support | AccessMode::Delegated => false,
        };
        if user.disabled.is_none() && works && !owners.contains(&index) && !holders.contains(&index) {
            let name = &user.head.symbol.name;
            findings.push(
                Diagnostic::new(&RULE, user.head.symbol.location, format!("user `{name}` holds no role anywhere"))
                    .note("without a role, directly or through a team, a user cannot open a single app")
                    .help(format!("give `{name}` a role, as in `roles {{ environment = [basic_user] }}`, add `{name}` to a team, or remove the user")),
            );
        }
    }
}
