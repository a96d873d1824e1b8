//! Rules of environment groups and settings of environments. What the source does not say is `null`.

use crate::emit::json::Json;
use crate::model::program::{
    AiSwitches, Audit, ContentPolicy, ContentSecurity, ManagedSettings, ProviderSetting, ProviderValue, Said, Sharing,
};

pub(super) fn flag(json: &mut Json<'_>, said: Said<bool>) {
    match said {
        Some((value, _)) => json.boolean(value),
        None => json.null(),
    }
}

pub(super) fn number(json: &mut Json<'_>, said: Said<u32>) {
    match said {
        Some((number, _)) => json.number(number as usize),
        None => json.null(),
    }
}

pub(super) fn ai(json: &mut Json<'_>, ai: &AiSwitches) {
    json.object(|json| {
        flag(json.key("bingSearch"), ai.bing_search);
        flag(json.key("dataAcrossRegions"), ai.data_across_regions);
        flag(json.key("flexRouting"), ai.flex_routing);
        flag(json.key("microsoft365Services"), ai.microsoft_365_services);
    });
}

pub(super) fn audit(json: &mut Json<'_>, audit: Option<&Audit>) {
    let Some(audit) = audit else { return json.null() };
    json.object(|json| {
        flag(json.key("active"), audit.active);
        flag(json.key("logins"), audit.logins);
        flag(json.key("read"), audit.read);
        number(json.key("retentionDays"), audit.retention_days);
    });
}

pub(super) fn managed(json: &mut Json<'_>, settings: &ManagedSettings) {
    json.object(|json| {
        flag(json.key("checkerMails"), settings.checker_mails);
        flag(json.key("copilotEditors"), settings.copilot_editors);
        json.key("copilotSharing");
        sharing(json, settings.copilot_sharing);
        flag(json.key("flowSharing"), settings.flow_sharing);
        json.key("sharing");
        sharing(json, settings.sharing);
        json.key("solutionChecker").optional(settings.solution_checker.map(|(word, _)| word));
        flag(json.key("usageInsights"), settings.usage_insights);
    });
}

fn sharing(json: &mut Json<'_>, said: Said<Sharing>) {
    let (with, limit) = match said {
        None => return json.null(),
        Some((Sharing::Everyone, _)) => ("everyone", None),
        Some((Sharing::PeopleOnly(limit), _)) => ("people_only", limit),
        Some((Sharing::Nobody, _)) => ("nobody", None),
    };
    json.object(|json| {
        match limit {
            Some(limit) => json.key("limit").number(limit as usize),
            None => json.key("limit").null(),
        }
        json.key("with").string(with);
    });
}

pub(super) fn content_security(json: &mut Json<'_>, policy: Option<&ContentSecurity>) {
    let Some(policy) = policy else { return json.null() };
    json.object(|json| {
        json.key("canvas");
        apps(json, policy.canvas.as_ref());
        json.key("codeApps");
        apps(json, policy.code_apps.as_ref());
        json.key("modelDriven");
        apps(json, policy.model_driven.as_ref());
        json.key("reportEndpoint").optional(policy.report_endpoint.as_ref().map(|text| &*text.name));
        json.key("reportTo").optional(policy.report_to.as_ref().map(|text| &*text.name));
    });
}

fn apps(json: &mut Json<'_>, policy: Option<&ContentPolicy>) {
    let Some(policy) = policy else { return json.null() };
    json.object(|json| {
        json.key("active").boolean(policy.active);
        json.key("sources").object(|json| {
            for (word, texts) in &policy.directives {
                let mut sources: Vec<&str> = texts.iter().map(|text| &*text.name).collect();
                sources.sort_unstable();
                sources.dedup();
                json.key(word).strings(sources);
            }
        });
        flag(json.key("strict"), policy.strict);
    });
}

/// Attributes of the Terraform provider, by resource and path.
pub(super) fn provider(json: &mut Json<'_>, settings: &[ProviderSetting]) {
    json.list(|json| {
        for setting in settings {
            json.object(|json| {
                json.key("path").string(setting.attribute.path);
                json.key("resource").string(setting.attribute.resource);
                let value = json.key("value");
                match &setting.value {
                    ProviderValue::Flag(flag) => value.boolean(*flag),
                    ProviderValue::Number(number) => value.integer(*number),
                    ProviderValue::Text(text) => value.string(text),
                    ProviderValue::Texts(texts) => {
                        let mut texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
                        texts.sort_unstable();
                        texts.dedup();
                        value.strings(texts);
                    }
                }
            });
        }
    });
}
