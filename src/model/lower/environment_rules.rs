//! What environments and environment groups have in common, and what only the Terraform provider knows.

use crate::catalog::{ProviderAttribute, ProviderType, provider_setting, provider_settings};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::model::codes;
use crate::model::kinds::{DIRECTIVES, Shape, Type};
use crate::model::program::{
    AiSwitches, Audit, ContentPolicy, ContentSecurity, ManagedSettings, ProviderSetting, ProviderValue, Said, Sharing,
};
use crate::model::reader::{Reader, Record, Value};
use crate::syntax::ast::{Atom, Block, Phrase};
use crate::text::{Location, Span};

/// Settings of Managed Environments, of a block or of a group.
pub(super) fn managed(reader: &mut Reader<'_>, record: &Record<'_>) -> ManagedSettings {
    ManagedSettings {
        sharing: sharing(reader, record, "sharing"),
        solution_checker: reader.word(record, "solution_checker"),
        checker_mails: reader.flag(record, "checker_mails"),
        usage_insights: reader.flag(record, "usage_insights"),
        flow_sharing: reader.flag(record, "flow_sharing"),
        copilot_sharing: sharing(reader, record, "copilot_sharing"),
        copilot_editors: reader.flag(record, "copilot_editors"),
    }
}

/// What generative AI may do.
pub(super) fn ai(reader: &mut Reader<'_>, record: &Record<'_>) -> AiSwitches {
    AiSwitches {
        bing_search: reader.flag(record, "bing_search"),
        data_across_regions: reader.flag(record, "data_across_regions"),
        flex_routing: reader.flag(record, "flex_routing"),
        microsoft_365_services: reader.flag(record, "microsoft_365_services"),
    }
}

/// What is audited.
pub(super) fn audit(reader: &mut Reader<'_>, record: &Record<'_>) -> Audit {
    Audit {
        active: reader.flag(record, "active"),
        read: reader.flag(record, "read"),
        logins: reader.flag(record, "logins"),
        retention_days: match reader.value(record, "retention_days") {
            Some((Value::Integer(days), location)) => u32::try_from(days).ok().map(|days| (days, location)),
            _absent => None,
        },
    }
}

fn sharing(reader: &mut Reader<'_>, record: &Record<'_>, name: &str) -> Said<Sharing> {
    match reader.value(record, name)? {
        (Value::Sharing(sharing), location) => Some((sharing, location)),
        _other => None,
    }
}

/// The content security policy of a group.
pub(super) fn content_security(reader: &mut Reader<'_>, block: Block<'_>, shape: &'static Shape) -> ContentSecurity {
    let record = reader.record(block, shape, &"`content_security`");
    let mut policy = ContentSecurity {
        location: brace(reader, block),
        model_driven: of_apps(reader, &record, shape, "model_driven"),
        canvas: of_apps(reader, &record, shape, "canvas"),
        code_apps: of_apps(reader, &record, shape, "code_apps"),
        report_to: None,
        report_endpoint: None,
    };
    policy.report_to = reader.text(&record, "report_to");
    policy.report_endpoint = reader.text(&record, "report_endpoint");
    policy
}

/// The policy of one sort of app: a switch, or a block, which switches it on.
fn of_apps(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    shape: &'static Shape,
    name: &'static str,
) -> Option<ContentPolicy> {
    let switch = reader.flag(record, name);
    let Some((block, nested)) = nested(record, shape, name) else {
        return switch.map(|(active, location)| ContentPolicy {
            location,
            active,
            strict: None,
            directives: Vec::new(),
        });
    };
    let location = brace(reader, block);
    if let Some((_, first)) = switch {
        twice(reader, name, location, first);
    }
    let inner = reader.record(block, nested, &format_args!("`{name}`"));
    let mut directives = Vec::new();
    for (word, _) in DIRECTIVES {
        if let Some((Value::Texts(texts), _)) = reader.value(&inner, word) {
            directives.push((word, texts));
        }
    }
    let strict = reader.flag(&inner, "strict");
    Some(ContentPolicy { location, active: true, strict, directives })
}

/// The nested block of that name, and its shape.
pub(super) fn nested<'t>(
    record: &Record<'t>,
    shape: &'static Shape,
    name: &str,
) -> Option<(Block<'t>, &'static Shape)> {
    record.blocks.iter().find_map(|(index, _, block)| {
        let nested = shape.blocks.get(*index).filter(|nested| nested.name == name)?;
        Some((*block, nested.shape))
    })
}

