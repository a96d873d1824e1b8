//! Environments, environment groups and managed environments as resources of the provider.

use super::text::literal;
use crate::emit::json::Json;
use crate::model::program::{Environment, EnvironmentGroup};

/// The group that stands for every user of the tenant.
const EVERYBODY: &str = "00000000-0000-0000-0000-000000000000";

/// An environment that the provider can have.
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
    /// The id of the group whose members may enter.
    pub(super) access: Option<&'a str>,
    /// Its environment group.
    pub(super) group: Option<(&'a EnvironmentGroup, String)>,
}

/// The provider's word for a type of environment; none where its resource cannot be described by what the language
/// says. A developer environment takes the object id of its owner, and the default one is made by the platform.
pub(super) fn kind(environment: &Environment) -> Option<&'static str> {
    match environment.kind {
        "production" => Some("Production"),
        "sandbox" => Some("Sandbox"),
        "trial" => Some("Trial"),
        _ => None,
    }
}

impl Place<'_> {
    /// How other resources name its id.
    pub(super) fn reference(&self) -> String {
        format!("${{powerplatform_environment.{}.id}}", self.label)
    }

    /// The environment itself. It is never destroyed: an attribute that forces a new one stops the plan.
    pub(super) fn write(&self, json: &mut Json<'_>) {
        let one = self.environment;
        json.object(|json| {
            if let Some(dataverse) = &one.dataverse {
                json.key("dataverse").object(|json| {
                    json.key("currency_code").string(&dataverse.currency);
                    if let Some(domain) = &dataverse.domain {
                        json.key("domain").string(&literal(&domain.name));
                    }
                    json.key("language_code").integer(i64::from(dataverse.language));
                    json.key("security_group_id").string(self.access.unwrap_or(EVERYBODY));
                });
            }
            json.key("display_name").string(&literal(one.display_name()));
            if let Some((_, group)) = &self.group {
                json.key("environment_group_id").string(group);
            }
            json.key("environment_type").string(self.kind);
            json.key("lifecycle").object(|json| {
                // An environment that exists may have a gate that the source does not name; it stays.
                if self.id.is_some() && self.access.is_none() && one.dataverse.is_some() {
                    json.key("ignore_changes").strings(["dataverse.security_group_id"]);
                }
                json.key("prevent_destroy").boolean(true);
            });
            json.key("location").string(&literal(self.region));
        });
    }

    /// That it is a Managed Environment. Settings that the source does not state are left as they are.
    pub(super) fn write_managed(&self, json: &mut Json<'_>) {
        let group = self.group.as_ref().map(|(group, _)| *group);
        let shares = group.is_none_or(|group| group.share_with_groups);
        let most = group.and_then(|group| group.share_limit).filter(|_| !shares);
        let checker = match group.map(|group| group.solution_checker) {
            Some("block") => "Block",
            Some("warn") => "Warn",
            _ => "None",
        };
        json.object(|json| {
            json.key("environment_id").string(&self.reference());
            json.key("is_group_sharing_disabled").boolean(!shares);
            json.key("is_usage_insights_disabled").boolean(!group.is_some_and(|group| group.usage_insights));
            json.key("lifecycle").object(|json| {
                let all = [
                    "is_group_sharing_disabled",
                    "is_usage_insights_disabled",
                    "limit_sharing_mode",
                    "max_limit_user_sharing",
                    "solution_checker_mode",
                    "suppress_validation_emails",
                ];
                let unsaid = |name: &&str| group.is_none() || *name == "suppress_validation_emails";
                json.key("ignore_changes").strings(all.into_iter().filter(unsaid));
            });
            let mode = if shares { "NoLimit" } else { "ExcludeSharingToSecurityGroups" };
            json.key("limit_sharing_mode").string(mode);
            json.key("max_limit_user_sharing").integer(most.map_or(-1, i64::from));
            json.key("solution_checker_mode").string(checker);
            json.key("suppress_validation_emails").boolean(false);
        });
    }
}
