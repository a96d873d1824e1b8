//! `environment`

use super::environment_rules::{
    self as rules, AUDIT, BING_SEARCH, DATA_ACROSS_REGIONS, FLEX_ROUTING, MANAGED, MICROSOFT_365_SERVICES, TERRAFORM,
    brace, twice,
};
use super::{Body, Choice, Field, Kind, NestedBlock, Open, POLICIES_EVALUATED, SHOWN_NAME, Shape};
use crate::catalog;
use crate::diagnostics::{Diagnostic, Safety, closest};
use crate::model::organisation::UserId;
use crate::model::program::{
    Dataverse, Environment, EnvironmentGroup, EnvironmentType, GroupId, Head, Reference, Text,
};
use crate::model::reader::Reader;
use crate::model::{Id, codes};
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "environment",
    noun: "an environment",
    plural: "environments",
    doc: "A place in the tenant for apps, flows and data. Data policies apply to environments.",
    name: "symbol",
    rests_on: &["environment_group", "scale"],
    body: Body::Block(&SHAPE),
    example: r#"environment default { type = default; region = europe }

environment finance_prod {
  name    = "Finance – Production"
  type    = production
  region  = europe
  managed = yes
  dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
}

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        TYPE.attribute,
        SHOWN_NAME.attribute,
        ID.attribute,
        REGION.attribute,
        OWNER.attribute,
        IS_MANAGED.attribute,
        GROUP.attribute,
        CONNECTOR_POLICIES.attribute,
        ACCESS.attribute,
        CRITICITY.attribute,
        BING_SEARCH.attribute,
        DATA_ACROSS_REGIONS.attribute,
        FLEX_ROUTING.attribute,
        MICROSOFT_365_SERVICES.attribute,
        RELEASE_CYCLE.attribute,
        CADENCE.attribute,
    ],
    blocks: &[MANAGED_BLOCK, DATAVERSE_BLOCK, AUDIT_BLOCK, TERRAFORM_BLOCK],
    sentences: &[],
    open: Open::Closed,
};

const MANAGED_BLOCK: NestedBlock = NestedBlock {
    name: "managed",
    argument: None,
    shape: &MANAGED,
    doc: "The environment is a Managed Environment with these settings. Settings of its group take precedence.",
};

const DATAVERSE_BLOCK: NestedBlock = NestedBlock {
    name: "dataverse",
    argument: None,
    shape: &DATAVERSE,
    doc: "The environment has a Dataverse database.",
};

const AUDIT_BLOCK: NestedBlock = NestedBlock {
    name: "audit",
    argument: None,
    shape: &AUDIT,
    doc: "What is audited in the database of the environment.",
};

const TERRAFORM_BLOCK: NestedBlock = NestedBlock {
    name: "terraform",
    argument: None,
    shape: &TERRAFORM,
    doc: "Settings that only the Terraform provider has, by the last part of their name in the provider.",
};

static DATAVERSE: Shape = Shape {
    attributes: &[
        LANGUAGE.attribute,
        CURRENCY.attribute,
        DOMAIN.attribute,
        OWNERSHIP_ACROSS_UNITS.attribute,
        ADMINISTRATION_MODE.attribute,
        BACKGROUND_OPERATIONS.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const TYPE: Field<EnvironmentType> = Field::one_of(
    "type",
    &[
        Choice { word: "production", doc: "permanent work" },
        Choice { word: "sandbox", doc: "may be copied and reset" },
        Choice { word: "trial", doc: "ends after 30 days" },
        Choice { word: "subscription_trial", doc: "exists as long as the subscription that it tries" },
        Choice { word: "developer", doc: "for its owner only" },
        Choice { word: "default", doc: "the environment that every tenant has, in which every user may build" },
        Choice { word: "teams", doc: "made by Microsoft Teams for one team" },
    ],
    "The type of the environment. It is left out if it is not known, as after an import of data policies.",
);
const ID: Field<Text> = Field::text(
    "id",
    "The id in the tenant: a GUID, or `Default-` and the tenant's GUID. Bindings files keep it out of the source.",
);
const REGION: Field<Text> = Field::region("region", "Where its data is stored. It cannot be changed later.");
const OWNER: Field<Reference<UserId>> =
    Field::reference("owner", "user", "The owner, if it is a developer environment.");
const IS_MANAGED: Field<bool> =
    Field::flag("managed", "Whether it is a Managed Environment. To give settings, write the block.").by_default("no");
const GROUP: Field<Reference<Id<EnvironmentGroup>>> = Field::reference(
    "group",
    "environment_group",
    "The environment group whose rules apply to it. It requires a managed environment.",
);
const CONNECTOR_POLICIES: Field<&'static str> = Field::word(
    "connector_policies",
    &POLICIES_EVALUATED,
    "Which policies are evaluated for connectors. The setting of its group also counts.",
)
.by_default("both");
const ACCESS: Field<Reference<GroupId>> =
    Field::reference("access", "group", "The Entra group whose members may enter. Default: everyone in the tenant.");
const CRITICITY: Field<Text> =
    Field::ceiling("criticity", "The highest level of apps that it may host, as in `up to high`. Default: any level.");
const RELEASE_CYCLE: Field<&'static str> = Field::word(
    "release_cycle",
    &[
        Choice { word: "standard", doc: "when features are generally available" },
        Choice { word: "early", doc: "before other environments" },
    ],
    "When it gets new features. It cannot be changed later.",
);
const CADENCE: Field<&'static str> = Field::word(
    "cadence",
    &[
        Choice { word: "moderate", doc: "as often as most environments" },
        Choice { word: "frequent", doc: "more often" },
    ],
    "How often it is updated.",
);
const LANGUAGE: Field<u32> =
    Field::language("language", "The base language, by its LCID. It cannot be changed later.").required();
