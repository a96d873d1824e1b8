//! What environments and environment groups have in common: managed settings, AI switches, content security.

use super::{Choice, Field, NestedBlock, Open, Shape, Type};
use crate::catalog::{ProviderAttribute, ProviderType, provider_setting, provider_settings};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::model::codes;
use crate::model::program::{
    AiSwitches, Audit, ContentPolicy, ContentSecurity, ManagedSettings, ProviderSetting, ProviderValue, Sharing, Text,
};
use crate::model::reader::{Reader, Record, Value};
use crate::syntax::ast::{Atom, Block, Phrase};
use crate::text::{Location, Span};

/// With whom canvas apps are shared.
pub(super) const SHARING: Field<Sharing> = Field::sharing(
    "sharing",
    "With whom makers may share canvas apps: `everyone`, or `people_only`, which excludes security groups and may have a limit.",
);

/// The solution checker.
pub(super) const SOLUTION_CHECKER: Field<&'static str> = Field::word(
    "solution_checker",
    &[
        Choice { word: "off", doc: "solutions are not checked" },
        Choice { word: "warn", doc: "findings are reported" },
        Choice { word: "block", doc: "solutions with critical findings are not imported" },
    ],
    "What the solution checker does when a solution is imported.",
);

/// Mails of the solution checker.
pub(super) const CHECKER_MAILS: Field<bool> =
    Field::flag("checker_mails", "Whether findings of the solution checker are mailed.");

/// The weekly digest.
pub(super) const USAGE_INSIGHTS: Field<bool> =
    Field::flag("usage_insights", "Whether administrators get the weekly digest.");

/// Answers from Bing.
pub(super) const BING_SEARCH: Field<bool> = Field::flag("bing_search", "Whether generative AI may search with Bing.");

/// Data across regions.
pub(super) const DATA_ACROSS_REGIONS: Field<bool> =
    Field::flag("data_across_regions", "Whether generative AI may move data to another region.");

pub(super) const FLEX_ROUTING: Field<bool> =
    Field::flag("flex_routing", "Whether generative AI may move data across the EU Data Boundary.");
pub(super) const MICROSOFT_365_SERVICES: Field<bool> =
    Field::flag("microsoft_365_services", "Whether generative AI may use services of Microsoft 365.");

