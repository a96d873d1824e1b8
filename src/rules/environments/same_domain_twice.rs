//! `same-domain-twice`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::Text;
use crate::rules::shared::repeated::repeated;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments of one region whose databases have the same domain.
    ///
    /// ## Why is this bad?
    /// The domain is the first part of the environment's address, which only one can have. The platform refuses the
    /// environment that is created second, which may be left half created.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
    /// }
    ///
    /// environment finance_tests {
    ///   type   = sandbox
    ///   region = europe
    ///   dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
    /// }
    ///
    /// environment finance_tests {
    ///   type   = sandbox
    ///   region = europe
    ///   dataverse { language = 1033; currency = EUR; domain = "contoso-finance-tests" }
    /// }
    /// ```
    pub RULE = 2018 "same-domain-twice" Error "two environments are to have the same address";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut given: Vec<(&Text, &str, &str)> = Vec::new();
    for environment in &context.program.environments {
        let domain = environment.dataverse.as_ref().and_then(|dataverse| dataverse.domain.as_ref());
        let region = environment.region.as_ref().map_or("", |region| &*region.name);
        given.extend(domain.map(|domain| (domain, region, environment.name())));
    }
    let mut given = repeated(given, |(domain, ..)| &domain.name);
    given.sort_unstable_by_key(|(domain, ..)| domain.location);
    let mut first_of: FxHashMap<(EcoString, &str), (&Text, &str)> = FxHashMap::default();
    for (domain, region, name) in given {
        // Other regions have other addresses.
        let key = (domain.name.to_ascii_lowercase(), region);
        let (first, first_name) = *first_of.entry(key).or_insert((domain, name));
        if std::ptr::eq(first, domain) {
            continue;
        }
        findings.push(
            Diagnostic::new(
                &RULE,
                domain.location,
                format!("environments `{first_name}` and `{name}` have the same domain"),
            )
            .marked(format!("the domain of `{name}`"))
            .label(first.location, format!("the domain of `{first_name}`"))
            .note("an address belongs to one environment")
            .help("write another domain, or leave it to the platform")
            .witness(Witness::new([("domain", &*domain.name)])),
        );
    }
}