/// Tells that a word is given as an attribute and as a block.
pub(super) fn twice(reader: &mut Reader<'_>, name: &str, block: Location, attribute: Location) {
    let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, block, format!("`{name}` is given twice"))
        .label(attribute, "also given here")
        .help(format!("keep the block; it stands for `{name} = yes` too"));
    reader.report(finding);
}

/// The brace that opens a block.
pub(super) fn brace(reader: &Reader<'_>, block: Block<'_>) -> Location {
    let start = block.node.span().start;
    reader.at(Span::new(start, start + 1))
}

/// Attributes of the Terraform provider.
pub(super) fn provider(reader: &mut Reader<'_>, block: Block<'_>, shape: &'static Shape) -> Vec<ProviderSetting> {
    let record = reader.record(block, shape, &"`terraform`");
    let mut settings: Vec<ProviderSetting> =
        record.open.iter().filter_map(|(key, phrase)| setting(reader, *key, phrase)).collect();
    settings.sort_by_key(|one| (one.attribute.resource, one.attribute.path));
    settings
}

fn setting(reader: &mut Reader<'_>, key: Atom<'_>, phrase: &Phrase<'_>) -> Option<ProviderSetting> {
    let location = reader.at(key.span());
    let name = key.name()?;
    let Some(attribute) = provider_setting(&name).filter(|attribute| attribute.word.is_empty()) else {
        reader.report(unknown(&name, location));
        return None;
    };
    let value = value(reader, attribute, phrase)?;
    Some(ProviderSetting { attribute, value, location })
}

/// A name that the provider does not have, or for which the language has a word.
fn unknown(name: &str, location: Location) -> Diagnostic {
    if let Some(known) = provider_setting(name) {
        let message = format!("`{name}` has a word of its own");
        return Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, location, message).help(match known.word {
            "a doc comment" => "write a doc comment above the environment".to_owned(),
            word => format!("here it is called `{word}`"),
        });
    }
    let message = format!("the Terraform provider has no setting `{name}` of an environment");
    let finding = Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, location, message);
    match closest(name, provider_settings().map(ProviderAttribute::name)) {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => finding.help("settings go by the last part of their name in the provider, such as `azure_region`"),
    }
}

fn value(reader: &mut Reader<'_>, attribute: &'static ProviderAttribute, phrase: &Phrase<'_>) -> Option<ProviderValue> {
    let name = attribute.name();
    let kind = match attribute.kind {
        ProviderType::Flag => Type::Bool,
        ProviderType::Number => {
            let (least, most) = attribute.range.unwrap_or((0, i64::MAX));
            Type::Integer(least, most)
        }
        ProviderType::Text => Type::Text,
        ProviderType::Texts | ProviderType::Objects => Type::Texts,
    };
    let place = reader.at(phrase.span());
    match reader.typed(phrase, kind, name)? {
        Value::Bool(flag) => Some(ProviderValue::Flag(flag)),
        Value::Integer(number) => Some(ProviderValue::Number(number)),
        Value::Text(text) => taken(reader, attribute, &text, place).then(|| ProviderValue::Text(text.into())),
        Value::Texts(texts) => {
            // All are looked at, so that each that is wrong is told.
            let wrong = texts.iter().filter(|text| !taken(reader, attribute, &text.name, text.location)).count();
            (wrong == 0).then(|| ProviderValue::Texts(texts.into_iter().map(|text| text.name).collect()))
        }
        _other => None,
    }
}

/// Whether the provider takes a text; else that is told.
fn taken(reader: &mut Reader<'_>, attribute: &ProviderAttribute, text: &str, location: Location) -> bool {
    if attribute.takes(text) {
        return true;
    }
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{}` is not a value of `{}`", shown.escape_debug(), attribute.name());
    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, message);
    let same = attribute.values().find(|value| value.eq_ignore_ascii_case(text));
    reader.report(match same.or_else(|| closest(text, attribute.values())) {
        Some(near) => {
            let fix = Fix::replace(format!("write `\"{near}\"`"), Safety::Safe, location, format!("\"{near}\""));
            finding.help(format!("did you mean `\"{near}\"`?")).fix(fix)
        }
        None => {
            let few: Vec<String> = attribute.values().take(6).map(|value| format!("`\"{value}\"`")).collect();
            finding.help(format!("its values are such as {}", few.join(", ")))
        }
    });
    false
}