const CURRENCY: Field<Text> =
    Field::currency("currency", "The base currency, by its ISO 4217 code. It cannot be changed later.").required();
const DOMAIN: Field<Text> = Field::text("domain", "The first part of the environment's address.");
const OWNERSHIP_ACROSS_UNITS: Field<bool> = Field::flag(
    "ownership_across_units",
    "Whether rows may belong to any unit, and users may hold roles of units other than their own.",
)
.by_default("no");
const ADMINISTRATION_MODE: Field<bool> =
    Field::flag("administration_mode", "Whether only administrators may enter. Background operations are then off.");
const BACKGROUND_OPERATIONS: Field<bool> =
    Field::flag("background_operations", "Whether workflows and jobs run in the background.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Environment {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "environment", &head);
    let mut dataverse = None;
    if let Some(block) = record.nested(&DATAVERSE_BLOCK) {
        let inner = reader.record(block, &DATAVERSE, &"`dataverse`");
        let language = reader.get(&inner, &LANGUAGE);
        let currency = reader.get(&inner, &CURRENCY);
        let domain = reader.get(&inner, &DOMAIN);
        let across = reader.given(&inner, &OWNERSHIP_ACROSS_UNITS).is_some_and(|(across, _)| across);
        let administration_mode = reader.given(&inner, &ADMINISTRATION_MODE);
        let background_operations = reader.given(&inner, &BACKGROUND_OPERATIONS);
        if let (Some(language), Some(currency)) = (language, currency) {
            dataverse = Some(Dataverse {
                language,
                currency: currency.name,
                domain,
                ownership_across_units: across,
                administration_mode,
                background_operations,
            });
        }
    }
    let region = reader.get(&record, &REGION);
    if let Some(region) = &region
        && catalog::region(&region.name).is_none()
    {
        let known = catalog::REGIONS.iter().map(|region| region.word);
        if let Some(near) = closest(&region.name, known) {
            let message = format!("`{}` is not a known region", region.name);
            reader.report(Diagnostic::new(&codes::UNKNOWN_WORD, region.location, message).did_you_mean(
                near,
                region.location,
                Safety::Safe,
            ));
        }
    }
    let (kind, kind_location) = reader.given(&record, &TYPE).unzip();
    let (mut managed, mut managed_location) = reader.given(&record, &IS_MANAGED).unzip();
    let mut managed_settings = None;
    if let Some(block) = record.nested(&MANAGED_BLOCK) {
        let place = brace(reader, block);
        if let Some(first) = managed_location {
            twice(reader, "managed", place, first);
        }
        let inner = reader.record(block, &MANAGED, &"`managed`");
        managed_settings = Some(rules::managed(reader, &inner));
        (managed, managed_location) = (Some(true), Some(place));
    }
    let audit = record.nested(&AUDIT_BLOCK).map(|block| {
        let inner = reader.record(block, &AUDIT, &"`audit`");
        rules::audit(reader, &inner)
    });
    let provider = record.nested(&TERRAFORM_BLOCK).map(|block| rules::provider(reader, block));
    let mut environment = Environment {
        kind,
        kind_location: kind_location.unwrap_or(head.location),
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        region,
        managed: managed.unwrap_or(false),
        managed_location,
        group: reader.get(&record, &GROUP),
        allow_lists_only: rules::allow_lists_only(reader, &record, &CONNECTOR_POLICIES),
        access: reader.get(&record, &ACCESS),
        ceiling: reader.get(&record, &CRITICITY).map(Into::into),
        owner: reader.get(&record, &OWNER),
        managed_settings,
        ai: rules::ai(reader, &record),
        release_cycle: reader.given(&record, &RELEASE_CYCLE),
        cadence: reader.given(&record, &CADENCE),
        audit,
        provider: provider.unwrap_or_default(),
        dataverse,
        sound: false,
        head,
    };
    environment.sound = reader.faults() == before;
    environment
}
