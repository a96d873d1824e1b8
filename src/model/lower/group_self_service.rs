//! `group_self_service`

use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::identity::{Class, Expiry, GroupMakers, GroupSelfService};
use crate::model::kinds::{CLASSIFICATION, Shape};
use crate::model::program::Head;
use crate::model::reader::{Reader, Record, Value};
use crate::syntax::ast::Block;
use crate::text::Location;

/// The longest life that is taken: beyond it, nobody would ever be asked.
const MOST_DAYS: u32 = 3_650;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> GroupSelfService {
    let record = reader.record(block, shape, &"group self-service");
    let mut classes = None;
    for (index, _, inner) in &record.blocks {
        let Some(nested) = shape.blocks.get(*index) else { continue };
        let listed = reader.record(*inner, nested.shape, &"`classifications`");
        classes = Some(classes_of(reader, &listed));
    }
    GroupSelfService {
        security_groups: reader.word(&record, "security_groups").map(|(word, at)| (word == "everyone", at)),
        microsoft_groups: reader.name(&record, "microsoft_groups").map(|name| match &*name.name {
            "everyone" => GroupMakers::Everyone,
            "admins" => GroupMakers::Admins,
            _group => GroupMakers::Group(name.into()),
        }),
        naming: reader.text(&record, "naming"),
        blocked_words: reader.texts(&record, "blocked_words"),
        classes,
        default_class: reader.name(&record, "default_classification"),
        labels: reader.flag(&record, "sensitivity_labels"),
        guests_may_join: reader.says(&record, "guests_may_join"),
        guests_have_access: reader.says(&record, "guests_have_access"),
        guests_may_own: reader.says(&record, "guests_may_own"),
        guidelines: reader.text(&record, "guidelines"),
        guest_guidelines: reader.text(&record, "guest_guidelines"),
        owners: match reader.value(&record, "owners") {
            Some((Value::AtLeast(count), at)) => Some((count, at)),
            _absent => None,
        },
        expiry: expiry(reader, &record),
        head,
    }
}

fn classes_of(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<Class> {
    let mut classes = Vec::with_capacity(record.named.len());
    for (key, block) in &record.named {
        let Some(name) = reader.symbol(*key) else { continue };
        let inner = reader.record(*block, &CLASSIFICATION, &format_args!("classification `{}`", name.name));
        let means = reader.text(&inner, "means");
        // Names and descriptions are joined by commas on the wire, which nothing can escape.
        for text in [Some(&name), means.as_ref()].into_iter().flatten() {
            if text.name.contains(',') {
                let message = "a class has a comma in it, and the platform parts classes by commas";
                reader.report(Diagnostic::new(&codes::WRONG_TYPE, text.location, message).help("write it without"));
            }
        }
        classes.push(Class { name, means });
    }
    classes
}

fn expiry(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<Expiry> {
    let concerns = reader.word(record, "expires_for").map(|(word, _)| word);
    let notify = reader.texts(record, "notify").unwrap_or_default();
    let (days, location) = match reader.value(record, "expires_after")? {
        (Value::Interval(interval), location) => match interval.unit {
            "days" => (interval.count, location),
            "weeks" => (interval.count * 7, location),
            _other => return in_days(reader, location),
        },
        _other => return None,
    };
    if days > MOST_DAYS {
        let message = format!("groups that live for {days} days never expire in practice");
        reader.report(Diagnostic::new(&codes::WRONG_TYPE, location, message).help("write a year or two in days"));
        return None;
    }
    Some(Expiry { days, location, concerns: concerns.unwrap_or("all"), notify })
}

fn in_days(reader: &mut Reader<'_>, location: Location) -> Option<Expiry> {
    let message = "the platform counts the life of groups in days, and months and years differ in length";
    reader.report(Diagnostic::new(&codes::WRONG_TYPE, location, message).help("write it in days, as in `365 days`"));
    None
}
