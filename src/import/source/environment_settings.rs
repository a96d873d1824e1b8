//! The settings of an environment in files, as statements of its declaration.

use super::environments::Settled;
use crate::import::read::{EnvironmentSetting, NotCarried, Outcome, Stated};
use crate::syntax::text_value::quote;

/// The blocks in the order in which they are written.
const BLOCKS: [&str; 3] = ["managed", "audit", "terraform"];

/// The statements to write, and those for the block of its database.
#[derive(Default)]
pub(super) struct Statements {
    /// Statements outside of blocks, and whole blocks.
    pub(super) own: Vec<String>,
    /// The content of the block `managed`; empty where there is none.
    pub(super) managed: String,
    /// The content of the block `dataverse` besides language, currency and domain.
    pub(super) database: String,
}

/// Writes the settings that the language accepts for an environment with the facts in `environment`; the rest is
/// reported.
pub(super) fn statements(
    file: &str,
    settings: &[EnvironmentSetting],
    environment: Settled<'_>,
    notes: &mut Vec<NotCarried>,
) -> Statements {
    let mut kept: Vec<&EnvironmentSetting> = Vec::new();
    for setting in settings {
        // The first file with a value counts.
        if kept.iter().any(|known| (known.block, known.word) == (setting.block, setting.word)) {
            continue;
        }
        match refused(setting, settings, environment) {
            None => kept.push(setting),
            Some(why) => notes.push(NotCarried {
                file: file.to_owned(),
                place: setting.place.clone(),
                outcome: Outcome::Dropped,
                what: format!("`{}` of environment `{}`", setting.word, environment.symbol),
                why: why.to_owned(),
            }),
        }
    }
    let inside = |block: &str| -> String {
        let lines = kept.iter().filter(|one| one.block == block);
        lines.map(|one| format!("{} = {}", one.word, written(&one.value))).collect::<Vec<_>>().join("; ")
    };
    let mut own: Vec<String> = Vec::new();
    own.extend(Some(inside("")).filter(|lines| !lines.is_empty()));
    for block in BLOCKS.iter().filter(|block| **block != "managed") {
        own.extend(Some(inside(block)).filter(|lines| !lines.is_empty()).map(|lines| format!("{block} {{ {lines} }}")));
    }
    Statements { own, managed: inside("managed"), database: inside("dataverse") }
}

/// Why a setting is not written: the language, like the platform, would refuse it there.
fn refused(
    setting: &EnvironmentSetting,
    settings: &[EnvironmentSetting],
    environment: Settled<'_>,
) -> Option<&'static str> {
    let is_on = setting.value == Stated::Flag(true);
    let moves = settings.iter().any(|one| one.word == "data_across_regions" && one.value == Stated::Flag(true));
    let in_states = environment.region == Some("unitedstates");
    // The provider has these only in Managed Environments (tenant.md 1.2 E10).
    let by_address = ["ip_", "firewall", "reverse_proxy", "trusted_service_tags", "solution_checker_rule"];
    match (setting.block, setting.word) {
        ("managed", _) if !environment.managed => Some("it is not written as a Managed Environment"),
        ("audit" | "dataverse", _) if !environment.database => Some(NO_DATABASE),
        // These names are settings of the database; an environment itself has few of them.
        ("terraform", word) if !environment.database && !OF_ENVIRONMENT.contains(&word) => Some(NO_DATABASE),
        ("terraform", word) if !environment.managed && by_address.iter().any(|part| word.contains(part)) => {
            Some("it is not written as a Managed Environment, and others do not have it")
        }
        ("", "data_across_regions") if is_on && in_states => {
            Some("the platform takes it outside of the United States only")
        }
        ("", "bing_search" | "microsoft_365_services") if is_on && !in_states && !moves => {
            Some("outside of the United States it takes `data_across_regions`, which is not on in this file")
        }
        ("", "flex_routing") if is_on => Some("where it may be on depends on the region; say it by hand"),
        _ => None,
    }
}

const NO_DATABASE: &str = "it belongs to a database, whose language and currency the files do not say";

/// Settings of an environment without a database.
const OF_ENVIRONMENT: [&str; 2] = ["azure_region", "billing_policy_id"];

fn written(value: &Stated) -> String {
    match value {
        Stated::Flag(on) => if *on { "yes" } else { "no" }.to_owned(),
        Stated::Number(number) => number.to_string(),
        Stated::Word(word) => word.clone(),
        Stated::Text(text) => quote(text),
        Stated::Texts(texts) => format!("[{}]", texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", ")),
        Stated::PeopleOnly(Some(most)) => format!("people_only up to {most}"),
        Stated::PeopleOnly(None) => "people_only".to_owned(),
    }
}
