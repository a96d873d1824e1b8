//! `too-many-service-accounts`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{AccessMode, User};
use crate::model::program::EnvironmentId;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments in which more than seven users with `access_mode = non_interactive` hold roles.
    /// Applications do not count.
    ///
    /// ## Why is this bad?
    /// The platform allows seven for each environment. The mode of the eighth cannot be set.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user svc_1 { upn = "svc1@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_2 { upn = "svc2@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_3 { upn = "svc3@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_4 { upn = "svc4@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_5 { upn = "svc5@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_6 { upn = "svc6@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_7 { upn = "svc7@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// user svc_8 { upn = "svc8@contoso.com"; access_mode = non_interactive; roles { finance = [basic_user] } }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user svc_1 {
    ///   upn         = "svc1@contoso.com"
    ///   access_mode = non_interactive
    ///   roles { finance = [basic_user] }
    /// }
    ///
    /// user svc_2 {
    ///   application = "11111111-2222-4333-8444-555555555555"
    ///   roles { finance = [basic_user] }
    /// }
    /// ```
    pub RULE = 5218 "too-many-service-accounts" Warning "an environment has more non-interactive users than the platform takes";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["user"]), run);

/// The maximum number of non-interactive users in an environment (dataverse.md 2.11).
const MOST: usize = 7;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let services = program.organisation.users.iter().filter(|user| {
        user.mode == AccessMode::NonInteractive && user.application.is_none() && user.disabled.is_none()
    });
    let mut there: Vec<Vec<&User>> = vec![Vec::new(); program.environments.len()];
    for user in services {
        let mut environments: Vec<EnvironmentId> = user.roles.iter().filter_map(|one| one.environment.target).collect();
        environments.sort_unstable();
        environments.dedup();
        for environment in environments {
            if let Some(users) = there.get_mut(environment.0 as usize) {
                users.push(user);
            }
        }
    }
    for (environment, users) in program.environments.iter().zip(there) {
        let Some(eighth) = users.get(MOST) else { continue };
        let (symbol, count) = (&environment.head.symbol, users.len());
        let place = eighth.mode_location.unwrap_or(eighth.head.symbol.location);
        findings.push(
            Diagnostic::new(&RULE, place, format!("environment `{}` has {count} non-interactive users", symbol.name))
                .about(users.iter().skip(MOST).map(|user| {
                    (user.head.symbol.name.as_str(), user.mode_location.unwrap_or(user.head.symbol.location))
                }))
                .marked("the eighth")
                .label(symbol.location, "in this environment")
                .note("the platform takes seven for each environment")
                .help("let services sign in as applications: `application = \"…\"`")
                .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}
