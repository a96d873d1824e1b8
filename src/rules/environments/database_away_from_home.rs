//! `database-away-from-home`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::List;
use crate::model::program::{Environment, EnvironmentType, Text};

crate::declare_rule! {
    /// ## What it does
    /// Finds databases in regions where, as last documented, some tenants do not get one: in India and Australia if
    /// the default environment is elsewhere, and in the preview region of the United States.
    ///
    /// ## Why is this bad?
    /// Creating the environment may fail. The default environment is in the region of the tenant. The source is the
    /// platform's list of regions of 2020. No later page repeats or withdraws it, so this is information only.
    ///
    /// ```dictum,bad
    /// environment everyone { type = default; region = europe }
    /// environment mumbai   { type = production; region = india; dataverse { language = 1033; currency = INR } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; blocked = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment everyone { type = default; region = europe }
    ///
    /// environment mumbai {
    ///   type   = production
    ///   region = asia
    ///   dataverse { language = 1033; currency = INR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; blocked = rest }
    /// ```
    pub RULE = 2122 "database-away-from-home" Info "a database is in a region that may give none to this tenant";
}

/// Regions whose databases are only for tenants of the same region (tenant.md 1.2 E13).
const FOR_THEIR_OWN: [&str; 2] = ["india", "australia"];

/// The region that has no databases (tenant.md 1.2 E13).
const PREVIEW: &str = "unitedstatesfirstrelease";

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let environments = &context.program.environments;
    let home = home(environments);
    for environment in environments.iter().filter(|one| one.sound && one.dataverse.is_some()) {
        let Some(region) = &environment.region else { continue };
        let name = &environment.head.symbol.name;
        let found = || {
            let region_name = &region.name;
            let message =
                format!("environment `{name}` has a database in `{region_name}`, which may give this tenant none");
            Diagnostic::new(&RULE, region.location, message)
        };
        let found = match home {
            _ if *region.name == *PREVIEW => {
                found().note("as documented in 2020, the preview region of the United States has no databases")
            }
            Some(home) if FOR_THEIR_OWN.contains(&&*region.name) && *home.name != *region.name => found()
                .label(home.location, "the tenant is here")
                .note(format!("as documented in 2020, databases in `{}` are for tenants of that region", region.name)),
            _ => continue,
        };
        findings.push(
            found
                .marked("may not be available")
                .help("ask the service which regions the tenant may use, before you rely on this")
                .witness(Witness::new([("environment", &**name), ("region", &*region.name)])),
        );
    }
}

/// The region of the tenant: that of its only default environment, if it is a known region.
fn home(environments: &List<Environment>) -> Option<&Text> {
    let mut defaults = environments.iter().filter(|one| one.sound && one.kind == Some(EnvironmentType::Default));
    let (first, None) = (defaults.next()?, defaults.next()) else { return None };
    first.region.as_ref().filter(|region| crate::catalog::region(&region.name).is_some())
}
