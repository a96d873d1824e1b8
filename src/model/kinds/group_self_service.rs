//! `group_self_service`

use super::{Body, Choice, Field, Kind, NestedBlock, Open, Shape};
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::identity::{Class, Expiry, GroupMakers, GroupSelfService};
use crate::model::program::{Head, Interval, Text};
use crate::model::reader::{Reader, Record};
use crate::syntax::ast::Block;
use crate::text::Location;

pub(super) static KIND: Kind = Kind {
    keyword: "group_self_service",
    noun: "a policy on groups",
    plural: "policies on groups",
    doc: "Who may create Entra groups without an administrator, and what applies to such groups: their names, classes, guests, owners and expiry. What is not written is not managed. Names, classes, guests and expiry concern Microsoft 365 groups only.",
    name: "",
    rests_on: &["group"],
    body: Body::Block(&SHAPE),
    example: r#"group_self_service {
  security_groups  = admins
  microsoft_groups = sg_group_creators
  naming           = "PP-[GroupName]"
  owners           = at least 2
  expires_after    = 365 days
  notify           = ["groups@contoso.com"]
}

group sg_group_creators { kind = security; owners = [alice, bob] }

user alice { upn = "alice@contoso.com" }
user bob   { upn = "bob@contoso.com" }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SECURITY_GROUPS.attribute,
        MICROSOFT_GROUPS.attribute,
        NAMING.attribute,
        BLOCKED_WORDS.attribute,
        DEFAULT_CLASSIFICATION.attribute,
        SENSITIVITY_LABELS.attribute,
        GUESTS_MAY_JOIN.attribute,
        GUESTS_HAVE_ACCESS.attribute,
        GUESTS_MAY_OWN.attribute,
        GUIDELINES.attribute,
        GUEST_GUIDELINES.attribute,
        OWNERS.attribute,
        EXPIRES_AFTER.attribute,
        EXPIRES_FOR.attribute,
        NOTIFY.attribute,
    ],
    blocks: &[CLASSIFICATIONS],
    sentences: &[],
    open: Open::Closed,
};

const CLASSIFICATIONS: NestedBlock = NestedBlock {
    name: "classifications",
    argument: None,
    shape: &CLASSES,
    doc: "The classes that a group may have. They have no effect if sensitivity labels are used.",
};

static CLASSES: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Blocks("classification", &CLASSIFICATION) };

/// A class of groups.
pub static CLASSIFICATION: Shape =
    Shape { attributes: &[MEANS.attribute], blocks: &[], sentences: &[], open: Open::Closed };

const SECURITY_GROUPS: Field<&'static str> = Field::word(
    "security_groups",
    &[
        Choice { word: "everyone", doc: "every member of the tenant" },
        Choice { word: "admins", doc: "administrators only" },
    ],
    "Who may create security groups.",
);
const MICROSOFT_GROUPS: Field<Text> = Field::name(
    "microsoft_groups",
    "a group, `everyone` or `admins`",
    "Who may create Microsoft 365 groups: `everyone`, `admins`, or the members of one group.",
);
const NAMING: Field<Text> = Field::text(
    "naming",
    "How groups are named: fixed texts and attributes around `[GroupName]`, 64 characters at most.",
);
const BLOCKED_WORDS: Field<Vec<Text>> =
    Field::texts("blocked_words", "Words that the name of a group must not contain.");
const DEFAULT_CLASSIFICATION: Field<Text> =
    Field::name("default_classification", "a class", "The class of a group if none is chosen.");
const SENSITIVITY_LABELS: Field<bool> =
    Field::flag("sensitivity_labels", "Whether sensitivity labels are used instead of classes.");
const GUESTS_MAY_JOIN: Field<bool> = Field::flag("guests_may_join", "Whether owners may add guests to their groups.");
const GUESTS_HAVE_ACCESS: Field<bool> =
    Field::flag("guests_have_access", "Whether guests can reach content of the groups they are in.");
const GUESTS_MAY_OWN: Field<bool> = Field::flag("guests_may_own", "Whether guests may own groups.");
const GUIDELINES: Field<Text> =
    Field::text("guidelines", "The address of the guidelines that users see when they create a group.");
