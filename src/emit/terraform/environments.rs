//! Environments, Managed Environments and settings of environments as resources of the provider.

use super::attributes::{Attributes, Value};
use crate::emit::job::{Job, ProviderVersion};
use crate::emit::json::Json;
use crate::model::program::{
    Dataverse, Environment, EnvironmentGroup, EnvironmentType, ManagedSettings, ProviderSetting, Sharing,
};

/// The id of the group of all users of the tenant.
const EVERYBODY: &str = "00000000-0000-0000-0000-000000000000";

/// An environment that the provider can manage.
pub(super) struct Place<'a> {
    pub(super) environment: &'a Environment,
    /// The label of the resource.
    pub(super) label: String,
    /// The id, where it exists already.
    pub(super) id: Option<&'a str>,
    /// The provider's word for the type.
    pub(super) kind: &'static str,
    /// The region.
    pub(super) region: &'a str,
    /// The id of the group whose members have access.
    pub(super) access: Option<&'a str>,
    /// The object id of its owner.
    pub(super) owner: Option<&'a str>,
    /// Its environment group.
    pub(super) group: Option<(&'a EnvironmentGroup, String)>,
}

/// The provider's word for a type of environment; none where the language cannot express what its resource needs. A
/// developer environment needs the object id of its owner and a database, and the platform creates the default one.
pub(super) fn kind(environment: &Environment) -> Option<&'static str> {
    match environment.kind? {
        EnvironmentType::Production => Some("Production"),
        EnvironmentType::Sandbox => Some("Sandbox"),
        EnvironmentType::Trial => Some("Trial"),
        EnvironmentType::Developer if environment.owner.is_some() && environment.dataverse.is_some() => {
            Some("Developer")
        }
        EnvironmentType::SubscriptionTrial
        | EnvironmentType::Developer
        | EnvironmentType::Default
        | EnvironmentType::Teams => None,
    }
}

impl<'a> Place<'a> {
    /// The expression for its id in other resources.
    pub(super) fn reference(&self) -> String {
        format!("${{powerplatform_environment.{}.id}}", self.label)
    }

    fn settings_of(&self, resource: &'static str) -> impl Iterator<Item = &'a ProviderSetting> {
        self.environment.provider.iter().filter(move |one| one.attribute.resource == resource)
    }

    /// The environment itself. It is never destroyed: an attribute that forces replacement stops the plan.
    pub(super) fn resource(&self, version: ProviderVersion) -> Attributes<'_> {
        let one = self.environment;
        let mut all = Attributes::new("environment", version);
        all.text("display_name", one.display_name());
        if !one.head.description.is_empty() {
            all.text("description", &one.head.description);
        }
        all.text("environment_type", self.kind);
        all.text("location", self.region);
        if let Some((_, group)) = &self.group {
            all.raw("environment_group_id", group.as_str());
        }
        if let Some(owner) = self.owner {
            all.text("owner_id", owner);
        }
        let said = |value: &Option<(bool, _)>| value.map(|(value, _)| value);
        all.flag("allow_bing_search", said(&one.ai.bing_search));
        all.flag("allow_moving_data_across_regions", said(&one.ai.data_across_regions));
        all.flag("allow_flex_routing", said(&one.ai.flex_routing));
        all.flag("allow_microsoft_365_services", said(&one.ai.microsoft_365_services));
        if let Some((cycle, _)) = one.release_cycle {
            all.text("release_cycle", if cycle == "early" { "Early" } else { "Standard" });
        }
        if let Some((cadence, _)) = one.cadence {
            all.text("cadence", if cadence == "frequent" { "Frequent" } else { "Moderate" });
        }
        if let Some(dataverse) = &one.dataverse {
            all.text("dataverse.currency_code", &dataverse.currency);
            all.put("dataverse.language_code", Value::Number(i64::from(dataverse.language)));
            if let Some(domain) = &dataverse.domain {
                all.text("dataverse.domain", &domain.name);
            }
            // The provider does not accept a group together with an owner.
            if self.owner.is_none() {
                all.text("dataverse.security_group_id", self.access.unwrap_or(EVERYBODY));
            }
            if let Some((administration, background)) = administration(dataverse) {
                all.flag("dataverse.administration_mode_enabled", Some(administration));
                all.flag("dataverse.background_operation_enabled", Some(background));
            }
        }
        for setting in self.settings_of("environment") {
            all.given(setting.attribute.path, &setting.value);
        }
        if self.id.is_some() {
            // An existing environment may have an access group that the source does not name; it stays.
            if self.access.is_none() && self.owner.is_none() && one.dataverse.is_some() {
                all.ignore("dataverse.security_group_id");
            }
            all.keep_unsaid();
        }
        all.prevent_destroy();
        all
    }

