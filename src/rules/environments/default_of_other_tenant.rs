//! `default-of-other-tenant`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Program;
use crate::model::bindings::Bindings;
use crate::model::program::{Environment, EnvironmentType};
use crate::rules::environments::ids;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds a default environment whose id names another tenant than the project has. It looks at ids in the source
    /// and at those in the bindings.
    ///
    /// ## Why is this bad?
    /// The id of a default environment is `Default-` and the id of its tenant. In this tenant there is no environment
    /// with that id, so a data policy that names it leaves the default environment out, or does not except it. Mostly
    /// some of the ids were copied from a tenant for tests.
    ///
    /// ```dictum,bad
    /// tenant contoso { id = "7c1e2b54-0d0f-4a7d-9f0e-2b6f5b1f8a31" }
    ///
    /// environment default {
    ///   type   = default
    ///   region = europe
    ///   id     = "Default-0b9c1ad5-9a5c-4c4e-8d5e-6a1f3b7c2d10"
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso { id = "7c1e2b54-0d0f-4a7d-9f0e-2b6f5b1f8a31" }
    ///
    /// environment default {
    ///   type   = default
    ///   region = europe
    ///   id     = "Default-7c1e2b54-0d0f-4a7d-9f0e-2b6f5b1f8a31"
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 2020 "default-of-other-tenant" Error "the id of the default environment is that of another tenant";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(tenant) = program.tenants.iter().find_map(|tenant| tenant.id.as_ref()) else { return };
    for environment in program.environments.iter().filter(|one| may_be_default(one)) {
        let Some(id) = &environment.id else { continue };
        findings.extend(differs(&environment.head.symbol.name, &id.name, id.location, &tenant.name, tenant.location));
    }
}

/// The same for ids that bindings give.
pub(super) fn bound(program: &Program, bindings: &Bindings, findings: &mut Vec<Diagnostic>) {
    let inline = program.tenants.iter().find_map(|tenant| tenant.id.as_ref());
    let Some(tenant) = inline.map(|id| &*id.name).or(bindings.tenant.as_deref()) else { return };
    for environment in program.environments.iter().filter(|one| may_be_default(one)) {
        let symbol = &environment.head.symbol;
        let (id, place) = match (&environment.id, bindings.environments.get(&*symbol.name)) {
            // If both ids are in the source, the check of the source has reported them.
            (Some(_), _) if inline.is_some() => continue,
            (Some(id), _) => (&*id.name, id.location),
            (None, Some(id)) => (id.as_str(), symbol.location),
            (None, None) => continue,
        };
        let of_tenant = program.tenants.first().map_or(place, |tenant| tenant.head.symbol.location);
        findings.extend(differs(&symbol.name, id, place, tenant, inline.map_or(of_tenant, |id| id.location)));
    }
}

/// Whether an environment is the default one as far as its type says. On others the form of the id is wrong already.
fn may_be_default(environment: &Environment) -> bool {
    environment.kind.is_none_or(|kind| kind == EnvironmentType::Default)
}

fn differs(name: &str, id: &str, place: Location, tenant: &str, of_tenant: Location) -> Option<Diagnostic> {
    let own = ids::tenant_of_default(id)?;
    if !ids::is_guid(tenant) || own.eq_ignore_ascii_case(tenant) {
        return None;
    }
    let finding =
        Diagnostic::new(&RULE, place, format!("environment `{name}` is the default environment of another tenant"))
            .marked(format!("its id is `{id}`"));
    let finding =
        if of_tenant == place { finding } else { finding.label(of_tenant, format!("the tenant is `{tenant}`")) };
    Some(
        finding
            .note("the id of a default environment is `Default-` and the id of its tenant")
            .help(format!("write `Default-{tenant}`, or correct the id of the tenant"))
            .witness(Witness::new([("tenant", tenant), ("environment", id)])),
    )
}
