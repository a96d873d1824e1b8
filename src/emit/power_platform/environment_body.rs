//! The bodies of requests for an environment: to create one, and to change one.

use crate::emit::tenants::{Member, Members};
use crate::emit::unbound::Unbound;
use crate::model::Environment;
use crate::model::program::{EnvironmentType, Head};

/// The platform's word for a type of environment that a request can create. A developer environment needs the object
/// id of its owner, and the platform creates the default one.
fn sku(environment: &Environment) -> Option<&'static str> {
    match environment.kind? {
        EnvironmentType::Production => Some("Production"),
        EnvironmentType::Sandbox => Some("Sandbox"),
        EnvironmentType::Trial => Some("Trial"),
        EnvironmentType::SubscriptionTrial
        | EnvironmentType::Developer
        | EnvironmentType::Default
        | EnvironmentType::Teams => None,
    }
}

/// Whether there are requests for an environment: it exists, or the facts to create it are given.
pub(super) fn is_written(environment: &Environment, id: Option<&str>) -> bool {
    id.is_some() || sku(environment).is_some() && environment.region.is_some()
}

/// The members to create an environment (`environmentCreateDto`).
pub(super) fn create(environment: &Environment, members: &mut Members) {
    let text = |text: &str| Member::Text(text.to_owned());
    if let Some(region) = &environment.region {
        members.insert(vec!["location"], text(&region.name));
    }
    let mut property = |path: &[&'static str], member: Member| {
        members.insert(std::iter::once("properties").chain(path.iter().copied()).collect(), member);
    };
    property(&["displayName"], text(environment.display_name()));
    property(&["environmentSku"], text(sku(environment).unwrap_or_default()));
    if !environment.head.description.is_empty() {
        property(&["description"], text(&environment.head.description));
    }
    if let Some(dataverse) = &environment.dataverse {
        property(&["databaseType"], text("CommonDataService"));
        let language = Member::Integer(i64::from(dataverse.language));
        property(&["linkedEnvironmentMetadata", "baseLanguage"], language);
        property(&["linkedEnvironmentMetadata", "currency", "code"], text(&dataverse.currency));
        if let Some(domain) = &dataverse.domain {
            property(&["linkedEnvironmentMetadata", "domainName"], text(&domain.name));
        }
    }
}

/// The permissions of generative AI. Those that are not sent stay as they are (`UpdateEnvironmentAiFeatures`).
pub(super) fn switches(environment: &Environment, members: &mut Members) {
    let ai = &environment.ai;
    for (path, said) in [
        (&["bingChatEnabled"][..], ai.bing_search),
        (&["copilotPolicies", "crossBoundaryCopilotDataMovementEnabled"], ai.flex_routing),
        (&["copilotPolicies", "crossGeoCopilotDataMovementEnabled"], ai.data_across_regions),
        (&["m365Enabled"], ai.microsoft_365_services),
    ] {
        if let Some((says, _)) = said {
            let path = std::iter::once("properties").chain(path.iter().copied()).collect();
            members.insert(path, Member::Boolean(says));
        }
    }
}

pub(super) fn lacking(gate: &Head, environment: &Environment) -> Unbound {
    let needed = (environment.head.symbol.location, "it may enter this environment".to_owned());
    let note = "the platform names the group that may enter an environment by its object id in Entra";
    Unbound::id(super::NAME, ("group", "groups"), gate, needed, note)
}
