//! Environments and their groups in the bundle. What the source does not say is `null`.

use serde_json::{Value, json};

use super::apps::level;
use super::form::{
    Context, Data, Description, Form, Members, Name, Named, Names, Schemas, Shown, Within, bound, located,
};
use crate::emit::ids;
use crate::emit::json::Json;
use crate::model::kinds::{BACKUP_DAYS, DIRECTIVES};
use crate::model::program::{
    AiSwitches, Audit, ContentPolicy, ContentSecurity, Dataverse, Environment, EnvironmentGroup, ManagedSettings,
    ProviderSetting, ProviderValue, Sharing, Text,
};
use crate::text::Location;

impl Form for &Environment {
    const FORM: Named = Named("environment", "environment");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("access", |environment, _| environment.access.as_ref());
        to.said("ai", |environment, _| &environment.ai);
        to.said("audit", |environment, _| environment.audit.as_ref());
        to.said("cadence", |environment, _| environment.cadence);
        to.said("connectorPolicies", |environment, _| {
            (connector_policies(environment.allow_lists_only), environment.allow_lists_only)
        });
        to.said("criticity", |environment, context| {
            let ceiling = environment.ceiling.as_ref();
            (level(context.program(), ceiling.and_then(|ceiling| ceiling.target)), ceiling)
        });
        to.said("dataverse", |environment, _| environment.dataverse.as_ref());
        to.value("description", |environment, _| Description(&environment.head.description));
        to.said("displayName", |environment, _| Shown::of(&environment.head, environment.name.as_ref()));
        to.said("group", |environment, _| environment.group.as_ref());
        to.identity("id", |one, context| bound(ids::environment(one, context.bindings())), |one| one.id.as_ref());
        to.value(("managed", "Whether it is a Managed Environment."), |environment, _| environment.managed);
        let doc = "Its own settings as a Managed Environment. Settings of its group take precedence.";
        to.said(("managedSettings", doc), |environment, _| environment.managed_settings.as_ref());
        to.said("owner", |environment, _| environment.owner.as_ref());
        to.said("region", |environment, _| environment.region.as_ref());
        to.said("releaseCycle", |environment, _| environment.release_cycle);
        to.value("symbol", |environment, _| Name(&environment.head.symbol.name));
        to.said(
            ("terraform", "Settings that only the Terraform provider knows, by resource and path."),
            |environment, _| located(&environment.provider, |setting| setting.location),
        );
        let doc = "What sort of environment it is; null where that is not known.";
        to.said(("type", doc), |environment, _| (environment.kind, environment.kind_location));
    }
}

impl Form for &EnvironmentGroup {
    const FORM: Named = Named("environmentGroup", "environment_group");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("ai", |group, _| &group.ai);
        to.said("aiDescriptions", |group, _| group.ai_descriptions);
        to.said(("backupDays", "How many days backups are kept.", BACKUP_DAYS), |group, _| group.backup_days);
        to.said("connectorPolicies", |group, _| (connector_policies(group.allow_lists_only), group.allow_lists_only));
        to.said("contentSecurity", |group, _| {
            (group.content_security.as_ref(), group.content_security.as_ref().map(|policy| policy.location))
        });
        to.value("description", |group, _| Description(&group.head.description));
        to.said("displayName", |group, _| Shown::of(&group.head, group.name.as_ref()));
        to.identity("id", |one, context| bound(ids::environment_group(one, context.bindings())), |one| one.id.as_ref());
        to.said("managed", |group, _| &group.managed);
        to.value("symbol", |group, _| Name(&group.head.symbol.name));
        to.said("welcome", |group, _| group.welcome.as_ref());
        to.said("welcomeUrl", |group, _| group.welcome_url.as_ref());
    }
}

/// Which policies are evaluated for connectors, in the words of the source.
const fn connector_policies(allow_lists_only: Option<Location>) -> &'static str {
    if allow_lists_only.is_some() { "allow_list_only" } else { "both" }
}

impl Form for &Dataverse {
    const FORM: Named = Named("dataverse", "environment.dataverse");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("administrationMode", |dataverse, _| dataverse.administration_mode);
        to.value("backgroundOperations", |dataverse, _| dataverse.background_operations);
        to.value("currency", |dataverse, _| &*dataverse.currency);
        to.said("domain", |dataverse, _| dataverse.domain.as_ref());
        to.value("language", |dataverse, _| dataverse.language);
    }
}

