//! Users who may read apps, but lack other privileges that an app needs.

use std::collections::BTreeMap;

use crate::analysis::access::{Gate, Holding, Place, role_name};
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::organisation::UserId;
use crate::model::roles::RoleId;
use crate::model::tables::TableId;
use crate::rules::shared::people::{can_open_apps, roles_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who may read model-driven apps by a role that the project writes, but whose roles together do not
    /// let them read web resources, saved views, users and their own settings of pages. Users who may hold more are
    /// left out: those with a role whose grants are unknown, and those who may be in a team whose members are not in
    /// the source.
    ///
    /// ## Why is this bad?
    /// The app is shown, but ends with an error that names a privilege such as `prvReadWebResource`. One missing
    /// privilege stops the whole app.
    ///
    /// ```dictum,bad
    /// tables { new_leave : user_owned }
    ///
    /// role employee {
    ///   grid {
    ///     table      create  read  write
    ///     new_leave  user    user  user
    ///     appmodule  none    org   none
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
    pub RULE = 5288 "app-opened-in-part" Warning "a user may read apps, but lacks what else an app needs";
}

/// What a page of an app needs in addition to the app itself and its data (dataverse.md 2.7).
const NEEDED: [(&str, Verb); 6] = [
    ("webresource", Verb::Read),
    ("savedquery", Verb::Read),
    ("systemuser", Verb::Read),
    ("userentityuisettings", Verb::Create),
    ("userentityuisettings", Verb::Read),
    ("userentityuisettings", Verb::Write),
];

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let tables = &organisation.tables;
    let Some(apps) = tables.find("appmodule") else { return };
    let needed: Vec<(TableId, Verb)> =
        NEEDED.into_iter().filter_map(|(table, verb)| Some((tables.find(table)?, verb))).collect();
    let grants = |holding: &Holding, table: TableId, verb: Verb| {
        context.access().matrix.on(holding.role, table).level(verb).is_some()
    };
    for place in context.access().places() {
        let mut stopped: BTreeMap<Vec<RoleId>, Vec<UserId>> = BTreeMap::new();
        for (index, held) in place.holders() {
            let opens = |holding: &&Holding| {
                let role = &organisation.roles[holding.role];
                role.predefined.is_none() && role.own.on(tables.base(apps)).level(Verb::Read).is_some()
            };
            let lacks = |held: &[Holding]| {
                needed.iter().any(|(table, verb)| !held.iter().any(|one| grants(one, *table, *verb)))
            };
            if held.iter().any(|holding| opens(&holding))
                && can_open_apps(&organisation.users[index])
                && lacks(held)
                && held.iter().all(|holding| is_known(context, holding.role))
                && context.access().gate(program, place, index) != Gate::Closed
                && context.access().perhaps_in(program, place, index).is_empty()
            {
                stopped.entry(roles_of(held)).or_default().push(index);
            }
        }
        for (roles, users) in stopped {
            let missing = |(table, verb): &&(TableId, Verb)| {
                !roles.iter().any(|role| context.access().matrix.on(*role, *table).level(*verb).is_some())
            };
            let missing: Vec<String> = needed
                .iter()
                .filter(missing)
                .map(|(table, verb)| format!("{} {}", verb.word(), tables.name(*table)))
                .collect();
            findings.extend(finding(context, place, &roles, &users, &missing));
        }
    }
}

fn is_known(context: &Context<'_>, role: RoleId) -> bool {
    let role = &context.program.organisation.roles[role];
    role.unseen.is_empty() && role.sound
}

fn finding(
    context: &Context<'_>,
    place: &Place,
    roles: &[RoleId],
    users: &[UserId],
    missing: &[String],
) -> Option<Diagnostic> {
    let program = context.program;
    let user = &program.organisation.users[users.first()?];
    let (name, there) = (&user.head.symbol.name, place.name(program));
    let who = match users.len() {
        1 => format!("`{name}` is shown"),
        count => format!("{count} users, `{name}` among them, are shown"),
    };
    let held: Vec<&str> = roles.iter().map(|role| role_name(program, *role)).collect();
    let shown = quoted_list(held.iter().copied().take(4), "and");
    let given = place.holdings(*users.first()?).first()?.place(program, Some(*users.first()?));
    let finding = Diagnostic::new(
        &RULE,
        given.unwrap_or(user.head.symbol.location),
        format!("{who} apps in `{there}` that do not open with {shown}"),
    )
    .marked("apps may be read, and not all that they need")
    .about(users.iter().map(|index| {
        let symbol = &program.organisation.users[*index].head.symbol;
        let given = place.holdings(*index).first().and_then(|holding| holding.place(program, Some(*index)));
        (symbol.name.as_str(), given.unwrap_or(symbol.location))
    }))
    .note(format!("no role grants {}", quoted_list(missing.iter().map(String::as_str), "and")))
    .help("include `app_opener` in one of the roles, which grants all that opens an app")
    .witness(Witness::new([("environment", there), ("user", &**name)]));
    Some(finding)
}
