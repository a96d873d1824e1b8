//! The settings of a managed environment in the words of the interface.
//!
//! Names and values are those of the provider's sources, `environment/dto.go` (`ExtendedSettingsDto`) and
//! `managed_environment`; every value is a text.

use crate::model::Environment;
use crate::model::program::{ManagedSettings, Sharing};

/// The settings in a request, in the order of their names; none in a group, whose settings replace those of its
/// environments.
pub(super) fn settings(environment: &Environment) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let Some(settings) = environment.managed_settings.as_ref().filter(|_| environment.group.is_none()) else {
        return all;
    };
    let ManagedSettings {
        sharing,
        solution_checker,
        checker_mails,
        usage_insights,
        flow_sharing,
        copilot_sharing,
        copilot_editors,
    } = settings;
    let mut say = |name: &'static str, value: String| all.push((name, value));
    if let Some((editors, _)) = copilot_editors {
        say("bot-authoringSharingDisabled", (!editors).to_string());
    }
    if let Some((sharing, _)) = copilot_sharing {
        let (mode, limit) = mode(*sharing);
        say("bot-limitSharingMode", mode.to_owned());
        say("bot-maxLimitUserSharing", limit);
    }
    if let Some((insights, _)) = usage_insights {
        say("excludeEnvironmentFromAnalysis", (!insights).to_string());
    }
    if let Some((sharing, _)) = sharing.as_ref().filter(|(sharing, _)| *sharing != Sharing::Nobody) {
        let (mode, limit) = mode(*sharing);
        say("isGroupSharingDisabled", (*sharing != Sharing::Everyone).to_string());
        say("limitSharingMode", mode.to_owned());
        say("maxLimitUserSharing", limit);
    }
    if let Some((shared, _)) = flow_sharing {
        say("solutionCloudFlows-limitSharingMode", if *shared { "noLimit" } else { "disableSharing" }.to_owned());
    }
    if let Some((mode, _)) = solution_checker {
        say("solutionCheckerMode", if *mode == "off" { "none" } else { mode }.to_owned());
    }
    if let Some((mails, _)) = checker_mails {
        say("suppressValidationEmails", (!mails).to_string());
    }
    all.sort_unstable();
    all
}

/// Whether requests carry all managed settings of an environment.
pub(super) fn are_whole(environment: &Environment) -> bool {
    let Some(settings) = &environment.managed_settings else { return true };
    let nobody = settings.sharing.is_some_and(|(sharing, _)| sharing == Sharing::Nobody);
    environment.group.is_none() && !nobody
}

fn mode(sharing: Sharing) -> (&'static str, String) {
    match sharing {
        Sharing::Everyone => ("noLimit", "-1".to_owned()),
        Sharing::PeopleOnly(limit) => {
            ("excludeSharingToSecurityGroups", limit.map_or_else(|| "-1".to_owned(), |limit| limit.to_string()))
        }
        Sharing::Nobody => ("disableSharing", "-1".to_owned()),
    }
}