/// The settings of a Managed Environment.
pub(super) static MANAGED: Shape = Shape {
    attributes: &[
        SHARING.attribute,
        FLOW_SHARING.attribute,
        COPILOT_SHARING.attribute,
        COPILOT_EDITORS.attribute,
        SOLUTION_CHECKER.attribute,
        CHECKER_MAILS.attribute,
        USAGE_INSIGHTS.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

/// Auditing in Dataverse.
pub(super) static AUDIT: Shape = Shape {
    attributes: &[ACTIVE.attribute, READ.attribute, LOGINS.attribute, RETENTION_DAYS.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

/// Attributes of the Terraform provider.
pub(super) static TERRAFORM: Shape = Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Provider };

const STRICT: Field<bool> = Field::flag("strict", "Whether the strict form of the policy applies.");

macro_rules! directives {
    ($($word:literal $terraform:literal: $doc:literal;)+) => {
        const DIRECTIVE_FIELDS: [Field<Vec<Text>>; [$($word),+].len()] = [$(Field::texts($word, $doc)),+];

        /// The lists of a content security policy: the word of the language, and the name in the provider.
        pub static DIRECTIVES: [(&str, &str); [$($word),+].len()] = [$(($word, $terraform)),+];

        static LISTS: Shape = Shape {
            attributes: &[$(Field::<Vec<Text>>::texts($word, $doc).attribute),+],
            blocks: &[],
            sentences: &[],
            open: Open::Closed,
        };

        static STRICT_AND_LISTS: Shape = Shape {
            attributes: &[STRICT.attribute, $(Field::<Vec<Text>>::texts($word, $doc).attribute),+],
            blocks: &[],
            sentences: &[],
            open: Open::Closed,
        };
    };
}

directives! {
    "connect_src" "connect_src": "Where scripts may connect to.";
    "font_src" "font_src": "Where fonts may come from.";
    "form_action" "form_action": "Where forms may be sent to.";
    "frame_ancestors" "frame_ancestor": "Which pages may embed these.";
    "frame_src" "frame_src": "Which pages these may embed.";
    "img_src" "img_src": "Where images may come from.";
    "script_src" "script_src": "Where scripts may come from.";
    "style_src" "style_src": "Where styles may come from.";
}

/// The content security policy of a group.
pub(super) static CONTENT_SECURITY: Shape = Shape {
    attributes: &[
        MODEL_DRIVEN.attribute,
        CANVAS.attribute,
        CODE_APPS.attribute,
        REPORT_TO.attribute,
        REPORT_ENDPOINT.attribute,
    ],
    blocks: &[MODEL_DRIVEN_BLOCK, CANVAS_BLOCK, CODE_APPS_BLOCK],
    sentences: &[],
    open: Open::Closed,
};

const MODEL_DRIVEN_BLOCK: NestedBlock = NestedBlock {
    name: "model_driven",
    argument: None,
    shape: &STRICT_AND_LISTS,
    doc: "The policy applies to model-driven apps, with these lists.",
};

const CANVAS_BLOCK: NestedBlock = NestedBlock {
    name: "canvas",
    argument: None,
    shape: &STRICT_AND_LISTS,
    doc: "The policy applies to canvas apps, with these lists.",
};

const CODE_APPS_BLOCK: NestedBlock = NestedBlock {
    name: "code_apps",
    argument: None,
    shape: &LISTS,
    doc: "The policy applies to code apps, with these lists.",
};

const FLOW_SHARING: Field<bool> =
    Field::flag("flow_sharing", "Whether makers may share cloud flows that are part of solutions.");
const COPILOT_SHARING: Field<Sharing> =
    Field::sharing_or_none("copilot_sharing", "With whom makers may share agents of Copilot Studio.");
const COPILOT_EDITORS: Field<bool> =
    Field::flag("copilot_editors", "Whether makers may let others edit the agents that they share.");
const ACTIVE: Field<bool> = Field::flag("active", "Whether changes are audited.");
const READ: Field<bool> = Field::flag("read", "Whether reading is also audited.");
const LOGINS: Field<bool> = Field::flag("logins", "Whether logins are audited.");
const RETENTION_DAYS: Field<u32> =
    Field::number("retention_days", 31, 24_855, "The number of days for which entries are kept.");
const MODEL_DRIVEN: Field<bool> = Field::flag("model_driven", "Whether the policy applies to model-driven apps.");
const CANVAS: Field<bool> = Field::flag("canvas", "Whether the policy applies to canvas apps.");
const CODE_APPS: Field<bool> = Field::flag("code_apps", "Whether the policy applies to code apps.");
const REPORT_TO: Field<Text> = Field::text("report_to", "The address to which violations are reported.");
const REPORT_ENDPOINT: Field<Text> =
    Field::text("report_endpoint", "The name of the endpoint to which reports are sent.");

/// Reads the settings of Managed Environments, of a block or of a group.
pub(super) fn managed(reader: &mut Reader<'_>, record: &Record<'_>) -> ManagedSettings {
    ManagedSettings {
        sharing: reader.given(record, &SHARING),
        solution_checker: reader.given(record, &SOLUTION_CHECKER),
        checker_mails: reader.given(record, &CHECKER_MAILS),
        usage_insights: reader.given(record, &USAGE_INSIGHTS),
        flow_sharing: reader.given(record, &FLOW_SHARING),
        copilot_sharing: reader.given(record, &COPILOT_SHARING),
        copilot_editors: reader.given(record, &COPILOT_EDITORS),
    }
}

/// Reads what generative AI may do.
pub(super) fn ai(reader: &mut Reader<'_>, record: &Record<'_>) -> AiSwitches {
    AiSwitches {
        bing_search: reader.given(record, &BING_SEARCH),
        data_across_regions: reader.given(record, &DATA_ACROSS_REGIONS),
        flex_routing: reader.given(record, &FLEX_ROUTING),
        microsoft_365_services: reader.given(record, &MICROSOFT_365_SERVICES),
    }
}

/// Reads what is audited.
pub(super) fn audit(reader: &mut Reader<'_>, record: &Record<'_>) -> Audit {
    Audit {
        active: reader.given(record, &ACTIVE),
        read: reader.given(record, &READ),
        logins: reader.given(record, &LOGINS),
        retention_days: reader.given(record, &RETENTION_DAYS),
    }
}

/// The location of the attribute, if it says that only allow-lists count.
pub(super) fn allow_lists_only(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    field: &Field<&'static str>,
) -> Option<Location> {
    reader.given(record, field).filter(|(word, _)| *word == "allow_list_only").map(|(_, at)| at)
}

/// Reads the content security policy of a group.
pub(super) fn content_security(reader: &mut Reader<'_>, block: Block<'_>) -> ContentSecurity {
    let record = reader.record(block, &CONTENT_SECURITY, &"`content_security`");
    let mut policy = ContentSecurity {
        location: brace(reader, block),
        model_driven: of_apps(reader, &record, &MODEL_DRIVEN, &MODEL_DRIVEN_BLOCK),
        canvas: of_apps(reader, &record, &CANVAS, &CANVAS_BLOCK),
        code_apps: of_apps(reader, &record, &CODE_APPS, &CODE_APPS_BLOCK),
        report_to: None,
        report_endpoint: None,
    };
    policy.report_to = reader.get(&record, &REPORT_TO);
    policy.report_endpoint = reader.get(&record, &REPORT_ENDPOINT);
    policy
}

/// Reads the policy of one kind of app: a switch, or a block, which switches it on.
fn of_apps(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    switch: &Field<bool>,
    nested: &NestedBlock,
) -> Option<ContentPolicy> {
    let switch = reader.given(record, switch);
    let Some(block) = record.nested(nested) else {
        return switch.map(|(active, location)| ContentPolicy {
            location,
            active,
            strict: None,
            directives: Vec::new(),
        });
    };
    let location = brace(reader, block);
    if let Some((_, first)) = switch {
        twice(reader, nested.name, location, first);
    }
    let inner = reader.record(block, nested.shape, &format_args!("`{}`", nested.name));
    let mut directives = Vec::new();
    for field in &DIRECTIVE_FIELDS {
        if let Some(texts) = reader.get(&inner, field) {
            directives.push((field.attribute.name, texts));
        }
    }
    let strict = reader.given(&inner, &STRICT);
    Some(ContentPolicy { location, active: true, strict, directives })
}

/// Reports a word that is given both as an attribute and as a block.
pub(super) fn twice(reader: &mut Reader<'_>, name: &str, block: Location, attribute: Location) {
    let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, block, format!("`{name}` is given twice"))
        .label(attribute, "also given here")
        .help(format!("keep the block; it also means `{name} = yes` too"));
    reader.report(finding);
}

/// The location of the brace that opens a block.
pub(super) fn brace(reader: &Reader<'_>, block: Block<'_>) -> Location {
    let start = block.node.span().start;
    reader.at(Span::new(start, start + 1))
}

/// Reads attributes of the Terraform provider.
pub(super) fn provider(reader: &mut Reader<'_>, block: Block<'_>) -> Vec<ProviderSetting> {
    let record = reader.record(block, &TERRAFORM, &"`terraform`");
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

/// The finding for a name that the provider does not have, or for which the language has a word.
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
            // All texts are checked, so that each wrong one is reported.
            let wrong = texts.iter().filter(|text| !taken(reader, attribute, &text.name, text.location)).count();
            (wrong == 0).then(|| ProviderValue::Texts(texts.into_iter().map(|text| text.name).collect()))
        }
        _other => None,
    }
}

/// Whether the provider accepts a text; if not, this is reported.
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