    /// The resource that makes it a Managed Environment. Settings that are not in the source stay as they are.
    pub(super) fn managed(&self, version: ProviderVersion) -> Attributes<'_> {
        let group = self.group.as_ref().map(|(group, _)| &group.managed);
        // In a group the platform ignores the environment's own settings (tenant.md 1.2 E7).
        let own = self.environment.managed_settings.as_ref().filter(|_| group.is_none());
        let mut all = Attributes::new("managed_environment", version);
        all.raw("environment_id", self.reference());
        let sharing = said(group, own, |one| one.sharing.map(|(value, _)| value));
        let (shares, most) = match sharing {
            Some(Sharing::PeopleOnly(most)) => (false, most),
            Some(Sharing::Everyone | Sharing::Nobody) | None => (true, None),
        };
        all.flag("is_group_sharing_disabled", Some(!shares));
        all.text("limit_sharing_mode", if shares { "NoLimit" } else { "ExcludeSharingToSecurityGroups" });
        all.put("max_limit_user_sharing", Value::Number(most.map_or(-1, i64::from)));
        if sharing.is_none() {
            for path in ["is_group_sharing_disabled", "limit_sharing_mode", "max_limit_user_sharing"] {
                all.ignore(path);
            }
        }
        let checker = said(group, own, |one| one.solution_checker.map(|(word, _)| word));
        let mode = match checker {
            Some("block") => "Block",
            Some("warn") => "Warn",
            _off => "None",
        };
        all.text("solution_checker_mode", mode);
        let insights = said(group, own, |one| one.usage_insights.map(|(value, _)| value));
        all.flag("is_usage_insights_disabled", Some(!insights.unwrap_or(false)));
        let mails = said(group, own, |one| one.checker_mails.map(|(value, _)| value));
        all.flag("suppress_validation_emails", Some(!mails.unwrap_or(true)));
        for (is_said, path) in [
            (checker.is_some(), "solution_checker_mode"),
            (insights.is_some(), "is_usage_insights_disabled"),
            (mails.is_some(), "suppress_validation_emails"),
        ] {
            if !is_said {
                all.ignore(path);
            }
        }
        if let Some(own) = own {
            all.flag("power_automate_is_sharing_disabled", own.flow_sharing.map(|(shared, _)| !shared));
            all.flag(
                "copilot_allow_grant_editor_permissions_when_shared",
                own.copilot_editors.map(|(editors, _)| editors),
            );
            if let Some((sharing, _)) = own.copilot_sharing {
                let (mode, most) = match sharing {
                    Sharing::Everyone => ("NoLimit", None),
                    Sharing::PeopleOnly(most) => ("ExcludeSharingToSecurityGroups", most),
                    Sharing::Nobody => ("DisableSharing", None),
                };
                all.text("copilot_limit_sharing_mode", mode);
                if let Some(most) = most {
                    all.put("copilot_max_limit_user_sharing", Value::Number(i64::from(most)));
                }
            }
        }
        for setting in self.settings_of("managed_environment") {
            all.given(setting.attribute.path, &setting.value);
        }
        if self.id.is_some() {
            all.keep_unsaid();
        }
        all
    }

    /// The settings of its database; none where the source has none.
    pub(super) fn settings(&self, version: ProviderVersion) -> Option<Attributes<'_>> {
        self.environment.dataverse.as_ref()?;
        let mut all = Attributes::new("environment_settings", version);
        if let Some(audit) = &self.environment.audit {
            let said = |value: &Option<(bool, _)>| value.map(|(value, _)| value);
            all.flag("audit_and_logs.audit_settings.is_audit_enabled", said(&audit.active));
            all.flag("audit_and_logs.audit_settings.is_read_audit_enabled", said(&audit.read));
            all.flag("audit_and_logs.audit_settings.is_user_access_audit_enabled", said(&audit.logins));
            if let Some((days, _)) = audit.retention_days {
                let path = "audit_and_logs.audit_settings.log_retention_period_in_days";
                all.put(path, Value::Number(i64::from(days)));
            }
        }
        for setting in self.settings_of("environment_settings") {
            all.given(setting.attribute.path, &setting.value);
        }
        all.raw("environment_id", self.reference());
        if all.has_only(&["environment_id"]) && all.later.is_empty() {
            return None;
        }
        all.keep_unsaid();
        Some(all)
    }

    /// The parts of it that the provider does not accept, a line each.
    pub(super) fn partly(&self, job: Job<'_>) -> Vec<String> {
        let name = &self.environment.head.symbol.name;
        let version = job.settings.provider;
        let mut later = self.resource(version).later;
        if self.environment.managed {
            later.extend(self.managed(version).later);
        }
        later.extend(self.settings(version).map(|settings| settings.later).unwrap_or_default());
        let mut lines: Vec<String> = later
            .into_iter()
            .map(|path| format!("`{path}` of environment `{name}`, which the provider has since version 4.2"))
            .collect();
        if let Some(dataverse) = &self.environment.dataverse
            && (dataverse.administration_mode.is_some() || dataverse.background_operations.is_some())
            && administration(dataverse).is_none()
        {
            lines.push(format!(
                "administration mode and background operations of environment `{name}`, of which the provider takes both or \
                 none"
            ));
        }
        if self.environment.dataverse.as_ref().is_some_and(|one| one.ownership_across_units) {
            lines.push(format!("that rows of environment `{name}` may belong to any unit"));
        }
        lines
    }
}

/// The value of the group, or else of the environment.
fn said<T>(
    group: Option<&ManagedSettings>,
    own: Option<&ManagedSettings>,
    read: impl Fn(&ManagedSettings) -> Option<T>,
) -> Option<T> {
    group.and_then(&read).or_else(|| own.and_then(&read))
}

/// Administration mode and background operations; the provider accepts both or none. In administration mode the
/// platform refuses background operations, so there one determines the other (tenant.md 1.2 E14).
fn administration(dataverse: &Dataverse) -> Option<(bool, bool)> {
    let background = dataverse.background_operations.map(|(on, _)| on);
    match (dataverse.administration_mode.map(|(on, _)| on), background) {
        (Some(administration), Some(background)) => Some((administration, background)),
        (Some(true), None) => Some((true, false)),
        (Some(false) | None, None) | (None, Some(_)) => None,
    }
}

/// Writes one resource for each place that has it.
pub(super) fn write<'a, 'p: 'a>(
    json: &mut Json<'_>,
    places: &[&'p Place<'p>],
    of: impl Fn(&'p Place<'p>) -> Option<Attributes<'a>>,
) {
    json.object(|json| {
        for place in places {
            if let Some(attributes) = of(place) {
                attributes.write(json.key(&place.label));
            }
        }
    });
}
