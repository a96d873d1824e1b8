//! `app-not-opened`

use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::Verb;
use crate::catalog::system_table;
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness, quoted_list};
use crate::model::roles::{Role, RoleId};
use crate::model::tables::{TableId, Tables};
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds declared roles in the `roles` of an app that do not grant everything App Opener, the platform's own
    /// minimum, grants for opening a model-driven app: reading the app, its forms, views and web resources, the
    /// tables behind it, and the user's settings.
    ///
    /// ## Why is this bad?
    /// The app is offered to the holders of these roles. Unless another of their roles grants the rest, it does not
    /// open, and the error messages name one missing privilege after the other.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// user alice {
    ///   upn = "alice@contoso.com"
    ///   roles { finance = [clerk] }
    /// }
    ///
    /// app ledger { kind = model_driven; environment = finance; roles = [clerk] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// role clerk {
    ///   includes = [app_opener]
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// user alice {
    ///   upn = "alice@contoso.com"
    ///   roles { finance = [clerk] }
    /// }
    ///
    /// app ledger { kind = model_driven; environment = finance; roles = [clerk] }
    /// ```
    pub RULE = 5211 "app-not-opened" Warning "a role that is linked to an app does not grant what opens one";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app", "role"]), run);

/// The tables that App Opener lets be read and without which no model-driven app opens (dataverse.md 2.7).
const CORE: [&str; 9] = [
    "appmodule",
    "attribute",
    "entity",
    "organization",
    "savedquery",
    "systemform",
    "systemuser",
    "usersettings",
    "webresource",
];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let core: Vec<TableId> = CORE.into_iter().filter_map(system_table).map(TableId).collect();
    // Each role is reported once, at the first app that is linked to it.
    let mut told: Vec<(RoleId, Diagnostic)> = Vec::new();
    for app in &program.apps {
        for reference in &app.roles {
            let Some(id) = reference.target else { continue };
            let subject = (app.head.symbol.name.as_str(), reference.symbol.location);
            if let Some((_, finding)) = told.iter_mut().find(|(role, _)| *role == id) {
                *finding = finding.clone().about([subject]);
                continue;
            }
            let Some(role) = organisation.roles.get(id.0 as usize).filter(|role| role.predefined.is_none()) else {
                continue;
            };
            let missing = missing(&organisation.tables, role, &core);
            if missing.is_empty() {
                continue;
            }
            let (name, app) = (&role.head.symbol.name, &app.head.symbol.name);
            let listed = quoted_list(missing.iter().copied(), "and");
            let mut finding = Diagnostic::new(
                &RULE,
                reference.symbol.location,
                format!("role `{name}` is linked to app `{app}` and does not grant what opens it"),
            )
            .marked("alone it does not open the app")
            .about([subject])
            .label(role.head.symbol.location, "the role is declared here")
            .note(format!("it lacks `read` on {listed}"))
            .help("include `app_opener` in the role")
            .witness(Witness::new([("app", &**app), ("role", name)]));
            if let Some(last) = role.includes.last() {
                let end = Span::at(last.symbol.location.span.end);
                let place = Location::new(last.symbol.location.file, end);
                finding = finding.fix(Fix::replace("include `app_opener`", Safety::Unsafe, place, ", app_opener"));
            }
            told.push((id, finding));
        }
    }
    findings.extend(told.into_iter().map(|(_, finding)| finding));
}

fn missing<'t>(tables: &'t Tables, role: &Role, core: &[TableId]) -> Vec<&'t str> {
    let lacks = |table: &&TableId| role.grants.on(tables.base(**table)).level(Verb::Read).is_none();
    core.iter().filter(lacks).map(|table| tables.name(*table)).collect()
}
