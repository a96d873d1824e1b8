//! `setting-needs-managed`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Environment, ProviderSetting};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds settings of Managed Environments in environments that are not managed: the IP firewall, the binding of
    /// cookies to addresses, and rules that the solution checker skips.
    ///
    /// ## Why is this bad?
    /// The platform refuses these settings in other environments. A firewall that is declared but does not exist
    /// blocks no user.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    ///   terraform {
    ///     enable_ip_based_firewall_rule = on
    ///     allowed_ip_range_for_firewall = ["203.0.113.0/24"]
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    ///   terraform {
    ///     enable_ip_based_firewall_rule = on
    ///     allowed_ip_range_for_firewall = ["203.0.113.0/24"]
    ///   }
    /// }
    /// ```
    pub RULE = 2013 "setting-needs-managed" Error "a setting of Managed Environments is given where it cannot apply";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    // For an environment in a group, `group-needs-managed` reports that it is not managed.
    let unmanaged = |one: &Environment| one.sound && !one.managed && one.group.is_none();
    each::environment(context, findings, |environment, findings| {
        if !unmanaged(environment) {
            return;
        }
        let mut settings: Vec<&ProviderSetting> =
            environment.provider.iter().filter(|one| needs_managed(one)).collect();
        settings.sort_by_key(|one| one.location);
        let Some((first, others)) = settings.split_first() else { return };
        let (name, setting) = (&environment.head.symbol.name, first.attribute.name());
        let message = format!("environment `{name}` sets `{setting}` and is not managed");
        let mut finding = Diagnostic::new(&RULE, first.location, message).marked("for Managed Environments");
        for other in others {
            finding = finding.label(other.location, "and this");
        }
        if let Some(said) = environment.managed_location {
            finding = finding.label(said, "not managed");
        }
        findings.push(
            finding
                .note("the platform has this setting in Managed Environments only")
                .help(format!("write `managed = yes` for `{name}`, or remove the setting"))
                .witness(Witness::new([("environment", &**name), ("setting", setting)])),
        );
    });
}

/// Whether a setting is one of Managed Environments (tenant.md 1.2 E10).
fn needs_managed(setting: &ProviderSetting) -> bool {
    let attribute = setting.attribute;
    let by_address = ["ip_", "firewall", "reverse_proxy", "trusted_service_tags"];
    attribute.resource == "managed_environment" || by_address.iter().any(|part| attribute.name().contains(part))
}
