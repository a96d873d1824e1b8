//! `user`

use super::{Body, Choice, Field, Kind, NestedBlock, Open, Shape, Type};
use crate::model::Id;
use crate::model::organisation::{AccessMode, Assignment, Licence, TreeId, User};
use crate::model::program::{EnvironmentId, Head, Reference, Symbol, Text};
use crate::model::reader::{Argument, Reader, Record, Value};
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "user",
    noun: "a user",
    plural: "users",
    doc: "A person or an application, its business unit, and the roles it has in each environment.",
    name: "symbol",
    rests_on: &["business_units", "licence", "role", "environment"],
    body: Body::Block(&SHAPE),
    example: r#"business_units contoso {
  emea { france; germany }
}

environment finance {
  type = production
  dataverse { language = 1033; currency = EUR }
}

licence power_apps_premium { seats = 200 }

user alice {
  upn           = "alice@contoso.com"
  business_unit = france
  licences      = [power_apps_premium]
  roles { finance = [basic_user] }
}

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        NAME.attribute,
        UPN.attribute,
        ID.attribute,
        APPLICATION.attribute,
        BUSINESS_UNIT.attribute,
        LICENCES.attribute,
        ACCESS_MODE.attribute,
        ENABLED.attribute,
    ],
    blocks: &[ROLES_BLOCK, UNITS_BLOCK, ROLES_OF_UNITS],
    sentences: &[],
    open: Open::Closed,
};

const ROLES_BLOCK: NestedBlock =
    NestedBlock { name: "roles", argument: None, shape: &ROLES, doc: "The roles of the user in each environment." };

const UNITS_BLOCK: NestedBlock = NestedBlock {
    name: "business_units",
    argument: None,
    shape: &UNITS,
    doc: "The business unit of the user in some environments, if it is another one there.",
};

const ROLES_OF_UNITS: NestedBlock = NestedBlock {
    name: "roles_of_units",
    argument: Some("environment"),
    shape: &UNIT_ROLES,
    doc: "Roles held from other units, in an environment with `ownership_across_units`.",
};

static ROLES: Shape = Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Lists("environment", "role") };

static UNITS: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Names("environment", "business unit") };

static UNIT_ROLES: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Lists("business_units", "role") };

const NAME: Field<Text> = Field::text("name", "The display name. Default: the symbol.");
const UPN: Field<Text> = Field::text("upn", "The user principal name.");
const ID: Field<Text> = Field::text("id", "The object id in Entra. Bindings files keep it out of the source.");
const APPLICATION: Field<Text> =
    Field::text("application", "The client id, if the user is an application and not a person.");
const BUSINESS_UNIT: Field<Reference<TreeId>> =
    Field::reference("business_unit", "business_units", "The business unit. Default: the root.");
const LICENCES: Field<Vec<Reference<Id<Licence>>>> =
    Field::references("licences", "licence", "The licences of the user.");
const ACCESS_MODE: Field<AccessMode> = Field::one_of(
    "access_mode",
    &[
        Choice { word: "read_write", doc: "the usual mode of people" },
        Choice { word: "administrative", doc: "settings only, no data" },
        Choice { word: "read", doc: "reading only" },
        Choice { word: "support", doc: "support staff of the platform" },
        Choice { word: "non_interactive", doc: "a service account" },
        Choice { word: "delegated", doc: "an administrator from a partner" },
    ],
    "How the user works with environments.",
)
.by_default("read_write");
const ENABLED: Field<bool> = Field::flag("enabled", "Whether the user can sign in.").by_default("yes");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> User {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "user", &head);
    let (mode, mode_location) = reader.given(&record, &ACCESS_MODE).unzip();
    let mut user = User {
        name: reader.get(&record, &NAME),
        upn: reader.get(&record, &UPN),
        id: reader.get(&record, &ID),
        application: reader.get(&record, &APPLICATION),
        unit: reader.get(&record, &BUSINESS_UNIT),
        units: Vec::new(),
        licences: reader.get(&record, &LICENCES).unwrap_or_default(),
        mode: mode.unwrap_or_default(),
        mode_location,
        disabled: reader.given(&record, &ENABLED).and_then(|(enabled, location)| (!enabled).then_some(location)),
        roles: Vec::new(),
        sound: false,
        head,
    };
    if let Some(inner) = record.nested(&ROLES_BLOCK) {
        let inner = reader.record(inner, &ROLES, &"`roles`");
        lists(reader, &inner, |environment| (environment.into(), None), &mut user.roles);
    }
    if let Some(inner) = record.nested(&UNITS_BLOCK) {
        let inner = reader.record(inner, &UNITS, &"`business_units`");
        units(reader, &inner, &mut user.units);
    }
    for (argument, inner) in record.all(&ROLES_OF_UNITS) {
        let inner = reader.record(inner, &UNIT_ROLES, &"`roles_of_units`");
        let Argument::Name(name) = argument else { continue };
        let Some(symbol) = reader.symbol(name) else { continue };
        let environment = Reference::from(symbol);
        lists(reader, &inner, |unit| (environment.clone(), Some(unit.into())), &mut user.roles);
    }
    user.sound = reader.faults() == before;
    user
}

/// `finance_prod = [pmo, auditor]`: the key says where, the list says which roles.
fn lists(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    place: impl Fn(Symbol) -> (Reference<EnvironmentId>, Option<Reference<TreeId>>),
    into: &mut Vec<Assignment>,
) {
    for (key, phrase) in &record.open {
        let Some(symbol) = reader.symbol(*key) else { continue };
        let location = reader.at(key.span().to(phrase.span()));
        let kind = Type::References("role");
        let Some(Value::References(roles)) = reader.typed(phrase, kind, &symbol.name) else { continue };
        let (environment, unit) = place(symbol);
        let roles = roles.into_iter().map(Reference::from).collect();
        into.push(Assignment { environment, unit, roles, location });
    }
}

fn units(reader: &mut Reader<'_>, record: &Record<'_>, into: &mut Vec<(Reference<EnvironmentId>, Reference<TreeId>)>) {
    for (key, phrase) in &record.open {
        let Some(symbol) = reader.symbol(*key) else { continue };
        if let Some(Value::Reference(unit)) = reader.typed(phrase, Type::Reference("business_units"), &symbol.name) {
            into.push((symbol.into(), unit.into()));
        }
    }
}
