//! `provider-not-of-tenant`

use crate::analysis::{Check, Context};
use crate::catalog::{Availability, IDENTITY_PROVIDERS, IdentityProvider, identity_provider};
use crate::diagnostics::{Diagnostic, quoted_list};

crate::declare_rule! {
    /// ## What it does
    /// Finds identity providers that a tenant of that kind cannot have: a workforce tenant has Google, Facebook,
    /// Microsoft accounts, one-time passcodes by e-mail, and Entra; an Azure AD B2C tenant has others.
    ///
    /// ## Why is this bad?
    /// The platform refuses the provider, so its users cannot sign in.
    ///
    /// ```dictum,bad
    /// external_identity { providers = [linkedin] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// external_identity { providers = [google] }
    /// ```
    pub RULE = 6028 "provider-not-of-tenant" Error "the tenant cannot have this identity provider";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for external in &context.program.external_identities {
        let legal = |provider: &IdentityProvider| {
            if external.b2c { provider.b2c.is_some() } else { provider.workforce != Availability::Never }
        };
        let sort = if external.b2c { "an Azure AD B2C tenant" } else { "a workforce tenant" };
        for named in external.providers.iter().flatten() {
            if identity_provider(&named.name).is_none_or(legal) {
                continue;
            }
            let known = IDENTITY_PROVIDERS.iter().filter(|one| legal(one)).map(|one| one.word);
            findings.push(
                Diagnostic::new(
                    &RULE,
                    named.location,
                    format!("{sort} cannot have the identity provider `{}`", named.name),
                )
                .marked("not in such a tenant")
                .note("the platform refuses a provider that this sort of tenant does not have")
                .help(format!("it can have {}", quoted_list(known, "and"))),
            );
        }
    }
}
