//! `environment_group`

use super::environment_rules::{
    BING_SEARCH, CHECKER_MAILS, CONTENT_SECURITY, DATA_ACROSS_REGIONS, SHARING, SOLUTION_CHECKER, USAGE_INSIGHTS, ai,
    allow_lists_only, content_security, managed,
};
use super::{Body, Field, Kind, NestedBlock, Open, POLICIES_EVALUATED, SHOWN_NAME, Shape};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::program::{EnvironmentGroup, Head, Interval, Said, Text};
use crate::model::reader::{Reader, Record};
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "environment_group",
    noun: "an environment group",
    plural: "environment groups",
    doc: "A set of managed environments that share rules. An environment names its group with `group`. A rule that is not written is not managed.",
    name: "symbol",
    rests_on: &[],
    body: Body::Block(&SHAPE),
    example: r#"environment_group managed_estate {
  sharing          = people_only up to 50
  solution_checker = block
  usage_insights   = on
  welcome          = "Read the do's and don'ts before you build."
}

environment finance {
  type    = production
  managed = yes
  group   = managed_estate
  dataverse { language = 1033; currency = EUR }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME.attribute,
        ID.attribute,
        SHARING.attribute,
        CONNECTOR_POLICIES.attribute,
        SOLUTION_CHECKER.attribute,
        CHECKER_MAILS.attribute,
        USAGE_INSIGHTS.attribute,
        WELCOME.attribute,
        WELCOME_URL.attribute,
        BACKUP_RETENTION.attribute,
        AI_DESCRIPTIONS.attribute,
        BING_SEARCH.attribute,
        DATA_ACROSS_REGIONS.attribute,
    ],
    blocks: &[CONTENT_SECURITY_BLOCK],
    sentences: &[],
    open: Open::Closed,
};

const CONTENT_SECURITY_BLOCK: NestedBlock = NestedBlock {
    name: "content_security",
    argument: None,
    shape: &CONTENT_SECURITY,
    doc: "The content security policy: which sources apps may load from and connect to. For each kind of app, it says whether the policy applies.",
};

const ID: Field<Text> =
    Field::text("id", "The id of the group in the tenant. Bindings files keep it out of the source.");
const CONNECTOR_POLICIES: Field<&'static str> = Field::word(
    "connector_policies",
    &POLICIES_EVALUATED,
    "Which policies are evaluated for connectors. It applies to all environments of the group.",
)
.by_default("both");
const WELCOME: Field<Text> =
    Field::text("welcome", "The text that makers see when they enter for the first time, as Markdown.");
const WELCOME_URL: Field<Text> = Field::text("welcome_url", "The address at which makers can read more.");
const BACKUP_RETENTION: Field<Interval> =
    Field::duration("backup_retention", "How long backups are kept: 7, 14, 21 or 28 days.");
const AI_DESCRIPTIONS: Field<bool> = Field::flag("ai_descriptions", "Whether AI writes descriptions of apps.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> EnvironmentGroup {
    let record = reader.block(block, &SHAPE, "environment group", &head);
    let content_security = record.nested(&CONTENT_SECURITY_BLOCK).map(|block| content_security(reader, block));
    EnvironmentGroup {
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        managed: managed(reader, &record),
        ai: ai(reader, &record),
        allow_lists_only: allow_lists_only(reader, &record, &CONNECTOR_POLICIES),
        welcome: reader.get(&record, &WELCOME),
        welcome_url: reader.get(&record, &WELCOME_URL),
        backup_days: backup_days(reader, &record),
        ai_descriptions: reader.given(&record, &AI_DESCRIPTIONS),
        content_security,
        head,
    }
}

/// The numbers of days for which the platform can keep backups (tenant.md 1.2 E10).
pub const BACKUP_DAYS: [u32; 4] = [7, 14, 21, 28];

/// Reads how long backups are kept, in days.
fn backup_days(reader: &mut Reader<'_>, record: &Record<'_>) -> Said<u32> {
    let (span, location) = reader.given(record, &BACKUP_RETENTION)?;
    let days = match span.unit {
        "days" => Some(span.count),
        "weeks" => Some(span.count.saturating_mul(7)),
        _longer => None,
    };
    if let Some(days) = days.filter(|days| BACKUP_DAYS.contains(days)) {
        return Some((days, location));
    }
    let message = "backups are kept for 7, 14, 21 or 28 days";
    let longer = days.and_then(|days| BACKUP_DAYS.into_iter().find(|kept| *kept > days)).unwrap_or(28);
    let fix = Fix::replace(format!("write `{longer} days`"), Safety::Suggestion, location, format!("{longer} days"));
    reader
        .report(Diagnostic::new(&codes::WRONG_TYPE, location, message).help(format!("write `{longer} days`")).fix(fix));
    None
}
