//! Users whose roles together open no app.

use std::collections::BTreeMap;

use crate::analysis::access::{Gate, Place, role_name};
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::organisation::UserId;
use crate::model::roles::RoleId;
use crate::rules::shared::people::{can_open_apps, roles_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold roles in an environment, none of which lets them read model-driven apps. Left out are
    /// applications, service accounts, users who cannot enter or sign in, users with a role whose grants are unknown,
    /// and users who may be in a team that opens an app but whose members are not in the source. Users with the same
    /// roles are one finding.
    ///
    /// ## Why is this bad?
    /// An app is shown only to users who may read it. A user with a role for the data alone does not find the app
    /// that shows the data.
    ///
    /// ```dictum,bad
    /// tables { new_leave : user_owned }
    ///
    /// role employee {
    ///   grid {
    ///     table      create  read  write
    ///     new_leave  user    user  user
    ///   }
    /// }
    ///
    /// environment hr {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user ann { upn = "ann@contoso.com"; roles { hr = [employee] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_leave : user_owned }
    ///
    /// role employee {
    ///   includes = [app_opener]
    ///   grid {
    ///     table      create  read  write
    ///     new_leave  user    user  user
    ///   }
    /// }
    ///
    /// environment hr {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user ann { upn = "ann@contoso.com"; roles { hr = [employee] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5281 "opens-no-app" Warning "a user holds roles, none of which opens an app";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let Some(apps) = organisation.tables.find("appmodule") else { return };
    for place in context.access().places() {
        let mut stuck: BTreeMap<Vec<RoleId>, Vec<UserId>> = BTreeMap::new();
        for (index, held) in place.holders() {
            let user = &organisation.users[index];
            // If a role of an app does not open that app, this is reported at the app.
            let told = |id: RoleId| program.apps.iter().any(|app| app.roles.iter().any(|role| role.target == Some(id)));
            let known = |id: RoleId| organisation.roles[id].unseen.is_empty() && organisation.roles[id].sound;
            let perhaps = |user: UserId| context.access().perhaps_held(program, place, user);
            let blind = |id: RoleId| context.access().matrix.on(id, apps).level(Verb::Read).is_none();
            if can_open_apps(user)
                && held.iter().all(|holding| blind(holding.role) && known(holding.role) && !told(holding.role))
                && context.access().gate(program, place, index) != Gate::Closed
                && perhaps(index).iter().all(|holding| blind(holding.role) && known(holding.role))
            {
                stuck.entry(roles_of(held)).or_default().push(index);
            }
        }
        for (roles, users) in stuck {
            findings.extend(finding(context, place, &roles, &users));
        }
    }
}

fn finding(context: &Context<'_>, place: &Place, roles: &[RoleId], users: &[UserId]) -> Option<Diagnostic> {
    let program = context.program;
    let user = &program.organisation.users[users.first()?];
    let (name, there) = (&user.head.symbol.name, place.name(program));
    let who = match users.len() {
        1 => format!("`{name}` opens"),
        count => format!("{count} users, `{name}` among them, open"),
    };
    let held: Vec<&str> = roles.iter().map(|role| role_name(program, *role)).collect();
    let shown = quoted_list(held.iter().copied().take(4), "and");
    let holding = place.holdings(*users.first()?).first()?;
    let given = holding.place(program, Some(*users.first()?));
    let mut finding = Diagnostic::new(
        &RULE,
        given.unwrap_or(user.head.symbol.location),
        format!("{who} no app in `{there}` with {shown}"),
    )
    .marked("none of these roles lets apps be read")
    .about(users.iter().map(|index| {
        let symbol = &program.organisation.users[*index].head.symbol;
        let given = place.holdings(*index).first().and_then(|holding| holding.place(program, Some(*index)));
        (symbol.name.as_str(), given.unwrap_or(symbol.location))
    }))
    .note("an app is shown to who may read the table `appmodule` and holds a role of the app")
    .help("include `app_opener` in one of the roles, or give one that does, such as `basic_user`")
    .witness(Witness::new([("environment", there), ("user", &**name)]));
    if let Some(role) = roles.first().map(|id| &program.organisation.roles[id])
        && role.predefined.is_none()
    {
        finding = finding.label(role.head.symbol.location, "this role opens none");
    }
    Some(finding)
}