const GUEST_GUIDELINES: Field<Text> = Field::text("guest_guidelines", "The address of the guidelines that guests see.");
const OWNERS: Field<u32> = Field::at_least("owners", "The minimum number of owners of a group, as in `at least 2`.");
const EXPIRES_AFTER: Field<Interval> =
    Field::duration("expires_after", "The number of days after which a group ends if it is not renewed.");
const EXPIRES_FOR: Field<&'static str> = Field::word(
    "expires_for",
    &[
        Choice { word: "all", doc: "every Microsoft 365 group" },
        Choice { word: "selected", doc: "groups with `expires = yes`" },
        Choice { word: "none", doc: "no group" },
    ],
    "Which groups expire.",
)
.by_default("all");
const NOTIFY: Field<Vec<Text>> =
    Field::texts("notify", "The addresses that are notified about groups without an owner before they expire.");
const MEANS: Field<Text> = Field::text("means", "What the class is for, without a comma.");

/// The maximum lifetime of groups in days. With a longer one, no owner would ever be asked to renew a group.
pub const MOST_DAYS: u32 = 3_650;

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> GroupSelfService {
    let record = reader.record(block, &SHAPE, &"group self-service");
    let mut classes = None;
    if let Some(inner) = record.nested(&CLASSIFICATIONS) {
        let listed = reader.record(inner, &CLASSES, &"`classifications`");
        classes = Some(classes_of(reader, &listed));
    }
    GroupSelfService {
        security_groups: reader.given(&record, &SECURITY_GROUPS).map(|(word, at)| (word == "everyone", at)),
        microsoft_groups: reader.get(&record, &MICROSOFT_GROUPS).map(|name| match &*name.name {
            "everyone" => GroupMakers::Everyone,
            "admins" => GroupMakers::Admins,
            _group => GroupMakers::Group(name.into()),
        }),
        naming: reader.get(&record, &NAMING),
        blocked_words: reader.get(&record, &BLOCKED_WORDS),
        classes,
        default_class: reader.get(&record, &DEFAULT_CLASSIFICATION),
        labels: reader.given(&record, &SENSITIVITY_LABELS),
        guests_may_join: reader.get(&record, &GUESTS_MAY_JOIN),
        guests_have_access: reader.get(&record, &GUESTS_HAVE_ACCESS),
        guests_may_own: reader.get(&record, &GUESTS_MAY_OWN),
        guidelines: reader.get(&record, &GUIDELINES),
        guest_guidelines: reader.get(&record, &GUEST_GUIDELINES),
        owners: reader.given(&record, &OWNERS),
        expiry: expiry(reader, &record),
        head,
    }
}

fn classes_of(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<Class> {
    let mut classes = Vec::with_capacity(record.named.len());
    for (key, block) in &record.named {
        let Some(name) = reader.symbol(*key) else { continue };
        let inner = reader.record(*block, &CLASSIFICATION, &format_args!("classification `{}`", name.name));
        let means = reader.get(&inner, &MEANS);
        // On the wire, names and descriptions are separated by commas, which cannot be escaped.
        for text in [Some(&name), means.as_ref()].into_iter().flatten() {
            if text.name.contains(',') {
                let message = "a class has a comma in it, and the platform separates classes with commas";
                reader.report(Diagnostic::new(&codes::WRONG_TYPE, text.location, message).help("write it without"));
            }
        }
        classes.push(Class { name, means });
    }
    classes
}

fn expiry(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<Expiry> {
    let concerns = reader.given(record, &EXPIRES_FOR).map(|(word, _)| word);
    let notify = reader.get(record, &NOTIFY).unwrap_or_default();
    let (interval, location) = reader.given(record, &EXPIRES_AFTER)?;
    let days = match interval.unit {
        "days" => interval.count,
        "weeks" => interval.count * 7,
        _other => return in_days(reader, location),
    };
    if days > MOST_DAYS {
        let message = format!("groups that expire after {days} days never expire in practice");
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