impl Form for &AiSwitches {
    const FORM: Named = Named("aiSwitches", "environment");
    const DOC: &'static str = "What generative AI may do; null where that is not managed.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("bingSearch", |ai, _| ai.bing_search);
        to.said("dataAcrossRegions", |ai, _| ai.data_across_regions);
        to.said("flexRouting", |ai, _| ai.flex_routing);
        to.said("microsoft365Services", |ai, _| ai.microsoft_365_services);
    }
}

impl Form for &Audit {
    const FORM: Named = Named("audit", "environment.audit");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("active", |audit, _| audit.active);
        to.said("logins", |audit, _| audit.logins);
        to.said("read", |audit, _| audit.read);
        to.said("retentionDays", |audit, _| audit.retention_days);
    }
}

impl Form for &ManagedSettings {
    const FORM: Named = Named("managedSettings", "environment.managed");
    const DOC: &'static str = "Settings of Managed Environments; null where one is not managed. Settings of a group take precedence over those of its environments.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("checkerMails", |settings, _| settings.checker_mails);
        to.said("copilotEditors", |settings, _| settings.copilot_editors);
        to.said("copilotSharing", |settings, _| settings.copilot_sharing);
        to.said("flowSharing", |settings, _| settings.flow_sharing);
        to.said("sharing", |settings, _| settings.sharing);
        to.said("solutionChecker", |settings, _| settings.solution_checker);
        to.said("usageInsights", |settings, _| settings.usage_insights);
    }
}

impl Form for Sharing {
    const FORM: Named = Named("sharing", "");
    const DOC: &'static str = "With whom makers may share.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("limit", "With how many people; null where there is no limit."), |sharing, _| match sharing {
            Self::PeopleOnly(limit) => limit,
            Self::Everyone | Self::Nobody => None,
        });
        let doc = "With everyone, with people and no security groups, or with nobody.";
        to.value(("with", doc, ["everyone", "nobody", "people_only"]), |sharing, _| match sharing {
            Self::Everyone => "everyone",
            Self::PeopleOnly(_) => "people_only",
            Self::Nobody => "nobody",
        });
    }
}

impl Form for &ContentSecurity {
    const FORM: Named = Named("contentSecurity", "environment_group.content_security");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("canvas", |policy, _| policy.canvas.as_ref());
        to.value("codeApps", |policy, _| policy.code_apps.as_ref());
        to.value("modelDriven", |policy, _| policy.model_driven.as_ref());
        to.value("reportEndpoint", |policy, _| policy.report_endpoint.as_ref());
        to.value("reportTo", |policy, _| policy.report_to.as_ref());
    }
}

impl Form for &ContentPolicy {
    const FORM: Named = Named("contentPolicy", "environment_group.content_security.canvas");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("active", "Whether it holds."), |policy, _| policy.active);
        to.value(("sources", "Lists of sources, by directive."), |policy, _| Sources(&policy.directives));
        to.value("strict", |policy, _| policy.strict);
    }
}

/// Lists of sources by their directives, in the order of the reference, which is that of keys.
struct Sources<'a>(&'a [(&'static str, Vec<Text>)]);

impl Data for Sources<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.object(|json| {
            self.0.iter().for_each(|(word, texts)| Names::sorted(texts).write(json.key(word), context));
        });
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let list = Names::schema(schemas, within);
        let lists: serde_json::Map<String, Value> =
            DIRECTIVES.iter().map(|(word, _)| ((*word).to_owned(), list.clone())).collect();
        json!({ "type": "object", "additionalProperties": false, "properties": lists })
    }
}

impl Form for &ProviderSetting {
    const FORM: Named = Named("providerSetting", "");
    const DOC: &'static str = "An attribute of the Terraform provider with its value.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("path", "The path of the attribute, steps separated by dots."), |one, _| one.attribute.path);
        to.value(("resource", "The resource, without the prefix of the provider."), |one, _| one.attribute.resource);
        to.value(("value", "Its value."), |one, _| &one.value);
    }
}

impl Data for &ProviderValue {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        match self {
            ProviderValue::Flag(flag) => json.boolean(*flag),
            ProviderValue::Number(number) => json.integer(*number),
            ProviderValue::Text(text) => json.string(text),
            ProviderValue::Texts(texts) => {
                let mut texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
                texts.sort_unstable();
                texts.dedup();
                json.strings(texts);
            }
        }
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        json!({ "anyOf": [{ "type": ["boolean", "integer", "string"] }, Names::schema(schemas, within)] })
    }
}
