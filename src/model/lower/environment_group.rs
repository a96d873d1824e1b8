//! `environment_group`

use super::environment_rules::{ai, content_security, managed, nested};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::kinds::Shape;
use crate::model::program::{EnvironmentGroup, Head, Said};
use crate::model::reader::{Reader, Record, Value};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> EnvironmentGroup {
    let record = reader.block(block, shape, "environment group", &head);
    let content_security =
        nested(&record, shape, "content_security").map(|(block, shape)| content_security(reader, block, shape));
    EnvironmentGroup {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        managed: managed(reader, &record),
        ai: ai(reader, &record),
        allow_lists_only: reader.allow_lists_only(&record),
        welcome: reader.text(&record, "welcome"),
        welcome_url: reader.text(&record, "welcome_url"),
        backup_days: backup_days(reader, &record),
        ai_descriptions: reader.flag(&record, "ai_descriptions"),
        content_security,
        head,
    }
}

/// The spans for which the platform keeps backups (tenant.md 1.2 E10).
const BACKUP_DAYS: [u32; 4] = [7, 14, 21, 28];

/// Days or weeks that backups are kept.
fn backup_days(reader: &mut Reader<'_>, record: &Record<'_>) -> Said<u32> {
    let (value, location) = reader.value(record, "backup_retention")?;
    let Value::Interval(span) = value else { return None };
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
