//! `connector_allow_list`

use super::{Body, Field, Kind, NestedBlock, Open, SHOWN_NAME, Shape};
use crate::model::Id;
use crate::model::program::{AllowEntry, AllowList, EnvironmentGroup, EnvironmentId, Head, Reference, Text};
use crate::model::reader::{Argument, Reader};
use crate::model::set_expression::SetExpression;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "connector_allow_list",
    noun: "a connector allow-list",
    plural: "connector allow-lists",
    doc: "An advanced connector policy of the platform: the connectors that may be used in the environments of a group, or in one environment. Connectors that it does not list, including future ones, are blocked there. It has no Business and Non-business, and governs certified connectors only: custom connectors, HTTP and other virtual connectors are left to data policies. It requires managed environments, and at most one is in effect in each.",
    name: "symbol",
    rests_on: &["environment", "environment_group", "connectors", "connector"],
    body: Body::Block(&SHAPE),
    example: r#"environment_group managed_estate { sharing = people_only up to 50 }

environment finance {
  type    = production
  managed = yes
  group   = managed_estate
  dataverse { language = 1033; currency = EUR }
}

data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }

connector_allow_list estate {
  name              = "Managed estate"
  environment_group = managed_estate
  allows            = unblockable + [sql]

  connector sql { actions = [GetItems_V2, GetItem_V2] }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME.attribute,
        ID.attribute,
        ENVIRONMENT_GROUP.attribute,
        ENVIRONMENT.attribute,
        ALLOWS.attribute,
    ],
    blocks: &[CONNECTOR_BLOCK],
    sentences: &[],
    open: Open::Closed,
};

const CONNECTOR_BLOCK: NestedBlock = NestedBlock {
    name: "connector",
    argument: Some("connector"),
    shape: &ENTRY,
    doc: "What may be used of one allowed connector.",
};

/// The contents of the block for one allowed connector.
static ENTRY: Shape = Shape {
    attributes: &[ACTIONS.attribute, CONNECTION_TYPES.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const ID: Field<Text> = Field::text(
    "id",
    "The id of the rule-based policy in the tenant, if it exists already. Bindings files keep it out of the source.",
);
const ENVIRONMENT_GROUP: Field<Reference<Id<EnvironmentGroup>>> = Field::reference(
    "environment_group",
    "environment_group",
    "The group whose environments it is for. Either this or `environment` is given.",
);
const ENVIRONMENT: Field<Reference<EnvironmentId>> =
    Field::reference("environment", "environment", "The one environment it is for.");
const ALLOWS: Field<SetExpression> = Field::connectors(
    "allows",
    "The connectors and MCP servers that may be used. There is no `rest`: connectors that are not listed are blocked.",
)
.required();
const ACTIONS: Field<Vec<Text>> = Field::names(
    "actions",
    "actions",
    "The ids of the only actions and triggers that may be used. Others, including future ones, are blocked. Default: all may be used.",
);
const CONNECTION_TYPES: Field<Vec<Text>> =
    Field::texts("connection_types", "The only types of connections that may be used. Default: all.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> AllowList {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "connector allow-list", &head);
    let mut list = AllowList {
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        group: reader.get(&record, &ENVIRONMENT_GROUP),
        environment: reader.get(&record, &ENVIRONMENT),
        allows: reader.connectors(&record, &ALLOWS),
        entries: Vec::new(),
        sound: false,
        head,
    };
    for (argument, inner) in record.all(&CONNECTOR_BLOCK) {
        let Argument::Name(connector) = argument else { continue };
        let faults = reader.faults();
        let inner = reader.record(inner, &ENTRY, &"`connector`");
        let actions = reader.get(&inner, &ACTIONS);
        let connection_types = reader.get(&inner, &CONNECTION_TYPES);
        if let Some(id) = reader.connector(connector) {
            let location = reader.at(connector.span());
            let sound = reader.faults() == faults;
            list.entries.push(AllowEntry { connector: id, location, actions, connection_types, sound });
        }
    }
    list.sound = reader.faults() == before;
    list
}
