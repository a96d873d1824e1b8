//! `app`

use jiff::civil::Date;

use super::{APP_KINDS, Body, Field, Kind, NestedBlock, Open, Shape, Type};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::{App, AppKind, Certificate, MakerTeam, Outcome};
use crate::model::program::{CriterionValue, EnvironmentId, Head, Reference, Text};
use crate::model::reader::{Reader, Record, Value};
use crate::model::roles::RoleId;
use crate::model::set_expression::SetExpression;
use crate::model::{Id, codes};
use crate::syntax::NodeKind;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "app",
    noun: "an app",
    plural: "apps",
    doc: "An app, a flow or an agent: its environment, who makes it, what it uses, and the values of its criteria, from which the rules derive its level. The control of that level applies to it.",
    name: "symbol",
    rests_on: &[
        "environment",
        "maker_team",
        "connectors",
        "connector",
        "criteria",
        "rules",
        "scale",
        "control",
        "offer",
    ],
    body: Body::Block(&SHAPE),
    example: r"scale criticity { low < high }
criteria app { personal_data : bool; users : 0.. }

rules criticity {
  high when personal_data and users > 500
  low  otherwise
}

control low  { process = automated }
control high { process = automated }

environment default { type = default }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
maker_team finance_makers { members = [alice, bob] }

app expense_approval {
  kind          = canvas
  environment   = default
  owner         = alice
  made_by       = finance_makers
  connectors    = [sharepointonline]
  personal_data = yes
  users         = 250
}
",
};

/// The kind of an app, which rules may use.
pub(super) const KIND_OF_APP: Field<AppKind> =
    Field::one_of("kind", APP_KINDS, "The kind of the app. Rules may use it.");

static SHAPE: Shape = Shape {
    attributes: &[
        NAME.attribute,
        ID.attribute,
        KIND_OF_APP.attribute,
        ENVIRONMENT.attribute,
        ROLES.attribute,
        OWNER.attribute,
        MADE_BY.attribute,
        CONNECTORS.attribute,
        LIVE.attribute,
        REVIEWED.attribute,
    ],
    blocks: &[NestedBlock {
        name: "certified",
        argument: None,
        shape: &CERTIFIED,
        doc: "The offers that have certified the app, each with the day.",
    }],
    sentences: &[],
    open: Open::Criteria("app"),
};

/// The block `certified`: offers, each with a day.
pub static CERTIFIED: Shape = Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Days("offer") };

const NAME: Field<Text> = Field::text("name", "The display name. Default: the symbol.");
const ID: Field<Text> = Field::text("id", "The id in the tenant. Bindings files keep it out of the source.");
const ENVIRONMENT: Field<Reference<EnvironmentId>> =
    Field::reference("environment", "environment", "The environment of the app.").required();
const ROLES: Field<Vec<Reference<RoleId>>> =
    Field::references("roles", "role", "The roles whose holders may open it, if it is model-driven.");
const OWNER: Field<Text> = Field::name("owner", "a person", "The owner, who answers for the app.");
const MADE_BY: Field<Reference<Id<MakerTeam>>> = Field::reference("made_by", "maker_team", "The team that makes it.");
const CONNECTORS: Field<SetExpression> = Field::connectors(
    "connectors",
    "The connectors it uses. It must be possible to use them together in its environment.",
)
.by_default("[]");
const LIVE: Field<bool> =
    Field::flag("live", "Whether the app is in use already. If it is, a review before go-live is due.")
        .by_default("yes");
const REVIEWED: Field<Date> = Field::date("reviewed", "The day of the last review.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> App {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "app", &head);
    let mut app = App {
        name: reader.get(&record, &NAME),
        id: reader.get(&record, &ID),
        kind: reader.get(&record, &KIND_OF_APP),
        environment: reader.get(&record, &ENVIRONMENT),
        owner: reader.get(&record, &OWNER),
        roles: reader.get(&record, &ROLES).unwrap_or_default(),
        made_by: reader.get(&record, &MADE_BY),
        connectors: reader.connectors(&record, &CONNECTORS),
        live: reader.given(&record, &LIVE).is_none_or(|(live, _)| live),
        criteria: criteria(reader, &record),
        certified: certified(reader, &record),
        reviewed: reader.given(&record, &REVIEWED),
        outcome: Outcome::NoRules,
        timeless: Outcome::NoRules,
        derived: Vec::new(),
        sound: false,
        head,
    };
    app.sound = reader.faults() == before;
    app
}

/// Returns the values of criteria that a record gives in addition to its own attributes.
pub(super) fn criteria(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<CriterionValue> {
    let mut criteria = Vec::with_capacity(record.open.len());
    for (key, phrase) in &record.open {
        let Some(field) = reader.symbol(*key) else { continue };
        let location = reader.at(phrase.span());
        if reader.is_null(phrase, &field.name) {
            continue;
        }
        match phrase.only() {
            Some(list) if list.kind() == NodeKind::List => {
                if let Some((value, words)) = reader.word_list(list) {
                    criteria.push(CriterionValue { field, value, location, words });
                }
            }
            Some(atom) => {
                if let Some(value) = reader.atom_operand(atom) {
                    criteria.push(CriterionValue { field, value, location, words: Vec::new() });
                }
            }
            None => reader.report(
                Diagnostic::new(&codes::WRONG_TYPE, location, format!("`{}` takes one value", field.name))
                    .help("write one word, number or date"),
            ),
        }
    }
    criteria
}

/// Returns the certificates in the block `certified`.
pub(super) fn certified(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<Certificate> {
    let mut certificates = Vec::new();
    for (_, _, block) in &record.blocks {
        let inner = reader.record(*block, &CERTIFIED, &"`certified`");
        for (key, phrase) in &inner.open {
            let Some(symbol) = reader.symbol(*key) else { continue };
            let location = reader.at(phrase.span());
            if let Some(Value::Date(date)) = reader.typed(phrase, Type::Date, &symbol.name) {
                certificates.push(Certificate { offer: symbol.into(), date, location });
            }
        }
    }
    certificates
}
