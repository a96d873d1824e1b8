//! `provider-not-listed`

use crate::analysis::{Check, Context};
use crate::catalog::identity_provider;
use crate::diagnostics::Diagnostic;
use crate::model::program::Text;

crate::declare_rule! {
    /// ## What it does
    /// Finds audiences of guests with a provider that `providers` does not list, and audiences of sites with a
    /// provider that Power Pages does not have.
    ///
    /// ## Why is this bad?
    /// Guests sign in with the providers of the tenant, and users of a site with the providers that Power Pages
    /// supports. The audience could not sign in.
    ///
    /// ```dictum,bad
    /// external_identity {
    ///   providers = [google]
    ///   audience suppliers { providers = [facebook]; guests = yes }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// external_identity {
    ///   providers = [facebook, google]
    ///   audience suppliers { providers = [facebook]; guests = yes }
    /// }
    /// ```
    pub RULE = 6029 "provider-not-listed" Error "an audience signs in with a provider that the tenant does not have";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for external in &context.program.external_identities {
        for audience in &external.audiences {
            for named in &audience.providers {
                let listed = |providers: &Vec<Text>| providers.iter().any(|one| one.name == named.name);
                let name = &audience.name.name;
                // If the tenant's providers are not managed here, they are unknown.
                if audience.guests && external.providers.as_ref().is_some_and(|providers| !listed(providers)) {
                    let message = format!("guests of audience `{name}` cannot sign in with `{}`", named.name);
                    findings.push(
                        Diagnostic::new(&RULE, named.location, message)
                            .marked("cannot be used here")
                            .note("the `providers` of the tenant do not list it")
                            .help(format!("add `{}` to `providers`, or remove it here", named.name)),
                    );
                } else if !audience.sites.is_empty() && identity_provider(&named.name).is_some_and(|one| !one.pages) {
                    let message = format!("a Power Pages site cannot have the provider `{}`", named.name);
                    findings.push(
                        Diagnostic::new(&RULE, named.location, message)
                            .marked("cannot be used here")
                            .note(format!("audience `{name}` uses sites"))
                            .help("a site takes `entra`, `facebook`, `google`, `linkedin`, `microsoft` and `twitter`"),
                    );
                }
            }
        }
    }
}
